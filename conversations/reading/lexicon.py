"""What the words of all languages mean, ready to be looked up. Nothing here names a language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

from rapidfuzz.distance import OSA

from domain.catalogue.search.sound import consonants, latin, sound


class Role(Enum):
    """What a form does in a sentence."""

    NUMBER = auto()
    ADDED = auto()  # `sadhe`: and a half, said before
    MULTIPLE = auto()
    UNIT = auto()
    MEASURE = auto()
    MARK = auto()
    CONCEPT = auto()
    DAY = auto()
    MONTH = auto()
    ORDINAL = auto()
    GOODS = auto()
    LANGUAGE = auto()  # the name of a language


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a form: `value` is a number for numbers, else the name under which its file lists it."""

    role: Role
    value: str
    language: str

    @property
    def number(self) -> Decimal:
        return Decimal(self.value)


LONG_ENOUGH = 5  # letters from which on other spellings are allowed for
ABBREVIATED = 3  # consonants
_SPELLINGS = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"(.)\1+", r"\1"),
        ("ee|ii|ea", "i"),
        ("oo|ou", "u"),
        ("w", "v"),
        ("ph", "f"),
        ("z", "j"),
        ("h$", ""),
    )
)


@dataclass(frozen=True)
class Lexicon:
    """Forms of every language by their words."""

    scripts: Mapping[str, str]  # of each language, besides Latin
    function_words: Mapping[str, frozenset[str]]  # which tell languages apart
    kinds: frozenset[str]  # the catalogue's names for kinds of goods
    kind_words: frozenset[str]
    forms_of_goods: frozenset[str]  # powder, flour
    letters: Mapping[str, str]  # the names of Latin letters in other scripts
    senses_of: Mapping[tuple[str, ...], tuple[Sense, ...]]  # by the words of the form, as `heard`
    longest_from: Mapping[str, int]  # words in the longest form that begins with this one
    by_sound: Mapping[str, tuple[Sense, ...]]
    near: Mapping[str, tuple[str, ...]]  # single forms by what is left when a letter is taken out, and by consonants

    def senses(self, key: str) -> tuple[Sense, ...]:
        """What one word may mean."""
        return self.senses_of.get((heard(key),), ())

    def longest(self, keys: Sequence[str], at: int) -> tuple[int, tuple[Sense, ...]]:
        """The longest form that starts at `at`, as its number of words and its senses; (0, ()) where none does."""
        words = [heard(key) for key in keys[at : at + self.longest_from.get(heard(keys[at]), 0)]]
        for length in range(len(words), 0, -1):
            senses = self.senses_of.get(tuple(words[:length]))
            if senses:
                return length, senses
        return 0, ()

    def goes_with(self, word: str, others: frozenset[str]) -> bool:
        """Whether some kind of goods is called by the word together with one of the others (`urad dal`)."""
        return any(word in kind.split() and others.intersection(kind.split()) for kind in self.kinds if " " in kind)

    def spelled_out(self, key: str) -> str | None:
        """The Latin letters whose names a word is made of (`एमडीएच` is mdh); None for other words."""
        spelled, at = "", 0
        while at < len(key):
            name = next((key[at : at + size] for size in (3, 2, 1) if key[at : at + size] in self.letters), None)
            if name is None:
                return None
            spelled, at = spelled + self.letters[name], at + len(name)
        return spelled if spelled and not key.isascii() else None

    def sounding(self, key: str) -> tuple[Sense, ...]:
        """What a word of another script may mean that is said like a listed Latin one (`कोक` like coke)."""
        return () if key.isascii() else self.by_sound.get(sound(latin(key)), ())

    def misspelt(self, key: str, role: Role) -> tuple[Sense, ...]:
        """What an unknown word may mean: a listed one with a letter wrong, or without its vowels (`brsh`)."""
        near = {form for part in neighbours(key) for form in self.near.get(part, ())} if len(key) >= LONG_ENOUGH else ()
        alike = [form for form in near if OSA.distance(form, key) <= 1] or self.near.get(f"~{consonants(key)}", ())
        found = [sense for form in sorted(alike) for sense in self.senses(form) if sense.role == role]
        return tuple(found) if len({sense.value for sense in found}) == 1 else ()


@lru_cache(maxsize=50_000)
def heard(key: str) -> str:
    """The form under which spellings of one Latin word meet; short words must be written as listed."""
    if len(key) < LONG_ENOUGH or not key.isascii():
        return key
    for pattern, into in _SPELLINGS:
        key = pattern.sub(into, key)
    return key


def neighbours(key: str) -> set[str]:
    """The word, and the word with each of its letters taken out."""
    return {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))}
