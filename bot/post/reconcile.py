"""Messages that reached the provider and not us: fetched by listing, handled once like any other."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from twilio.base.exceptions import TwilioException

from bot.channels.base import Inbound
from bot.commands.failure import Failed
from bot.post.inbox import Received
from bot.wiring import Wiring
from conversations.message import Attachment, Kind

MOST = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """How many messages the provider has, and how many of them were new to us."""

    seen: int
    taken: int


def reconcile(wiring: Wiring, since: datetime) -> Found:
    """Goes through what Twilio received for us since a moment, the oldest first."""
    client = wiring.channels["whatsapp"].client  # type: ignore[attr-defined]
    own = wiring.settings.twilio_whatsapp_from.removeprefix("whatsapp:")
    try:
        listed = client.messages.list(to=f"whatsapp:{own}", date_sent_after=since.astimezone(UTC), limit=MOST)
    except (TwilioException, OSError) as fault:
        raise Failed(f"Twilio could not be asked: {type(fault).__name__}") from fault
    inbound = [message for message in listed if message.direction == "inbound"]
    taken = 0
    for message in sorted(inbound, key=lambda message: (message.date_sent or since, message.sid)):
        outcome, _row = wiring.inbox.receive(_as_inbound(message, wiring.clock()))
        taken += outcome is not Received.DUPLICATE
    return Found(len(inbound), taken)


def _as_inbound(message: object, now: datetime) -> Inbound:
    address = str(message.from_).removeprefix("whatsapp:")  # type: ignore[attr-defined]
    text = str(message.body or "").replace("\x00", "").strip()  # type: ignore[attr-defined]
    plain = Inbound(
        channel="whatsapp",
        provider_id=str(message.sid),  # type: ignore[attr-defined]
        external_id=address,
        kind=Kind.TEXT if text else Kind.OTHER,
        at=message.date_sent or now,  # type: ignore[attr-defined]
        text=text,
        phone=address if address.startswith("+") else None,
    )
    if not int(message.num_media or 0):  # type: ignore[attr-defined]
        return plain
    files = tuple(Attachment(file.content_type, _address_of(file)) for file in message.media.list())  # type: ignore[attr-defined]
    return replace(plain, kind=Kind.PHOTO, attachments=files)


def _address_of(file: object) -> str:
    base = str(file._version.domain.base_url)  # type: ignore[attr-defined]
    return base + str(file.uri).removesuffix(".json")  # type: ignore[attr-defined]
