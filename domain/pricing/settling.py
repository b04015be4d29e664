"""All schemes against one cart: line and mix schemes, then order schemes, or one exclusive order scheme alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.pricing.basket import Basket
from domain.pricing.book import Bought
from domain.pricing.eligibility import closed_because
from domain.pricing.gives import Given
from domain.pricing.scheme import Combine, Scope
from domain.pricing.slabs import Missed, Reached, reach
from domain.pricing.stacking import conflict, standing
from domain.pricing.terms import Terms
from domain.pricing.turns import Outcome, take_turns
from domain.pricing.values import Buyer, UsedByScheme

NOTHING = Outcome((), ())


@dataclass(frozen=True, slots=True)
class _Open:
    """The schemes that are open to the buyer, by the stage in which they are looked at."""

    line_and_mix: list[Bought]
    order: list[Bought]
    order_alone: list[Bought]


@dataclass(frozen=True, slots=True)
class _Tried:
    """The schemes of one stage that reach a slab, and those that do not."""

    reached: list[Reached]
    missed: list[Missed]


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A scheme that reached a slab and stands behind the schemes `by` (codes), with which it cannot be combined."""

    terms: Terms
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of every scheme that touches the cart; `given` is in the order of application."""

    given: tuple[Given, ...]
    kept_out: tuple[KeptOut, ...]
    missed: tuple[Missed, ...]


def settle(touching: Iterable[Bought], basket: Basket, buyer: Buyer, day: date, used: UsedByScheme) -> Settled:
    """Decides which of the schemes that touch the cart (by rank) give what.

    An exclusive order scheme is weighed with nothing else applied, against everything else together. Of several, the
    one that gives most is weighed, of equals the first by (priority, code).
    """
    open_, closed = _open_schemes(touching, buyer, day)
    at_list = basket.list_amounts()
    first = _try(open_.line_and_mix, basket, at_list)
    chosen = standing(first.reached, basket, used)
    stage_one = take_turns(chosen, basket, used, at_list)
    second = _try(open_.order, basket, stage_one.left)
    stage_two = take_turns(second.reached, basket, used, stage_one.left)
    alone = _try(open_.order_alone, basket, at_list)
    winner = max((take_turns([each], basket, used, at_list) for each in alone.reached), key=_amount, default=NOTHING)
    missed = (*closed, *first.missed, *second.missed, *alone.missed)
    if winner.amount > stage_one.amount + stage_two.amount:
        won = winner.given[0].terms
        rest = [each.terms for each in (*first.reached, *second.reached, *alone.reached) if each.terms is not won]
        return Settled(winner.given, tuple(KeptOut(terms, (won.scheme.code,)) for terms in rest), missed)
    given = stage_one.given + stage_two.given
    behind_all = [KeptOut(each.terms, _codes(given)) for each in alone.reached]
    return Settled(given, (*_behind_chosen(first.reached, chosen), *behind_all), missed)


def _open_schemes(touching: Iterable[Bought], buyer: Buyer, day: date) -> tuple[_Open, list[Missed]]:
    open_ = _Open([], [], [])
    closed = []
    for terms, bought in touching:
        scheme = terms.scheme
        reason = closed_because(scheme, buyer, day)
        if reason is not None:
            closed.append(Missed(terms, reason))
        elif scheme.scope is not Scope.ORDER:
            open_.line_and_mix.append((terms, bought))
        elif scheme.combine is Combine.EXCLUSIVE:
            open_.order_alone.append((terms, bought))
        else:
            open_.order.append((terms, bought))
    return open_, closed


def _try(schemes: Iterable[Bought], basket: Basket, amounts: Sequence[int]) -> _Tried:
    tried = _Tried([], [])
    for terms, bought in schemes:
        result = reach(terms, bought, basket, amounts)
        if isinstance(result, Reached):
            tried.reached.append(result)
        else:
            tried.missed.append(result)
    return tried


def _behind_chosen(reached: Sequence[Reached], chosen: Sequence[Reached]) -> list[KeptOut]:
    standing_ranks = {scheme.terms.rank for scheme in chosen}
    return [
        KeptOut(scheme.terms, tuple(other.terms.scheme.code for other in chosen if conflict(scheme, other)))
        for scheme in reached
        if scheme.terms.rank not in standing_ranks
    ]


def _codes(given: Iterable[Given]) -> tuple[str, ...]:
    return tuple(each.terms.scheme.code for each in given if each.denied is None)


def _amount(outcome: Outcome) -> int:
    return outcome.amount
