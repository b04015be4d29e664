"""How a word sounds, whatever script or spelling it is written in: the ground on which names meet.

`मेगी`, `megi` and `Maggi` come out alike. The rules merge what people who write Indian languages in Latin letters
(and English by ear) merge: aspirates, long and short vowels, doubled letters, `v` and `w`, a silent final `e`.
"""

import re
from functools import lru_cache

from anyascii import anyascii

_MAGIC_E = re.compile(r"(?<![aeiou])([aeiou])([bdfgjklmnprstvz])e$")
_MAGIC_VOWEL = {"a": "e", "e": "i", "i": "ai", "o": "o", "u": "u"}
_HARD_C = ((r"(?<=.)tu(?=[rn]e)", "Cu"), (r"tch|chh|ch", "C"), (r"c(?=[eiy])", "s"), (r"ck|c|q", "k"))
_SPELLINGS = (
    (r"^kn", "n"),
    (r"^wr", "r"),
    (r"tion$", "san"),
    (r"nge$", "nj"),
    (r"dge$", "j"),
    (r"igh", "ai"),
    (r"sch|sh", "s"),
    (r"g(?=e[lm]|i[cln])", "j"),
    (r"ph", "f"),
    (r"bh", "v"),
    (r"ow(?![aiou])", "o"),
    (r"aw(?![aeiou])|av(?=dr)", "o"),
    (r"w", "v"),
    (r"x", "ks"),
    (r"z", "s"),
    (r"mb(?=s|$)", "m"),
    (r"(?<=[bcdgjkptCls])h", ""),
    (r"(?<=[aeiou])h(?![aeiou])", ""),
    (r"(?<=[bcdfgjklmnprstvC])y(?=[aeou])", ""),
    (r"y", "i"),
    (r"(?<=.)m(?=[dgjktC])", "n"),
    (r"(?<=[bcdfgjklmnprstvC])e$", ""),
    (r"ee|ea|ie|ii", "i"),
    (r"oo|uu", "u"),
    (r"ou|au|oa", "o"),
    (r"ai|ae|ei", "e"),
    (r"aa", "a"),
    (r"(.)\1+", r"\1"),
)
_C_RULES = tuple((re.compile(pattern), into) for pattern, into in _HARD_C)
_RULES = tuple((re.compile(pattern), into) for pattern, into in _SPELLINGS)
_COARSE = str.maketrans("uej", "ais")
_SOFT_G = re.compile("g(?=[ei])")
_VOWELS = re.compile(r"(?<=.)[aeiou]+")
_NATIVE = (
    (re.compile("\u0993\u09af\u09bc"), "\u09ad"),  # Bengali writes a foreign `w` as `oy`
    (
        re.compile("(?<=[\u0921\u0922\u09a1\u09a2])[\u093c\u09bc]"),
        "",
    ),  # a flapped `d` is written `d` or `r` in Latin: here `d`
    (re.compile("(?<=[\u0915-\u0938\u0995-\u09b8])(?=[\u0939\u09b9])"), "a"),  # `p` and `h` apart are not `ph`
)
_SHORT_A = {"\u0948": "\u093e", "\u09c8": "\u09be"}
_INDIC = re.compile(r"[\u0900-\u0dff]")


@lru_cache(maxsize=50_000)
def latin(word: str) -> str:
    """The word in small Latin letters and digits, other scripts transliterated, everything else left out."""
    if not word.isascii():
        for pattern, into in _NATIVE:
            word = pattern.sub(into, word)
        plain = anyascii(word)
        word = plain.replace("c", "ch") if _INDIC.search(word) else plain
    return "".join(letter for letter in word.lower() if letter.isascii() and letter.isalnum())


def spellings(word: str) -> tuple[str, ...]:
    """The ways to write a word in Latin letters: `\u0948` is the ai of maida and the a of an English hand."""
    short = "".join(_SHORT_A.get(letter, letter) for letter in word)
    return (latin(word),) if short == word else (latin(word), latin(short))


def _said_long(found: re.Match[str]) -> str:
    """`-ide` as `-aid`, `-ace` as `-es`: the vowel that a silent e makes long."""
    return _MAGIC_VOWEL[found[1]] + ("j" if found[2] == "g" else found[2])


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """The sound of a Latin word as a short spelling of its own; equal for words that are said alike."""
    if word[:1].isdigit() or len(set(word)) == 1:
        return word
    if len(word) > 4 and word.endswith("es") and word[-3] not in "aeiousxz":
        return sound(word[:-1]) + "s"
    heard = word
    for pattern, into in _C_RULES:
        heard = pattern.sub(into, heard)
    heard = _MAGIC_E.sub(_said_long, heard) if len(heard) > 3 else heard
    for pattern, into in _RULES:
        heard = pattern.sub(into, heard)
    return heard or word


def coarse(heard: str, soft: bool = False) -> str:
    """The sound with what listeners mix up made one: `u` as in cup and `a`, `e` and `i`, `j` and `z`.

    With `soft` a `g` before `e` or `i` is a `j` too, as those who write English in an Indian script hear it.
    """
    return (_SOFT_G.sub("j", heard) if soft else heard).translate(_COARSE)


def skeleton(heard: str) -> str:
    """The consonants of a sound, its first vowel kept as `a` where it begins with one."""
    bare = _VOWELS.sub("", heard)
    return "a" + bare[1:] if bare[:1] in "aeiou" and bare else bare


def consonants(word: str) -> str:
    """The letters of a word without the vowels after the first: `colgate` is clgt."""
    return word[:1] + "".join(letter for letter in word[1:] if letter not in "aeiou")
