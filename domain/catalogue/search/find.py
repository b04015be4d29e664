"""Finding the products that may be meant by some words, sizes and prices.

One pass adds up, product by product, how well every said word is met, weighed by how rare it is. The best few dozen
are then looked at closely: what of the product's own name was left unsaid, and whether the size and price fit.
"""

from collections.abc import Sequence

import numpy as np

from domain.catalogue.search.candidate import Candidate
from domain.catalogue.search.facets import Facets, least
from domain.catalogue.search.index import Index, Subset
from domain.catalogue.search.rows import NOWHERE, Flags, Places, Rows, Starts
from domain.catalogue.search.vocabulary import Likeness
from domain.catalogue.search.wanted import Wanted
from domain.catalogue.search.ways import Ways, surest, ways_of

_CLOSE = 48  # products looked at closely
_FACET = 0.9  # what a size, price or figure weighs, in average words
_BUNDLE = 0.04  # of the score: that as many are bound together as were said, one where nothing was said
_OPTIONAL = 0.3  # what a word weighs that is not missed where it is not met
_SAID_SHARE = 0.65  # of the score: how well the said words are met; the rest: how much of the name was said
_HEARD = 0.8  # a word of the product's name that was met at least this well was said


def find(
    index: Index, wanted: Wanted | str, limit: int = 5, within: Subset | None = None, at_least: float = 0.0
) -> list[Candidate]:
    """The products that may be meant, the likeliest first, at most `limit`.

    `within` restricts the search. Only products are found that meet each term that is not optional at least as well
    as `at_least` (0 to 1) says.
    """
    if isinstance(wanted, str):
        wanted = Wanted.of(wanted)
    if not len(index) or (within is None and wanted == Wanted(())):
        return []
    ways = ways_of(index.vocabulary, wanted.terms)
    if any(surest(each) < at_least for each, term in zip(ways, wanted.terms, strict=True) if not term.optional):
        return []
    return _Search(index, wanted, ways).best(limit, within, at_least)


