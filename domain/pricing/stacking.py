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
    chosen: list[Reached] = []
    for group in _linked_by_lines(reached):
        chosen += (
            BestSet(sorted(group, key=_rank), basket, used).find()
            if any(scheme.is_exclusive for scheme in group)
            else group
        )
    return sorted(chosen, key=_rank)


def _linked_by_lines(reached: Sequence[Reached]) -> list[list[Reached]]:
    """Groups that share no line: what one of them gives changes nothing in another, so each is settled by itself."""
    groups: list[tuple[int, list[Reached]]] = []
    for scheme in reached:
        lines, members = scheme.touches, [scheme]
        for group in [group for group in groups if group[0] & lines]:
            groups.remove(group)
            lines |= group[0]
            members += group[1]
        groups.append((lines, members))
    return [members for _, members in groups]


def _rank(reached: Reached) -> int:
    return reached.terms.rank
