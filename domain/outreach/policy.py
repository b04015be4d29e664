"""Reminder policies: which steps, in which tone, to whom, and when nobody is to be disturbed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from typing import Any

from domain.refusal import Code, Refusal

NOTHING = Decimal("0.00")


class Tone(StrEnum):
    """How a reminder speaks, from the softest to the hardest."""

    GENTLE = "gentle"
    PLAIN = "plain"
    FIRM = "firm"


class To(StrEnum):
    """Who is told: the shop, then who visits it, then who answers for it."""

    SHOP = "shop"
    REP = "rep"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Step:
    """A reminder `days` after a bill's due day (below zero: before it); `fee` rupees and per cent are what it costs."""

    days: int
    tone: Tone = Tone.PLAIN
    to: frozenset[To] = frozenset({To.SHOP})
    fee: Decimal = NOTHING
    fee_percent: Decimal = NOTHING

    def fee_on(self, unpaid: Decimal) -> Decimal:
        """What the step adds to a bill of which `unpaid` rupees are open."""
        return (self.fee + unpaid * self.fee_percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


SHOP = frozenset({To.SHOP})
USUAL_STEPS = (
    Step(-3, Tone.GENTLE, SHOP),
    Step(0, Tone.GENTLE, SHOP),
    Step(3, Tone.PLAIN, SHOP),
    Step(7, Tone.PLAIN, SHOP | {To.REP}),
    Step(15, Tone.FIRM, SHOP | {To.REP, To.MANAGER}),
)


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """A seller's reminders.

    `weekly_on` (1 is Monday; None: never) is the day of a summary of all that is open. Bills under `least` rupees are
    not reminded of. From `quiet_from` to `quiet_until`, in the shop's zone, and on holidays nothing is sent.
    """

    steps: tuple[Step, ...] = USUAL_STEPS
    weekly_on: int | None = 1
    weekly_to: frozenset[To] = field(default=SHOP)
    least: Decimal = NOTHING
    quiet_from: time = time(20, 0)
    quiet_until: time = time(9, 0)
    on_holidays: bool = False

    def __post_init__(self) -> None:
        if any(later.days <= earlier.days for earlier, later in pairwise(self.steps)):
            raise Refusal(Code.BAD_VALUE, what="steps")
        if self.weekly_on is not None and not 1 <= self.weekly_on <= 7:
            raise Refusal(Code.BAD_VALUE, what="weekly_on")
        if self.quiet_until >= self.quiet_from:
            raise Refusal(Code.BAD_VALUE, what="quiet")


USUAL = ReminderPolicy()


def read_policy(written: Mapping[str, Any] | None) -> ReminderPolicy:
    """A policy as a seller's billing terms hold it; the usual one where they hold none.

    Raises `bad_value` for anything that cannot be read, or that makes no sense.
    """
    if not written:
        return USUAL
    known = {"steps", "weekly_on", "weekly_to", "least", "quiet_from", "quiet_until", "on_holidays"}
    if not written.keys() <= known:
        raise Refusal(Code.BAD_VALUE, what="reminders", unknown=sorted(written.keys() - known))
    try:
        return ReminderPolicy(
            steps=tuple(_step(each) for each in written["steps"]) if "steps" in written else USUAL.steps,
            weekly_on=written.get("weekly_on", USUAL.weekly_on),
            weekly_to=_to(written.get("weekly_to", USUAL.weekly_to)),
            least=Decimal(written.get("least", USUAL.least)),
            quiet_from=_time(written, "quiet_from", USUAL.quiet_from),
            quiet_until=_time(written, "quiet_until", USUAL.quiet_until),
            on_holidays=bool(written.get("on_holidays", USUAL.on_holidays)),
        )
    except (ValueError, TypeError, KeyError, InvalidOperation) as fault:
        raise Refusal(Code.BAD_VALUE, what="reminders", fault=str(fault)) from fault


def _step(written: Mapping[str, Any]) -> Step:
    return Step(
        days=int(written["days"]),
        tone=Tone(written.get("tone", Tone.PLAIN)),
        to=_to(written.get("to", SHOP)),
        fee=Decimal(written.get("fee", NOTHING)),
        fee_percent=Decimal(written.get("fee_percent", NOTHING)),
    )


def _to(names: Any) -> frozenset[To]:
    return frozenset(To(name) for name in names)


def _time(written: Mapping[str, Any], name: str, usual: time) -> time:
    return time.fromisoformat(written[name]) if name in written else usual
