"""What a phone sends, as the form that Twilio would post for it, and the signature that goes with it."""

import json
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field
from twilio.request_validator import RequestValidator

from conversations.message import Attachment

HOUSE_NUMBER = "+910000000000"
ACCOUNT = "AC" + "0" * 32
LONGEST_TEXT = 65_536


class FromOutside(BaseModel):
    """Refuses fields that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Tap(FromOutside):
    """A choice that was tapped: its id and words, from a list or from a button, and the message that offered it."""

    id: str = Field(max_length=256)
    label: str = Field(max_length=256)
    description: str = Field(default="", max_length=256)
    listed: bool = False
    message_sid: str = Field(default="", max_length=64)


class SharedPlace(FromOutside):
    """A point on the map, in degrees."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    label: str = Field(default="", max_length=120)


class PhoneMessage(FromOutside):
    """One message of a phone. `phone` is its number in digits; `files` are names that an upload gave."""

    phone: str = Field(pattern=r"^[0-9]{6,15}$")
    name: str = Field(default="", max_length=80)
    text: str = Field(default="", max_length=LONGEST_TEXT)
    tap: Tap | None = None
    place: SharedPlace | None = None
    files: tuple[str, ...] = Field(default=(), max_length=10)


def form_of(message: PhoneMessage, mark: str, files: Sequence[Attachment]) -> dict[str, str]:
    """The fields that Twilio posts for a WhatsApp message; `mark` (32 hex digits) makes its id."""
    sid = ("MM" if files else "SM") + mark
    context = {"ProfileName": message.name, "WaId": message.phone}
    return {
        "SmsMessageSid": sid,
        "NumMedia": str(len(files)),
        "ProfileName": message.name,
        "MessageType": _type_of(message, files),
        "SmsSid": sid,
        "WaId": message.phone,
        "SmsStatus": "received",
        "Body": message.tap.label if message.tap else message.text,
        "To": f"whatsapp:{HOUSE_NUMBER}",
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": f"whatsapp:+{message.phone}",
        "ApiVersion": "2010-04-01",
        "ChannelMetadata": json.dumps({"type": "whatsapp", "data": {"context": context}}, separators=(",", ":")),
        **_tapped(message.tap),
        **_placed(message.place),
        **_attached(files),
    }


def sign(token: str, url: str, form: Mapping[str, str]) -> str:
    """The signature of a form that is posted to `url`, as Twilio makes it."""
    signature: str = RequestValidator(token).compute_signature(url, dict(form))
    return signature


def _type_of(message: PhoneMessage, files: Sequence[Attachment]) -> str:
    if message.tap:
        return "interactive"
    if message.place:
        return "location"
    if not files:
        return "text"
    kind = files[0].kind
    if kind == "image/webp":
        return "sticker"
    return kind.partition("/")[0] if kind.startswith(("image/", "audio/")) else "document"


def _tapped(tap: Tap | None) -> dict[str, str]:
    if tap is None:
        return {}
    words = (
        {"ListId": tap.id, "ListTitle": tap.label, "ListDescription": tap.description}
        if tap.listed
        else {"ButtonText": tap.label, "ButtonPayload": tap.id}
    )
    replied = {"OriginalRepliedMessageSid": tap.message_sid, "OriginalRepliedMessageSender": f"whatsapp:{HOUSE_NUMBER}"}
    return words | (replied if tap.message_sid else {})


def _placed(place: SharedPlace | None) -> dict[str, str]:
    if place is None:
        return {}
    point = {"Latitude": str(place.latitude), "Longitude": str(place.longitude)}
    return point | ({"Label": place.label} if place.label else {})


def _attached(files: Sequence[Attachment]) -> dict[str, str]:
    fields = {}
    for position, file in enumerate(files):
        fields[f"MediaContentType{position}"] = file.kind
        fields[f"MediaUrl{position}"] = file.url
    return fields
