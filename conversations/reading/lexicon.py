"""All that is known of the languages, from one words file each (`words/*.toml`), ready to be looked up.

A file holds sections of `value = "form, form, ..."`. Another language is another file; nothing here names one.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from typing import Any

from conversations.reading.tokens import Kind, key_of, plain, tokens
from domain.catalogue.search.sound import latin, sound


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
    """One meaning of a form: `value` is a number for numbers, else the name under which the file lists it."""

    role: Role
    value: str
    language: str

    @property
    def number(self) -> Decimal:
        return Decimal(self.value)


_SECTIONS = {
    "numbers": Role.NUMBER,
    "added": Role.ADDED,
    "multiples": Role.MULTIPLE,
    "units": Role.UNIT,
    "measures": Role.MEASURE,
    "marks": Role.MARK,
    "concepts": Role.CONCEPT,
    "days": Role.DAY,
    "months": Role.MONTH,
    "ordinals": Role.ORDINAL,
    "describing": Role.GOODS,
    "goods": Role.GOODS,
}
_LONG_ENOUGH = 5  # letters from which on other spellings are allowed for
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
    """Forms of every language by their words. `scripts` and `function_words` tell languages apart."""

    scripts: dict[str, str]
    function_words: dict[str, frozenset[str]]
    kinds: frozenset[str]  # the catalogue's names for kinds of goods
    kind_words: frozenset[str]
    forms: frozenset[str]  # in which goods come: powder, oil
    letters: dict[str, str]  # the names of Latin letters in other scripts
    _forms: dict[tuple[str, ...], tuple[Sense, ...]]
    _longest: dict[str, int]
    _sounds: dict[str, tuple[Sense, ...]]

    def longest(self, keys: Sequence[str], at: int) -> tuple[int, tuple[Sense, ...]]:
        """The longest form that starts at `at`, as its number of words and its senses; (0, ()) where none does."""
        heard = [_heard(key) for key in keys[at : at + self._longest.get(_heard(keys[at]), 0)]]
        for length in range(len(heard), 0, -1):
            senses = self._forms.get(tuple(heard[:length]))
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
        return () if key.isascii() else self._sounds.get(sound(latin(key)), ())

    def senses(self, key: str) -> tuple[Sense, ...]:
        """What one word may mean."""
        return self._forms.get((_heard(key),), ())


@cache
def _heard(key: str) -> str:
    """The form under which spellings of one Latin word meet; short words must be written as listed."""
    if len(key) < _LONG_ENOUGH or not key.isascii():
        return key
    for pattern, into in _SPELLINGS:
        key = pattern.sub(into, key)
    return key


def split_forms(listed: str) -> Iterator[tuple[str, ...]]:
    """Each form of a comma-separated list, as its words."""
    for form in listed.split(","):
        words = tuple(token.key for token in tokens(plain(form)) if token.kind not in (Kind.SIGN, Kind.BREAK))
        if words:
            yield words
        elif form.strip():
            yield (form.strip(),)


@cache
def lexicon() -> Lexicon:
    """The lexicon of all words files."""
    forms: dict[tuple[str, ...], list[Sense]] = defaultdict(list)
    longest: dict[str, int] = defaultdict(int)
    scripts: dict[str, str] = {}
    function_words: dict[str, frozenset[str]] = {}
    letters: dict[str, str] = {}
    kinds: set[str] = set()
    forms_of_goods: set[str] = set()
    for listed in sorted((files(__package__) / "words").iterdir(), key=lambda file: file.name):
        if not listed.name.endswith(".toml"):
            continue
        words: dict[str, Any] = tomllib.loads(listed.read_text("utf-8"))
        code = words["code"]
        scripts[code] = words["script"]
        kinds.update(name.strip() for names in words.get("goods", {}) for name in names.split(","))
        forms_of_goods.update(word for form in split_forms(words.get("forms_of_goods", "")) for word in form)
        letters.update(
            (key_of(name), letter) for letter, names in words.get("letters", {}).items() for name in names.split(", ")
        )
        function_words[code] = frozenset(word for form in split_forms(words["function_words"]) for word in form)
        listed_senses = [
            (Sense(role, value, code), listed_forms)
            for section, role in _SECTIONS.items()
            for value, listed_forms in words.get(section, {}).items()
        ]
        for sense, listed_forms in [*listed_senses, (Sense(Role.LANGUAGE, code, code), words["names"])]:
            for form in split_forms(listed_forms):
                heard = tuple(_heard(word) for word in form)
                if sense not in forms[heard]:
                    forms[heard].append(sense)
                longest[heard[0]] = max(longest[heard[0]], len(heard))
    return Lexicon(
        scripts,
        function_words,
        frozenset(kinds),
        frozenset(word for kind in kinds for word in kind.split()),
        frozenset(forms_of_goods),
        letters,
        {form: tuple(senses) for form, senses in forms.items()},
        dict(longest),
        _by_sound(forms),
    )


def _by_sound(forms: dict[tuple[str, ...], list[Sense]]) -> dict[str, tuple[Sense, ...]]:
    """Single Latin words for goods by how they sound."""
    heard: dict[str, list[Sense]] = defaultdict(list)
    for form, senses in forms.items():
        goods = [sense for sense in senses if sense.role == Role.GOODS]
        if len(form) == 1 and form[0].isascii() and goods:
            heard[sound(form[0])] += goods
    return {each: tuple(senses) for each, senses in heard.items()}
