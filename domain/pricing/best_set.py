"""The exact search for the best set of schemes that stand together.

Exclusive schemes on the very same lines are rivals of whom only the best counts. The others are decided one at a time,
in or out, the one that gives most first; what is left then often falls apart into groups that share no line, and each
is settled by itself. A way that cannot beat the best one known is left. So a rival for each line under one scheme for
all of them takes a step a line. With e exclusive schemes that overlap in ever other ways it may come to 2^e steps;
100 of them, on one to four of 30 lines each, take about a tenth of a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.pricing.basket import Basket
from domain.pricing.gives import give
from domain.pricing.limits import NO_LIMITS, limits_of
from domain.pricing.slabs import Reached
from domain.pricing.turns import take_turns
from domain.pricing.values import UsedByScheme


@dataclass(frozen=True, slots=True)
class Contender:
    """A scheme, its worth (exact for an exclusive one, the most it can come to for another), and that by line.

    The spread over lines is what makes a choice easy to judge: on one line stands a single exclusive scheme, or none
    but others.
    """

    scheme: Reached
    touches: int
    worth: int
    by_line: tuple[tuple[int, int], ...]


Contenders = Sequence[Contender]
Group = tuple[Contenders, Contenders]  # the exclusive schemes that are not decided yet, and the others


NOTHING = -1  # less than the worth of no scheme at all


class Choice(NamedTuple):
    """Schemes that stand together, and their worth."""

    worth: int
    schemes: list[Reached]


class BestSet:
    """Finds the set that gives most of the sets that can take in no more.

    Worth is the gain in paise shifted left by a bit for each scheme, plus the scheme's own bit, the highest for the
    first by (priority, code). So worths compare by gain and then as the sorted (priority, code) pairs do, no two sets
    are worth the same, and an exclusive scheme that can be added always adds: the best set can take in no more.
    """

    def __init__(self, reached: Sequence[Reached], basket: Basket, used: UsedByScheme) -> None:
        """`reached` is in (priority, code) order."""
        self._basket = basket
        self._used = used
        self._list_amounts = basket.list_amounts()
        self._bit_of = {scheme.terms.rank: 1 << place for place, scheme in enumerate(reversed(reached))}
        self._reached = reached
        self._worths: dict[tuple[int, ...], int] = {}

    def find(self) -> list[Reached]:
        """The best set, in no particular order."""
        best_on: dict[int, Contender] = {}
        for scheme in self._reached:
            if scheme.is_exclusive:
                contender = _contender(scheme, self._worth([scheme]))
                rival = best_on.get(scheme.touches)
                if rival is None or contender.worth > rival.worth:
                    best_on[scheme.touches] = contender
        exclusive = sorted(best_on.values(), key=lambda contender: -contender.worth)
        others = [_contender(scheme, self._most(scheme)) for scheme in self._reached if not scheme.is_exclusive]
        best = self._settle(_linked_by_lines(exclusive, others), NOTHING)
        return [] if best is None else best.schemes

    def _settle(self, groups: Sequence[Group], need: int) -> Choice | None:
        """The best choice in `groups` that share no line; None where none is worth more than `need`."""
        hopes = [_hope(*group) for group in groups]
        hope = sum(hopes)
        worth, schemes = 0, []
        for group, hoped in zip(groups, hopes, strict=True):
            if worth + hope <= need:
                return None
            hope -= hoped
            best = self._settle_group(group, need - worth - hope)
            if best is None:
                return None
            worth += best.worth
            schemes += best.schemes
        return Choice(worth, schemes) if worth > need else None

    def _settle_group(self, group: Group, need: int) -> Choice | None:
        """The best choice in one group: the first undecided scheme in, or out, and then the next."""
        undecided, others = group
        best = None
        while undecided:
            first, undecided = undecided[0], undecided[1:]
            beside = self._settle(
                _linked_by_lines(_beside(first, undecided), _beside(first, others)), need - first.worth
            )
            if beside is not None:
                best = Choice(first.worth + beside.worth, [first.scheme, *beside.schemes])
                need = best.worth
            if _hope(undecided, others) <= need:
                return best
            groups = _linked_by_lines(undecided, others)
            if len(groups) > 1:
                return self._settle(groups, need) or best
        row = [contender.scheme for contender in others]
        worth = self._worth_together(row)
        return Choice(worth, row) if worth > need else best

    def _worth_together(self, row: Sequence[Reached]) -> int:
        ranks = tuple(scheme.terms.rank for scheme in row)
        if ranks not in self._worths:
            self._worths[ranks] = self._worth(row)
        return self._worths[ranks]

    def _worth(self, row: Sequence[Reached]) -> int:
        """What `row` gives by turns from the list amounts on."""
        gain = take_turns(row, self._basket, self._used, self._list_amounts).amount
        return self._weigh(gain, row)

    def _most(self, scheme: Reached) -> int:
        """What `scheme` can come to at most, whatever was taken before it.

        Every give grows with what is left of the lines, so it is what comes uncut from the list amounts, or the limit.
        """
        uncut = give(scheme, self._basket, self._list_amounts, NO_LIMITS).amount
        limit = limits_of(scheme.terms, self._used.get(scheme.terms.scheme.code)).least
        return self._weigh(uncut if limit is None else min(uncut, limit), [scheme])

    def _weigh(self, gain: int, row: Sequence[Reached]) -> int:
        return (gain << len(self._bit_of)) + sum(self._bit_of[scheme.terms.rank] for scheme in row)


def _contender(scheme: Reached, worth: int) -> Contender:
    lines = [index for index in range(scheme.touches.bit_length()) if scheme.touches >> index & 1]
    share, rest = divmod(worth, len(lines))
    by_line = tuple((index, share + (rest if index == lines[0] else 0)) for index in lines)
    return Contender(scheme, scheme.touches, worth, by_line)


def _beside(chosen: Contender, contenders: Contenders) -> Contenders:
    return [contender for contender in contenders if not contender.touches & chosen.touches]


def _linked_by_lines(undecided: Contenders, others: Contenders) -> list[Group]:
    """Groups that share no line: what one of them gives changes nothing in another."""
    groups: list[int] = []
    for contender in (*undecided, *others):
        lines = contender.touches
        apart = []
        for group in groups:
            if group & lines:
                lines |= group
            else:
                apart.append(group)
        groups = [*apart, lines]
    return [([c for c in undecided if c.touches & lines], [c for c in others if c.touches & lines]) for lines in groups]


def _hope(undecided: Contenders, others: Contenders) -> int:
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
