"""What is collected from the entries of a catalogue to make an index of them."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

import numpy as np

from domain.catalogue.search.entry import Entry
from domain.catalogue.search.names import LATER_FROM, name_words
from domain.catalogue.search.packs import Pack, Size, pack_of, without_sizes
from domain.catalogue.search.rows import OwnWords, Places, Postings, Rows, starts_of
from domain.catalogue.search.sound import sound

Key = TypeVar("Key")

_CATEGORY = 0.85  # how much a word counts that stands only in the product's category or pack
_EACH_WORD = 0.4  # what any word left unsaid tells at least
# What follows the first dash or comma names the variant, what follows the next only praises it: a word there tells
# less, and all of them no more than so many words of the head, however many they are.
_LATER = ((0.8, 2.0), (0.4, 0.6))
_GROUP = 8  # products of one kind from which on their words tell what is common among them


class Gathered:
    """What is collected from the entries, one after the other."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.places = {entry.key: at for at, entry in enumerate(entries)}
        if len(self.places) != len(entries):
            raise ValueError("two entries share a key")
        self.number: dict[str, int] = {}
        self.packs: list[Pack] = []
        self.pairs: set[tuple[str, str]] = set()
        self.joined: dict[int, tuple[int, ...]] = {}
        self.own: list[dict[int, bool]] = []  # word: of the brand?
        self.later: list[dict[int, float]] = []  # words after the head: how much less they tell
        self.credits: list[dict[int, float]] = []
        for entry in entries:
            self._take(entry)

    def _take(self, entry: Entry) -> None:
        brand = name_words(entry.brand)
        zones = [name_words(zone) for zone in LATER_FROM.split(without_sizes(entry.name), maxsplit=2)]
        words = [*brand, *(word for zone in zones for word in zone), *name_words(entry.label)]
        self.later.append(self._later([(*brand, *zones[0]), *zones[1:]]))
        self.pairs.update(pairwise(words))
        own = {self._number(word): False for word in words}
        own.update((self._number(word), True) for word in brand)
        credit = dict.fromkeys(own, 1.0)
        if len(brand) > 1:
            whole = self._number("".join(brand))
            credit.setdefault(whole, 1.0)
            self.joined[whole] = tuple(self._number(word) for word in brand)
        for alias in entry.aliases:
            credit.update((self._number(word), 1.0) for word in name_words(without_sizes(alias)))
        for word in name_words(f"{entry.subcategory} {entry.category} {entry.pack}"):
            if not word[0].isdigit():
                credit.setdefault(self._number(word), _CATEGORY)
        self.own.append(own)
        self.credits.append(credit)
        self.packs.append(pack_of(entry.pack, entry.name))

    def _later(self, zones: Sequence[Sequence[str]]) -> dict[int, float]:
        """How much less the words after the head tell."""
        share: dict[int, float] = {}
        seen = set(zones[0])
        for zone, (each, together) in zip(zones[1:], _LATER, strict=False):
            new = [word for word in dict.fromkeys(zone) if word not in seen]
            share.update((self._number(word), min(each, together / len(new))) for word in new)
            seen.update(new)
        return share

    def _number(self, word: str) -> int:
        return self.number.setdefault(word, len(self.number))

    def postings(self) -> Postings:
        holders: list[list[int]] = [[] for _ in self.number]
        worths: list[list[float]] = [[] for _ in self.number]
        for at, credit in enumerate(self.credits):
            for word, worth in credit.items():
                holders[word].append(at)
                worths[word].append(worth)
        starts = starts_of(holders)
        return Postings(
            starts,
            np.fromiter((at for each in holders for at in each), np.int32, int(starts[-1])),
            np.fromiter((worth for each in worths for worth in each), np.float32, int(starts[-1])),
        )

    def rarity(self) -> Rows:
        """The rarer a word, the more it tells: log(1 + N / holders)."""
        held = np.zeros(len(self.number), np.float32)
        for credit in self.credits:
            for word, worth in credit.items():
                held[word] += worth
        return np.log1p(len(self.entries) / np.maximum(held, 1)).astype(np.float32)

    def own_words(self) -> OwnWords:
        starts = starts_of(self.own)
        words = np.fromiter((word for own in self.own for word in own), np.int32, int(starts[-1]))
        branded = np.fromiter((brand for own in self.own for brand in own.values()), np.bool_, int(starts[-1]))
        return OwnWords(starts, words, self.rarity()[words], self._telling(), branded)

    def _telling(self) -> Rows:
        """Of a word in products of one kind: least where all have it, 1 where one has it."""
        heard = [sound(word) for word in self.number]
        kinds = [entry.subcategory.casefold() for entry in self.entries]
        size: dict[str, int] = defaultdict(int)
        held: dict[tuple[str, str], int] = defaultdict(int)
        for kind, own in zip(kinds, self.own, strict=True):
            for group in {kind, ""}:
                size[group] += 1
                for each in {heard[word] for word in own}:
                    held[group, each] += 1
        told: list[float] = []
        for kind, own, later in zip(kinds, self.own, self.later, strict=True):
            group = kind if size[kind] >= _GROUP else ""
            whole = math.log(max(size[group], 2))
            for word in own:
                apart = math.log(size[group] / held[group, heard[word]]) / whole
                told.append((_EACH_WORD + (1 - _EACH_WORD) * apart) * later.get(word, 1.0))
        return np.array(told, np.float32)

    def sized(self) -> dict[Size, Places]:
        return _places((size, at) for at, pack in enumerate(self.packs) for size in pack.sizes[:1])

    def also_sized(self) -> dict[Size, Places]:
        """By the other sizes on the pack, and by 33 g and 34 g where it says 33.6 g."""
        rounded = [
            (Size(float(whole), size.measure), at)
            for at, pack in enumerate(self.packs)
            for size in pack.sizes[:1]
            for whole in {math.floor(size.amount), math.ceil(size.amount)} - {size.amount}
        ]
        others = [(size, at) for at, pack in enumerate(self.packs) for size in pack.sizes[1:]]
        return _places([*others, *rounded])

    def kinds(self) -> dict[str, Places]:
        names = [name_words(f"{entry.subcategory} {entry.category}") for entry in self.entries]
        return _places((word, at) for at, words in enumerate(names) for word in {_singular(word) for word in words})

    def priced(self) -> dict[Decimal, Places]:
        return _places((entry.mrp, at) for at, entry in enumerate(self.entries) if entry.mrp is not None)


def _singular(word: str) -> str:
    return word.removesuffix("s")


def _places(found: Iterable[tuple[Key, int]]) -> dict[Key, Places]:
    places: dict[Key, list[int]] = defaultdict(list)
    for key, at in found:
        places[key].append(at)
    return {key: np.array(each, np.int32) for key, each in places.items()}
