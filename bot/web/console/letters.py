"""Messages as the back office may read them: of one chat, about one order; never what concerns another house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from bot.post.notify import key_of
from bot.post.tables import InboundMessage, Media, MediaState, OutboundMessage
from bot.web.console.links import hidden
from bot.web.console.visit import Visit
from bot.web.console.words import Label, letter_state, notice, sort_of_message
from conversations.notices.drawing import DRAW
from domain.desk.desk import Desk
from domain.network.tables import Contact, PartyRole, Person
from domain.orders.tables import Order

MOST = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One message, `ours` or from `who`, the person at the other end; `files` are addresses of pictures."""

    key: str
    at: datetime
    ours: bool
    who: str
    text: str
    state: Label
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LastWord:
    """The newest message that came from a contact, as far as it may be read here."""

    at: datetime
    text: str


def of_chat(visit: Visit, contact: Contact) -> tuple[list[Line], bool]:
    """The last messages of a chat, the oldest first, and whether they are all that was said."""
    inbound = select(InboundMessage).where(col(InboundMessage.contact_id) == contact.id)
    outbound = select(OutboundMessage).where(col(OutboundMessage.contact_id) == contact.id)
    came = visit.books.scalars(inbound.order_by(col(InboundMessage.id).desc()).limit(MOST)).all()
    went = visit.books.scalars(outbound.order_by(col(OutboundMessage.id).desc()).limit(MOST)).all()
    whole = contact.id in visit.desk.circle.ours_alone([contact])
    if not whole:
        came, went = about_us(visit.desk, contact, came, went)
    name = _names(visit, [contact.id])[contact.id]
    pictures = _pictures(visit, [row.id for row in came])
    lines = [*(_came(row, name, pictures.get(row.id, ())) for row in came), *(_went(row, name) for row in went)]
    return sorted(lines, key=lambda line: line.at)[-MOST:], whole


def about_order(visit: Visit, order: Order, message_ids: Sequence[int]) -> list[Line]:
    """Every message about an order: those that moved it, what they were answered, and the news of it to either side."""
    came = visit.books.scalars(select(InboundMessage).where(col(InboundMessage.id).in_(message_ids))).all()
    people = select(col(Contact.id)).join(PartyRole, col(PartyRole.person_id) == col(Contact.person_id))
    contacts = visit.books.scalars(people.where(col(PartyRole.party_id).in_((order.buyer_id, order.seller_id)))).all()
    keys = [key_of(kind, f"order:{order.id}", contact) for kind in DRAW for contact in set(contacts)]
    news = select(OutboundMessage).where(
        col(OutboundMessage.key).in_(keys) | col(OutboundMessage.cause_id).in_(message_ids)
    )
    went = visit.books.scalars(news.order_by(col(OutboundMessage.id))).all()
    concerned = [*(row.contact_id for row in came if row.contact_id is not None), *(row.contact_id for row in went)]
    names = _names(visit, concerned)
    lines = [_came(row, names.get(row.contact_id or 0, ""), ()) for row in came]
    lines += [_went(row, names.get(row.contact_id, "")) for row in went if row.text or row.notice]
    return sorted(lines, key=lambda line: line.at)


def last_words(visit: Visit, contacts: Sequence[Contact]) -> dict[int, LastWord]:
    """What each contact wrote last, of those whose whole chat may be read."""
    alone = visit.desk.circle.ours_alone(contacts)
    newest = select(func.max(col(InboundMessage.id))).where(col(InboundMessage.contact_id).in_(alone))
    rows = visit.books.scalars(
        select(InboundMessage).where(col(InboundMessage.id).in_(newest.group_by(col(InboundMessage.contact_id))))
    )
    return {row.contact_id: LastWord(row.received_at, _words(row)) for row in rows if row.contact_id is not None}


def name_of(contact: Contact, person: Person | None) -> str:
    """How a contact is called here."""
    return (person.name if person else contact.profile_name) or contact.external_id


# --- which of them


def about_us(
    desk: Desk, contact: Contact, came: Sequence[InboundMessage], went: Sequence[OutboundMessage]
) -> tuple[list[InboundMessage], list[OutboundMessage]]:
    """Of a chat with several houses: what changed something of ours, its answers, our news, our hand-overs."""
    circle = desk.circle
    causes = {row.id for row in came} | {row.cause_id for row in went if row.cause_id is not None}
    ours, spans = circle.about_us(causes), circle.spans(contact)
    orders = circle.our_orders([row.facts["order"] for row in went if row.notice and "order" in row.facts])
    return (
        [row for row in came if row.id in ours or any(span.holds(row.received_at) for span in spans)],
        [
            row
            for row in went
            if (row.facts.get("order") in orders if row.notice else row.cause_id in ours)
            or any(span.holds(row.written_at) for span in spans)
        ],
    )


def _names(visit: Visit, contact_ids: Sequence[int]) -> dict[int, str]:
    wanted = (
        select(Contact, Person)
        .outerjoin(Person, col(Person.id) == col(Contact.person_id))
        .where(col(Contact.id).in_(contact_ids))
    )
    return {contact.id: name_of(contact, person) for contact, person in visit.books.execute(wanted)}


# --- how each is told


def _came(row: InboundMessage, who: str, files: tuple[str, ...]) -> Line:
    return Line(f"i{row.id}", row.received_at, False, who, _words(row), Label("", "calm"), files)


def _words(row: InboundMessage) -> str:
    said = row.content.get("text") or ""
    return said or sort_of_message(row.content.get("kind", ""))


def _went(row: OutboundMessage, who: str) -> Line:
    text = hidden(row.text) if row.text else notice(row.notice)
    return Line(f"o{row.id}", row.sent_at or row.written_at, True, who, text, letter_state(row.state))


def _pictures(visit: Visit, inbound_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    wanted = select(col(Media.inbound_id), col(Media.token)).where(
        col(Media.inbound_id).in_(inbound_ids),
        col(Media.state) == MediaState.KEPT,
        col(Media.kind).startswith("image/"),
    )
    found: dict[int, tuple[str, ...]] = {}
    for inbound_id, token in visit.books.execute(wanted):
        if inbound_id is not None:
            found[inbound_id] = (*found.get(inbound_id, ()), f"/media/{token}")
    return found
