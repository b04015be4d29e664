"""How fast we may send: three at once and then one in six seconds to a person, an even row for a sender."""

from datetime import timedelta

import pytest

from bot.post import pace
from bot.post.tables import OutboundState
from bot.wiring import Wiring
from domain.network.audience import contact_at
from tests.bot.post.writing import letters, post, write
from tests.bot.twilio_service import Fault, TwilioService
from tests.builders import SHARMA, VERMA
from tests.clock import SettableClock


def sent_after(twilio: TwilioService, who: str, clock: SettableClock, house: Wiring, seconds: int) -> list[int]:
    """After how many seconds each letter to `who` went out, looking once a second."""
    begun = clock()
    for _second in range(seconds):
        post(house)
        clock.forward(seconds=1)
    to = f"whatsapp:{who}"
    return [round((message.created - begun).total_seconds()) for message in twilio.messages if message.to == to]


def test_a_person_gets_three_at_once_and_then_one_in_six_seconds(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    for _letter in range(6):
        write(house, SHARMA)
    assert sent_after(twilio, SHARMA, clock, house, 20) == [0, 0, 0, 6, 12, 18]


def test_after_a_rest_three_may_go_at_once_again(house: Wiring, twilio: TwilioService, clock: SettableClock) -> None:
    for _letter in range(3):
        write(house, SHARMA)
    sent_after(twilio, SHARMA, clock, house, 18)
    for _letter in range(4):
        write(house, SHARMA)
    assert sent_after(twilio, SHARMA, clock, house, 10)[3:] == [0, 0, 0, 6]


def test_the_pile_of_one_person_is_not_in_the_way_of_the_others(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    for _letter in range(100):
        write(house, SHARMA)
    write(house, VERMA)
    assert sent_after(twilio, VERMA, clock, house, 2) == [0]


def test_another_try_is_not_paid_twice(house: Wiring, twilio: TwilioService, clock: SettableClock) -> None:
    twilio.faults.extend([Fault.BUSY] * 3)
    for _letter in range(3):
        write(house, SHARMA)
    sent = sent_after(twilio, SHARMA, clock, house, 30)
    assert len(sent) == 3
    assert max(sent) < 12


def test_a_letter_that_is_dropped_costs_nothing(house: Wiring, twilio: TwilioService, clock: SettableClock) -> None:
    for _letter in range(3):
        write(house, SHARMA, notice="new_order", facts={"order": 404}, text="")
    for _letter in range(3):
        write(house, SHARMA)
    assert sent_after(twilio, SHARMA, clock, house, 3) == [0, 0, 0]
    assert [row.state for row in letters(house)[:3]] == [OutboundState.DROPPED] * 3


@pytest.mark.parametrize("back", [60, 3600, 86_400], ids=["a minute", "an hour", "a day"])
def test_a_clock_that_was_put_back_blocks_nobody_for_long(
    house: Wiring, twilio: TwilioService, clock: SettableClock, back: float
) -> None:
    for _letter in range(3):
        write(house, SHARMA)
    house.outbox.claim()  # by a worker that dies with its claim
    clock.forward(seconds=-back)
    write(house, SHARMA, "afterwards")
    sent_after(twilio, SHARMA, clock, house, 120)
    assert "afterwards" in twilio.to(SHARMA)


def test_only_one_writes_to_a_person_at_a_time(house: Wiring, clock: SettableClock) -> None:
    with house.database.write() as session:
        contact = contact_at(session, "whatsapp", SHARMA, SHARMA)
        until = clock() + timedelta(seconds=20)

        def take() -> bool:
            return pace.take_pen(session, contact.id, clock(), until, paced=True, pays=True)

        assert take()
        assert not take()
        pace.give_pen_back(session, contact.id)
        assert take()
        clock.forward(seconds=21)
        assert take()


def test_a_sender_has_an_even_row(house: Wiring, clock: SettableClock) -> None:
    with house.database.write() as session:
        waits = [pace.take_slot(session, "whatsapp", clock(), rate=10) for _ in range(4)]
        assert waits == [timedelta(milliseconds=100 * number) for number in range(4)]
        assert pace.take_slot(session, "other", clock(), rate=10) == timedelta(0)
        clock.forward(seconds=1)
        assert pace.take_slot(session, "whatsapp", clock(), rate=10) == timedelta(0)
        clock.forward(hours=-1)
        assert pace.take_slot(session, "whatsapp", clock(), rate=10) == timedelta(0)
