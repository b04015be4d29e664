"""On which day an order is promised: weekdays, the cut-off hour, lead days, holidays, zones."""

from datetime import UTC, date, datetime, time

import pytest

from domain.orders.delivery import DeliveryTerms, delivery_day, next_delivery_day

KOLKATA, KATHMANDU = "Asia/Kolkata", "Asia/Kathmandu"


def terms(weekdays="1234567", lead=1, cut_off=time(18), holidays=(), zone=KOLKATA):
    return DeliveryTerms(weekdays, lead, cut_off, frozenset(date(2026, 6, day) for day in holidays), zone)


def june(day, hour, minute=0, second=0):
    """A moment of June 2026 in UTC; the 15th is a Monday."""
    return datetime(2026, 6, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("of", "now", "day"),
    [
        pytest.param(terms(), june(15, 4, 30), 16, id="in the morning: tomorrow"),
        pytest.param(terms(), june(15, 12, 30), 16, id="at the cut-off, 18:00 in India: still tomorrow"),
        pytest.param(terms(), june(15, 12, 30, 1), 17, id="a second later: a day later"),
        pytest.param(terms(lead=0), june(15, 4, 30), 15, id="without lead days: today"),
        pytest.param(terms(lead=0), june(15, 13), 16, id="and after the cut-off tomorrow"),
        pytest.param(terms(lead=3), june(15, 4, 30), 18, id="three days of lead"),
        pytest.param(terms("14"), june(15, 4, 30), 18, id="Mondays and Thursdays: on Thursday"),
        pytest.param(terms("1"), june(15, 4, 30), 22, id="Mondays only: in a week"),
        pytest.param(terms("1", lead=0), june(15, 4, 30), 15, id="today, where today is the day"),
        pytest.param(terms("123456"), june(20, 4, 30), 22, id="on Saturday: not on Sunday"),
        pytest.param(terms(holidays=[16]), june(15, 4, 30), 17, id="not on a holiday"),
        pytest.param(terms("23", holidays=[16, 17]), june(15, 4, 30), 23, id="both days of the week are holidays"),
        pytest.param(terms(""), june(20, 4, 30), 21, id="no weekdays set: every day"),
        pytest.param(terms(lead=0), june(15, 18, 29, 59), 16, id="a second before midnight in India: Monday"),
        pytest.param(terms(lead=0), june(15, 18, 30), 16, id="midnight in India: Tuesday"),
        pytest.param(terms(lead=0, zone=KATHMANDU), june(15, 18, 15), 16, id="midnight in Nepal: Tuesday"),
        pytest.param(terms(zone=KATHMANDU), june(15, 12, 15), 16, id="the cut-off in Nepal is at 12:15 UTC"),
        pytest.param(terms(zone=KATHMANDU), june(15, 12, 15, 1), 17, id="and a second later is too late"),
    ],
)
def test_the_promised_day(of, now, day):
    assert delivery_day(of, now) == date(2026, 6, day)


def test_a_zone_that_the_moment_is_written_in_does_not_matter():
    from zoneinfo import ZoneInfo

    now = june(15, 12, 30, 1)
    assert delivery_day(terms(), now.astimezone(ZoneInfo("America/New_York"))) == delivery_day(terms(), now)


def test_a_wrong_set_up_never_loses_an_order():
    shut = DeliveryTerms("8", 1, time(18), frozenset(), KOLKATA)
    assert delivery_day(shut, june(15, 4, 30)) == date(2026, 6, 16)


def test_the_end_of_a_year_is_a_day_like_any():
    assert next_delivery_day(terms("5"), date(2026, 12, 26)) == date(2027, 1, 1)
