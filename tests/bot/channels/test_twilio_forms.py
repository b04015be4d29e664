"""What Twilio posts to us, every shape of it, as a message in our own words."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Inbound, Progress, Report
from bot.channels.twilio_forms import BadForm, parse, parse_status, read_form
from conversations.message import Attachment, Kind, Place
from tests.bot.web.calling import fields
from tests.builders import SHARMA
from tests.clock import MONDAY_MORNING

FILE = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"
BSUID = "NP.13491208655302741918"


def file(kind: str, **more: str) -> dict[str, str]:
    return fields("", NumMedia="1", MediaUrl0=FILE, MediaContentType0=kind, **more)


def parsed(form: Mapping[str, str]) -> Inbound:
    inbound = parse("whatsapp", form, MONDAY_MORNING)
    assert inbound is not None
    return inbound


ATTACHED = "attachments"
SHAPES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "text": (fields("2 peti maggi"), {"kind": Kind.TEXT, "text": "2 peti maggi", "phone": SHARMA, "tap": ""}),
    "devanagari": (fields("२ कार्टुन वाइ वाइ 🙏"), {"kind": Kind.TEXT, "text": "२ कार्टुन वाइ वाइ 🙏"}),
    "several lines": (fields("1. soap\n2. tea\n"), {"kind": Kind.TEXT, "text": "1. soap\n2. tea"}),
    "nothing but blanks": (fields("   "), {"kind": Kind.OTHER, "text": ""}),
    "a tap on a button": (
        fields("Send order", MessageType="interactive", ButtonText="Send order", ButtonPayload="3.1"),
        {"kind": Kind.TAP, "tap": "3.1", "text": "Send order"},
    ),
    "a tap on a template's button": (
        fields("Repeat last", MessageType="button", ButtonPayload="reorder", ButtonType="REPLY"),
        {"kind": Kind.TAP, "tap": "reorder"},
    ),
    "a row of a list": (
        fields("Bath Soap", MessageType="interactive", ListId="3.2", ListTitle="Bath Soap"),
        {"kind": Kind.TAP, "tap": "3.2", "text": "Bath Soap"},
    ),
    "a picture with words": (
        file("image/jpeg", MessageType="image") | {"Body": "my list"},
        {"kind": Kind.PHOTO, "text": "my list", ATTACHED: (Attachment("image/jpeg", FILE),)},
    ),
    "a voice note": (file("audio/ogg", MessageType="audio"), {"kind": Kind.VOICE}),
    "a document": (file("application/pdf", MessageType="document"), {"kind": Kind.DOCUMENT}),
    "a sticker": (file("image/webp", MessageType="sticker"), {"kind": Kind.STICKER}),
    "a contact card": (file("text/vcard", MessageType="contacts"), {"kind": Kind.CARD}),
    "a place with a name": (
        fields("", MessageType="location", Latitude="25.61", Longitude="85.14", Address="Boring Road", Label="Sharma"),
        {"kind": Kind.LOCATION, "place": Place(25.61, 85.14, "Sharma")},
    ),
    "a bare place": (
        fields("", MessageType="location", Latitude="-25.5", Longitude="85.14"),
        {"kind": Kind.LOCATION, "place": Place(-25.5, 85.14, "")},
    ),
    "a cart of WhatsApp's catalogue": (
        fields("before 5", MessageType="order", ProductRetailerId='{"product_items":[]}'),
        {"kind": Kind.CATALOGUE_ORDER, "text": "before 5"},
    ),
    "somebody without a phone": (
        fields("hello") | {"From": f"whatsapp:{BSUID}", "WaId": ""},
        {"external_id": BSUID, "phone": None},
    ),
    "a hidden phone that we know": (
        fields("hello") | {"From": f"whatsapp:{BSUID}", "WaId": "919876500011"},
        {"external_id": BSUID, "phone": SHARMA},
    ),
    "an SMS": (fields("stock?") | {"From": SHARMA}, {"kind": Kind.TEXT, "external_id": SHARMA}),
    "a field written small": (
        {"messagesid": "SM1", "from": f"whatsapp:{SHARMA}", "body": "hi", "messagetype": "text"},
        {"provider_id": "SM1", "text": "hi"},
    ),
    "NUL bytes": (
        fields("hi\x00there", ProfileName="Mo\x00han", ButtonPayload="3\x00.1"),
        {"text": "hithere", "profile_name": "Mohan", "tap": "3.1"},
    ),
    "an unknown type": (fields("", MessageType="teleport", Beam="up"), {"kind": Kind.OTHER}),
    "a form of a flow": (
        fields("", MessageType="interactive", FlowData='{"q":"12"}'),
        {"kind": Kind.OTHER, "extra": {"messagetype": "interactive", "flowdata": '{"q":"12"}'}},
    ),
}


@pytest.mark.parametrize(("form", "expected"), SHAPES.values(), ids=SHAPES.keys())
def test_a_form_is_read(form: dict[str, str], expected: dict[str, Any]) -> None:
    inbound = parsed(form)
    assert {name: getattr(inbound, name) for name in expected} == expected


@pytest.mark.parametrize("form", [form for form, _ in SHAPES.values()], ids=SHAPES.keys())
def test_what_was_kept_is_read_back_as_it_was(form: dict[str, str]) -> None:
    inbound = parsed(form)
    assert Inbound.from_json(json.loads(json.dumps(inbound.to_json()))) == inbound


def test_what_we_do_not_read_is_kept() -> None:
    form = fields("hi", BrandNewField="x", Forwarded="true", OriginalRepliedMessageSid="SM9", Empty="")
    kept = parsed(form).extra
    assert kept == {
        "messagetype": "text",
        "brandnewfield": "x",
        "forwarded": "true",
        "originalrepliedmessagesid": "SM9",
    }


@pytest.mark.parametrize(
    ("more", "files"),
    [
        ({"NumMedia": "-1"}, 0),
        ({"NumMedia": "abc"}, 0),
        ({"NumMedia": "1000000"}, 0),
        ({"NumMedia": "²"}, 0),
        ({"NumMedia": "1"}, 0),
        ({"NumMedia": "1", "MediaUrl0": FILE}, 1),
        ({"NumMedia": "0", "MediaUrl0": FILE}, 0),
        ({"NumMedia": "99", **{f"MediaUrl{number}": FILE for number in range(99)}}, 10),
    ],
    ids=["minus", "words", "a million", "a superscript", "no address", "no kind", "told none", "99"],
)
def test_a_strange_count_of_files(more: dict[str, str], files: int) -> None:
    assert len(parsed(fields("", **more)).attachments) == files


@pytest.mark.parametrize(
    "place",
    [("91", "0"), ("0", "181"), ("nan", "0"), ("inf", "0"), ("", ""), ("x", "y"), ("1e999", "0"), ("0x10", "0")],
)
def test_a_place_that_is_none(place: tuple[str, str]) -> None:
    assert parsed(fields("", Latitude=place[0], Longitude=place[1])).place is None


FIXTURES = Path(__file__).parents[4] / "shared" / "channel" / "fixtures"


@pytest.mark.skipif(not FIXTURES.exists(), reason="the captures of real calls are not beside this repository")
@pytest.mark.parametrize("name", sorted(path.stem for path in (FIXTURES / "twilio").glob("*.json")) or ["none"])
def test_a_captured_call_is_read_and_taken(name: str) -> None:
    capture = json.loads((FIXTURES / "twilio" / f"{name}.json").read_text())
    form = read_form((FIXTURES / "twilio" / f"{name}.form").read_bytes().strip())
    assert form == capture["params"]
    inbound = parsed(form)
    assert inbound.provider_id == form["MessageSid"]
    assert inbound.text == form["Body"].strip()


# --- status callbacks

STATUSES = [
    ({"MessageStatus": "sent"}, "42", Report(42, "SM1", Progress.SENT)),
    ({"MessageStatus": "delivered"}, "42", Report(42, "SM1", Progress.DELIVERED)),
    ({"MessageStatus": "read"}, "42", Report(42, "SM1", Progress.READ)),
    ({"MessageStatus": "failed", "ErrorCode": "63016"}, "42", Report(42, "SM1", Progress.FAILED, "63016")),
    ({"MessageStatus": "undelivered", "ErrorCode": "63024"}, "42", Report(42, "SM1", Progress.FAILED, "63024")),
    ({"MessageStatus": "sent"}, "", Report(None, "SM1", Progress.SENT)),
    ({"MessageStatus": "sent"}, "x", Report(None, "SM1", Progress.SENT)),
    ({"MessageStatus": "sent"}, "४२", Report(None, "SM1", Progress.SENT)),
    ({"MessageStatus": "queued"}, "42", None),
    ({"MessageStatus": "teleported"}, "42", None),
    ({"MessageStatus": ""}, "42", None),
    ({}, "42", None),
]


@pytest.mark.parametrize(("form", "reference", "report"), STATUSES)
def test_a_status_is_read(form: dict[str, str], reference: str, report: Report | None) -> None:
    assert parse_status({"MessageSid": "SM1", **form}, reference) == report


def test_a_status_without_an_id_says_nothing() -> None:
    assert parse_status({"MessageStatus": "read"}, "42") is None


@pytest.mark.skipif(not FIXTURES.exists(), reason="the captures of real calls are not beside this repository")
@pytest.mark.parametrize("name", sorted(path.stem for path in (FIXTURES / "twilio_status").glob("*.json")) or ["none"])
def test_a_captured_status_is_read(name: str) -> None:
    form = read_form((FIXTURES / "twilio_status" / f"{name}.form").read_bytes().strip())
    report = parse_status(form, "42")
    word = name.split("_")[1]
    assert (report is None) == (word in ("queued", "canceled"))
    if report is not None:
        assert report.progress.value == {"undelivered": "failed"}.get(word, word)
        assert report.code == form.get("ErrorCode", "")


# --- forms


@pytest.mark.parametrize(
    "body", [b"a=1&a=1", b"a=1&a=2", b"a", b"a=%ff", b"\xff=1", b"&".join(b"x%d=1" % number for number in range(501))]
)
def test_a_bad_form_is_refused(body: bytes) -> None:
    with pytest.raises(BadForm):
        read_form(body)


@given(st.binary(max_size=300))
def test_no_bytes_whatsoever_do_more_than_be_refused(body: bytes) -> None:
    try:
        form = read_form(body)
    except BadForm:
        return
    inbound = parse("whatsapp", form, MONDAY_MORNING)
    assert inbound is None or inbound.provider_id


NAMES = ("Body", "From", "MessageSid", "NumMedia", "Latitude", "Longitude", "WaId", "MediaUrl0", "ButtonPayload")


@given(st.dictionaries(st.sampled_from(NAMES), st.text()))
def test_no_fields_whatsoever_raise(form: dict[str, str]) -> None:
    parse("whatsapp", form, MONDAY_MORNING)
    parse_status(form, form.get("Body", ""))
