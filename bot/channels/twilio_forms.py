"""What Twilio posts to us: forms checked by their signature and read as messages and reports."""

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator

from bot.channels.base import Inbound, Progress, Report
from conversations.message import Attachment, Kind, Place

MOST_FILES = 10
# Fields that are read here, or say the same as another; whatever else comes is kept as it came.
READ = re.compile(
    r"body|from|to|waid|profilename|buttonpayload|listid|latitude|longitude|address|label|channelmetadata|apiversion"
    r"|accountsid|num\w+|referralnummedia|(sms)?messagesid|smssid|smsstatus|media(url|contenttype)\d+",
)


class BadForm(Exception):  # noqa: N818 - a judgement on a request
    """A body that is no form of Twilio's."""


def read_form(body: bytes) -> dict[str, str]:
    """The fields of a form body; refused where it is not UTF-8, broken, or holds a field twice."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body), errors="strict", max_num_fields=500
        )
    except (UnicodeDecodeError, ValueError) as fault:
        raise BadForm("not a form") from fault
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise BadForm("a field comes twice")
    return fields


class Signatures:
    """Checks that a request was signed with one of our tokens, against the address that Twilio was told."""

    def __init__(self, tokens: tuple[str, ...], base_url: str) -> None:
        if not tokens or not all(tokens):
            raise ValueError("a signature needs a token that is not empty")
        self._validators = tuple(RequestValidator(token) for token in tokens)
        self._base_url = base_url

    def fits(self, path: str, query: str, fields: Mapping[str, str], signature: str) -> bool:
        """Whether the signature is right for this request."""
        if not signature or len(signature) > 256:
            return False
        url = self._base_url + path + (f"?{query}" if query else "")
        return any(validator.validate(url, fields, signature) for validator in self._validators)


def parse(channel: str, fields: Mapping[str, str], now: datetime) -> Inbound | None:
    """A form as a message; None where it has no id or sender, and so is no message."""
    form = {name.lower(): value.replace("\x00", "") for name, value in fields.items()}
    sid = form.get("messagesid") or form.get("smsmessagesid")
    sender = form.get("from", "")
    if not sid or not sender:
        return None
    address = sender.removeprefix("whatsapp:")
    return Inbound(
        channel=channel,
        provider_id=sid,
        external_id=address,
        kind=_kind(form),
        at=now,
        text=form.get("body", "").strip(),
        tap=_tap(form),
        phone=address if address.startswith("+") else _phone(form),
        profile_name=form.get("profilename", ""),
        place=_place(form),
        attachments=_files(form),
        extra={name: value for name, value in form.items() if value and not READ.fullmatch(name)},
    )


def _phone(form: Mapping[str, str]) -> str | None:
    digits = form.get("waid", "")
    return f"+{digits}" if digits.isdecimal() else None


def _tap(form: Mapping[str, str]) -> str:
    return form.get("buttonpayload") or form.get("listid") or ""


def _kind(form: Mapping[str, str]) -> Kind:
    if _tap(form):
        return Kind.TAP
    if _place(form) is not None:
        return Kind.LOCATION
    files = _files(form)
    if files:
        return kind_of_file(files[0].kind, form.get("messagetype", ""))
    if form.get("messagetype") == "order":
        return Kind.CATALOGUE_ORDER
    if form.get("messagetype") == "contacts":
        return Kind.CARD
    return Kind.TEXT if form.get("body", "").strip() else Kind.OTHER


def kind_of_file(kind: str, message_type: str = "") -> Kind:
    """What sort of message brings a file of this media type."""
    if message_type == "sticker" or kind == "image/webp":
        return Kind.STICKER
    if kind.startswith("image/"):
        return Kind.PHOTO
    if kind.startswith("audio/"):
        return Kind.VOICE
    if kind in ("text/vcard", "text/x-vcard"):
        return Kind.CARD
    return Kind.DOCUMENT


def _place(form: Mapping[str, str]) -> Place | None:
    try:
        latitude, longitude = float(form["latitude"]), float(form["longitude"])
    except (KeyError, ValueError):
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Place(latitude, longitude, form.get("label") or form.get("address") or "")


def _files(form: Mapping[str, str]) -> tuple[Attachment, ...]:
    count = form.get("nummedia", "0")
    if not count.isascii() or not count.isdecimal() or len(count) > 3:
        return ()
    return tuple(
        Attachment(form.get(f"mediacontenttype{position}", ""), url)
        for position in range(min(int(count), MOST_FILES))
        if (url := form.get(f"mediaurl{position}"))
    )


PROGRESS = {
    "sent": Progress.SENT,
    "delivered": Progress.DELIVERED,
    "read": Progress.READ,
    "failed": Progress.FAILED,
    "undelivered": Progress.FAILED,
}


def parse_status(fields: Mapping[str, str], reference: str) -> Report | None:
    """A status callback as a report; None for states that tell nothing new."""
    progress = PROGRESS.get(fields.get("MessageStatus", ""))
    sid = fields.get("MessageSid", "")
    if progress is None or not sid:
        return None
    own = int(reference) if reference.isascii() and reference.isdecimal() and len(reference) < 19 else None
    return Report(own, sid, progress, fields.get("ErrorCode", ""))
