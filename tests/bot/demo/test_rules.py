"""The small rules by which the demo's year is made."""

import random
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.demo.calendar import Calendar, last_working_moment, working_day_before
from bot.demo.godown import Came, Godown
from bot.demo.habits import draw, packed
from domain.catalogue.packs import Packing, Unit
from domain.orders.delivery import DeliveryTerms
from domain.stock.tables import MovementKind

INDIA = ZoneInfo("Asia/Kolkata")
DIWALI = date(2026, 11, 9)  # a Monday here
PATNA = DeliveryTerms("123456", 1, time(18), frozenset({DIWALI}), "Asia/Kolkata")


def india(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=INDIA)


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        pytest.param(india(10, 12), india(10, 12), id="at work"),
        pytest.param(india(10, 22), india(10, 19, 30), id="in the evening"),
        pytest.param(india(11, 3), india(10, 19, 30), id="at night"),
        pytest.param(india(15, 12), india(14, 19, 30), id="on a Sunday"),
        pytest.param(india(9, 12), india(7, 19, 30), id="on a holiday after a Sunday"),
    ],
)
def test_the_last_working_moment(now, moment):
    assert last_working_moment(PATNA, now) == moment


@pytest.mark.parametrize(
    ("day", "back", "before"),
    [
        pytest.param(11, 1, 10, id="yesterday"),
        pytest.param(16, 1, 14, id="over a Sunday"),
        pytest.param(10, 1, 7, id="over a holiday and a Sunday"),
        pytest.param(12, 2, 10, id="two days back"),
    ],
)
def test_the_working_day_before(day, back, before):
    assert working_day_before(PATNA, date(2026, 11, day), back) == date(2026, 11, before)


CALENDAR = Calendar.of(
    {
        "season": [{"months": [11], "lifts": {"tea": 1.5, "drinks": 0.5}}],
        "festival": [
            {"days": [date(2026, 11, 8)], "where": ["IN"], "before": 5, "lifts": {"tea": 2.0}},
            {"days": [date(2026, 11, 15)], "where": ["Bihar"], "before": 3, "lifts": {"oil": 3.0}},
        ],
    }
)


@pytest.mark.parametrize(
    ("day", "where", "lifts"),
    [
        pytest.param(date(2026, 10, 1), {"IN"}, {}, id="an ordinary day"),
        pytest.param(date(2026, 11, 20), {"IN"}, {"tea": 1.5, "drinks": 0.5}, id="a season"),
        pytest.param(date(2026, 11, 7), {"IN"}, {"tea": 3.0, "drinks": 0.5}, id="before a festival"),
        pytest.param(date(2026, 11, 8), {"IN"}, {"tea": 1.5, "drinks": 0.5}, id="on the day itself"),
        pytest.param(date(2026, 11, 7), {"NP"}, {"tea": 1.5, "drinks": 0.5}, id="elsewhere"),
        pytest.param(date(2026, 11, 13), {"IN", "Bihar"}, {"tea": 1.5, "drinks": 0.5, "oil": 3.0}, id="of one region"),
    ],
)
def test_what_is_lifted(day, where, lifts):
    assert CALENDAR.lifts(day, frozenset(where)) == lifts


@pytest.mark.parametrize(
    ("pieces", "packing", "taken"),
    [
        pytest.param(200, Packing(12, 96), (2, Unit.CASE), id="cases"),
        pytest.param(68, Packing(12, 96), (1, Unit.CASE), id="nearly a case"),
        pytest.param(40, Packing(12, 96), (3, Unit.INNER), id="inners"),
        pytest.param(40, Packing(None, 96), (36, Unit.PIECE), id="dozens"),
        pytest.param(11, Packing(None, 96), (10, Unit.PIECE), id="fives"),
        pytest.param(3.4, Packing(None, 96), (3, Unit.PIECE), id="single pieces"),
        pytest.param(0.2, Packing(None, None), (1, Unit.PIECE), id="never none"),
    ],
)
def test_quantities_are_such_as_people_order(pieces, packing, taken):
    assert packed(pieces, packing) == taken


def test_what_weighs_more_is_drawn_more_often():
    dice = random.Random(7)
    drawn = [draw({"much": 8.0, "little": 1.0, "some": 3.0}, 1, dice)[0] for _ in range(2000)]
    much, some, little = (drawn.count(name) for name in ("much", "some", "little"))
    assert much > 2 * some > 3 * little
    assert sorted(draw({"a": 1.0, "b": 2.0}, 5, dice)) == ["a", "b"]


NOON = india(10, 12)


def test_a_godown_knows_what_is_free():
    godown = Godown(1)
    assert godown.free(7) is None
    godown.take_in(Came(7, 100, MovementKind.OPENING, NOON))
    godown.reserve(7, 30)
    assert godown.free(7) == 70
    godown.issue(7, 20)
    assert (godown.shelves[7].on_hand, godown.shelves[7].reserved) == (80, 10)
    godown.release(7, 10)
    godown.count(7, 4, NOON)
    assert (godown.free(7), godown.came[-1].quantity) == (4, -76)
    assert sum(came.quantity for came in godown.came) - 20 == godown.shelves[7].on_hand


def test_a_count_that_changes_nothing_is_not_written():
    godown = Godown(1)
    godown.count(7, 0, NOON)
    assert godown.free(7) == 0
    assert godown.came == []
