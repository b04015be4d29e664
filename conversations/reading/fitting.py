"""Sizes, prices and figures that were said, held against packs. Multipacks are not singles."""

from collections.abc import Sequence

from conversations.reading.naming import Named
from conversations.reading.plainness import unsaid_apart
from domain.catalogue.search import Candidate, Measure, Pack, Size
from domain.catalogue.search.names import name_words

_LOOSELY = 0.8  # how well a pack fits of which several make up the weight
_PLAINER = 0.5  # how much more must be unsaid of a single for a bundle to be meant as well
_WEIGHED = (Measure.MASS, Measure.VOLUME)


def fitting(alike: Sequence[Candidate], goods: Named) -> list[Candidate]:
    """Those of which size, price and figures fit best; a bundle only where no single fits."""
    fits = [(_fit(each, goods), each) for each in alike]
    best = max((fit for fit, _ in fits), default=0.0)
    fit_best = [each for fit, each in fits if fit == best] if best > 0 else []
    if goods.wanted.bundle > 1:
        return [each for each in fit_best if each.pack.singles == goods.wanted.bundle] or fit_best
    if goods.wanted.sizes or goods.wanted.figures:
        fit_best = _singles_first(fit_best)
    return [each for each in fit_best if each.single or not any(_bundle_of(each, other) for other in fit_best)]


def _singles_first(fits: list[Candidate]) -> list[Candidate]:
    """Where singles of the said size are as many as bundles, a bundle is meant only if its name says it clearly."""
    singles = [each for each in fits if each.single]
    if not singles or 2 * len(singles) < len(fits):
        return fits
    unsaid = unsaid_apart(fits)
    least = min(unsaid[each.key] for each in singles)
    return [each for each in fits if each.single or unsaid[each.key] + _PLAINER <= least]


def _fit(candidate: Candidate, goods: Named) -> float:
    size = candidate.size
    loose = goods.loose and goods.generic and packs_of(goods.wanted.sizes, candidate.pack)
    if size is not None and size < _LOOSELY and loose:
        size = _LOOSELY
    return min((fit for fit in (size, candidate.price, candidate.figure) if fit is not None), default=1.0)


def packs_of(sizes: Sequence[Size], pack: Pack) -> int | None:
    """How many packs make up a loose weight: `5 kg` of a 1 kg pack is five; None where it does not divide."""
    if len(sizes) != 1 or sizes[0].measure not in _WEIGHED or not pack.sizes or pack.sizes[0].measure not in _WEIGHED:
        return None
    packs = sizes[0].amount / (pack.sizes[0].amount * pack.singles) if pack.sizes[0].amount else 0.0
    return round(packs) if round(packs) >= 1 and abs(packs - round(packs)) < 1e-6 else None


def _bundle_of(bundle: Candidate, single: Candidate) -> bool:
    """The bundle holds several of that single: its name says nothing else."""
    if not single.single:
        return False
    ours, theirs = (set(name_words(each.entry.name)) for each in (bundle, single))
    return ours <= theirs or theirs <= ours


def extreme(likely: Sequence[Candidate], big: bool) -> list[Candidate]:
    """`bada`: the largest pack of them; `chhota`: the smallest."""
    singles = [each for each in likely if each.single] or likely
    sized = [(each.pack.sizes[0].amount, each) for each in singles if each.pack.sizes]
    if not sized:
        return list(likely)
    amount = (max if big else min)(amount for amount, _ in sized)
    return [each for own, each in sized if own == amount]
