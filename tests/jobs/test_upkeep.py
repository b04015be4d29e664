"""The small jobs that keep the books tidy."""

from datetime import timedelta

from sqlmodel import select

from bot.jobs import upkeep
from bot.jobs.tables import JobRun
from bot.post.tables import OutboundMessage
from bot.wiring import Wiring
from domain.orders.tables import Order, OrderState
from domain.stock.tables import Stock
from tests.builders import SHARMA, Network
from tests.clock import SettableClock
from tests.talking import Talk


def test_an_order_that_nobody_packed_lapses_and_gives_its_stock_back(
    wiring: Wiring, network: Network, talk: Talk, clock: SettableClock
) -> None:
    talk.say(SHARMA, "12 neemal soap")
    talk.say(SHARMA, "yes")
    with wiring.database.read() as session:
        order = session.scalars(select(Order)).one()
        assert order.valid_until is not None
    clock.now = order.valid_until - timedelta(seconds=1)
    assert upkeep.lapse_orders(wiring, clock()) == "0 orders lapsed"
    clock.now = order.valid_until + timedelta(seconds=1)
    assert upkeep.lapse_orders(wiring, clock()) == "1 orders lapsed"
    assert upkeep.lapse_orders(wiring, clock()) == "0 orders lapsed"
    with wiring.database.read() as session:
        assert session.scalars(select(Order)).one().state is OrderState.CANCELLED
        reserved = [row.reserved for row in session.scalars(select(Stock))]
        told = [row.notice for row in session.scalars(select(OutboundMessage)) if row.notice == "order_cancelled"]
    assert set(reserved) == {0}
    assert told


def test_runs_of_long_ago_are_forgotten(wiring: Wiring, clock: SettableClock) -> None:
    with wiring.database.write() as session:
        for days in (1, 59, 61, 400):
            session.add(JobRun(job="x", slot=clock() - timedelta(days=days)))
    assert upkeep.tidy(wiring, clock()) == "2 rows forgotten"
    with wiring.database.read() as session:
        assert len(session.scalars(select(JobRun)).all()) == 2


def test_without_a_provider_nothing_is_fetched(wiring: Wiring, clock: SettableClock) -> None:
    assert upkeep.fetch_missed(wiring, clock()) == "no provider here"
