"""Which line and mix schemes stand together: of the sets that may, the one that gives the buyer most.

Two schemes conflict when one of them is exclusive and they touch a line in common. Others never conflict with each
other, so a set that can take in no more is known by its exclusive schemes: every other scheme that they leave in
peace belongs to it. An exclusive scheme is alone on its lines, so what it gives does not depend on the rest.
"""

from collections.abc import Sequence

from domain.pricing.basket import Basket
from domain.pricing.best_set import BestSet
from domain.pricing.slabs import Reached
from domain.pricing.values import UsedByScheme


def conflict(one: Reached, other: Reached) -> bool:
    """Whether two line or mix schemes cannot stand together."""
    return bool(one.touches & other.touches) and (one.is_exclusive or other.is_exclusive)


def standing(reached: Sequence[Reached], basket: Basket, used: UsedByScheme) -> list[Reached]:
    """The schemes (by rank) of the best set among those that can take in no more; ties go by (priority, code)."""
    if not any(scheme.is_exclusive for scheme in reached):
        return list(reached)
    return sorted(BestSet(reached, basket, used).find(), key=lambda scheme: scheme.terms.rank)
