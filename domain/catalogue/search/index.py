"""Finding a product by whatever name it is given, fast over any catalogue. An `Index` never changes once built.

Words of the catalogue are looked up by letters, sound, clipping and misspelling (`vocabulary`); each carries postings
to its products. One pass adds up, product by product, how well every said word is met, weighed by how rare it is; the
best few dozen are then looked at closely: what of the product's own name was left unsaid, and whether the size and the
price fit.
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
from domain.catalogue.search.names import name_words
from domain.catalogue.search.packs import Measure, Pack, Size, pack_of, sizes_in, without_sizes
from domain.catalogue.search.vocabulary import Vocabulary

Rows = NDArray[np.float32]
Places = NDArray[np.int32]

_CLOSE = 48  # products looked at closely
_CATEGORY = 0.75  # how much a word counts that stands only in the product's category
_FACET = 0.9  # what a size, price or figure weighs, in average words
_OPTIONAL = 0.3


@dataclass(frozen=True, slots=True)
class Term:
    """One said word, with the other words that may be meant by it (`namak`, `salt`)."""

    forms: tuple[str, ...]
    optional: bool = False  # it helps where it is met, and is not missed where it is not


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words, and the sizes, prices and unexplained figures said with them."""

    terms: tuple[Term, ...]
    sizes: tuple[Size, ...] = ()
    prices: tuple[Decimal, ...] = ()
    figures: tuple[Decimal, ...] = ()  # `560`, `10 wala`: a size, a price, or a number in the name

    @classmethod
    def of(cls, text: str) -> "Wanted":
        """A plain name with its sizes, as it stands on a bill or a list."""
        return cls(
            tuple(Term((word,)) for word in name_words(without_sizes(text))), tuple(size for _, size in sizes_in(text))
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product that may be meant.

    `score` ranks (0 to about 1). `said` is the share of the said words that it meets, `weakest` how well it meets the
    one it meets least, `unsaid` how much of its own name was not said. `size_fits`, `price_fits` and `figure_fits` are None
    where none was said. `single` is False for several singles bound together.
    """

    key: Hashable
    entry: Entry
    pack: Pack
    score: float
    said: float
    weakest: float
    unsaid: float
    size_fits: bool | None
    price_fits: bool | None
    figure_fits: bool | None

    @property
    def single(self) -> bool:
        return self.pack.singles == 1


@dataclass(frozen=True, slots=True)
class Subset:
    """Some of an index's products, to search among only these."""

    places: Places


@dataclass(frozen=True, slots=True)
class _Posted:
    """Postings in compressed rows: the holders of word w are `holders[starts[w]:starts[w + 1]]`."""

    starts: NDArray[np.int64]
    holders: Places
    credit: Rows


@dataclass(frozen=True, eq=False)
class Index:
    """All that is known of a catalogue, ready to be searched by any number of threads."""

    entries: tuple[Entry, ...]
    packs: tuple[Pack, ...]
    vocabulary: Vocabulary
    places: dict[Hashable, int]
    _posted: _Posted = field(repr=False)
    _word_starts: NDArray[np.int64] = field(repr=False)
    _word_ids: Places = field(repr=False)
    _word_weights: Rows = field(repr=False)
    _rarity: Rows = field(repr=False)
    _sized: dict[tuple[float, bool], Places] = field(repr=False)
    _priced: dict[Decimal, Places] = field(repr=False)
    _pairs: frozenset[tuple[str, str]] = field(repr=False)

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> "Index":
        """An index over the entries. A key that comes twice raises ValueError."""
        return _build(cls, tuple(entries))

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, key: Hashable) -> bool:
        return key in self.places

    def entry(self, key: Hashable) -> Entry:
        """The product of this key; KeyError where the index does not hold it."""
        return self.entries[self.places[key]]

    def follows(self, word: str, next_word: str) -> bool:
        """Whether the two stand side by side in some product's name."""
        return (word, next_word) in self._pairs

    def subset(self, keys: Iterable[Hashable]) -> Subset:
        """The products of these keys; unknown keys are left out."""
        found = sorted(self.places[key] for key in keys if key in self.places)
        return Subset(np.array(found, np.int32))

    def all_of(self, keys: Iterable[Hashable]) -> list[Candidate]:
        """The products of these keys in their order, as if nothing had been said of any."""
        asked = _Asked(Wanted(()), [], np.empty(0, np.float32), np.zeros(len(self.vocabulary.words), np.float32))
        return [self._look(self.places[key], 0.0, asked) for key in keys if key in self.places]

    def find(self, wanted: Wanted | str, limit: int = 5, within: Subset | None = None) -> list[Candidate]:
        """The products that may be meant, the likeliest first."""
        if isinstance(wanted, str):
            wanted = Wanted.of(wanted)
        if not self.entries or not (wanted.terms or wanted.sizes or wanted.prices or wanted.figures):
            return []
        met = [self._met(term) for term in wanted.terms]
        self._join(wanted.terms, met)
        return self._rank(wanted, met, limit, within)

    def _met(self, term: Term) -> tuple[Places, Rows]:
        found: dict[int, float] = {}
        for form in term.forms:
            ids, likeness = self.vocabulary.like(form)
            for at, how_like in zip(ids.tolist(), likeness.tolist(), strict=True):
                if how_like > found.get(at, 0.0):
                    found[at] = how_like
        kept = sorted(found.items(), key=lambda each: each[1])
        return np.array([at for at, _ in kept], np.int32), np.array([how for _, how in kept], np.float32)

    def _join(self, terms: Sequence[Term], met: list[tuple[Places, Rows]]) -> None:
        """`max fresh` may be the catalogue's `maxfresh`, and `facewash` its `face wash`."""
        for at in range(len(terms) - 1):
            ids, likeness = self.vocabulary.like(terms[at].forms[0] + terms[at + 1].forms[0])
            sure = likeness >= 0.9
            if sure.any():
                for part in (at, at + 1):
                    met[part] = _united(met[part], (ids[sure], likeness[sure]))

    def _weights(self, terms: Sequence[Term], met: list[tuple[Places, Rows]]) -> Rows:
        """How much each word tells: its rarity, as that of a stranger where the catalogue has not got it."""
        strange = float(self._rarity.max(initial=1.0))
        told = [float(self._rarity[ids[-1]]) if len(ids) else strange for ids, _ in met]
        return np.array(
            [weight * (_OPTIONAL if term.optional else 1) for term, weight in zip(terms, told, strict=True)], np.float32
        )

    def _rank(
        self, wanted: Wanted, met: list[tuple[Places, Rows]], limit: int, within: Subset | None
    ) -> list[Candidate]:
        rows = [self._spread(each) for each in met]
        weights = self._weights(wanted.terms, met)
        total = np.zeros(len(self.entries), np.float32)
        for row, weight in zip(rows, weights.tolist(), strict=True):
            total += row * np.float32(weight)
        facet = _FACET * (float(weights.mean()) if len(weights) else 1.0)
        for places in self._facets(wanted):
            total[places] += facet
        best = self._best(total, within)
        whole = float(weights.sum()) + facet * (len(wanted.sizes) + len(wanted.prices) + len(wanted.figures))
        likely = np.zeros(len(self.vocabulary.words), np.float32)
        for ids, likeness in met:
            likely[ids] = np.maximum(likely[ids], likeness)
        asked = _Asked(wanted, rows, weights, likely)
        found = [self._look(int(at), float(total[at]) / whole, asked) for at in best]
        found.sort(key=lambda candidate: -candidate.score)
        return found[:limit]

    def _facets(self, wanted: Wanted) -> list[Places]:
        sized = [self._of_size(size) for size in wanted.sizes]
        priced = [self._priced.get(price, _NOWHERE) for price in wanted.prices]
        return [*sized, *priced, *(self._of_figure(figure) for figure in wanted.figures)]

    def _of_figure(self, figure: Decimal) -> Places:
        places = [self._of_size(Size(float(figure), Measure.BARE)), self._priced.get(figure, _NOWHERE)]
        word = self.vocabulary.number.get(f"{figure.normalize():f}")
        if word is not None:
            places.append(self._posted.holders[self._posted.starts[word] : self._posted.starts[word + 1]])
        return np.unique(np.concatenate(places))

    def _spread(self, met: tuple[Places, Rows]) -> Rows:
        row = np.zeros(len(self.entries), np.float32)
        starts, holders, credit = self._posted.starts, self._posted.holders, self._posted.credit
        for at, how_like in zip(met[0].tolist(), met[1].tolist(), strict=True):
            span = slice(starts[at], starts[at + 1])
            where = holders[span]
            row[where] = np.maximum(row[where], credit[span] * np.float32(how_like))
        return row

    def _of_size(self, size: Size) -> Places:
        if size.measure == Measure.BARE:
            places = [self._sized.get(key, _NOWHERE) for key in _bare_keys(size.amount)]
            return np.concatenate(places)
        return self._sized.get((size.amount, size.measure == Measure.COUNT), _NOWHERE)

    def _best(self, total: Rows, within: Subset | None) -> Places:
        if within is not None:
            some = total[within.places]
            order = np.argsort(-some, kind="stable")[:_CLOSE]
            return within.places[order[some[order] > 0]]
        top = float(total.max(initial=0.0))
        if top <= 0:
            return _NOWHERE
        likely = np.flatnonzero(total >= 0.5 * top)
        if len(likely) > _CLOSE:
            likely = likely[np.argpartition(total[likely], -_CLOSE)[-_CLOSE:]]
        return likely.astype(np.int32)

    def _look(self, at: int, met: float, asked: "_Asked") -> Candidate:
        span = slice(self._word_starts[at], self._word_starts[at + 1])
        own, heard = self._word_weights[span], asked.likely[self._word_ids[span]]
        whole = float(own.sum())
        named = float((own * heard).sum()) / whole if whole else 0.0
        how = [
            (float(row[at]), weight)
            for row, weight, term in zip(asked.rows, asked.weights.tolist(), asked.wanted.terms, strict=True)
            if not term.optional
        ]
        told = sum(weight for _, weight in how)
        return Candidate(
            key=self.entries[at].key,
            entry=self.entries[at],
            pack=self.packs[at],
            score=0.65 * met + 0.35 * named,
            said=sum(row * weight for row, weight in how) / told if told else 1.0,
            weakest=min((row for row, _ in how), default=1.0),
            unsaid=float((own * (1 - heard)).sum()),
            size_fits=self._all_fit(asked.wanted.sizes, at),
            price_fits=_every(price == self.entries[at].mrp for price in asked.wanted.prices),
            figure_fits=_every(at in self._of_figure(figure) for figure in asked.wanted.figures),
        )

    def _all_fit(self, sizes: Sequence[Size], at: int) -> bool | None:
        return _every(_fits(size, self.packs[at]) for size in sizes)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one search looks for, in the index's own numbers."""

    wanted: Wanted
    rows: list[Rows]
    weights: Rows
    likely: Rows


