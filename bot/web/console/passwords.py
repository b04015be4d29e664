"""Passwords: scrambled by scrypt, compared in constant time, also where there is none to compare with."""

import base64
import hashlib
import hmac
import secrets
import unicodedata

# The cost that OWASP's Password Storage Cheat Sheet gives for scrypt with 16 MiB: N = 2^14, r = 8, p = 5.
COST, BLOCK, PARALLEL = 2**14, 8, 5
MEMORY = 32 * 1024 * 1024
METHOD = f"scrypt-{COST}-{BLOCK}-{PARALLEL}"
SALT = 16
SHORTEST, LONGEST = 10, 200
CONSONANTS, VOWELS = "bdfghjklmnprstvyz", "aeiou"


def scrambled(password: str, salt: bytes | None = None) -> str:
    """A password as it is kept."""
    salt = salt if salt is not None else secrets.token_bytes(SALT)
    return "$".join((METHOD, _text(salt), _text(_hash(password, salt, METHOD))))


def fits(password: str, kept: str | None) -> bool:
    """Whether this is the password; where none is kept the answer takes as long as a wrong one."""
    method, salt, wanted = (kept or NOBODYS).split("$")
    right = hmac.compare_digest(_hash(password[:LONGEST], _bytes(salt), method), _bytes(wanted))
    return right and kept is not None and len(password) <= LONGEST


def complaint(password: str, *easy: str) -> str:
    """Why a new password cannot be taken, as a code: `short`, `long` or `easy`; nothing where it can.

    `easy` are words that others know of the person, such as name and phone.
    """
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    plain = password.casefold()
    known = any(len(word) > 2 and word.casefold() in plain and len(plain) - len(word) < 5 for word in easy)
    return "easy" if known or len(set(plain)) < 5 else ""


def generated() -> str:
    """A fresh password that can be read out, such as zofa-kelu-bimo-rada-4821: 64 bits."""
    words = ["".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(2)) for _ in range(4)]
    return "-".join([*words, str(secrets.randbelow(9000) + 1000)])


def _hash(password: str, salt: bytes, method: str) -> bytes:
    plain = unicodedata.normalize("NFKC", password).encode()
    cost, block, parallel = map(int, method.split("-")[1:])
    return hashlib.scrypt(plain, salt=salt, n=cost, r=block, p=parallel, maxmem=MEMORY, dklen=32)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)


NOBODYS = "$".join((METHOD, _text(bytes(SALT)), _text(bytes(32))))
