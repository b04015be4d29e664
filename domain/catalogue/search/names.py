"""A name as the list of its words, spelled alike wherever it comes from."""

import re
import unicodedata
from functools import lru_cache

from domain.catalogue.search.sound import latin

# Indian vowel signs are marks, not letters, to Unicode; an apostrophe binds (`ching's` is one word).
_WORD = re.compile(r"\d+(?:\.\d+)?|(?:[^\W\d_]|[\u0900-\u0963\u0970-\u09e5\u09f0-\u0dff'’`])+")
_COUNTED = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
            "eight": "8", "nine": "9", "ten": "10", "ii": "2", "iii": "3", "iv": "4"}  # fmt: skip
SILENT = frozenset(("and", "with", "of", "the", "for", "in", "to", "from", "no", "your", "its", "is", "on", "by"))
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))


@lru_cache(maxsize=20_000)
def name_words(text: str) -> tuple[str, ...]:
    """The words of a name in small Latin letters; numbers stand alone, particles are left out."""
    plain = unicodedata.normalize("NFKC", text).translate(_UNSEEN)
    words = (latin(found) for found in _WORD.findall(plain))
    return tuple(_COUNTED.get(word, word) for word in words if word and word not in SILENT)


LATER_FROM = re.compile(r"\s[-–|]|-\s|[,(|]")


def head_of(name: str) -> str:
    """The name up to its first dash or comma: what the thing is, before which of them it is."""
    return LATER_FROM.split(name, maxsplit=1)[0]