def _every(fits: Iterable[bool]) -> bool | None:
    """None where nothing was asked."""
    answers = list(fits)
    return all(answers) if answers else None


_NOWHERE = np.empty(0, np.int32)


def _bare_keys(amount: float) -> list[tuple[float, bool]]:
    keys = [(amount, False), (amount, True)]
    return [*keys, (amount * 1000, False)] if amount < 50 else keys


def _fits(size: Size, pack: Pack) -> bool:
    if size.measure == Measure.BARE:
        amounts = {amount for amount, _ in _bare_keys(size.amount)}
        return any(own.amount in amounts for own in pack.sizes)
    counted = size.measure == Measure.COUNT
    return any(own.amount == size.amount and counted == (own.measure == Measure.COUNT) for own in pack.sizes)


def _united(one: tuple[Places, Rows], other: tuple[Places, Rows]) -> tuple[Places, Rows]:
    return np.concatenate((one[0], other[0])), np.concatenate((one[1], other[1]))


def _build(cls: type[Index], entries: tuple[Entry, ...]) -> Index:
    places = {entry.key: at for at, entry in enumerate(entries)}
    if len(places) != len(entries):
        raise ValueError("two entries share a key")
    numbers: dict[str, int] = {}
    named: list[dict[int, float]] = []
    packs = []
    own_words: list[list[int]] = []
    pairs: set[tuple[str, str]] = set()
    for entry in entries:
        words = name_words(without_sizes(f"{entry.brand} {entry.name} {entry.label}"))
        pairs.update(pairwise(words))
        brand = name_words(entry.brand)
        if len(brand) > 1:
            words.append("".join(brand))
        own = [numbers.setdefault(word, len(numbers)) for word in dict.fromkeys(words)]
        credit = dict.fromkeys(own, 1.0)
        for text, worth in (
            (" ".join(entry.aliases), 1.0),
            (f"{entry.subcategory} {entry.category} {entry.pack}", _CATEGORY),
        ):
            for word in name_words(without_sizes(text)):
                credit.setdefault(numbers.setdefault(word, len(numbers)), worth)
        own_words.append(own)
        named.append(credit)
        packs.append(pack_of(entry.pack, entry.name))
    holders: list[list[int]] = [[] for _ in numbers]
    credits: list[list[float]] = [[] for _ in numbers]
    for at, credit in enumerate(named):
        for word, worth in credit.items():
            holders[word].append(at)
            credits[word].append(worth)
    starts = np.zeros(len(numbers) + 1, np.int64)
    np.cumsum([len(each) for each in holders], out=starts[1:])
    flat = np.fromiter((at for each in holders for at in each), np.int32, int(starts[-1]))
    worth_flat = np.fromiter((worth for each in credits for worth in each), np.float32, int(starts[-1]))
    held = np.array([sum(1 for worth in each if worth == 1.0) or len(each) for each in credits], np.float32)
    rarity = np.log1p(len(entries) / np.maximum(held, 1)).astype(np.float32)
    word_starts = np.zeros(len(entries) + 1, np.int64)
    np.cumsum([len(each) for each in own_words], out=word_starts[1:])
    word_ids = np.fromiter((word for each in own_words for word in each), np.int32, int(word_starts[-1]))
    sized: dict[tuple[float, bool], list[int]] = defaultdict(list)
    priced: dict[Decimal, list[int]] = defaultdict(list)
    for at, (entry, pack) in enumerate(zip(entries, packs, strict=True)):
        for size in pack.sizes:
            sized[size.amount, size.measure == Measure.COUNT].append(at)
        if entry.mrp is not None:
            priced[entry.mrp].append(at)
    return cls(
        entries,
        tuple(packs),
        Vocabulary(list(numbers)),
        places,
        _Posted(starts, flat, worth_flat),
        word_starts,
        word_ids,
        rarity[word_ids],
        rarity,
        {
            size: np.array(dict.fromkeys(each), np.int32) if False else np.array(sorted(set(each)), np.int32)
            for size, each in sized.items()
        },
        {price: np.array(each, np.int32) for price, each in priced.items()},
        frozenset(pairs),
    )
