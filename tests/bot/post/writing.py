"""Messages in and letters out, for tests of the post."""

import itertools
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from bot.channels.base import Inbound
from bot.post.inbox import Received
from bot.post.tables import InboundMessage, OutboundMessage, OutboundState
from bot.wiring import Wiring
from conversations.message import Kind
from domain.network.audience import contact_at

_numbers = itertools.count(1)
OUT = (OutboundState.SENT, OutboundState.DELIVERED, OutboundState.READ)


def inbound(who: str, text: str = "", now: datetime | None = None, **fields: Any) -> Inbound:
    """A message of the phone `who` by WhatsApp, with an id of its own unless `fields` holds one."""
    tap = fields.pop("tap", "")
    defaults: dict[str, Any] = {
        "channel": "whatsapp",
        "provider_id": f"SM{next(_numbers):032x}",
        "external_id": who,
        "kind": Kind.TAP if tap else Kind.TEXT,
        "at": now or datetime.fromisoformat("2026-06-15T04:30:00+00:00"),
        "text": text,
        "tap": tap,
        "phone": who,
    }
    return Inbound(**(defaults | fields))


def say(house: Wiring, who: str, text: str = "", **fields: Any) -> Received:
    """Brings a message in; what became of it."""
    return house.inbox.receive(inbound(who, text, house.clock(), **fields))[0]


def post(house: Wiring) -> int:
    """Sends everything that is due now and may go; how many letters. A fault of our own code ends the test."""
    sent = 0
    while taken := house.outbox.run_once():
        sent += taken
    assert "fault" not in {row.error for row in letters(house)}
    return sent


def write(house: Wiring, who: str, text: str = "Namaste", **fields: Any) -> int:
    """Writes a letter that is due now to a phone that wrote just now; gives its number."""
    now = house.clock()
    with house.database.write() as session:
        contact = contact_at(session, "whatsapp", who, who)
        contact.last_inbound_at = contact.last_inbound_at or now
        facts: dict[str, Any] = {"key": f"test:{next(_numbers)}", "due": now, "asked_at": now, "written_at": now}
        row = OutboundMessage(contact_id=contact.id, text=text, **(facts | fields))
        session.add(row)
        session.flush()
        return row.id


def letter(house: Wiring, row_id: int) -> OutboundMessage:
    """A letter as it stands."""
    with house.database.read() as session:
        return session.get_one(OutboundMessage, row_id)


def letters(house: Wiring) -> list[OutboundMessage]:
    """All letters as they stand, in the order in which they were written."""
    with house.database.read() as session:
        return list(session.scalars(select(OutboundMessage).order_by(col(OutboundMessage.id))))


def messages(house: Wiring) -> list[InboundMessage]:
    """All messages that came in, as they stand."""
    with house.database.read() as session:
        return list(session.scalars(select(InboundMessage).order_by(col(InboundMessage.id))))
