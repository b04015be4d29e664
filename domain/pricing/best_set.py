"""The exact search for the best set of schemes in one group that is linked by common lines.

It branches on the exclusive schemes only, the one that gives most first, and leaves a branch that cannot beat the best
set found so far. With e exclusive schemes that is at most 2^e sets; in practice a few, for schemes on the same line
shut each other out: e of them on one line make e + 1 sets.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.pricing.basket import Basket
from domain.pricing.gives import give
from domain.pricing.limits import NO_LIMITS, limits_of
from domain.pricing.slabs import Reached
from domain.pricing.turns import take_turns
from domain.pricing.values import UsedByScheme


@dataclass(frozen=True, slots=True)
class _Contender:
    """A scheme, its worth (exact for an exclusive one, the most it can come to for another), and that by line.

    The spread over lines is what makes a branch easy to judge: on one line stands a single exclusive scheme, or
    none but others.
    """

    scheme: Reached
    worth: int
    by_line: tuple[tuple[int, int], ...]


class BestSet:
    """Finds the set that gives most of a group's sets that can take in no more.

    Worth is the gain in paise shifted left by a bit for each scheme, plus the scheme's own bit, the highest for the
    first by (priority, code). So worths compare by gain and then as the sorted (priority, code) pairs do, no two sets
    are worth the same, and a scheme that can be added always adds: the best set is one that can take in no more.
    """

    def __init__(self, group: Sequence[Reached], basket: Basket, used: UsedByScheme) -> None:
        """`group` is in (priority, code) order."""
        self._basket = basket
        self._used = used
        self._list_amounts = basket.list_amounts()
        self._bit_of = {scheme.terms.rank: 1 << place for place, scheme in enumerate(reversed(group))}
        self._others = [_contender(scheme, self._most(scheme)) for scheme in group if not scheme.is_exclusive]
        exclusive = [_contender(scheme, self._worth([scheme])) for scheme in group if scheme.is_exclusive]
        self._exclusive = sorted(exclusive, key=lambda contender: -contender.worth)
        self._worths: dict[tuple[int, ...], int] = {}
        self._best: list[Reached] = []
        self._best_worth = -1

    def find(self) -> list[Reached]:
        """The best set, in no particular order."""
        self._branch([], 0, 0, self._exclusive)
        return self._best

    def _branch(self, chosen: list[Reached], worth: int, taken: int, undecided: Sequence[_Contender]) -> None:
        """Looks at every set with `chosen` (worth `worth`, on the lines `taken`) and some of `undecided`."""
        others = [contender for contender in self._others if not contender.scheme.touches & taken]
        for place, first in enumerate(undecided):
            if worth + _hope(undecided[place:], others) <= self._best_worth:
                return
            touches = first.scheme.touches
            beside = [contender for contender in undecided[place + 1 :] if not contender.scheme.touches & touches]
            self._branch([*chosen, first.scheme], worth + first.worth, taken | touches, beside)
        row = [contender.scheme for contender in others]
        self._keep([*chosen, *row], worth + self._worth_together(row))

    def _keep(self, schemes: list[Reached], worth: int) -> None:
        if worth > self._best_worth:
            self._best, self._best_worth = schemes, worth

    def _worth(self, row: Sequence[Reached]) -> int:
        """What `row` gives by turns from the list amounts on."""
        gain = take_turns(row, self._basket, self._used, self._list_amounts).amount
        return self._weigh(gain, row)

    def _worth_together(self, row: Sequence[Reached]) -> int:
        ranks = tuple(scheme.terms.rank for scheme in row)
        if ranks not in self._worths:
            self._worths[ranks] = self._worth(row)
        return self._worths[ranks]

    def _most(self, scheme: Reached) -> int:
        """What `scheme` can come to at most, whatever was taken before it.

        Every give grows with what is left of the lines, so it is what comes uncut from the list amounts, or the limit.
        """
        uncut = give(scheme, self._basket, self._list_amounts, NO_LIMITS).amount
        limit = limits_of(scheme.terms, self._used.get(scheme.terms.scheme.code)).least
        return self._weigh(uncut if limit is None else min(uncut, limit), [scheme])

    def _weigh(self, gain: int, row: Sequence[Reached]) -> int:
        return (gain << len(self._bit_of)) + sum(self._bit_of[scheme.terms.rank] for scheme in row)


def _contender(scheme: Reached, worth: int) -> _Contender:
    lines = [index for index in range(scheme.touches.bit_length()) if scheme.touches >> index & 1]
    share, rest = divmod(worth, len(lines))
    return _Contender(scheme, worth, tuple((index, share + (rest if index == lines[0] else 0)) for index in lines))


def _hope(undecided: Sequence[_Contender], others: Sequence[_Contender]) -> int:
    """More than any choice among `undecided`, with the `others` that it leaves in peace, can be worth."""
    alone: dict[int, int] = {}
    for contender in undecided:
        for index, share in contender.by_line:
            alone[index] = max(alone.get(index, 0), share)
    together: dict[int, int] = {}
    for contender in others:
        for index, share in contender.by_line:
            together[index] = together.get(index, 0) + share
    return sum(max(alone.get(index, 0), together.get(index, 0)) for index in alone.keys() | together.keys())
