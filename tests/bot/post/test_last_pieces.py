"""Thirty shops want the last ten pieces at the same moment: ten get one each, twenty are told, none is sold twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, update
from sqlmodel import col, select

from bot.channels.base import Inbound
from bot.post.inbox import Received
from bot.wiring import Wiring
from domain.network.tables import Role, SellerTerms, Tier
from domain.orders.tables import Order
from domain.stock.tables import Reservation, Stock
from tests.bot.post.writing import inbound, post
from tests.bot.twilio_service import TwilioService
from tests.bot.whatsapp import whatsapp_house
from tests.builders import Network, link, party, person, small_network
from tests.clock import SettableClock

PHONES = [f"+9198765{number:05d}" for number in range(200, 230)]
THERE = 10


@pytest.fixture
def houses(database_url: str, clock: SettableClock, tmp_path: Path, twilio: TwilioService) -> Iterator[list[Wiring]]:
    """Three processes on PostgreSQL; SQLite is used by one."""
    count = 1 if database_url.startswith("sqlite") else 3
    with ExitStack() as open_ones:
        made = [whatsapp_house(database_url, clock, tmp_path, twilio) for _ in range(count)]
        for house in made:
            open_ones.enter_context(closing(house.database))
        yield made


def thirty_shops(house: Wiring, clock: SettableClock) -> Network:
    with house.database.write() as session:
        network = small_network(session, clock())
        session.execute(update(SellerTerms).values(minimum_order=Decimal(0)))
        for number, phone in enumerate(PHONES):
            shop = party(session, f"S{number}", f"Shop {number}", Tier.RETAILER)
            person(session, f"Owner {number}", phone, shop, Role.OWNER, clock())
            link(session, network.seller, shop)
        return network


def test_the_last_ten_pieces_go_to_ten_of_thirty_shops(houses: list[Wiring], clock: SettableClock) -> None:
    network = thirty_shops(houses[0], clock)

    def all_say(text: str) -> set[Received]:
        work = [(houses[n % len(houses)], inbound(phone, text, clock())) for n, phone in enumerate(PHONES)]

        def receive(todo: tuple[Wiring, Inbound]) -> Received:
            return todo[0].inbox.receive(todo[1])[0]

        with ThreadPoolExecutor(8) as pool:
            return set(pool.map(receive, work))

    assert all_say("1 toothbrush") == {Received.ANSWERED}
    post(houses[0])
    assert all_say("yes") == {Received.ANSWERED}
    with houses[0].database.read() as session:
        orders = session.scalar(select(func.count()).select_from(Order))
        reserved = session.scalar(
            select(func.sum(col(Reservation.quantity))).where(col(Reservation.product_id) == network["BRUSH"])
        )
        stock = session.scalars(select(Stock).where(col(Stock.product_id) == network["BRUSH"])).one()
    assert (orders, reserved) == (THERE, THERE)
    assert (stock.on_hand, stock.reserved) == (THERE, THERE)
