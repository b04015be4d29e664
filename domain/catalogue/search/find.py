"""Finding the products that may be meant by some words, sizes and prices.

One pass adds up, product by product, how well every said word is met, weighed by how rare it is. The best few dozen
are then looked at closely: what of the product's own name was left unsaid, and whether the size and price fit.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from domain.catalogue.search.entry import Entry
from domain.catalogue.search.index import NOWHERE, Index, Places, Rows, Starts, Subset
from domain.catalogue.search.names import name_words
from domain.catalogue.search.packs import Measure, Pack, Size, sizes_in, without_sizes
from domain.catalogue.search.vocabulary import Likeness

_CLOSE = 48  # products looked at closely
_FACET = 0.9  # what a size, price or figure weighs, in average words
_BUNDLE = 0.04  # of the score: that as many are bound together as were said, one where nothing was said
_MOST_BOUND = 100  # singles in a bundle
_OPTIONAL = 0.3  # what a word weighs that is not missed where it is not met
_SAID_SHARE = 0.65  # of the score: how well the said words are met; the rest: how much of the name was said
_OTHER_FORM = 0.99  # how surely another way to say it is meant
_LESSER_FORM = 0.95
_JOINED_LETTERS = 4
_LONG_JOINED = 0.75  # the same of longer ones
_JOINED = 0.85  # how like two words written as one must be, or one written as two
_HEARD = 0.8  # a word of the product's name that was met at least this well was said
_OTHER_MEASURE = 0.75  # 500 gm said of 500 ml
_OTHER_SIZE = 0.85  # a size that stands on the pack beside the usual one
_SHORTEST = 3  # letters of a part when a word is cut in two


@dataclass(frozen=True, slots=True)
class Term:
    """One thing said, with the other ways to say it, the likeliest first (`tel`, `oil`; `arhar`, `toor dal`)."""

    forms: tuple[str, ...]
    lesser: tuple[str, ...] = ()  # what is meant by it only where nothing better is
    optional: bool = False  # it helps where it is met, and is not missed where it is not
    kind: bool = False  # it names a kind of goods (`salt`), not a product


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words, and the sizes, prices and figures said with them.

    A figure is a number of which it was not said what it counts: a size, a price, or a number in the name.
    """

    terms: tuple[Term, ...]
    sizes: tuple[Size, ...] = ()
    prices: tuple[Decimal, ...] = ()
    figures: tuple[Decimal, ...] = ()
    bundle: int = 1  # how many singles are bound together (`3x200 g`)

    @classmethod
    def of(cls, text: str) -> "Wanted":
        """A plain name with its sizes, as it stands on a bill or a list."""
        words = name_words(without_sizes(text))
        sizes = list(sizes_in(text))
        bundle = max((times for times, _ in sizes), default=1)
        return cls(tuple(Term((word,)) for word in words), tuple(size for _, size in sizes), bundle=bundle)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product that may be meant.

    `score` ranks (0 to about 1). `met` says, term by term, how well each that is not optional is met, `helped` the same
    of the optional ones; `said` is their weighed mean. `unsaid` holds the words of its own name that were not said, each with how
    much it tells the product from others of its kind. `brand_said`: all of the brand was; `kind_said`: a word
    of its category was. `size`, `price` and `figure` say how well those fit
    (0 to 1), None where none was said.
    """

    key: Hashable
    entry: Entry
    pack: Pack
    score: float
    met: tuple[float, ...]
    helped: tuple[float, ...]
    said: float
    unsaid: Mapping[str, float]
    brand_said: bool
    kind_said: bool
    size: float | None
    price: float | None
    figure: float | None

    @property
    def single(self) -> bool:
        """Not several singles bound together."""
        return self.pack.singles == 1

    @property
    def weakest(self) -> float:
        """How well the term is met that is met least."""
        return min(self.met, default=1.0)


def find(
    index: Index, wanted: Wanted | str, limit: int = 5, within: Subset | None = None, least: float = 0.0
) -> list[Candidate]:
    """The products that may be meant, the likeliest first: those that meet each term that is not optional at least so
    well."""
    if isinstance(wanted, str):
        wanted = Wanted.of(wanted)
    if not len(index) or (within is None and wanted == Wanted(())):
        return []
    return _Search(index, wanted).best(limit, within, least)


_Ways = list[tuple[Likeness, ...]]  # of each way to say a term, the words that must all be met


class _Search:
    """One search: how well every product meets every term."""

    def __init__(self, index: Index, wanted: Wanted) -> None:
        self.index, self.wanted = index, wanted
        ways = [self._ways(term) for term in wanted.terms]
        self._join(ways)
        self.rows = [self._row(each) for each in ways]
        self.optional = np.array([term.optional for term in wanted.terms], np.bool_)
        told = np.array([self._told(each) for each in ways], np.float32)
        self.weights = np.where(self.optional, told * np.float32(_OPTIONAL), told).astype(np.float32)
        self.heard = self._heard(ways)
        self.kind = self._fit(
            (index.of_kind(word), 1.0) for term in wanted.terms for word in " ".join(term.forms).split()
        )
        self.sizes = [self._fit(_alike(size)) for size in wanted.sizes]
        self.prices = [self._fit([(index.priced.get(price, NOWHERE), 1.0)]) for price in wanted.prices]
        self.figures = [self._fit(self._of_figure(figure)) for figure in wanted.figures]

    # --- terms

    def _ways(self, term: Term) -> _Ways:
        ways: _Ways = []
        for at, form in enumerate((*term.forms, *term.lesser)):
            worth = np.float32(1.0 if at == 0 else _OTHER_FORM if at < len(term.forms) else _LESSER_FORM)
            parts = tuple(self.index.vocabulary.like(word) for word in form.split())
            if all(len(ids) for ids, _ in parts):
                ways.append(tuple((ids, likeness * worth) for ids, likeness in parts))
        first = term.forms[0]
        if " " not in first and len(first) >= 2 * _SHORTEST:
            ways += self._cut(first)
        return ways

    def _cut(self, word: str) -> _Ways:
        """`facewash` may be the catalogue's `face wash`."""
        ways: _Ways = []
        known = self.index.vocabulary.number
        for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
            if word.isascii() and not {word[:at], word[at:]} & known.keys():
                continue  # one half at least is typed as it is listed
            parts = self.index.vocabulary.surely(word[:at]), self.index.vocabulary.surely(word[at:])
            if all(len(ids) for ids, _ in parts):
                ways.append(parts)
        return ways

    def _join(self, ways: list[_Ways]) -> None:
        """`max fresh` may be the catalogue's `maxfresh`."""
        terms = self.wanted.terms
        for at in range(len(terms) - 1):
            joined = terms[at].forms[0] + terms[at + 1].forms[0]
            vocabulary = self.index.vocabulary
            strange = not joined.isascii() or any(not way or way[0][0][1][-1] < _JOINED for way in ways[at : at + 2])
            ids, likeness = vocabulary.like(joined) if strange else vocabulary.surely(joined)
            sure = likeness >= (_LONG_JOINED if len(joined) >= 2 * _JOINED_LETTERS else _JOINED)
            if sure.any():
                for part in (at, at + 1):
                    ways[part].append(((ids[sure], likeness[sure]),))

    def _row(self, ways: _Ways) -> Rows:
        row = np.zeros(len(self.index), np.float32)
        for way in ways:
            spread = self._spread(way[0])
            for part in way[1:]:
                spread = np.minimum(spread, self._spread(part))
            row = np.maximum(row, spread)
        return row

    def _spread(self, likeness: Likeness) -> Rows:
        row = np.zeros(len(self.index), np.float32)
        starts, holders, credit = self.index.postings.starts, self.index.postings.holders, self.index.postings.credit
        for word, how_like in zip(likeness[0].tolist(), likeness[1].tolist(), strict=True):
            span = slice(starts[word], starts[word + 1])
            where = holders[span]
            row[where] = np.maximum(row[where], credit[span] * np.float32(how_like))
        return row

    def _told(self, ways: _Ways) -> float:
        """How much a term tells: the rarity of its words, that of a stranger where the catalogue has none of it."""
        rarity = self.index.rarity
        if not ways:
            return float(rarity.max(initial=1.0))
        best = max(ways, key=lambda way: min(float(likeness[-1]) for _, likeness in way))
        return float(sum(rarity[ids[-1]] for ids, _ in best))

    def _heard(self, ways: list[_Ways]) -> Rows:
        heard = np.zeros(len(self.index.vocabulary.words), np.float32)
        for each in ways:
            for way in each:
                for ids, likeness in way:
                    heard[ids] = np.maximum(heard[ids], likeness)
                    for word, how_like in zip(ids.tolist(), likeness.tolist(), strict=True):
                        for part in self.index.joined.get(word, ()):
                            heard[part] = max(heard[part], how_like)
        return heard

    # --- sizes, prices, figures

    def _fit(self, fits: Iterable[tuple[Places | Size, float]]) -> Rows:
        row = np.zeros(len(self.index), np.float32)
        for where, worth in fits:
            if not isinstance(where, Size):
                row[where] = np.maximum(row[where], np.float32(worth))
                continue
            for sized, share in ((self.index.sized, 1.0), (self.index.also_sized, _OTHER_SIZE)):
                places = sized.get(where, NOWHERE)
                row[places] = np.maximum(row[places], np.float32(worth * share))
        return row

    def _of_figure(self, figure: Decimal) -> list[tuple[Places | Size, float]]:
        fits: list[tuple[Places | Size, float]] = list(_alike(Size(float(figure), Measure.BARE)))
        fits.append((self.index.priced.get(figure, NOWHERE), 1.0))
        if 1 < figure < _MOST_BOUND:
            fits.append((np.flatnonzero(self.index.singles == int(figure)).astype(np.int32), 0.9))
        word = self.index.vocabulary.number.get(f"{figure.normalize():f}")
        if word is not None:
            starts = self.index.postings.starts
            fits.append((self.index.postings.holders[starts[word] : starts[word + 1]], 0.9))
        return fits

    # --- ranking

    def best(self, limit: int, within: Subset | None, least: float) -> list[Candidate]:
        """The best candidates, the likeliest first."""
        facets = [*self.sizes, *self.prices, *self.figures]
        facet = np.float32(_FACET * (float(self.weights.mean()) if len(self.weights) else 1.0))
        total = np.zeros(len(self.index), np.float32)
        for row, weight in zip(self.rows, self.weights, strict=True):
            total += row * weight
        for row in facets:
            total += row * facet
        places = _top(total, within)
        for row in (row for row, optional in zip(self.rows, self.optional, strict=True) if least and not optional):
            places = places[row[places] >= np.float32(least)]
        whole = float(self.weights.sum()) + float(facet) * len(facets)
        return self._look(places, total[places] / np.float32(whole or 1), limit)

    def _look(self, places: Places, reached: Rows, limit: int) -> list[Candidate]:
        own = self.index.own
        spans, owners = _spans(own.starts, places)
        heard = self.heard[own.words[spans]]
        rarity = own.rarity[spans]
        whole = np.bincount(owners, rarity, len(places))
        named = np.bincount(owners, rarity * heard, len(places)) / np.maximum(whole, 1e-6)
        branded = own.branded[spans]
        brand_said = (np.bincount(owners, branded, len(places)) > 0) & (
            np.bincount(owners, branded & (heard < _HEARD), len(places)) == 0
        )
        bound = (self.index.singles[places] == self.wanted.bundle) * np.float32(_BUNDLE)
        score = np.float32(_SAID_SHARE) * reached + np.float32(1 - _SAID_SHARE) * named + bound
        met = np.array([row[places] for row in self.rows], np.float32).reshape(len(self.rows), len(places))
        weights = np.where(self.optional, 0, self.weights)
        said = weights @ met / weights.sum() if weights.sum() else np.ones(len(places), np.float32)
        order = np.argsort(-score, kind="stable")[:limit]
        return [
            Candidate(
                key=self.index.entries[places[at]].key,
                entry=self.index.entries[places[at]],
                pack=self.index.packs[places[at]],
                score=float(score[at]),
                met=tuple(met[~self.optional, at].tolist()),
                helped=tuple(met[self.optional, at].tolist()),
                said=float(said[at]),
                unsaid=self._unsaid(int(places[at])),
                brand_said=bool(brand_said[at]),
                kind_said=bool(self.kind[places[at]]),
                size=_least(self.sizes, int(places[at])),
                price=_least(self.prices, int(places[at])),
                figure=_least(self.figures, int(places[at])),
            )
            for at in order.tolist()
        ]

    def _unsaid(self, place: int) -> dict[str, float]:
        own, words = self.index.own, self.index.vocabulary.words
        span = slice(own.starts[place], own.starts[place + 1])
        numbers = own.words[span]
        silent = self.heard[numbers] < _HEARD
        told = zip(numbers[silent].tolist(), own.telling[span][silent].tolist(), strict=True)
        return {words[number]: weight for number, weight in told}


