"""How well the sizes, prices and figures that were said fit each product of an index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from domain.catalogue.search.index import Index
from domain.catalogue.search.packs import Measure, Size
from domain.catalogue.search.rows import NOWHERE, Places, Rows
from domain.catalogue.search.wanted import Wanted

_OTHER_MEASURE = 0.75  # 500 gm said of 500 ml
_OTHER_SIZE = 0.85  # a size that stands on the pack beside the usual one
_UNSAID_MEASURE = 0.9
_IN_THE_NAME = 0.9  # a figure that is a word of the name, or how many are bound together
_MOST_BOUND = 100  # singles in a bundle
_BARE = ((Measure.MASS, 1.0), (Measure.VOLUME, 1.0), (Measure.COUNT, _UNSAID_MEASURE), (Measure.BARE, 1.0))
_SMALL = 50  # a bare number below it may be kilos or litres


@dataclass(frozen=True, slots=True)
class Facets:
    """For each said size, price and figure how well every product fits it (0 to 1)."""

    sizes: Sequence[Rows]
    prices: Sequence[Rows]
    figures: Sequence[Rows]

    @classmethod
    def of(cls, index: Index, wanted: Wanted) -> "Facets":
        """Of all that was said in figures."""
        return cls(
            [_row(index, _sized(index, size)) for size in wanted.sizes],
            [_row(index, [(index.priced.get(price, NOWHERE), 1.0)]) for price in wanted.prices],
            [_row(index, _figured(index, figure)) for figure in wanted.figures],
        )

    @property
    def rows(self) -> list[Rows]:
        return [*self.sizes, *self.prices, *self.figures]


def least(rows: Sequence[Rows], place: int) -> float | None:
    """How well the product fits the one that it fits least; None where none was said."""
    return min((float(row[place]) for row in rows), default=None)


def _row(index: Index, fits: Iterable[tuple[Places, float]]) -> Rows:
    row = np.zeros(len(index), np.float32)
    for where, worth in fits:
        row[where] = np.maximum(row[where], np.float32(worth))
    return row


def _sized(index: Index, size: Size) -> list[tuple[Places, float]]:
    kinds = (index.sized, 1.0), (index.also_sized, _OTHER_SIZE)
    fits = [(sized.get(alike, NOWHERE), worth * share) for alike, worth in _alike(size) for sized, share in kinds]
    bound = size.measure in (Measure.COUNT, Measure.BARE) and 1 < size.amount < _MOST_BOUND
    if bound:
        fits.append((np.flatnonzero(index.singles == int(size.amount)).astype(np.int32), _IN_THE_NAME))
    return fits


def _figured(index: Index, figure: Decimal) -> list[tuple[Places, float]]:
    fits = [*_sized(index, Size(float(figure), Measure.BARE)), (index.priced.get(figure, NOWHERE), 1.0)]
    word = index.vocabulary.number.get(f"{figure.normalize():f}")
    if word is not None:
        starts = index.postings.starts
        fits.append((index.postings.holders[starts[word] : starts[word + 1]], _IN_THE_NAME))
    return fits


def _alike(size: Size) -> list[tuple[Size, float]]:
    """Sizes on packs that a said size may mean, and how surely."""
    amount = size.amount
    if size.measure == Measure.BARE:
        fits = [(Size(amount, measure), worth) for measure, worth in _BARE]
        small = [(Size(amount * 1000, measure), 1.0) for measure in (Measure.MASS, Measure.VOLUME)]
        return fits + (small if amount < _SMALL else [])
    if size.measure == Measure.COUNT:
        return [(size, 1.0), (Size(amount, Measure.BARE), _UNSAID_MEASURE)]
    other = Measure.VOLUME if size.measure == Measure.MASS else Measure.MASS
    return [(size, 1.0), (Size(amount, other), _OTHER_MEASURE), (Size(amount, Measure.BARE), _UNSAID_MEASURE)]
