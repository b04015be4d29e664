"""Days as people name them: `kal`, `shukrwar ko`, `25 tarikh`, `3 din me`, `month end`."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conversations.reading.lexicon import Role, Sense
from conversations.reading.loading import lexicon
from conversations.reading.tokens import Kind, Token, plain, tokens

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class DayNamed:
    """A day, and the places of the tokens that named it."""

    day: date
    places: frozenset[int]


def day(text: str, today: date) -> date | None:
    """The day that the text names, seen from `today`: of a bare weekday or date, the next one."""
    named = day_in(tokens(plain(text)), today)
    return named.day if named else None


def day_in(cut: Sequence[Token], today: date) -> DayNamed | None:
    """The first day named among the tokens."""
    for at in range(len(cut)):
        for reading in (_written_date, _date_of_month, _days_ahead, _named_day):
            found = reading(cut, at, today)
            if found is not None:
                return found
    return None


def _senses(cut: Sequence[Token], at: int, role: Role) -> tuple[int, list[Sense]]:
    if not 0 <= at < len(cut) or cut[at].kind != Kind.WORD:
        return 0, []
    length, senses = lexicon().longest([token.key for token in cut], at)
    fitting = [sense for sense in senses if sense.role == role]
    if not fitting:
        length, fitting = 1, [sense for sense in lexicon().senses(cut[at].key) if sense.role == role]
    return (length, fitting) if fitting else (0, [])


def _written_date(cut: Sequence[Token], at: int, today: date) -> DayNamed | None:
    if cut[at].kind != Kind.ASIDE:
        return None
    figures = [int(each) for each in cut[at].text.replace(".", "/").replace("-", "/").split("/") if each.isdigit()]
    if len(figures) != 3:
        return None
    found = _valid(figures[2] + (2000 if figures[2] < 100 else 0), figures[1], figures[0])
    return DayNamed(found, frozenset((at,))) if found else None


def _date_of_month(cut: Sequence[Token], at: int, today: date) -> DayNamed | None:
    """`25 tarikh`, `25 nov`, `nov 25`, `25/11`."""
    if cut[at].kind != Kind.NUMBER:
        return None
    number = _whole(cut[at])
    for beside in (at + 1, at - 1):
        length, months = _senses(cut, beside, Role.MONTH)
        if months and number:
            return _on(today, int(months[0].value), number, frozenset((at, *range(beside, beside + length))))
        length, named = _senses(cut, beside, Role.DAY)
        if number and any(sense.value == "date" for sense in named):
            return _on(today, None, number, frozenset((at, *range(beside, beside + length))))
    if at + 2 < len(cut) and cut[at + 1].text == "/" and cut[at + 2].kind == Kind.NUMBER and number:
        return _on(today, _whole(cut[at + 2]), number, frozenset((at, at + 1, at + 2)))
    return None


def _days_ahead(cut: Sequence[Token], at: int, today: date) -> DayNamed | None:
    """`3 din me`, `2 hafte`."""
    number = _whole(cut[at])
    if number is None:
        number = next((int(sense.number) for sense in _senses(cut, at, Role.NUMBER)[1] if sense.number % 1 == 0), None)
    length, named = _senses(cut, at + 1, Role.DAY)
    times = next(({"days": 1, "week": 7}[sense.value] for sense in named if sense.value in ("days", "week")), None)
    if number is None or times is None or number > 366:
        return None
    return DayNamed(today + timedelta(days=number * times), frozenset(range(at, at + 1 + length)))


def _named_day(cut: Sequence[Token], at: int, today: date) -> DayNamed | None:
    length, named = _senses(cut, at, Role.DAY)
    if not named or named[0].value in ("days", "date"):
        return None
    value, places = named[0].value, frozenset(range(at, at + length))
    if value == "month_end":
        return DayNamed(today.replace(day=calendar.monthrange(today.year, today.month)[1]), places)
    if value == "week":
        return DayNamed(today + timedelta(days=7), places)
    if value in _WEEKDAYS:
        return DayNamed(today + timedelta(days=(_WEEKDAYS.index(value) - today.weekday() - 1) % 7 + 1), places)
    return DayNamed(today + timedelta(days=int(value)), places)


def _whole(token: Token) -> int | None:
    return int(token.value) if token.value is not None and token.value % 1 == 0 and token.value < 10_000 else None


def _on(today: date, month: int | None, number: int, places: frozenset[int]) -> DayNamed | None:
    """The next such date that is not past."""
    for found in _such(today, month, number):
        if found >= today:
            return DayNamed(found, places)
    return None


def _such(today: date, month: int | None, number: int) -> Iterator[date]:
    for later in range(13):
        ahead = today.month - 1 + later
        year, this = today.year + ahead // 12, ahead % 12 + 1
        found = _valid(year, this, number)
        if found is not None and (month is None or month == this):
            yield found


def _valid(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
