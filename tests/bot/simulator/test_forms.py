"""A phone's message becomes the form that Twilio would post for it, and is read as what it was."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bot.channels.twilio_forms import parse
from bot.web.simulator.forms import PhoneMessage, SharedPlace, Tap, form_of
from conversations.message import Attachment, Kind, Place

MARK = "0123456789abcdef" * 2
NOW = datetime(2026, 6, 15, tzinfo=UTC)
ALWAYS = {
    "SmsMessageSid", "NumMedia", "ProfileName", "MessageType", "SmsSid", "WaId", "SmsStatus", "Body", "To",
    "NumSegments", "ReferralNumMedia", "MessageSid", "AccountSid", "From", "ApiVersion", "ChannelMetadata",
}  # fmt: skip
REPLIED = {"OriginalRepliedMessageSid", "OriginalRepliedMessageSender"}
FILE = {"MediaContentType0", "MediaUrl0"}
BUTTON = Tap(id="3.1", label="Send order", message_sid="SIM7x1")
ROW = Tap(id="3.2", label="Soap 100 g", description="₹38", listed=True)


def message(**parts: object) -> PhoneMessage:
    return PhoneMessage(phone="919876500011", name="Mohan Sharma", **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sent", "files", "type_", "more", "kind"),
    [
        (message(text="2 peti maggi"), [], "text", set(), Kind.TEXT),
        (message(tap=BUTTON), [], "interactive", {"ButtonText", "ButtonPayload", *REPLIED}, Kind.TAP),
        (message(tap=ROW), [], "interactive", {"ListId", "ListTitle", "ListDescription"}, Kind.TAP),
        (message(place=SharedPlace(latitude=25.6, longitude=85.1, label="Boring Road")), [], "location",
         {"Latitude", "Longitude", "Label"}, Kind.LOCATION),
        (message(place=SharedPlace(latitude=0, longitude=0)), [], "location", {"Latitude", "Longitude"}, Kind.LOCATION),
        (message(text="my list"), ["image/jpeg"], "image", FILE, Kind.PHOTO),
        (message(), ["image/webp"], "sticker", FILE, Kind.STICKER),
        (message(), ["audio/ogg"], "audio", FILE, Kind.VOICE),
        (message(), ["application/pdf"], "document", FILE, Kind.DOCUMENT),
        (message(text=" "), [], "text", set(), Kind.OTHER),
    ],
    ids=["text", "button", "list", "place", "bare place", "photo", "sticker", "voice", "document", "nothing"],
)  # fmt: skip
def test_each_kind_has_twilios_fields(
    sent: PhoneMessage, files: list[str], type_: str, more: set[str], kind: Kind
) -> None:
    form = form_of(sent, MARK, [Attachment(kind, "http://here/file") for kind in files])
    assert set(form) == ALWAYS | more
    assert form["MessageType"] == type_
    read = parse("sim", form, NOW)
    assert read is not None
    assert read.kind is kind
    assert read.phone == read.external_id == "+919876500011"
    assert read.profile_name == "Mohan Sharma"


def test_a_message_is_read_as_it_was_written() -> None:
    words = "२ पेटी मैगी\n5 পার্লে जी 🙏 & = %"
    read = parse("sim", form_of(message(text=words), MARK, []), NOW)
    assert read is not None
    assert (read.text, read.provider_id) == (words, "SM" + MARK)


def test_a_tap_brings_its_id_and_words() -> None:
    read = parse("sim", form_of(message(tap=BUTTON, text="not sent"), MARK, []), NOW)
    assert read is not None
    assert (read.tap, read.text) == ("3.1", "Send order")


def test_a_place_keeps_its_name() -> None:
    place = SharedPlace(latitude=27.6931, longitude=85.3437, label="Baneshwor")
    read = parse("sim", form_of(message(place=place), MARK, []), NOW)
    assert read is not None
    assert read.place == Place(27.6931, 85.3437, "Baneshwor")


def test_files_are_counted_and_numbered() -> None:
    files = [Attachment("image/jpeg", "http://here/a"), Attachment("application/pdf", "http://here/b")]
    form = form_of(message(), MARK, files)
    assert form["MessageSid"] == "MM" + MARK
    read = parse("sim", form, NOW)
    assert read is not None
    assert list(read.attachments) == files


@pytest.mark.parametrize(
    "parts",
    [
        {"phone": "+919876500011"},
        {"phone": "whatsapp:1"},
        {"phone": "९१९८७६५०००११"},
        {"place": {"latitude": 91, "longitude": 0}},
        {"place": {"latitude": "nan", "longitude": 0}},
        {"text": "x" * 70_000},
        {"files": ["a"] * 11},
        {"price": "0"},
    ],
    ids=["plus", "address", "native digits", "off the map", "nan", "long", "many files", "unknown field"],
)
def test_what_no_phone_sends_is_refused(parts: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PhoneMessage.model_validate({"phone": "919876500011", **parts})
