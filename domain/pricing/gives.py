"""What a scheme that reached a slab takes off the lines and gives free, cut to what its limits leave."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.pricing.basket import Basket
from domain.pricing.discounts import off_line
from domain.pricing.freegoods import FreeLine, free_goods
from domain.pricing.limits import Limits
from domain.pricing.rounding import half_up, split
from domain.pricing.scheme import AmountOff, FreeGoods, Per, Scope
from domain.pricing.slabs import Earned, Reached
from domain.pricing.terms import Terms
from domain.pricing.values import Reason


@dataclass(frozen=True, slots=True)
class Given:
    """What one scheme gives: (line, paise) off, and free goods. `denied` is set where its limits left none of it.

    `amount` is what the buyer gains and what counts against caps and budget: paise off, and free goods at list.
    """

    terms: Terms
    off: tuple[tuple[int, int], ...]
    free: tuple[FreeLine, ...]
    amount: int
    denied: Reason | None = None

    @property
    def money_off(self) -> int:
        """Paise taken off lines."""
        return sum(paise for _, paise in self.off)

    @property
    def is_nothing(self) -> bool:
        """Whether no money and no goods are given."""
        return not self.off and not self.free


def give(reached: Reached, basket: Basket, left: Sequence[int], limits: Limits) -> Given:
    """What `reached` gives when `left` paise are left of each line and `limits` of the scheme."""
    uncut = _give_within(None, reached, basket, left)
    if limits.least is None or uncut.amount <= limits.least:
        return uncut
    cut = _give_within(limits.least, reached, basket, left)
    if not cut.is_nothing:
        return cut
    cap_is_enough = limits.caps is not None and _give_within(limits.caps, reached, basket, left).is_nothing
    return replace(cut, denied=Reason.CAP if cap_is_enough else Reason.BUDGET)


def _give_within(room: int | None, reached: Reached, basket: Basket, left: Sequence[int]) -> Given:
    off: list[tuple[int, int]] = []
    free: list[FreeLine] = []
    amount = 0
    for earned in reached.earned:  # in cart order, so the later lines lose first
        what = earned.slab.give
        if isinstance(what, FreeGoods):
            goods = free_goods(what.sku, reached.terms, earned, basket, room)
            spent = goods.value
            if goods.pieces:
                free.append(goods)
        else:
            parts = _money_off(room, reached.terms, earned, basket, left)
            spent = sum(parts)
            off += [(index, paise) for index, paise in zip(earned.falls_on, parts, strict=True) if paise]
        amount += spent
        room = None if room is None else room - spent
    return Given(reached.terms, tuple(off), tuple(free), amount)


def _money_off(room: int | None, terms: Terms, earned: Earned, basket: Basket, left: Sequence[int]) -> list[int]:
    """Paise off each line that the give falls on, never more than is left of it."""
    what = earned.slab.give
    if isinstance(what, AmountOff) and what.per is Per.ORDER:
        takes = [left[index] for index in earned.falls_on]
        total = min(half_up(earned.slab.size * earned.times), sum(takes))
        return split(total if room is None else min(total, room), takes)
    parts = [min(left[index], off_line(terms, earned.slab, basket[index], left[index])) for index in earned.falls_on]
    if room is None or sum(parts) <= room:
        return parts
    return _first_served(room, parts) if terms.scheme.scope is Scope.LINE else split(room, parts)


def _first_served(room: int, parts: Sequence[int]) -> list[int]:
    """The later lines lose first."""
    served = []
    for part in parts:
        served.append(min(part, room))
        room -= served[-1]
    return served
