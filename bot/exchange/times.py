"""Cells with days, hours, weekdays and moments."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.exchange.cells import Raw, Unreadable, as_text, shown

_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ](\d{4}|\d{2})")
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")  # a day that a program wrote as a moment
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::00)?\s*(am|pm)?", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Day:
    """A day: 2026-12-31, or day first as in 31/12/2026."""

    @property
    def hint(self) -> str:
        return "a day: 2026-12-31 or 31/12/2026"

    def read(self, raw: Raw) -> date:
        day = raw.date() if isinstance(raw, datetime) else raw if isinstance(raw, date) else _day(as_text(raw))
        if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise Unreadable(f"{shown(raw)} is not a day such as 2026-12-31 or 31/12/2026")
        return day

    def write(self, value: date) -> str:
        return value.isoformat()


def _day(text: str) -> date | None:
    """The day that a text names; None for none, as 31/02/2026."""
    text = _MIDNIGHT.sub("", text.strip())
    found = _DAY_FIRST.fullmatch(text)
    try:
        if found is None:
            return date.fromisoformat(text)
        day, month, year = found.groups()
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
        return date(int(year) if len(year) == 4 else 2000 + int(year), number, int(day))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day: 18:00 or 6:30 pm."""

    @property
    def hint(self) -> str:
        return "a time of day: 18:00"

    def read(self, raw: Raw) -> time:
        if isinstance(raw, datetime):
            raw = raw.time()
        if isinstance(raw, time):
            return raw.replace(second=0, microsecond=0)
        found = _HOUR.fullmatch(as_text(raw).strip())
        if found is not None:
            hours, minutes, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
            if half and 1 <= hours <= 12:
                hours = hours % 12 + (12 if half == "pm" else 0)
            elif half:
                hours = 24  # 14 pm is no time
            if hours < 24 and minutes < 60:
                return time(hours, minutes)
        raise Unreadable(f"{shown(raw)} is not a time of day such as 18:00")

    def write(self, value: time) -> str:
        return value.strftime("%H:%M")


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week as digits, 1 is Monday: 135, or Mon Wed Fri."""

    @property
    def hint(self) -> str:
        return "weekdays as digits, 1 is Monday: 135, or Mon Wed Fri"

    def read(self, raw: Raw) -> str:
        text = as_text(raw).strip().casefold()
        names = re.findall(r"[a-z]+", text)
        if names and all(name[:3] in _WEEKDAYS for name in names) and not re.search(r"\d", text):
            days = {_WEEKDAYS.index(name[:3]) + 1 for name in names}
        elif re.fullmatch(r"[1-7][1-7 ,]*", text):
            days = {int(digit) for digit in re.findall(r"[1-7]", text)}
        else:
            raise Unreadable(f"{shown(raw)} is not {self.hint}")
        return "".join(str(day) for day in sorted(days))

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in UTC, to the second; only written."""

    @property
    def hint(self) -> str:
        return "a moment in UTC: 2026-12-31T12:30:00Z"

    def read(self, raw: Raw) -> datetime:
        raise Unreadable("is only written")

    def write(self, value: datetime) -> str:
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
