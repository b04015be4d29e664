"""A catalogue ready to be searched: who holds which word, size and price. An `Index` never changes once built.

Lists of lists would take gigabytes at 200,000 products, so postings lie in compressed rows: the holders of word `w` are
`holders[starts[w]:starts[w + 1]]`.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from domain.catalogue.search.entry import Entry
from domain.catalogue.search.names import LATER_FROM, name_words
from domain.catalogue.search.packs import Pack, Size, pack_of, without_sizes
from domain.catalogue.search.sound import sound
from domain.catalogue.search.vocabulary import Vocabulary

Places = NDArray[np.int32]
Rows = NDArray[np.float32]
Starts = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOWHERE: Places = np.empty(0, np.int32)
_CATEGORY = 0.85  # how much a word counts that stands only in the product's category or pack
_EACH_WORD = 0.4  # what any word left unsaid tells at least
# What follows the first dash or comma names the variant, what follows the next only praises it: a word there tells less,
# and all of them no more than so many words of the head, however many they are.
_LATER = ((0.8, 2.0), (0.4, 0.6))
_GROUP = 8  # products of one kind from which on their words tell what is common among them


@dataclass(frozen=True, slots=True)
class Subset:
    """Some of an index's products, to search among only these."""

    places: Places


@dataclass(frozen=True, slots=True)
class Postings:
    """For each word the products that hold it, and how much it counts there."""

    starts: Starts
    holders: Places
    credit: Rows


@dataclass(frozen=True, slots=True)
class OwnWords:
    """For each product the words of its own name: how rare each is, how much it tells the product from others of its
    kind (about 0.4 to 1), and whether it belongs to the brand."""

    starts: Starts
    words: Places
    rarity: Rows
    telling: Rows
    branded: Flags


@dataclass(frozen=True, eq=False)
class Index:
    """All that is known of a catalogue. Any number of threads may search it."""

    entries: tuple[Entry, ...]
    packs: tuple[Pack, ...]
    singles: NDArray[np.int32]  # how many are bound together in each pack
    places: dict[Hashable, int]
    vocabulary: Vocabulary
    postings: Postings = field(repr=False)
    own: OwnWords = field(repr=False)
    rarity: Rows = field(repr=False)
    joined: dict[int, tuple[int, ...]] = field(repr=False)  # `closeup` is `close` and `up`
    sized: dict[Size, Places] = field(repr=False)  # by the first size on the pack
    also_sized: dict[Size, Places] = field(repr=False)  # by the others
    kinds: dict[str, Places] = field(repr=False)  # by the words of the category
    priced: dict[Decimal, Places] = field(repr=False)
    pairs: frozenset[tuple[str, str]] = field(repr=False)

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> "Index":
        """An index over the entries. A key that comes twice raises ValueError."""
        gathered = _Gathered(tuple(entries))
        return cls(
            entries=gathered.entries,
            packs=tuple(gathered.packs),
            singles=np.array([pack.singles for pack in gathered.packs], np.int32),
            places=gathered.places,
            vocabulary=Vocabulary(list(gathered.number)),
            postings=gathered.postings(),
            own=gathered.own_words(),
            rarity=gathered.rarity(),
            joined=gathered.joined,
            sized=gathered.sized(slice(0, 1)),
            also_sized=gathered.sized(slice(1, None)),
            kinds=gathered.kinds(),
            priced=gathered.priced(),
            pairs=frozenset(gathered.pairs),
        )

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, key: Hashable) -> bool:
        return key in self.places

    def entry(self, key: Hashable) -> Entry:
        """The product of this key; KeyError where the index does not hold it."""
        return self.entries[self.places[key]]

    def pack(self, key: Hashable) -> Pack:
        """The pack of the product of this key; KeyError where the index does not hold it."""
        return self.packs[self.places[key]]

    def follows(self, word: str, next_word: str) -> bool:
        """Whether the two stand side by side in some product's name."""
        return (word, next_word) in self.pairs

    def subset(self, keys: Iterable[Hashable]) -> Subset:
        """The products of these keys; unknown keys are left out."""
        found = sorted({self.places[key] for key in keys if key in self.places})
        return Subset(np.array(found, np.int32))

    def of_kind(self, word: str) -> Places:
        """Products in whose category the word stands."""
        return self.kinds.get(word.removesuffix("s"), NOWHERE)


class _Gathered:
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
        credits: list[list[float]] = [[] for _ in self.number]
        for at, credit in enumerate(self.credits):
            for word, worth in credit.items():
                holders[word].append(at)
                credits[word].append(worth)
        starts = _starts(holders)
        return Postings(
            starts,
            np.fromiter((at for each in holders for at in each), np.int32, int(starts[-1])),
            np.fromiter((worth for each in credits for worth in each), np.float32, int(starts[-1])),
        )

    def rarity(self) -> Rows:
        """The rarer a word, the more it tells: log(1 + N / holders)."""
        held = np.zeros(len(self.number), np.float32)
        for credit in self.credits:
            for word, worth in credit.items():
                held[word] += worth
        return np.log1p(len(self.entries) / np.maximum(held, 1)).astype(np.float32)

    def own_words(self) -> OwnWords:
        starts = _starts(self.own)
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

    def sized(self, which: slice) -> dict[Size, Places]:
        found: dict[Size, list[int]] = defaultdict(list)
        for at, pack in enumerate(self.packs):
            for size in pack.sizes[which]:
                found[size].append(at)
        return {size: np.array(places, np.int32) for size, places in found.items()}

    def kinds(self) -> dict[str, Places]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.entries):
            for word in {word.removesuffix("s") for word in name_words(f"{entry.subcategory} {entry.category}")}:
                found[word].append(at)
        return {word: np.array(places, np.int32) for word, places in found.items()}

    def priced(self) -> dict[Decimal, Places]:
        found: dict[Decimal, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.entries):
            if entry.mrp is not None:
                found[entry.mrp].append(at)
        return {price: np.array(places, np.int32) for price, places in found.items()}


def _starts(rows: Sequence[Sequence[object] | dict[int, bool]]) -> Starts:
    starts = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    return starts
