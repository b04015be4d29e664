"""The check of a year's trade stays quick: no query of it looks at every row for every row."""

import time

import pytest
from sqlmodel import func, select

from bot.commands.books import invariants, look
from bot.demo.seed import fill
from domain.orders.tables import Order, OrderLine
from tests.clock import SettableClock
from tests.wired import wired

pytestmark = pytest.mark.slow

ORDERS, LINES = 2_000, 15_000  # what a year of the demo has at least


def test_a_year_of_the_demo_is_checked_in_two_seconds(sqlite_url, tmp_path):
    wiring = wired(sqlite_url, SettableClock(), tmp_path)
    with wiring.database.write() as session:
        fill(session, wiring.clock())
        orders, lines = (session.scalar(select(func.count()).select_from(table)) for table in (Order, OrderLine))
    began = time.process_time()
    violations = look(wiring, invariants())
    seconds = time.process_time() - began
    wiring.database.close()
    assert violations == []
    assert (orders > ORDERS, lines > LINES) == (True, True)
    assert seconds < 2