class _Search:
    """One search: how well every product meets every term."""

    def __init__(self, index: Index, wanted: Wanted, ways: Sequence[Ways]) -> None:
        self.index, self.bundle = index, wanted.bundle
        self.rows = [_met(index, each) for each in ways]
        self.optional = np.array([term.optional for term in wanted.terms], np.bool_)
        told = np.array([_told(index, each) for each in ways], np.float32)
        self.weights = np.where(self.optional, told * np.float32(_OPTIONAL), told).astype(np.float32)
        self.heard = _heard(index, ways)
        self.kind = np.zeros(len(index), np.bool_)
        for word in {word for term in wanted.terms for form in term.forms for word in form.split()}:
            self.kind[index.of_kind(word)] = True
        self.facets = Facets.of(index, wanted)

    def best(self, limit: int, within: Subset | None, at_least: float) -> list[Candidate]:
        """The best candidates, the likeliest first."""
        facet = np.float32(_FACET * (float(self.weights.mean()) if len(self.weights) else 1.0))
        total = np.zeros(len(self.index), np.float32)
        for row, weight in zip(self.rows, self.weights, strict=True):
            total += row * weight
        facets = self.facets.rows
        for row in facets:
            total += row * facet
        places = _top(total, within)
        for row, optional in zip(self.rows, self.optional, strict=True):
            if at_least and not optional:
                places = places[row[places] >= np.float32(at_least)]
        whole = float(self.weights.sum()) + float(facet) * len(facets)
        return self._ranked(places, total[places] / np.float32(whole or 1), limit)

    def _ranked(self, places: Places, reached: Rows, limit: int) -> list[Candidate]:
        named, brand_said = self._named(places)
        bound = (self.index.singles[places] == self.bundle) * np.float32(_BUNDLE)
        score = np.float32(_SAID_SHARE) * reached + np.float32(1 - _SAID_SHARE) * named + bound
        met = np.array([row[places] for row in self.rows], np.float32).reshape(len(self.rows), len(places))
        weights = np.where(self.optional, 0, self.weights)
        said = weights @ met / weights.sum() if weights.sum() else np.ones(len(places), np.float32)
        order = np.argsort(-score, kind="stable")[:limit]
        unsaid = self._unsaid(places[order])
        return [
            self._candidate(int(places[at]), met[:, at], float(score[at]), float(said[at]), bool(brand_said[at]), rest)
            for at, rest in zip(order.tolist(), unsaid, strict=True)
        ]

    def _named(self, places: Places) -> tuple[Rows, Flags]:
        """How much of each one's own name was said, and whether all of its brand was."""
        own = self.index.own
        spans, owners = _spans(own.starts, places)
        heard, rarity, branded = self.heard[own.words[spans]], own.rarity[spans], own.branded[spans]
        whole = np.bincount(owners, rarity, len(places))
        named = (np.bincount(owners, rarity * heard, len(places)) / np.maximum(whole, 1e-6)).astype(np.float32)
        of_brand = np.bincount(owners, branded, len(places))
        return named, (of_brand > 0) & (np.bincount(owners, branded & (heard < _HEARD), len(places)) == 0)

    def _unsaid(self, places: Places) -> list[dict[str, float]]:
        """The words of each one's own name that were not said, and how much each tells."""
        own, words = self.index.own, self.index.vocabulary.words
        spans, owners = _spans(own.starts, places)
        silent = self.heard[own.words[spans]] < _HEARD
        left, owners = spans[silent], owners[silent]
        unsaid: list[dict[str, float]] = [{} for _ in places]
        told = zip(owners.tolist(), own.words[left].tolist(), own.telling[left].tolist(), strict=True)
        for at, word, weight in told:
            unsaid[at][words[word]] = weight
        return unsaid

    def _candidate(
        self, place: int, met: Rows, score: float, said: float, brand_said: bool, unsaid: dict[str, float]
    ) -> Candidate:
        entry, facets = self.index.entries[place], self.facets
        return Candidate(
            key=entry.key,
            entry=entry,
            pack=self.index.packs[place],
            score=score,
            met=tuple(met[~self.optional].tolist()),
            helped=tuple(met[self.optional].tolist()),
            said=said,
            unsaid=unsaid,
            brand_said=brand_said,
            kind_said=bool(self.kind[place]),
            size=least(facets.sizes, place),
            price=least(facets.prices, place),
            figure=least(facets.figures, place),
        )


def _met(index: Index, ways: Ways) -> Rows:
    """How well each product meets a term: by its best way, and there by the word that it has least."""
    row = np.zeros(len(index), np.float32)
    for first, *others in ways:
        spread = _spread(index, first)
        for part in others:
            spread = np.minimum(spread, _spread(index, part))
        row = np.maximum(row, spread)
    return row


def _spread(index: Index, likeness: Likeness) -> Rows:
    row = np.zeros(len(index), np.float32)
    postings = index.postings
    for word, how_like in zip(likeness[0].tolist(), likeness[1].tolist(), strict=True):
        span = slice(postings.starts[word], postings.starts[word + 1])
        where = postings.holders[span]
        row[where] = np.maximum(row[where], postings.credit[span] * np.float32(how_like))
    return row


def _told(index: Index, ways: Ways) -> float:
    """How much a term tells: the rarity of its words, that of a stranger where the catalogue has none of it."""
    if not ways:
        return float(index.rarity.max(initial=1.0))
    best = max(ways, key=lambda way: min(float(likeness[-1]) for _, likeness in way))
    return float(sum(index.rarity[ids[-1]] for ids, _ in best))


def _heard(index: Index, ways: Sequence[Ways]) -> Rows:
    """How surely each word of the catalogue was said."""
    heard = np.zeros(len(index.vocabulary.words), np.float32)
    for ids, likeness in (part for each in ways for way in each for part in way):
        heard[ids] = np.maximum(heard[ids], likeness)
        for word, how_like in zip(ids.tolist(), likeness.tolist(), strict=True):
            for part in index.joined.get(word, ()):
                heard[part] = max(heard[part], how_like)
    return heard


def _top(total: Rows, within: Subset | None) -> Places:
    if within is not None:
        order = np.argsort(-total[within.places], kind="stable")[:_CLOSE]
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
