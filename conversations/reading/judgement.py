"""Taking, asking or saying that it was not read: how sure a search is, and when that is sure enough."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from domain.catalogue.search import Candidate, Wanted

CHOICES = 5
_NEAR = 0.08  # of how well the words are met: within it, products fit the words alike
_MET = 0.62  # a word that is met less well is not met
_UNSAID = 2.5  # how much more of a variant's name must be unsaid for the plain product to be meant


@dataclass(frozen=True, slots=True)
class Judged:
    """A product that is taken, or choices to ask about, or neither."""

    product: Hashable | None
    choices: tuple[Hashable, ...]
    confidence: float


NOT_READ = Judged(None, (), 0.0)


def judge(
    found: Sequence[Candidate], wanted: Wanted, big: bool, small: bool, bought: Mapping[Hashable, float]
) -> Judged:
    """What the candidates of one search come to."""
    if not found or not wanted.terms:
        return NOT_READ
    best = max(candidate.said for candidate in found)
    alike = [each for each in found if each.said >= best - _NEAR and each.weakest >= _MET]
    if not alike:
        return NOT_READ
    fitting = _fitting(alike)
    exact = bool(fitting)
    likely = fitting or alike
    if big or small:
        likely = _extreme(likely, big) or likely
    likely = sorted(likely, key=lambda each: (-bought.get(each.key, 0.0), -each.score))
    confidence = min(each.weakest for each in likely[:1])
    if (len(likely) == 1 or bought.get(likely[0].key)) and exact:
        return Judged(likely[0].key, (), confidence)
    plain = _plain(likely) if exact else None
    if plain is not None:
        return Judged(plain.key, (), confidence * 0.9)
    return Judged(None, tuple(each.key for each in likely[:CHOICES]), confidence)


def _fitting(alike: Sequence[Candidate]) -> list[Candidate]:
    """Those of which size, price and figures fit as they were said."""
    return [
        each
        for each in alike
        if each.size_fits is not False and each.price_fits is not False and each.figure_fits is not False
    ]


def _extreme(likely: Sequence[Candidate], big: bool) -> list[Candidate]:
    """`bada`: the largest pack of them; `chhota`: the smallest."""
    sized = [(each.pack.sizes[0].amount * each.pack.singles, each) for each in likely if each.pack.sizes]
    if not sized:
        return []
    amount = (max if big else min)(amount for amount, _ in sized)
    return [each for own, each in sized if own == amount]


def _plain(likely: Sequence[Candidate]) -> Candidate | None:
    """The one product that is nothing but what was said, where the others are variants of it."""
    ordered = sorted(likely, key=lambda each: each.unsaid)
    first, second = ordered[0], ordered[1]
    if first.single and second.unsaid - first.unsaid >= _UNSAID and first.unsaid <= _UNSAID:
        return first
    return None


def narrow(found: Sequence[Candidate], big: bool, small: bool) -> Judged:
    """Of a few that were offered, those that an answer fits."""
    likely = _fitting([each for each in found if each.weakest >= _MET])
    if (big or small) and likely:
        likely = _extreme(likely, big) or likely
    if not likely:
        return NOT_READ
    if len(likely) == 1:
        return Judged(likely[0].key, (), likely[0].weakest)
    return Judged(None, tuple(each.key for each in likely[:CHOICES]), likely[0].weakest)
