"""Our requests to Twilio, judged by Twilio's own definition and by the limits of WhatsApp."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twilio.base.exceptions import TwilioException

from bot.channels.base import CannotTell, Outbound, SendError, Trouble
from bot.channels.twilio import TwilioChannel
from bot.wiring import Wiring
from conversations.reply import Offer
from tests.bot.twilio_service import ACCOUNT, SENDER, Fault, Refusal, TwilioService
from tests.bot.twilio_spec import answer_complaints, content_complaints, message_complaints
from tests.bot.whatsapp import PUBLIC_URL
from tests.builders import SHARMA
from tests.clock import SettableClock


@pytest.fixture
def channel(house: Wiring) -> TwilioChannel:
    """WhatsApp."""
    found = house.channels["whatsapp"]
    assert isinstance(found, TwilioChannel)
    return found


def answer(text: str = "Right?", *labels: str, **more: Any) -> Outbound:
    offers = tuple(Offer(f"1.{place}", label) for place, label in enumerate(labels, start=1))
    return Outbound(42, SHARMA, text, offers, **more)


# --- the judge itself

TEMPLATE = "HX" + "0" * 32
GOOD = {"To": "whatsapp:+919876500011", "From": SENDER, "Body": "hi", "StatusCallback": "https://x.example/s?m=1"}
BAD: dict[str, dict[str, str]] = {
    "a field that Twilio does not know": {**GOOD, "Bodi": "hi"},
    "camel case": {**GOOD, "body": "hi"},
    "no receiver": {"From": SENDER, "Body": "hi"},
    "a receiver without its channel": {**GOOD, "To": "+919876500011"},
    "a receiver that is none": {**GOOD, "To": "hello"},
    "no sender": {"To": GOOD["To"], "Body": "hi"},
    "nothing to say": {"To": GOOD["To"], "From": SENDER},
    "an empty body": {**GOOD, "Body": ""},
    "1601 characters": {**GOOD, "Body": "x" * 1601},
    "a body beside a template": {**GOOD, "ContentSid": TEMPLATE},
    "a template's id of another shape": {"To": GOOD["To"], "From": SENDER, "ContentSid": "XX1"},
    "variables that are no JSON": {
        "To": GOOD["To"],
        "From": SENDER,
        "ContentSid": TEMPLATE,
        "ContentVariables": "1",
    },
    "an empty variable": {
        "To": GOOD["To"],
        "From": SENDER,
        "ContentSid": TEMPLATE,
        "ContentVariables": '{"1": ""}',
    },
    "a callback that is no address": {**GOOD, "StatusCallback": "here"},
    "a callback with an underscore": {**GOOD, "StatusCallback": "https://my_house.example/s"},
    "a service of another shape": {"To": GOOD["To"], "Body": "hi", "MessagingServiceSid": "MG1"},
}


def test_the_judge_takes_a_good_request() -> None:
    assert message_complaints(GOOD.items()) == []
    assert message_complaints([*GOOD.items(), ("MediaUrl", "https://x.example/a.jpg")]) == []


@pytest.mark.parametrize("form", BAD.values(), ids=BAD.keys())
def test_the_judge_finds_what_is_wrong(form: dict[str, str]) -> None:
    assert message_complaints(form.items())


def test_the_judge_finds_a_second_file_and_a_field_twice() -> None:
    assert message_complaints([*GOOD.items(), ("MediaUrl", "https://x.example/1"), ("MediaUrl", "https://x.example/2")])
    assert message_complaints([*GOOD.items(), ("Body", "again")])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"types": {}},
        {"language": "en", "types": {}},
        {"language": "en", "types": {"twilio/quick-reply": {"body": "x"}}},
        {"language": "en", "types": {"twilio/list-picker": {"body": "x", "button": "b", "items": [{"item": "no id"}]}}},
        {"language": "en", "types": {"twilio/text": {"body": "x"}}, "colour": "red"},
    ],
)
def test_the_judge_finds_what_is_wrong_with_a_template(body: dict[str, Any]) -> None:
    assert content_complaints(body)


def test_our_stand_in_answers_as_twilio_does(twilio: TwilioService) -> None:
    """Each answer is judged when it is given; this one is broken on purpose."""
    path = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
    assert answer_complaints(path, "post", 201, {"sid": "SM1", "status": "teleported"})


# --- messages


def test_a_text_is_sent_as_it_is(channel: TwilioChannel, twilio: TwilioService) -> None:
    sid = channel.send(answer("Namaste 🙏 & welcome\nto the shop"))
    (message,) = twilio.messages
    assert (message.sid, message.to, message.sender) == (sid, f"whatsapp:{SHARMA}", SENDER)
    assert message.body == "Namaste 🙏 & welcome\nto the shop"


def test_our_number_rides_in_the_callback(channel: TwilioChannel, twilio: TwilioService) -> None:
    channel.send(answer())
    assert twilio.messages[0].callback == f"{PUBLIC_URL}/webhooks/twilio/status?m=42"


def test_a_messaging_service_may_send(channel: TwilioChannel, twilio: TwilioService) -> None:
    channel.service, channel.sender = "MG" + "1a" * 16, ""
    channel.send(answer())
    assert len(twilio.messages) == 1


def test_somebody_without_a_phone_is_reached(channel: TwilioChannel, twilio: TwilioService) -> None:
    channel.send(replace(answer(), to="NP.13491208655302741918"))
    assert twilio.messages[0].to == "whatsapp:NP.13491208655302741918"


def test_buttons_are_sent_from_a_template_that_is_made_once(channel: TwilioChannel, twilio: TwilioService) -> None:
    for _message in range(3):
        channel.send(answer("Right?", "Send order", "Change"))
    assert len(twilio.contents) == 1
    for message in twilio.messages:
        assert message.body == "Right?"
        assert [(choice["id"], choice["title"]) for choice in message.choices] == [
            ("1.1", "Send order"),
            ("1.2", "Change"),
        ]


def test_a_list_is_sent_from_a_template_of_its_length(channel: TwilioChannel, twilio: TwilioService) -> None:
    for count in (4, 10, 4):
        channel.send(answer("Which?", *(f"Salt {number} kg" for number in range(count))))
    assert len(twilio.contents) == 2
    assert [len(message.choices) for message in twilio.messages] == [4, 10, 4]
    assert twilio.messages[0].choices[3] == {"item": "Salt 3 kg", "id": "1.4", "description": "·"}


def test_a_template_is_known_to_the_next_process(
    house: Wiring, channel: TwilioChannel, twilio: TwilioService, clock: SettableClock
) -> None:
    channel.send(answer("Right?", "Menu"))
    channel.contents._known.clear()
    channel.send(answer("Right?", "Menu"))
    assert len(twilio.contents) == 1


@pytest.mark.parametrize("fault", [Refusal(20001), Fault.SILENT, Fault.CUT, Refusal(20003, status=401)], ids=str)
def test_where_no_template_is_made_the_choices_are_numbered(
    channel: TwilioChannel, twilio: TwilioService, clock: SettableClock, fault: Fault | Refusal
) -> None:
    twilio.content_faults.append(fault)
    channel.send(answer("Right?", "Send order", "Change"))
    assert twilio.to(SHARMA) == ["Right?\n1. Send order\n2. Change"]
    channel.send(answer("Right?", "Send order", "Change"))
    assert len(twilio.contents) == 0
    clock.forward(minutes=11)
    channel.send(answer("Right?", "Send order", "Change"))
    assert len(twilio.contents) == 1


@pytest.mark.parametrize("code", [21655, 21656, 63013, 63027])
def test_where_a_template_is_refused_the_choices_are_numbered(
    channel: TwilioChannel, twilio: TwilioService, code: int
) -> None:
    twilio.faults.append(Refusal(code))
    channel.send(answer("Right?", "Send order"))
    assert twilio.to(SHARMA) == ["Right?\n1. Send order"]


def test_a_file_goes_by_its_address(channel: TwilioChannel, twilio: TwilioService) -> None:
    channel.send(answer("Your list", "Menu", media=("https://sauda.example.com/media/x", "https://x/2")))
    (message,) = twilio.messages
    assert message.media == ["https://sauda.example.com/media/x"]
    assert message.body == "Your list\n1. Menu"


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=2500).filter(str.strip)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, labels=st.lists(texts.map(lambda text: text[:60]), max_size=12))
def test_no_answer_whatsoever_is_refused(
    channel: TwilioChannel, twilio: TwilioService, text: str, labels: list[str]
) -> None:
    channel.send(answer(text, *labels))
    assert twilio.complaints == []


# --- trouble


def test_the_clients_give_up_within_the_lease_of_a_letter() -> None:
    from bot.channels.twilio import SECONDS_TO_MAKE_A_TEMPLATE, SECONDS_TO_SEND, make_client
    from bot.post.outbox import LEASE

    assert SECONDS_TO_MAKE_A_TEMPLATE + SECONDS_TO_SEND + 1 < LEASE.total_seconds()
    client = make_client(ACCOUNT, "token", "http://127.0.0.1:9", "http://127.0.0.1:9", SECONDS_TO_SEND)
    assert client.http_client.timeout == SECONDS_TO_SEND
    with pytest.raises((TwilioException, OSError)):
        client.messages.create(to="whatsapp:+1", from_="whatsapp:+2", body="x")


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Fault.BUSY, Trouble.LATER),
        (Fault.BROKEN, Trouble.UNKNOWN),
        (Fault.CUT, Trouble.UNKNOWN),
        (Fault.SILENT, Trouble.UNKNOWN),
        (Refusal(20429, 429), Trouble.LATER),
        (Refusal(20500, 500), Trouble.UNKNOWN),
        (Refusal(20503, 503), Trouble.UNKNOWN),
        (Refusal(63018), Trouble.LATER),
        (Refusal(63016), Trouble.WINDOW),
        (Refusal(21610), Trouble.OPTED_OUT),
        (Refusal(63033), Trouble.OPTED_OUT),
        (Refusal(21211), Trouble.PERMANENT),
        (Refusal(20003, 401), Trouble.PERMANENT),
    ],
    ids=str,
)
def test_trouble_is_told_apart(
    channel: TwilioChannel, twilio: TwilioService, fault: Fault | Refusal, trouble: Trouble
) -> None:
    twilio.faults.append(fault)
    with pytest.raises(SendError) as raised:
        channel.send(answer())
    assert raised.value.trouble is trouble


def test_who_cannot_list_cannot_tell(channel: TwilioChannel, twilio: TwilioService, clock: SettableClock) -> None:
    twilio.lists = False
    with pytest.raises(CannotTell):
        channel.find(answer(), clock())


def test_a_message_is_found_by_its_words_in_either_form(
    channel: TwilioChannel, twilio: TwilioService, clock: SettableClock
) -> None:
    as_buttons = channel.send(answer("Right?", "Send order"))
    twilio.faults.append(Refusal(63013))
    as_text = channel.send(answer("Right?", "Send order"))
    channel.send(answer("Something else"))
    assert channel.find(answer("Right?", "Send order"), clock()) == [as_buttons, as_text]
    clock.forward(hours=1)
    assert channel.find(answer("Right?", "Send order"), clock()) == []


def test_values_ride_as_json(channel: TwilioChannel, twilio: TwilioService) -> None:
    """A dict would be sent as its keys, silently."""
    channel.send(answer('He said "hi" — {{t1}}', "Menu"))
    assert twilio.messages[0].body == 'He said "hi" — {{t1}}'
    assert json.loads(json.dumps(twilio.messages[0].choices)) == twilio.messages[0].choices
