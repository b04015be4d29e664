"""A catalogue ready to be searched: who holds which word, size and price. An `Index` never changes once built."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from domain.catalogue.search.entry import Entry
from domain.catalogue.search.gathered import Gathered
from domain.catalogue.search.packs import Pack, Size
from domain.catalogue.search.rows import NOWHERE, OwnWords, Places, Postings, Rows
from domain.catalogue.search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Subset:
    """Some of an index's products, to search among only these."""

    places: Places


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
        gathered = Gathered(tuple(entries))
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
            sized=gathered.sized(),
            also_sized=gathered.also_sized(),
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
