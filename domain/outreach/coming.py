"""The reminders of the next days, as they would be decided if nobody paid, promised or disputed meanwhile. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.outreach.policy import ReminderPolicy, To
from domain.outreach.reminders import AccountFacts, OpenBill, Reminder, Said, due_reminders


def to_come(facts: AccountFacts, policy: ReminderPolicy, now: datetime, days: int) -> list[Reminder]:
    """What would be sent about one shop's account from `now` on within so many days, today being the first."""
    zone, found = ZoneInfo(facts.timezone), list[Reminder]()
    today = now.astimezone(zone).date()
    for ahead in range(days):
        day = today + timedelta(days=ahead)
        moment = max(now, datetime.combine(day, policy.quiet_until, zone).astimezone(UTC))
        reminders = due_reminders(facts, policy, moment)
        found += reminders
        facts = _after(facts, reminders, day)
    return found


def _after(facts: AccountFacts, reminders: Iterable[Reminder], day: date) -> AccountFacts:
    """The facts on the evening of a day on which these reminders were sent."""
    steps: dict[int, int] = {}
    summed_on, promise = facts.summed_on, facts.promise
    for reminder in reminders:
        for each in reminder.bills:
            if each.days is not None:
                steps[each.bill.id] = each.days
            elif reminder.to is To.SHOP:
                summed_on = day
        if reminder.promise_id is not None and promise is not None:
            promise = replace(promise, said_on=day)
    bills = tuple(_reminded(bill, steps, day) for bill in facts.bills)
    return replace(facts, bills=bills, promise=promise, summed_on=summed_on, last_run=day)


def _reminded(bill: OpenBill, steps: dict[int, int], day: date) -> OpenBill:
    return replace(bill, said=Said(steps[bill.id], day)) if bill.id in steps else bill