def _alike(size: Size) -> list[tuple[Size, float]]:
    """Sizes on packs that a said size may mean, and how surely."""
    amount = size.amount
    if size.measure == Measure.BARE:
        fits = [(Size(amount, measure), worth) for measure, worth in _BARE]
        small = [(Size(amount * 1000, measure), 1.0) for measure in (Measure.MASS, Measure.VOLUME)]
        return fits + (small if amount < _SMALL else [])
    if size.measure == Measure.COUNT:
        return [(size, 1.0), (Size(amount, Measure.BARE), 0.9)]
    other = Measure.VOLUME if size.measure == Measure.MASS else Measure.MASS
    return [(size, 1.0), (Size(amount, other), _OTHER_MEASURE), (Size(amount, Measure.BARE), 0.9)]


_BARE = ((Measure.MASS, 1.0), (Measure.VOLUME, 1.0), (Measure.COUNT, 0.9), (Measure.BARE, 1.0))
_SMALL = 50  # a bare number below it may be kilos or litres


def _top(total: Rows, within: Subset | None) -> Places:
    if within is not None:
        some = total[within.places]
        order = np.argsort(-some, kind="stable")[:_CLOSE]
        return within.places[order]
    top = float(total.max(initial=0.0))
    if top <= 0:
        return NOWHERE
    likely = np.flatnonzero(total >= np.float32(0.5 * top))
    if len(likely) > _CLOSE:
        likely = likely[np.argpartition(total[likely], -_CLOSE)[-_CLOSE:]]
    return likely.astype(np.int32)


def _spans(starts: Starts, places: Places) -> tuple[Starts, Starts]:
    """The numbers of all the rows of these places one after the other, and to which of the places each belongs."""
    lengths = starts[places + 1] - starts[places]
    offsets = np.cumsum(lengths) - lengths
    spans = np.repeat(starts[places] - offsets, lengths) + np.arange(int(lengths.sum()))
    return spans, np.repeat(np.arange(len(places)), lengths)


def _least(fits: Sequence[Rows], place: int) -> float | None:
    """None where nothing was asked."""
    return min((float(row[place]) for row in fits), default=None)
