"""All that is known of the languages, from one words file each (`words/*.toml`), ready to be looked up.

A file holds sections of `value = "form, form, ..."`. Another language is another file; nothing here names one.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz.distance import OSA

from conversations.reading.tokens import Kind, key_of, plain, tokens
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
_ABBREVIATED = 3  # consonants
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
    _near: dict[str, tuple[str, ...]]  # single forms by what is left when a letter is taken out, and by consonants

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

    def misspelt(self, key: str, role: Role) -> tuple[Sense, ...]:
        """What an unknown word may mean: a listed one with a letter wrong, or without its vowels (`brsh`)."""
        near = {form for part in _shorter(key) for form in self._near.get(part, ())} if len(key) >= _LONG_ENOUGH else set()
        alike = [form for form in near if OSA.distance(form, key) <= 1] or self._near.get(f"~{consonants(key)}", ())
        found = [sense for form in sorted(alike) for sense in self._forms.get((_heard(form),), ()) if sense.role == role]
        return tuple(found) if len({sense.value for sense in found}) == 1 else ()

    def senses(self, key: str) -> tuple[Sense, ...]:
        """What one word may mean."""
        return self._forms.get((_heard(key),), ())


@lru_cache(maxsize=50_000)
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
    written: set[str] = set()
    forms_of_goods: set[str] = set()
    for listed in sorted((files(__package__) / "words").iterdir(), key=lambda file: file.name):
        if not listed.name.endswith(".toml"):
            continue
        words: dict[str, Any] = tomllib.loads(listed.read_text("utf-8"))
        code = words["code"]
        scripts[code] = words["script"]
        kinds.update(name.strip() for names in words.get("goods", {}) for name in re.split("[,;]", names))
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
                if len(form) == 1 and sense.role in (Role.GOODS, Role.UNIT):
                    written.add(form[0])
                if sense not in forms[heard]:
                    forms[heard].append(sense)
                longest[heard[0]] = max(longest[heard[0]], len(heard))
    for kind in kinds:  # the catalogue's own word for a kind is one that people may misspell too
        if " " not in kind and (kind,) not in forms:
            forms[(_heard(kind),)].append(Sense(Role.GOODS, kind, "en"))
            longest[_heard(kind)] = max(longest[_heard(kind)], 1)
            written.add(kind)
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
        _by_neighbours(written),
    )


def _by_sound(forms: dict[tuple[str, ...], list[Sense]]) -> dict[str, tuple[Sense, ...]]:
    """Single Latin words for goods by how they sound."""
    heard: dict[str, list[Sense]] = defaultdict(list)
    for form, senses in forms.items():
        goods = [sense for sense in senses if sense.role == Role.GOODS]
        if len(form) == 1 and form[0].isascii() and goods:
            heard[sound(form[0])] += goods
    return {each: tuple(senses) for each, senses in heard.items()}


def _shorter(key: str) -> set[str]:
    """The word, and the word with each of its letters taken out."""
    return {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))}


def _by_neighbours(written: Iterable[str]) -> dict[str, tuple[str, ...]]:
    near: dict[str, set[str]] = defaultdict(set)
    for form in written:
        if len(form) >= _LONG_ENOUGH - 1:
            for part in _shorter(form):
                near[part].add(form)
        if form.isascii() and len(consonants(form)) >= _ABBREVIATED:
            near[f"~{consonants(form)}"].add(form)
    return {part: tuple(sorted(forms)) for part, forms in near.items()}
