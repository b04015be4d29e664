"""Which slab a scheme reaches, on which lines, and how often its give is then given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter

from domain.pricing.basket import Basket, Line
from domain.pricing.rounding import Exact
from domain.pricing.scheme import Basis, Calculation, Combine, Scope
from domain.pricing.terms import SlabTerms, Terms
from domain.pricing.values import Reason

Weighed = tuple[Sequence[int], Exact]  # lines, and their x


@dataclass(frozen=True, slots=True)
class Earned:
    """One give that was reached: `times` is for what can be given more than once; lines are named by index."""

    slab: SlabTerms
    times: Exact
    bought: Sequence[int]
    falls_on: Sequence[int]


@dataclass(frozen=True, slots=True)
class Reached:
    """A scheme that reached a slab; `touches` has the bit of every line that it weighed there or gives on."""

    terms: Terms
    earned: tuple[Earned, ...]
    touches: int

    @property
    def is_exclusive(self) -> bool:
        """Whether it wants its lines (an order scheme: the order) for itself."""
        return self.terms.scheme.combine is Combine.EXCLUSIVE


@dataclass(frozen=True, slots=True)
class Missed:
    """A scheme that reached none, and by how much (in its unit, or in paise)."""

    terms: Terms
    reason: Reason
    short_by: Exact | None = None


def reach(terms: Terms, bought: Sequence[int], basket: Basket, amounts: Sequence[int]) -> Reached | Missed:
    """Weighs a scheme on the lines that its `buy` fits; `amounts` (paise, by line) is what an amount basis counts."""
    scheme = terms.scheme
    gets = None if scheme.on is None else [line.index for line in basket if scheme.on.hold(line.product)]
    if gets == [] or (scheme.scope is Scope.MIX and _products(basket, bought) < scheme.min_distinct):
        return Missed(terms, Reason.PRODUCT)
    weighed = weigh(terms, bought, basket, amounts)
    earned = []
    for lines, x in weighed:
        slab = _slab_of(terms, x)
        if slab is not None:
            earned.append(Earned(slab, _times(terms, slab, x), lines, lines if gets is None else gets))
    if not earned:
        return _missed(terms, [x for _, x in weighed])
    return Reached(terms, tuple(earned), _bits(index for give in earned for index in (*give.bought, *give.falls_on)))


def weigh(terms: Terms, bought: Sequence[int], basket: Basket, amounts: Sequence[int]) -> list[Weighed]:
    """Each x that a scheme looks at, with the lines that make it up.

    A line scheme looks at each line by itself, but where its give falls on other products it gives once, and looks at
    the line with the largest x only, the first of equals.
    """
    weights = [_weight(terms, basket[index], amounts) for index in bought]
    if terms.scheme.scope is not Scope.LINE:
        return [(bought, sum(weights))]
    each: list[Weighed] = [((index,), x) for index, x in zip(bought, weights, strict=True)]
    return each if terms.scheme.on is None else [max(each, key=itemgetter(1))]


def next_bound(terms: Terms, x: Exact) -> Exact | None:
    """The smallest x above this one from which more is given: the next slab, or the next time of a recurring give."""
    for slab in terms.slabs:
        if slab.start > x:
            return slab.start
        if terms.scheme.calculation is Calculation.RECURRING and slab.start and _holds(slab, x):
            again = (x // slab.start + 1) * slab.start
            if _holds(slab, again):
                return again
    return None


def _missed(terms: Terms, weights: Sequence[Exact]) -> Missed:
    # One line that is below is enough for `below_slab`: that is what the buyer can do something about.
    short = [slab.start - x for x in weights for slab in terms.slabs if slab.start > x]
    return Missed(terms, Reason.BELOW_SLAB, min(short)) if short else Missed(terms, Reason.ABOVE_SLAB)


def _slab_of(terms: Terms, x: Exact) -> SlabTerms | None:
    for slab in terms.slabs:
        if _holds(slab, x):
            return slab
    return None


def _holds(slab: SlabTerms, x: Exact) -> bool:
    return slab.start <= x and (slab.end is None or x < slab.end)


def _times(terms: Terms, slab: SlabTerms, x: Exact) -> Exact:
    # A slab from nothing on has no `from` to divide by: its give is given once.
    calculation = terms.scheme.calculation
    if calculation is Calculation.STEP or slab.start == 0:
        return 1
    return x // slab.start if calculation is Calculation.RECURRING else Fraction(x, slab.start)


def _weight(terms: Terms, line: Line, amounts: Sequence[int]) -> Exact:
    if terms.scheme.basis is Basis.AMOUNT:
        return amounts[line.index]
    return line.units(terms.scheme.unit)


def _products(basket: Basket, indexes: Sequence[int]) -> int:
    return len({basket[index].product.sku for index in indexes})


def _bits(indexes: Iterable[int]) -> int:
    bits = 0
    for index in indexes:
        bits |= 1 << index
    return bits
