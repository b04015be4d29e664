"""Which reminder is due for which bill on which day: one message a shop and day, and none that people hate. Pure.

A step is never skipped and never said twice. What is before or on the due day is said then or not at all; later steps
follow one another at the distance that the policy gives them, also when the first was late. Payment, a promise, a
dispute and an opt-out stop them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from domain.outreach.policy import ReminderPolicy, Step, To, Tone
from domain.refusal import Code, Refusal

NOTHING = Decimal("0.00")
LOUDNESS = list(Tone)


@dataclass(frozen=True, slots=True)
class Said:
    """The last step that a bill was reminded by: of so many `days`, on `day`; `waiting` while it is not sent."""

    days: int
    day: date
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class OpenBill:
    """A bill of which `unpaid` rupees are open."""

    id: int
    number: str
    due_on: date
    unpaid: Decimal
    disputed: bool = False
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """A promise to pay `amount` by a day, of which `paid` came so far."""

    id: int
    amount: Decimal
    by_day: date
    paid: Decimal = NOTHING
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """All that decides about the reminders of one shop. `timezone` and `holidays` are where the shop is.

    `last_run` is the day on which it was decided last, `summed_on` the day of the last weekly summary.
    """

    bills: Sequence[OpenBill]
    timezone: str
    promise: OpenPromise | None = None
    opted_out: bool = False
    holidays: frozenset[date] = frozenset()
    last_run: date | None = None
    summed_on: date | None = None


@dataclass(frozen=True, slots=True)
class BillReminder:
    """A bill in a reminder; `days` names the step that calls for it (None: the weekly summary does)."""

    bill: OpenBill
    days: int | None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One message to one of those who are told. `send_at` is the first moment at which nobody is disturbed.

    One for a promise has no bills, only what is still missing of the promise.
    """

    to: To
    day: date
    send_at: datetime
    tone: Tone
    bills: tuple[BillReminder, ...]
    amount: Decimal
    promise_id: int | None = None


def due_reminders(facts: AccountFacts, policy: ReminderPolicy, now: datetime) -> tuple[Reminder, ...]:
    """What is to be sent about one shop's account at `now` (aware): at most one message to each of those who are told.

    Raises `bad_value` for a day before the last on which it was decided: what was said cannot be unsaid.
    """
    here = now.astimezone(_zone(facts.timezone))
    today = here.date()
    if facts.last_run is not None and today < facts.last_run:
        raise Refusal(Code.BAD_VALUE, what="run_before_the_last", day=today.isoformat())
    if here.time() >= policy.quiet_from or (today in facts.holidays and not policy.on_holidays):
        return ()
    opens = datetime.combine(today, policy.quiet_until, here.tzinfo).astimezone(UTC)
    send_at = max(now.astimezone(UTC), opens)
    if facts.promise is not None and today <= facts.promise.by_day:
        return _of_promise(facts, facts.promise, today, send_at)
    called = _called(facts, policy, today)
    return tuple(reminder for to in To if (reminder := _merged(facts, policy, to, called, today, send_at)) is not None)


def still_due(reminder: Reminder, facts: AccountFacts, today: date) -> Reminder | None:
    """A reminder as it is true when it is sent, without what was paid or disputed; None where nothing is left."""
    if facts.opted_out and reminder.to is To.SHOP:
        return None
    if reminder.promise_id is not None:
        promise = facts.promise
        if promise is None or promise.id != reminder.promise_id or promise.paid >= promise.amount:
            return None
        return replace(reminder, amount=promise.amount - promise.paid)
    if facts.promise is not None and today <= facts.promise.by_day:
        return None
    open_now = {bill.id: bill for bill in facts.bills if bill.unpaid > 0 and not bill.disputed}
    left = tuple(replace(each, bill=open_now[each.bill.id]) for each in reminder.bills if each.bill.id in open_now)
    return replace(reminder, bills=left, amount=_sum(left)) if left else None


def next_step(bill: OpenBill, policy: ReminderPolicy, today: date) -> Step | None:
    """The step that a bill is to be reminded by today, if any."""
    if bill.disputed or bill.unpaid <= 0 or bill.unpaid < policy.least or (bill.said and bill.said.waiting):
        return None
    late = (today - bill.due_on).days
    for step, following in zip(policy.steps, [*policy.steps[1:], None], strict=True):
        done = bill.said is not None and step.days <= bill.said.days
        lapsed = step.days <= 0 and (late > 0 or (following is not None and late >= following.days))
        if not done and not lapsed:
            return step if late >= step.days and today >= _not_before(bill.said, step) else None
    return None


def _not_before(said: Said | None, step: Step) -> date:
    """The first day for a step after the last, which may have been late; one before the due day holds up none."""
    if said is None or said.days <= 0:
        return date.min
    return said.day + timedelta(days=step.days - said.days)


def _called(facts: AccountFacts, policy: ReminderPolicy, today: date) -> list[tuple[OpenBill, Step]]:
    steps = ((bill, next_step(bill, policy, today)) for bill in facts.bills)
    return [(bill, step) for bill, step in steps if step is not None]


def _merged(
    facts: AccountFacts,
    policy: ReminderPolicy,
    to: To,
    called: Iterable[tuple[OpenBill, Step]],
    today: date,
    send_at: datetime,
) -> Reminder | None:
    """Everything that one of those who are told is to hear today, in one message; the oldest bill first."""
    if facts.opted_out and to is To.SHOP:
        return None
    mine = [(bill, step) for bill, step in called if to in step.to]
    bills = [BillReminder(bill, step.days) for bill, step in mine]
    if to in policy.weekly_to and policy.weekly_on == today.isoweekday() and facts.summed_on != today:
        named = {bill.id for bill, _step in mine}
        others = (bill for bill in facts.bills if bill.id not in named and not bill.disputed)
        bills += [BillReminder(bill, None) for bill in others if bill.unpaid >= max(policy.least, Decimal("0.01"))]
    if not bills:
        return None
    bills.sort(key=lambda each: (each.bill.due_on, each.bill.id))
    tone = max((step.tone for _bill, step in mine), key=LOUDNESS.index, default=Tone.GENTLE)
    return Reminder(to, today, send_at, tone, tuple(bills), _sum(bills))


def _of_promise(facts: AccountFacts, promise: OpenPromise, today: date, send_at: datetime) -> tuple[Reminder, ...]:
    """Until its day a promise keeps everybody quiet; on its day what is missing of it is asked for, once."""
    missing = promise.amount - promise.paid
    if today < promise.by_day or missing <= 0 or facts.opted_out or promise.said_on == today:
        return ()
    return (Reminder(To.SHOP, today, send_at, Tone.GENTLE, (), missing, promise.id),)


def _sum(bills: Iterable[BillReminder]) -> Decimal:
    return sum((each.bill.unpaid for each in bills), NOTHING)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
