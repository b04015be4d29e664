"""While a person looks after a chat the bot keeps quiet; what is said is kept all the same."""

import pytest

from bot.post.inbox import Received
from bot.wiring import Wiring
from conversations.message import Kind
from tests.bot.post.writing import letters, messages, post, say
from tests.bot.twilio_service import TwilioService
from tests.builders import SHARMA, Network
from tests.clock import SettableClock


@pytest.fixture
def handed_over(house: Wiring, shops: Network, twilio: TwilioService) -> Wiring:
    """Sharma asked for a person and was told that one comes."""
    say(house, SHARMA, "talk to a person")
    post(house)
    assert len(twilio.to(SHARMA)) == 1
    return house


def answered(house: Wiring, twilio: TwilioService) -> bool:
    before = len(twilio.to(SHARMA))
    post(house)
    return len(twilio.to(SHARMA)) > before


@pytest.mark.parametrize("text", ["when will my goods come?", "2 neemal soap", "hello?", "yes"])
def test_the_bot_keeps_quiet_and_keeps_what_is_said(handed_over: Wiring, twilio: TwilioService, text: str) -> None:
    assert say(handed_over, SHARMA, text) is Received.ANSWERED
    assert not answered(handed_over, twilio)
    assert messages(handed_over)[-1].content["text"] == text


@pytest.mark.parametrize("text", ["menu", "stop", "start"])
def test_a_word_calls_it_back(handed_over: Wiring, twilio: TwilioService, text: str) -> None:
    say(handed_over, SHARMA, text)
    assert answered(handed_over, twilio)
    say(handed_over, SHARMA, "2 neemal soap")
    assert answered(handed_over, twilio)


def test_a_tap_calls_it_back(handed_over: Wiring, twilio: TwilioService) -> None:
    say(handed_over, SHARMA, "Menu", tap="1.1", kind=Kind.TAP)
    assert answered(handed_over, twilio)


@pytest.mark.parametrize(("hours", "speaks"), [(1.9, False), (2.1, True)])
def test_after_two_hours_it_speaks_again(
    handed_over: Wiring, twilio: TwilioService, clock: SettableClock, hours: float, speaks: bool
) -> None:
    clock.forward(hours=hours)
    say(handed_over, SHARMA, "2 neemal soap")
    assert answered(handed_over, twilio) == speaks


def test_quiet_writes_no_letters_at_all(handed_over: Wiring) -> None:
    before = len(letters(handed_over))
    say(handed_over, SHARMA, "12 neemal soap")
    say(handed_over, SHARMA, "", kind=Kind.PHOTO)
    assert len(letters(handed_over)) == before
