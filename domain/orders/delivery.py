"""On which day an order is delivered: weekdays of the beat or party, the cut-off hour, lead days, holidays. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HORIZON_DAYS = 60


@dataclass(frozen=True, slots=True)
class DeliveryTerms:
    """When a seller brings goods to a buyer. `weekdays` holds digits, 1 is Monday; an empty one means every day."""

    weekdays: str
    lead_days: int
    cut_off: time
    holidays: frozenset[date]
    timezone: str


def delivery_day(terms: DeliveryTerms, now: datetime) -> date:
    """The first day that can be promised for an order placed at `now` (aware).

    An order after the cut-off counts as placed on the next day. Where sixty days hold no delivery day
    (a wrong set-up), the first day after the lead time is promised, so that an order is never lost to it.
    """
    here = now.astimezone(ZoneInfo(terms.timezone))
    counted_from = here.date() + timedelta(days=1 if here.time() > terms.cut_off else 0)
    first = counted_from + timedelta(days=terms.lead_days)
    return next_delivery_day(terms, first)


def next_delivery_day(terms: DeliveryTerms, first: date) -> date:
    """The first delivery day from `first` on."""
    weekdays = terms.weekdays or "1234567"
    for ahead in range(HORIZON_DAYS):
        day = first + timedelta(days=ahead)
        if str(day.isoweekday()) in weekdays and day not in terms.holidays:
            return day
    return first
