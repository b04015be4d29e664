"""Messages in and out with their state; exported only, since a message that was is not written again."""

from collections.abc import Iterator, Sequence
from heapq import merge

from sqlalchemy import Row, select
from sqlmodel import col

from bot.exchange.cells import Text
from bot.exchange.column import Column
from bot.exchange.kind import Found, Key, Kind, Values, same, values_of
from bot.exchange.numbers import Whole
from bot.exchange.times import Moment
from bot.post.tables import InboundMessage, OutboundMessage
from domain.network.tables import Contact, Person

SENT = same("state attempts error provider_id text notice sent_at status_at")


class Messages(Kind):
    """Everything that was written to us and by us, by time."""

    name = "messages"
    about = "Messages in and out, by time, with what became of them. Exported only."
    columns = (
        Column("direction", "in or out", Text(), "in"),
        Column("at", "when it came, or when it was written", Moment(), "2026-11-24T05:30:00Z"),
        Column("channel", "by which channel", Text(), "whatsapp"),
        Column("contact", "the address on that channel", Text(), "+919876500011"),
        Column("person", "who that is", Text(), "Mohan Sharma"),
        Column("kind", "of one that came in: text, tap, photo, ...; of a notice: which", Text(), "text"),
        Column("text", "what it says; a notice is worded when it is sent", Text(lines=True), "2 peti maggi"),
        Column("state", "what became of it", Text(), "done"),
        Column("attempts", "how often it was tried", Whole("tries"), "0"),
        Column("error", "why it failed", Text(), ""),
        Column("provider_id", "the provider's number of it", Text(), "SM0123"),
        Column("sent_at", "when it was sent", Moment(), ""),
        Column("status_at", "when the provider last told of it", Moment(), ""),
    )

    def records(self, keys: Sequence[Key] | None = None) -> Iterator[Found]:
        yield from merge(self._inbound(), self._outbound(), key=lambda found: found.values["at"])

    def _inbound(self) -> Iterator[Found]:
        wanted = (
            select(InboundMessage, Contact, col(Person.name))
            .outerjoin(Contact, col(Contact.id) == col(InboundMessage.contact_id))
            .outerjoin(Person, col(Person.id) == col(Contact.person_id))
            .order_by(col(InboundMessage.received_at), col(InboundMessage.id))
            .execution_options(yield_per=1000)
        )
        for row in self.session.execute(wanted):
            yield Found(_received(row))

    def _outbound(self) -> Iterator[Found]:
        wanted = (
            select(OutboundMessage, Contact, col(Person.name))
            .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
            .outerjoin(Person, col(Person.id) == col(Contact.person_id))
            .order_by(col(OutboundMessage.written_at), col(OutboundMessage.id))
            .execution_options(yield_per=1000)
        )
        for message, contact, person in self.session.execute(wanted):
            about = {"direction": "out", "at": message.written_at, "channel": contact.channel, "person": person}
            values = values_of(message, SENT) | {"contact": contact.external_id, "kind": message.notice}
            yield Found(about | values)


def _received(row: Row[InboundMessage, Contact, str]) -> Values:
    message, _, person = row
    tapped = message.content.get("tap", "")
    return {
        "direction": "in",
        "at": message.received_at,
        "channel": message.channel,
        "contact": message.external_id,
        "person": person,
        "kind": message.content.get("kind", ""),
        "text": message.content.get("text") or tapped,
        "state": message.state,
        "attempts": message.attempts,
        "error": message.error,
        "provider_id": message.provider_id,
        "sent_at": None,
        "status_at": None,
    }
