"""WhatsApp through Twilio: out by the Messages and Content APIs, and what the webhook missed by listing."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient

from bot.channels.base import (
    CannotTell,
    Capabilities,
    Inbound,
    Outbound,
    SendError,
    Trouble,
)
from bot.channels.twilio_content import Contents
from bot.channels.twilio_errors import A_FEW_TIMES, A_FEW_TRIES, TROUBLES
from bot.channels.twilio_forms import kind_of_file
from bot.post.render import Shape, fit
from conversations.message import Attachment, Kind

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
SECONDS_TO_SEND = 6.0
SECONDS_TO_MAKE_A_TEMPLATE = 4.0
TOO_MANY_REQUESTS = 429
SERVER_FAULT = 500
SLOWLY = timedelta(seconds=5)
LATEST = 50
MOST_MISSED = 1000


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

    def received(self, since: datetime, until: datetime) -> list[Inbound]:
        """Every message that Twilio received for us between two moments, the oldest first; SendError.

        Of a tap only its words are known there.
        """
        to = {"to": self.sender} if self.sender else {}
        try:
            listed = self.client.messages.list(
                **to, date_sent_after=since.astimezone(UTC), date_sent_before=until.astimezone(UTC), limit=MOST_MISSED
            )
            mine = [message for message in listed if message.direction == "inbound" and message.from_ != self.sender]
            return [self._as_inbound(message) for message in sorted(mine, key=lambda message: message.date_sent)]
        except (TwilioException, OSError) as fault:
            raise SendError(Trouble.LATER, type(fault).__name__) from fault

    def _as_inbound(self, message: Any) -> Inbound:
        address = str(message.from_).removeprefix("whatsapp:")
        text = str(message.body or "").replace("\x00", "").strip()
        files = self._files_of(message)
        kind = kind_of_file(files[0].kind) if files else Kind.TEXT if text else Kind.OTHER
        return Inbound(
            channel=self.name,
            provider_id=str(message.sid),
            external_id=address,
            kind=kind,
            at=message.date_sent,
            text=text,
            phone=address if address.startswith("+") else None,
            attachments=files,
        )

    def _files_of(self, message: Any) -> tuple[Attachment, ...]:
        if not int(message.num_media or 0):
            return ()
        base = self.client.api.base_url
        return tuple(
            Attachment(file.content_type, base + str(file.uri).removesuffix(".json")) for file in message.media.list()
        )


def _trouble(refusal: TwilioRestException) -> SendError:
    code = str(refusal.code or refusal.status)
    if refusal.status == TOO_MANY_REQUESTS:
        return SendError(Trouble.LATER, code)
    if refusal.status >= SERVER_FAULT:
        return SendError(Trouble.UNKNOWN, code)
    trouble = TROUBLES.get(code, Trouble.PERMANENT)
    tries = A_FEW_TRIES if code in A_FEW_TIMES else SendError.tries
    return SendError(trouble, code, str(refusal.msg)[:120], wait=SLOWLY, tries=tries)


def make_client(account: str, token: str, api_url: str, content_url: str, seconds: float) -> Any:
    """Twilio's own client, with a time limit (it has none by itself) and its two addresses from the settings."""
    from twilio.rest import Client

    client = Client(account, token, http_client=TwilioHttpClient(timeout=seconds))
    client.api.base_url = api_url.rstrip("/")
    client.content.base_url = content_url.rstrip("/")
    return client
