"""WhatsApp through Twilio: signed forms in, the Messages and Content APIs out, status callbacks back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator

from bot.channels.base import (
    CannotTell,
    Capabilities,
    Inbound,
    Outbound,
    Progress,
    Report,
    SendError,
    Trouble,
)
from bot.channels.twilio_content import Contents
from bot.channels.twilio_errors import A_FEW_TIMES, A_FEW_TRIES, TROUBLES
from bot.post.render import Shape, fit
from conversations.message import Attachment, Kind, Place

WHATSAPP = Capabilities(
    body=1600,
    buttons=3,
    button_title=20,
    rows=10,
    row_title=24,
    row_description=72,
    body_with_choices=1024,
    window=timedelta(hours=24),
)
TEXT_ONLY = replace(WHATSAPP, buttons=0, rows=0)
CONTENT_REFUSED = {"21654", "21655", "21656", "63005", "63013", "63021", "63027", "63028"}
SECONDS_TO_ANSWER = 8.0
TOO_MANY_REQUESTS = 429
SERVER_FAULT = 500
SLOWLY = timedelta(seconds=5)
LATEST = 50
MOST_FILES = 10


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
    form = {name.lower(): value for name, value in fields.items()}
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
        text=form.get("body", "").replace("\x00", "").strip(),
        tap=_tap(form),
        phone=address if address.startswith("+") else _phone(form),
        profile_name=form.get("profilename", ""),
        place=_place(form),
        attachments=_files(form),
        extra={"type": form.get("messagetype", "")},
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
        return _kind_of_file(files[0].kind, form.get("messagetype", ""))
    if form.get("messagetype") == "order":
        return Kind.CATALOGUE_ORDER
    if form.get("messagetype") == "contacts":
        return Kind.CARD
    return Kind.TEXT if form.get("body", "").strip() else Kind.OTHER


def _kind_of_file(kind: str, message_type: str) -> Kind:
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


class TwilioChannel:
    """Sends WhatsApp messages by Twilio's REST API."""

    name = "whatsapp"
    capabilities = WHATSAPP

    def __init__(
        self,
        client: Any,
        *,
        sender: str,
        service: str,
        status_url: str,
        contents: Contents,
        clock: Callable[[], datetime],
    ) -> None:
        self.client = client
        self.sender = sender if sender.startswith("whatsapp:") or not sender else f"whatsapp:{sender}"
        self.service = service
        self.status_url = status_url
        self.contents = contents
        self.clock = clock

    def send(self, message: Outbound) -> str:
        """Sends one message: with buttons or a list where Twilio lets us make them, else as numbered text."""
        shown, shape = fit(message, self.capabilities)
        content = self.contents.for_message(shown, shape) if shape is not Shape.TEXT else None
        if content is not None:
            try:
                return self._create(message, content_sid=content.sid, content_variables=json.dumps(content.variables))
            except SendError as refused:
                if refused.code not in CONTENT_REFUSED:
                    raise
                self.contents.rest()
        plain = fit(message, TEXT_ONLY)[0]
        files = {"media_url": [message.media[0]]} if message.media else {}
        return self._create(message, body=plain.text, **files)

    def _create(self, message: Outbound, **content: Any) -> str:
        try:
            sent = self.client.messages.create(**self._addressed(message), **content)
        except TwilioRestException as refusal:
            raise _trouble(refusal) from refusal
        except (TwilioException, OSError) as fault:
            raise SendError(Trouble.UNKNOWN, "no_answer", type(fault).__name__) from fault
        return str(sent.sid)

    def _addressed(self, message: Outbound) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "to": f"whatsapp:{message.to}",
            "status_callback": f"{self.status_url}?m={message.reference}",
        }
        if self.sender:
            fields["from_"] = self.sender
        if self.service:
            fields["messaging_service_sid"] = self.service
        return fields

    def find(self, message: Outbound, since: datetime) -> list[str]:
        """Looks a message up by receiver, time and words, since Twilio's list does not know our number."""
        try:
            # Newest first. Not asked by date_sent: a message that still waits at Twilio has none.
            lately = self.client.messages.list(to=f"whatsapp:{message.to}", limit=LATEST, page_size=LATEST)
        except (TwilioException, OSError) as fault:
            raise CannotTell(type(fault).__name__) from fault
        texts = {fit(message, can)[0].text.strip() for can in (self.capabilities, TEXT_ONLY)}
        return [
            str(sent.sid)
            for sent in reversed(lately)
            if (sent.body or "").strip() in texts and (sent.date_created is None or sent.date_created >= since)
        ]


def _trouble(refusal: TwilioRestException) -> SendError:
    code = str(refusal.code or refusal.status)
    if refusal.status == TOO_MANY_REQUESTS:
        return SendError(Trouble.LATER, code)
    if refusal.status >= SERVER_FAULT:
        return SendError(Trouble.UNKNOWN, code)
    trouble = TROUBLES.get(code, Trouble.PERMANENT)
    tries = A_FEW_TRIES if code in A_FEW_TIMES else SendError.tries
    return SendError(trouble, code, str(refusal.msg)[:120], wait=SLOWLY, tries=tries)


def make_client(account: str, token: str, api_url: str, content_url: str) -> Any:
    """Twilio's own client, with a time limit (it has none by itself) and its two addresses from the settings."""
    from twilio.rest import Client

    client = Client(account, token, http_client=TwilioHttpClient(timeout=SECONDS_TO_ANSWER))
    client.api.base_url = api_url.rstrip("/")
    client.content.base_url = content_url.rstrip("/")
    return client
