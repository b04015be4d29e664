"""The lexicon of all languages, from one words file each (`words/*.toml`).

A file holds sections of `value = "form, form, ..."`. Another language is another file.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from conversations.reading.lexicon import ABBREVIATED, LONG_ENOUGH, Lexicon, Role, Sense, heard, neighbours
from conversations.reading.tokens import Kind, key_of, plain, tokens
from domain.catalogue.search.sound import consonants, sound

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
_MISSPELT = (Role.GOODS, Role.UNIT)


@cache
def lexicon() -> Lexicon:
    """The lexicon of all words files."""
    listed = sorted((files(__package__) / "words").iterdir(), key=lambda file: file.name)
    read = [tomllib.loads(file.read_text("utf-8")) for file in listed if file.name.endswith(".toml")]
    kinds = {name.strip() for words in read for names in words.get("goods", {}) for name in re.split("[,;]", names)}
    forms = _Forms()
    for words in read:
        forms.take(words)
    forms.take_kinds(kinds)
    return Lexicon(
        scripts={words["code"]: words["script"] for words in read},
        function_words={words["code"]: _words(words["function_words"]) for words in read},
        kinds=frozenset(kinds),
        kind_words=frozenset(word for kind in kinds for word in kind.split()),
        forms_of_goods=frozenset().union(*(_words(words.get("forms_of_goods", "")) for words in read)),
        letters={
            key_of(name): letter
            for words in read
            for letter, names in words.get("letters", {}).items()
            for name in names.split(", ")
        },
        senses_of={form: tuple(senses) for form, senses in forms.senses.items()},
        longest_from=dict(forms.longest),
        by_sound=_by_sound(forms.senses),
        near=_by_neighbours(forms.misspelt),
    )


def split_forms(listed: str) -> Iterator[tuple[str, ...]]:
    """Each form of a comma-separated list, as its words."""
    for form in listed.split(","):
        words = tuple(token.key for token in tokens(plain(form)) if token.kind not in (Kind.SIGN, Kind.BREAK))
        if words:
            yield words
        elif form.strip():
            yield (form.strip(),)


def _counted(listed: str, counters: Sequence[str]) -> Iterator[str]:
    """Native number words with what counts written to them: `পাঁচটা`."""
    forms = [form.strip() for form in listed.split(",")]
    return (form + counter for form in forms if form and not form.isascii() for counter in counters)


def _words(listed: str) -> frozenset[str]:
    return frozenset(word for form in split_forms(listed) for word in form)


class _Forms:
    """Collects the forms of one file after the other."""

    def __init__(self) -> None:
        self.senses: dict[tuple[str, ...], list[Sense]] = defaultdict(list)
        self.longest: dict[str, int] = defaultdict(int)
        self.misspelt: set[str] = set()  # forms that people may misspell

    def take(self, words: Mapping[str, Any]) -> None:
        """All sections of a file."""
        code = words["code"]
        counters = [form for form in words.get("counters", "").split(", ") if form]
        for section, role in _SECTIONS.items():
            for value, listed in words.get(section, {}).items():
                self._take(Sense(role, value, code), listed)
                if role == Role.NUMBER:
                    self._take(Sense(role, value, code), ",".join(_counted(listed, counters)))
        self._take(Sense(Role.LANGUAGE, code, code), words["names"])

    def take_kinds(self, kinds: Iterable[str]) -> None:
        """The catalogue's own words for kinds of goods: people misspell them too."""
        for kind in sorted(kinds):
            if " " not in kind and (heard(kind),) not in self.senses:
                self._take(Sense(Role.GOODS, kind, "en"), kind)

    def _take(self, sense: Sense, listed: str) -> None:
        for form in split_forms(listed):
            if len(form) == 1 and sense.role in _MISSPELT:
                self.misspelt.add(form[0])
            as_heard = tuple(heard(word) for word in form)
            if sense not in self.senses[as_heard]:
                self.senses[as_heard].append(sense)
            self.longest[as_heard[0]] = max(self.longest[as_heard[0]], len(as_heard))


def _by_sound(forms: Mapping[tuple[str, ...], Iterable[Sense]]) -> dict[str, tuple[Sense, ...]]:
    """Single Latin words for goods by how they sound."""
    found: dict[str, list[Sense]] = defaultdict(list)
    for form, senses in forms.items():
        goods = [sense for sense in senses if sense.role == Role.GOODS]
        if len(form) == 1 and form[0].isascii() and goods:
            found[sound(form[0])] += goods
    return {each: tuple(senses) for each, senses in found.items()}


def _by_neighbours(forms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    near: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        if len(form) >= LONG_ENOUGH - 1:
            for part in neighbours(form):
                near[part].add(form)
        if form.isascii() and len(consonants(form)) >= ABBREVIATED:
            near[f"~{consonants(form)}"].add(form)
    return {part: tuple(sorted(alike)) for part, alike in near.items()}
