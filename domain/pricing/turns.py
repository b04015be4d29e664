"""Schemes one after the other: each takes from what the ones before it left of the lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.pricing.basket import Basket
from domain.pricing.gives import Given, give
from domain.pricing.limits import limits_of
from domain.pricing.slabs import Reached
from domain.pricing.values import UsedByScheme


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a row of schemes gave, in their order, and the paise left of each line."""

    given: tuple[Given, ...]
    left: tuple[int, ...]

    @property
    def amount(self) -> int:
        """Paise that the buyer gains in all."""
        return sum(given.amount for given in self.given)


def take_turns(row: Iterable[Reached], basket: Basket, used: UsedByScheme, left: Sequence[int]) -> Outcome:
    """Lets the schemes of `row` give in their order, from `left` paise of each line on."""
    remaining = list(left)
    given = []
    for reached in row:
        turn = give(reached, basket, remaining, limits_of(reached.terms, used.get(reached.terms.scheme.code)))
        for index, paise in turn.off:
            remaining[index] -= paise
        given.append(turn)
    return Outcome(tuple(given), tuple(remaining))
