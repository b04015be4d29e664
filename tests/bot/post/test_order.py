"""Per person, messages are handled one at a time and in order, on any number of processes."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlmodel import col, select

from bot.channels.base import Inbound
from bot.post.inbox import Received
from bot.wiring import Wiring
from domain.orders.tables import CartLine
from tests.bot.post.writing import inbound, letters
from tests.bot.twilio_service import TwilioService
from tests.bot.whatsapp import whatsapp_house
from tests.builders import SHARMA, STRANGER, VERMA, Network, small_network
from tests.clock import SettableClock

GOODS = ("neemal soap", "leaf tea", "toothbrush", "steel spoon", "glucose biscuit", "masala noodles")


def cart_lines(house: Wiring) -> list[tuple[int, int | None]]:
    """(cart, quantity) of every line."""
    with house.database.read() as session:
        return [
            (cart, quantity)
            for cart, quantity in session.execute(
                select(col(CartLine.cart_id), col(CartLine.quantity)).order_by(col(CartLine.id))
            )
        ]


def test_lines_sent_at_the_same_moment_all_stand_in_one_cart(
    house: Wiring, shops: Network, clock: SettableClock
) -> None:
    lines = [inbound(SHARMA, f"{count} {goods}", clock()) for count, goods in enumerate(GOODS, start=1)]
    with ThreadPoolExecutor(len(lines)) as pool:
        outcomes = set(pool.map(lambda line: house.inbox.receive(line)[0], lines))
    assert outcomes == {Received.ANSWERED}
    found = cart_lines(house)
    assert len({cart for cart, _ in found}) == 1
    assert sorted(quantity or 0 for _, quantity in found) == [1, 2, 3, 4, 5, 6]


def test_lines_sent_to_several_processes_all_stand_in_one_cart(
    postgres_url: str, clock: SettableClock, tmp_path: Path, twilio: TwilioService
) -> None:
    houses = [whatsapp_house(postgres_url, clock, tmp_path, twilio) for _ in range(3)]
    with houses[0].database.write() as session:
        small_network(session, clock())
    work = [
        (houses[number % 3], inbound(who, f"{number + 1} {goods}", clock()))
        for who in (SHARMA, VERMA)
        for number, goods in enumerate(GOODS)
    ]

    def receive(todo: tuple[Wiring, Inbound]) -> Received:
        return todo[0].inbox.receive(todo[1])[0]

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(receive, work)) == {Received.ANSWERED}
    found = cart_lines(houses[0])
    assert len({cart for cart, _ in found}) == 2
    assert sorted(quantity or 0 for _, quantity in found) == sorted([*range(1, 7), *range(1, 7)])
    for house in houses:
        house.database.close()


def test_a_strangers_first_messages_at_once_make_one_contact(
    house: Wiring, shops: Network, clock: SettableClock
) -> None:
    first = [inbound(STRANGER, "namaste", clock()) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda message: house.inbox.receive(message)[0], first))
    assert outcomes == [Received.ANSWERED] * 4
    assert len({row.contact_id for row in letters(house)}) == 1
