"""Messages that the provider took and our webhook missed are fetched and handled once."""

from datetime import timedelta

import pytest

from bot.commands.failure import Failed
from bot.post.reconcile import Found, reconcile
from bot.wiring import Wiring
from conversations.message import Kind
from tests.bot.post.writing import letters, messages, post, say
from tests.bot.twilio_service import SENDER, Message, TwilioService
from tests.builders import SHARMA, VERMA, Network
from tests.clock import SettableClock

HOUR = timedelta(hours=1)


@pytest.fixture
def twilio_has(twilio: TwilioService, clock: SettableClock) -> list[Message]:
    """What Twilio received for us and our webhook never saw."""
    return twilio.messages


def missed(clock: SettableClock, number: int, who: str, text: str, **more: object) -> Message:
    facts = {"direction": "inbound", "created": clock() - timedelta(minutes=20 - number)} | more
    return Message(f"SM{number:032x}", SENDER, f"whatsapp:{who}", text, **facts)  # type: ignore[arg-type]


def test_what_was_missed_is_taken_in_once_the_oldest_first(
    house: Wiring, shops: Network, twilio_has: list[Message], clock: SettableClock
) -> None:
    twilio_has += [missed(clock, 2, SHARMA, "5 leaf tea"), missed(clock, 1, SHARMA, "2 neemal soap")]
    assert reconcile(house, clock() - HOUR) == Found(seen=2, taken=2)
    assert [row.content["text"] for row in messages(house)] == ["2 neemal soap", "5 leaf tea"]
    assert reconcile(house, clock() - HOUR) == Found(seen=2, taken=0)
    assert len(letters(house)) == 2


def test_what_the_webhook_brought_is_known(
    house: Wiring, shops: Network, twilio_has: list[Message], clock: SettableClock
) -> None:
    say(house, SHARMA, "2 neemal soap", provider_id=f"SM{1:032x}")
    twilio_has.append(missed(clock, 1, SHARMA, "2 neemal soap"))
    assert reconcile(house, clock() - HOUR) == Found(seen=1, taken=0)


def test_our_own_and_old_and_brand_new_messages_are_left_alone(
    house: Wiring, shops: Network, twilio_has: list[Message], clock: SettableClock
) -> None:
    """The newest are still on their way to the webhook, which knows more of a tap than the list does."""
    twilio_has += [
        missed(clock, 1, SHARMA, "ours", direction="outbound-api"),
        missed(clock, 2, SHARMA, "old", created=clock() - 2 * HOUR),
        missed(clock, 3, SHARMA, "new", created=clock() - timedelta(seconds=30)),
        missed(clock, 4, SENDER.removeprefix("whatsapp:"), "from ourselves"),
        missed(clock, 5, VERMA, "hello"),
    ]
    assert reconcile(house, clock() - HOUR) == Found(seen=1, taken=1)
    assert [row.content["text"] for row in messages(house)] == ["hello"]


def test_files_come_with_their_message(
    house: Wiring, shops: Network, twilio_has: list[Message], clock: SettableClock
) -> None:
    twilio_has.append(missed(clock, 1, SHARMA, "", media=["image/jpeg"]))
    reconcile(house, clock() - HOUR)
    (kept,) = messages(house)
    assert kept.content["kind"] == Kind.PHOTO
    url = kept.content["attachments"][0]["url"]
    assert house.media.fetchers["whatsapp"]._source.is_file(url)


def test_an_answer_goes_out(
    house: Wiring, shops: Network, twilio: TwilioService, twilio_has: list[Message], clock: SettableClock
) -> None:
    twilio_has.append(missed(clock, 1, SHARMA, "2 neemal soap"))
    reconcile(house, clock() - HOUR)
    post(house)
    assert "Bath Soap" in twilio.to(SHARMA)[0]


def test_a_provider_that_does_not_answer_is_told_in_a_line(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    twilio.lists = False
    with pytest.raises(Failed, match="Twilio could not be asked"):
        reconcile(house, clock() - HOUR)


def test_without_a_provider_there_is_nothing_to_ask(wiring: Wiring) -> None:
    with pytest.raises(Failed, match="TWILIO_ACCOUNT_SID"):
        reconcile(wiring, wiring.clock() - HOUR)
