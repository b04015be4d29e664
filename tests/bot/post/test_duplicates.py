"""A message of a provider has one effect, however often and however concurrently it arrives."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from bot.post.inbox import Received
from bot.post.tables import OutboundState
from bot.wiring import Wiring
from domain.orders.tables import CartLine, Order
from tests.bot.post.writing import inbound, letters, messages, post, say
from tests.bot.twilio_service import TwilioService
from tests.bot.whatsapp import whatsapp_house
from tests.builders import SHARMA, Network
from tests.clock import SettableClock


def pieces_in_carts(house: Wiring) -> int:
    with house.database.read() as session:
        return session.scalar(select(func.sum(col(CartLine.quantity)))) or 0


def orders(house: Wiring) -> int:
    with house.database.read() as session:
        return session.scalar(select(func.count()).select_from(Order)) or 0


@pytest.mark.parametrize("later", [0, 5, 3600, 7 * 86_400], ids=["at once", "seconds", "an hour", "a week"])
def test_the_same_message_again_has_no_effect(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock, later: float
) -> None:
    message = inbound(SHARMA, "2 neemal soap", clock())
    assert house.inbox.receive(message)[0] is Received.ANSWERED
    post(house)
    told = twilio.to(SHARMA)
    clock.forward(seconds=later)
    assert house.inbox.receive(message) == (Received.DUPLICATE, None)
    post(house)
    assert twilio.to(SHARMA) == told
    assert pieces_in_carts(house) == 2


def test_three_deliveries_at_once_have_one_effect(house: Wiring, shops: Network, clock: SettableClock) -> None:
    message = inbound(SHARMA, "2 neemal soap", clock())
    with ThreadPoolExecutor(3) as pool:
        outcomes = list(pool.map(lambda _: house.inbox.receive(message)[0], range(3)))
    assert sorted(outcomes) == [Received.ANSWERED, Received.DUPLICATE, Received.DUPLICATE]
    assert pieces_in_carts(house) == 2
    assert len(letters(house)) == 1


def test_three_deliveries_to_two_processes_have_one_effect(
    postgres_url: str, clock: SettableClock, tmp_path: Path, twilio: TwilioService
) -> None:
    houses = [whatsapp_house(postgres_url, clock, tmp_path, twilio) for _ in range(2)]
    message = inbound(SHARMA, "hello", clock())
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda number: houses[number % 2].inbox.receive(message)[0], range(4)))
    assert outcomes.count(Received.ANSWERED) == 1
    assert outcomes.count(Received.DUPLICATE) == 3
    assert len(letters(houses[0])) == 1
    for house in houses:
        house.database.close()


def test_an_old_yes_again_confirms_nothing(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock
) -> None:
    say(house, SHARMA, "12 neemal soap")
    post(house)
    yes = inbound(SHARMA, "yes", clock())
    house.inbox.receive(yes)
    post(house)
    assert orders(house) == 1
    clock.forward(hours=1)
    say(house, SHARMA, "3 neemal soap")
    post(house)
    assert house.inbox.receive(yes)[0] is Received.DUPLICATE
    say(house, SHARMA, "cancel")
    post(house)
    assert orders(house) == 1


def test_two_taps_on_yes_are_one_order_and_the_second_names_it(
    house: Wiring, shops: Network, twilio: TwilioService
) -> None:
    say(house, SHARMA, "12 neemal soap")
    post(house)
    tap = letters(house)[-1].choices[0]["id"]
    assert say(house, SHARMA, "Send order", tap=tap) is Received.ANSWERED
    assert say(house, SHARMA, "Send order", tap=tap) is Received.ANSWERED
    post(house)
    assert orders(house) == 1
    first, second = twilio.to(SHARMA)[-2:]
    assert "GA-1" in first
    assert "GA-1" in second


def test_yes_before_the_line_it_confirms_orders_nothing(house: Wiring, shops: Network) -> None:
    say(house, SHARMA, "yes")
    say(house, SHARMA, "12 neemal soap")
    assert orders(house) == 0
    assert pieces_in_carts(house) == 12


def test_a_message_is_kept_with_what_it_said(house: Wiring, shops: Network) -> None:
    say(house, SHARMA, "namaste", provider_id="SMx", profile_name="Sharma Kirana", extra={"type": "text"})
    (kept,) = messages(house)
    assert (kept.channel, kept.provider_id, kept.external_id) == ("whatsapp", "SMx", SHARMA)
    assert kept.content["text"] == "namaste"
    assert kept.content["extra"] == {"type": "text"}
    assert kept.contact_id is not None
    assert letters(house)[0].state is OutboundState.NEW
