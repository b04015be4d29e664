"""A failure of ours: nothing of the message stays but the message itself, and it is tried again in its place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.post.inbox import TRIES_AFTER, Received
from bot.post.tables import InboundState
from bot.wiring import Wiring
from conversations.dialogs.menu import Menu
from domain.orders.tables import CartLine
from tests.bot.post.writing import inbound, letters, messages, post, say
from tests.bot.twilio_service import TwilioService
from tests.builders import SHARMA, VERMA, Network
from tests.clock import SettableClock


class Fault(Exception):  # noqa: N818
    """A fault of our own, such as a bug."""


@pytest.fixture
def broken_menu(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The menu cannot be drawn until the test undoes it."""

    def fail(*_arguments: object) -> None:
        raise Fault("with what was said in it: 12 soap")

    with monkeypatch.context() as patch:
        patch.setattr(Menu, "start", fail)
        yield patch


def states(house: Wiring) -> list[str]:
    return [message.state.value for message in messages(house)]


def test_a_message_that_fails_is_kept_and_thanked_for(
    house: Wiring, shops: Network, broken_menu: pytest.MonkeyPatch
) -> None:
    assert say(house, SHARMA, "menu") is Received.WAITING
    (kept,) = messages(house)
    assert (kept.state, kept.attempts) == (InboundState.WAITING, 1)
    assert kept.due == house.clock() + timedelta(seconds=2)
    assert letters(house) == []


def test_it_is_tried_after_two_seconds_and_after_thirty_then_set_aside(
    house: Wiring,
    shops: Network,
    clock: SettableClock,
    twilio: TwilioService,
    broken_menu: pytest.MonkeyPatch,
) -> None:
    say(house, SHARMA, "menu")
    tried = []
    with capture_logs() as logs:
        for _second in range(60):
            clock.forward(seconds=1)
            if house.inbox.try_again():
                tried.append(clock() - messages(house)[0].received_at)
    assert tried == [timedelta(seconds=2), timedelta(seconds=32)]
    (kept,) = messages(house)
    assert (kept.state, kept.error) == (InboundState.ASIDE, "Fault")
    assert [entry["event"] for entry in logs if entry.get("alarm")] == ["message_set_aside"]
    post(house)
    assert twilio.to(SHARMA) == [
        "Something went wrong on our side with your last message. It is kept, and a person will look at it."
    ]


def test_the_next_try_answers_as_if_nothing_had_been(
    house: Wiring,
    shops: Network,
    clock: SettableClock,
    twilio: TwilioService,
    broken_menu: pytest.MonkeyPatch,
) -> None:
    say(house, SHARMA, "menu")
    broken_menu.undo()
    clock.now += TRIES_AFTER[0]
    house.inbox.try_again()
    post(house)
    assert states(house) == ["done"]
    (told,) = twilio.to(SHARMA)
    assert "Namaste" in told


def test_what_comes_behind_a_failed_message_waits_for_it(
    house: Wiring, shops: Network, clock: SettableClock, broken_menu: pytest.MonkeyPatch
) -> None:
    say(house, SHARMA, "menu")
    assert say(house, SHARMA, "2 neemal soap") is Received.WAITING
    assert say(house, VERMA, "2 neemal soap") is Received.ANSWERED
    clock.forward(seconds=1)
    house.inbox.try_again()
    assert states(house) == ["waiting", "waiting", "done"]
    broken_menu.undo()
    clock.forward(seconds=1)
    while house.inbox.try_again():
        clock.forward(seconds=1)
    assert states(house) == ["done", "done", "done"]
    assert [row.cause_id for row in letters(house)] == [3, 1, 2]


def test_what_comes_behind_goes_on_when_the_first_is_set_aside(
    house: Wiring, shops: Network, clock: SettableClock, broken_menu: pytest.MonkeyPatch
) -> None:
    say(house, SHARMA, "menu")
    say(house, SHARMA, "2 neemal soap")
    for _second in range(40):
        clock.forward(seconds=1)
        house.inbox.try_again()
    assert states(house) == ["aside", "done"]
    with house.database.read() as session:
        assert session.query(CartLine).count() == 1


def test_a_failure_undoes_what_the_turn_had_written(
    house: Wiring, shops: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The goods are in the cart before the answer is drawn."""

    def fail(*_arguments: object) -> None:
        raise Fault

    monkeypatch.setattr("conversations.dialogs.ordering.cards.cart", fail)
    assert say(house, SHARMA, "2 neemal soap") is Received.WAITING
    with house.database.read() as session:
        assert session.query(CartLine).count() == 0


def test_a_message_that_comes_again_while_it_waits_is_a_duplicate(
    house: Wiring, shops: Network, clock: SettableClock, broken_menu: pytest.MonkeyPatch
) -> None:
    message = inbound(SHARMA, "menu", clock())
    assert house.inbox.receive(message)[0] is Received.WAITING
    assert house.inbox.receive(message)[0] is Received.DUPLICATE
    assert states(house) == ["waiting"]


@contextmanager
def without_inbox(house: Wiring) -> Iterator[None]:
    """Nothing can be written down, as on a full disk."""
    with house.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE inbound_message RENAME TO out_of_reach"))
    try:
        yield
    finally:
        with house.database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE out_of_reach RENAME TO inbound_message"))


def test_what_cannot_even_be_written_down_is_not_thanked_for(
    house: Wiring, shops: Network, clock: SettableClock
) -> None:
    message = inbound(SHARMA, "2 neemal soap", clock())
    with without_inbox(house), pytest.raises(Exception, match="inbound_message"):
        house.inbox.receive(message)
    assert house.inbox.receive(message)[0] is Received.ANSWERED


def test_the_log_of_a_failure_holds_no_words(
    house: Wiring, shops: Network, broken_menu: pytest.MonkeyPatch, logged: Callable[[], str]
) -> None:
    say(house, SHARMA, "menu")
    told = logged()
    assert "message_failed" in told
    assert "Fault" in told
    assert "12 soap" not in told
