"""Taking, asking or saying that it was not read: how sure a search is, and when that is sure enough."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from domain.catalogue.search import Candidate, Wanted

CHOICES = 5
_MET = 0.7  # a word that is met less well is not met
_EQUAL = 0.005
_CLEARLY = 0.035  # more than the step from a word of the same sound to one typed as it is listed
_PLAINER = 0.6  # how much more of another's name must be unsaid for the plain product of a brand to be meant
_PLAINER_BRAND = 1.5  # the same where the brand was not said


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
    if not any(not term.optional for term in wanted.terms):
        return NOT_READ
    alike = meant_alike(found)
    fitting = _fitting(alike)
    likely = fitting or alike
    if not likely:
        return NOT_READ
    if big or small:
        likely = _extreme(likely, big)
    likely = sorted(likely, key=lambda each: (-bought.get(each.key, 0.0), -each.score))
    confidence = likely[0].weakest
    taken = plainest(likely) if fitting else None
    if fitting and bought.get(likely[0].key):
        taken = likely[0]
    if taken is not None:
        return Judged(taken.key, (), confidence)
    return Judged(None, tuple(each.key for each in likely[:CHOICES]), confidence)


def narrow(found: Sequence[Candidate], big: bool, small: bool) -> Judged:
    """Of a few that were offered, those that an answer fits."""
    likely = _fitting(meant_alike(found))
    if not likely:
        return NOT_READ
    if big or small:
        likely = _extreme(likely, big)
    if len(likely) == 1:
        return Judged(likely[0].key, (), likely[0].weakest)
    return Judged(None, tuple(each.key for each in likely[:CHOICES]), likely[0].weakest)


def meant_alike(found: Sequence[Candidate]) -> list[Candidate]:
    """Those that meet every word, and none of which is outdone by another."""
    met = [each for each in found if each.weakest >= _MET]
    return [each for each in met if not any(_outdoes(other, each) for other in met)]


def _outdoes(one: Candidate, other: Candidate) -> bool:
    """`one` meets every word as well as `other`, and some word clearly better, or is of the brand that was said."""
    pairs = list(zip(one.met, other.met, strict=True))
    if any(mine < theirs - _EQUAL for mine, theirs in pairs):
        return False
    return any(mine > theirs + _CLEARLY for mine, theirs in pairs) or (one.brand_said and not other.brand_said)


def _fitting(alike: Sequence[Candidate]) -> list[Candidate]:
    """Those of which size, price and figures fit best; a bundle only where no single fits."""
    fits = [
        (min((fit for fit in (each.size, each.price, each.figure) if fit is not None), default=1.0), each)
        for each in alike
    ]
    best = max((fit for fit, _ in fits), default=0.0)
    fitting = [each for fit, each in fits if fit == best] if best > 0 else []
    sized = any(each.size is not None or each.figure is not None for each in fitting)
    singles = [each for each in fitting if each.single]
    return singles if sized and singles else fitting


def _extreme(likely: Sequence[Candidate], big: bool) -> list[Candidate]:
    """`bada`: the largest pack of them; `chhota`: the smallest."""
    sized = [(each.pack.sizes[0].amount * each.pack.singles, each) for each in likely if each.pack.sizes]
    if not sized:
        return list(likely)
    amount = (max if big else min)(amount for amount, _ in sized)
    return [each for own, each in sized if own == amount]


def plainest(likely: Sequence[Candidate]) -> Candidate | None:
    """The one product that is nothing but what was said, where the others are variants of it."""
    if len(likely) == 1:
        return likely[0]
    first, second = sorted(likely, key=lambda each: each.unsaid)[:2]
    needed = _PLAINER if first.brand_said else _PLAINER_BRAND
    return first if first.single and second.unsaid - first.unsaid >= needed else None
