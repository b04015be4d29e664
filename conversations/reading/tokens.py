"""A message cut into words, numbers, signs and breaks, in any script."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

LONGEST = 4_000
"""Characters that are read; the rest of a longer message is left."""
MOST = 400
"""Tokens that are read; what follows is left."""

_DIGITS = 15  # nobody counts further
_SHOWN = 60  # letters of what was left that are shown
_LONGEST_WORD = 40  # letters: what is longer is no word, and names and counts nothing


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    NUMBER = auto()
    SIGN = auto()
    BREAK = auto()
    ASIDE = auto()  # a phone number, a date, a clock time, a document number: figures that count nothing


@dataclass(frozen=True, slots=True)
class Token:
    """`key` is the word as it is looked up; `glued` says that no space stands before it; `at` is where it was found."""

    kind: Kind
    text: str
    key: str
    value: Decimal | None
    glued: bool
    start: int
    end: int


_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75"}
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\u20e3\ufeff]")
_WORD = r"(?:[^\W\d_]|[\u0900-\u0963\u0970-\u09e5\u09f0-\u0dff'’`])+"
_PATTERN = re.compile(
    r"""
    (?P<aside>
        (?<![\w.])\+?(?:91|977|880)?[-\s]?(?:[6-9]\d{9}|01\d{9})(?!\d)
      | (?<![\w.])\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d) | (?<![\w.])\d{1,2}:\d{2}(?!\d)
      | (?<![\w])[A-Za-z]{2,4}-\d{2,}(?!\w) | (?<![\w.])\d{12}(?=\s*$)
      | https?://\S{1,200} | (?<![\w.])[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,10}
    )
  | (?P<half>(?<![\d/.])[13]/[24](?![\d/.]))
  | (?P<number>\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?(?![\d,]) | \d+(?:_\d{3})+ | \d+\.\d+ | \d+)
  | (?P<break>[\n\r;|।॥•●▪]+ | , | \s/\s)
  | (?P<word>"""
    + _WORD
    + r""")
  | (?P<sign>[^\s\w])
    """,
    re.VERBOSE,
)
_HYPHENS = ("-", "–")
_GESTURES = frozenset("👍👎👌✅❌")
_KINDS = {"number": Kind.NUMBER, "half": Kind.NUMBER, "word": Kind.WORD, "break": Kind.BREAK, "sign": Kind.SIGN,
          "aside": Kind.ASIDE}  # fmt: skip
_MARKS_ALIKE = str.maketrans({"\u093c": None, "\u09bc": None, "\u0901": "\u0902", "\u0981": None, "’": "'", "`": "'"})


def plain(text: str) -> str:
    """The text as it is read: one form for every letter and digit, nothing unseen, not too long."""
    text = _UNSEEN.sub("", text[:LONGEST].encode("utf-8", "replace").decode("utf-8"))
    text = "".join(_plain_letter(letter, before) for letter, before in zip(text, " " + text, strict=False))
    return unicodedata.normalize("NFKC", text).replace("\u2044", "/").replace("🔟", " 10 ")


def _plain_letter(letter: str, before: str) -> str:
    if letter in _FRACTIONS:
        return _FRACTIONS[letter][1:] if before.isdigit() else f" {_FRACTIONS[letter]} "
    if letter in "×✕✖":
        return "x"
    if letter.isdigit() and unicodedata.category(letter) == "No":
        return " ^"  # a raised or circled figure is no figure that anyone counts with
    if unicodedata.category(letter) == "Nd":
        return str(unicodedata.digit(letter))
    return letter


def _number(written: str) -> Decimal:
    """A number no larger and no finer than anyone means, so that it can be reckoned with."""
    whole, _, part = written.replace(",", "").replace("_", "").partition(".")
    if len(whole.lstrip("0")) > _DIGITS:
        return Decimal(10) ** _DIGITS
    return Decimal(f"{whole}.{part[:_DIGITS]}" if part else whole)


def _means(sign: str) -> bool:
    """A sign that says something in an order: the rest, and most emoji, say nothing of goods or numbers."""
    return sign in "*@=/&+-−–₹৳$()#?!%^" or sign in _GESTURES


def left_over(text: str, written: str, cut: Sequence[Token]) -> list[str]:
    """The beginning of what was not read of a text; `written` is its `plain` form, `cut` its tokens that were read."""
    rest = written[cut[-1].end :] if cut else ""
    rest = (rest if tokens(rest) else "") + plain(text[LONGEST : LONGEST + _SHOWN])
    words = " ".join(rest[:_SHOWN].split())
    return [f"{words}…"] if words else []


def key_of(word: str) -> str:
    """How a word is looked up: small letters, and one spelling for signs that writers leave out."""
    return word.casefold().translate(_MARKS_ALIKE)


def tokens(text: str) -> list[Token]:
    """The tokens of a text that went through `plain`."""
    found: list[Token] = []
    for match in _PATTERN.finditer(text):
        kind, written = match.lastgroup, match[0]
        glued = match.start() > 0 and not text[match.start() - 1].isspace()
        if kind == "sign" and (not _means(written) or (found and found[-1].text == written)):
            continue
        if written in _HYPHENS and glued and found[-1].kind == Kind.WORD and text[match.end() :][:1].isalpha():
            continue  # `twenty-five`
        if len(found) == MOST:
            break
        does, key, value = _KINDS[str(kind)], written.strip(" "), None
        if len(written) > _LONGEST_WORD:
            does, kind = Kind.ASIDE, "aside"
        if kind == "number":
            value = _number(written)
        elif kind == "half":
            value = Decimal(int(written[0])) / int(written[-1])
        elif kind == "word":
            key = key_of(written)
        found.append(Token(does, written, key, value, glued, match.start(), match.end()))
    return found
