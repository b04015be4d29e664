"""People write one order in three lines: one answer for what was said in a breath, and nothing said is lost."""

from collections.abc import Sequence

import pytest

from bot.post.tables import OutboundState
from bot.wiring import Wiring
from tests.bot.post.writing import letters, post, say
from tests.bot.twilio_service import Fault, TwilioService
from tests.builders import SHARMA, Network
from tests.clock import SettableClock


@pytest.fixture
def breath() -> float:
    """Three seconds, as in a real installation."""
    return 3.0


def wait(house: Wiring, clock: SettableClock, seconds: float) -> None:
    """Lets time go by while the worker sends what becomes due."""
    for _tenth in range(round(seconds * 10)):
        clock.forward(seconds=0.1)
        post(house)


def test_three_lines_within_a_breath_get_one_answer(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock
) -> None:
    for line in ("2 neemal soap", "5 leaf tea", "3 steel spoon"):
        say(house, SHARMA, line)
        wait(house, clock, 1)
    assert twilio.to(SHARMA) == []
    wait(house, clock, 2.1)
    (answer,) = twilio.to(SHARMA)
    assert all(goods in answer for goods in ("Bath Soap", "Leaf Tea", "Steel Spoon"))


@pytest.mark.parametrize("pause", [2.9, 3.2], ids=["just in time", "just too late"])
def test_a_breath_lasts_three_seconds(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock, pause: float
) -> None:
    say(house, SHARMA, "2 neemal soap")
    wait(house, clock, pause)
    say(house, SHARMA, "5 leaf tea")
    wait(house, clock, 3.1)
    assert len(twilio.to(SHARMA)) == (1 if pause < 3 else 2)


def test_who_goes_on_and_on_is_answered_ten_seconds_after_the_first_line(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock
) -> None:
    said = clock()
    while not twilio.to(SHARMA):
        say(house, SHARMA, "1 steel spoon")
        wait(house, clock, 0.9)
    assert 9.5 <= (twilio.messages[0].created - said).total_seconds() <= 10.1


def test_a_tap_ends_the_wait(house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock) -> None:
    say(house, SHARMA, "12 neemal soap")
    wait(house, clock, 3.1)
    say(house, SHARMA, "Change", tap=_choice(house, "Change"))
    wait(house, clock, 0.1)
    assert len(twilio.to(SHARMA)) == 2


def test_a_tap_says_what_the_line_before_it_would_have_said(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock
) -> None:
    say(house, SHARMA, "12 neemal soap")
    wait(house, clock, 3.1)
    change = _choice(house, "Change")
    say(house, SHARMA, "stock of leaf tea?")
    say(house, SHARMA, "Change", tap=change)
    wait(house, clock, 0.1)
    assert len(twilio.to(SHARMA)) == 2
    assert "Leaf Tea" in twilio.to(SHARMA)[1]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["price of leaf tea", "2 neemal soap"], ["Leaf Tea", "Bath Soap"]),
        (["price of leaf tea", "2 neemal soap", "3 steel spoon"], ["Leaf Tea", "Bath Soap", "Steel Spoon"]),
        (["stock of leaf tea?", "price of toothbrush", "2 neemal soap"], ["Leaf Tea", "Toothbrush", "Bath Soap"]),
    ],
    ids=["price, order", "price, order, more", "stock, price, order"],
)
def test_different_matters_are_said_together(
    house: Wiring,
    shops: Network,
    twilio: TwilioService,
    clock: SettableClock,
    lines: Sequence[str],
    told: Sequence[str],
) -> None:
    for line in lines:
        say(house, SHARMA, line)
    wait(house, clock, 3.1)
    (answer,) = twilio.to(SHARMA)
    assert [words for words in told if words not in answer] == []


def test_the_same_matter_is_said_once(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock
) -> None:
    say(house, SHARMA, "2 neemal soap")
    say(house, SHARMA, "3 steel spoon")
    wait(house, clock, 3.1)
    (answer,) = twilio.to(SHARMA)
    assert answer.count("Bath Soap") == 1


def test_an_answer_that_is_being_sent_is_not_taken_back(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock
) -> None:
    say(house, SHARMA, "2 neemal soap")
    clock.forward(seconds=3)
    (claimed,) = house.outbox.claim()
    say(house, SHARMA, "3 steel spoon")
    house.outbox.deliver(claimed)
    wait(house, clock, 3.1)
    assert [row.state for row in letters(house)] == [OutboundState.SENT, OutboundState.SENT]
    assert "Bath Soap" in twilio.to(SHARMA)[0]


def test_an_answer_that_may_have_gone_out_is_not_taken_back(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock
) -> None:
    twilio.faults.append(Fault.CUT_SENT)
    say(house, SHARMA, "2 neemal soap")
    wait(house, clock, 3)
    say(house, SHARMA, "3 steel spoon")
    wait(house, clock, 10)
    assert [row.state for row in letters(house)] == [OutboundState.SENT, OutboundState.SENT]
    assert len(twilio.to(SHARMA)) == 2


def test_a_confirmation_never_gives_way(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock
) -> None:
    say(house, SHARMA, "12 neemal soap")
    wait(house, clock, 3.1)
    say(house, SHARMA, "yes")
    say(house, SHARMA, "menu")
    wait(house, clock, 3.1)
    _cart, confirmed, menu = twilio.to(SHARMA)
    assert "GA-1" in confirmed
    assert "Namaste" in menu


def test_a_question_that_was_not_sent_does_not_exist(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock
) -> None:
    """The yes comes before the read-back was seen, so it confirms nothing."""
    say(house, SHARMA, "12 neemal soap")
    say(house, SHARMA, "yes")
    wait(house, clock, 3.1)
    (answer,) = twilio.to(SHARMA)
    assert "GA-1" not in answer


def _choice(house: Wiring, label: str) -> str:
    return next(str(choice["id"]) for choice in letters(house)[-1].choices if choice["label"] == label)
