"""A send that ended unclear is looked up before it is sent again; Twilio's list knows receivers, times and words."""

import pytest

from bot.post.outbox import LEASE
from bot.post.tables import Lane, OutboundState
from bot.wiring import Wiring
from tests.bot.post.writing import letter, letters, post, say, write
from tests.bot.twilio_service import Fault, TwilioService
from tests.builders import GUPTA, SHARMA, VERMA, Network
from tests.clock import SettableClock

UNCLEAR = [Fault.BROKEN, Fault.CUT, Fault.SILENT]
UNCLEAR_SENT = [Fault.BROKEN_SENT, Fault.CUT_SENT]


@pytest.mark.parametrize("fault", UNCLEAR_SENT)
def test_what_went_out_is_found_and_not_sent_again(
    house: Wiring, twilio: TwilioService, clock: SettableClock, fault: Fault
) -> None:
    row_id = write(house, SHARMA)
    twilio.faults.append(fault)
    post(house)
    clock.forward(seconds=3)
    post(house)
    assert len(twilio.messages) == 1
    row = letter(house, row_id)
    assert (row.state, row.provider_id) == (OutboundState.SENT, twilio.messages[0].sid)


@pytest.mark.parametrize("fault", UNCLEAR)
def test_what_did_not_go_out_is_sent(house: Wiring, twilio: TwilioService, clock: SettableClock, fault: Fault) -> None:
    write(house, SHARMA)
    twilio.faults.append(fault)
    post(house)
    clock.forward(seconds=3)
    post(house)
    assert twilio.to(SHARMA) == ["Namaste"]


@pytest.mark.parametrize("fault", [*UNCLEAR, *UNCLEAR_SENT])
def test_the_same_words_of_an_earlier_letter_are_not_taken_for_this_one(
    house: Wiring, twilio: TwilioService, clock: SettableClock, fault: Fault
) -> None:
    write(house, SHARMA)
    post(house)
    write(house, SHARMA)
    twilio.faults.append(fault)
    post(house)
    clock.forward(seconds=3)
    post(house)
    assert twilio.to(SHARMA) == ["Namaste", "Namaste"]
    assert len({row.provider_id for row in letters(house)}) == 2


def test_two_unclear_letters_of_the_same_words_are_two(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    for _letter in range(2):
        write(house, SHARMA)
        twilio.faults.append(Fault.CUT_SENT)
    for _second in range(10):
        post(house)
        clock.forward(seconds=1)
    assert len(twilio.to(SHARMA)) == 2
    assert {row.state for row in letters(house)} == {OutboundState.SENT}


def test_buttons_that_went_out_are_found(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock
) -> None:
    twilio.faults.append(Fault.CUT_SENT)
    say(house, SHARMA, "12 neemal soap")
    for _second in range(4):
        post(house)
        clock.forward(seconds=1)
    (message,) = twilio.messages
    assert message.choices


def test_the_letter_of_a_worker_that_died_after_sending_is_found(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    write(house, SHARMA)
    (claimed,) = house.outbox.claim()
    house.channels["whatsapp"].send(house.drawing.letter(claimed.id, house.channels["whatsapp"].capabilities))
    clock.forward(seconds=LEASE.total_seconds() + 1)
    post(house)
    assert len(twilio.messages) == 1


def test_the_answer_to_another_person_is_not_taken_for_this_one(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    write(house, VERMA)
    post(house)
    write(house, SHARMA)
    twilio.faults.append(Fault.CUT)
    post(house)
    clock.forward(seconds=3)
    post(house)
    assert len(twilio.to(SHARMA)) == 1


@pytest.mark.parametrize(
    ("lane", "times", "state"),
    [(Lane.ANSWER, 1, OutboundState.SENT), (Lane.NEWS, 1, OutboundState.SENT), (Lane.OFFER, 0, OutboundState.FAILED)],
    ids=["answer", "news", "offer"],
)
def test_where_nobody_can_tell_what_must_arrive_is_sent_again(
    house: Wiring, twilio: TwilioService, clock: SettableClock, lane: Lane, times: int, state: OutboundState
) -> None:
    """A reminder or offer reaches nobody twice, at the price that it may not arrive."""
    row_id = write(house, SHARMA, lane=lane)
    twilio.faults.append(Fault.CUT)
    twilio.lists = False
    post(house)
    clock.forward(seconds=3)
    post(house)
    assert (len(twilio.to(SHARMA)), letter(house, row_id).state) == (times, state)


def test_an_unclear_notice_is_recognised_by_the_words_that_it_had(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock
) -> None:
    """What it tells has changed meanwhile, and would now be drawn in other words or not at all."""
    say(house, GUPTA, "menu")
    say(house, SHARMA, "12 neemal soap")
    post(house)
    say(house, SHARMA, "yes")
    news = next(row for row in letters(house) if row.notice == "new_order")
    twilio.faults.append(Fault.CUT_SENT)
    house.outbox.run_once(only=[news.id])
    assert letter(house, news.id).state is OutboundState.UNKNOWN
    say(house, SHARMA, "cancel GA-1")
    clock.forward(seconds=3)
    house.outbox.run_once(only=[news.id])
    assert letter(house, news.id).state is OutboundState.SENT
