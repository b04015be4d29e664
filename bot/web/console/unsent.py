"""Messages of ours that did not reach whom they were for, with the reason, and whether another try makes sense."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from bot.post.again import not_sent_again
from bot.post.tables import OutboundMessage, OutboundState
from bot.web.console import words
from bot.web.console.letters import about_us, name_of
from bot.web.console.links import hidden
from bot.web.console.visit import Visit
from domain.network.tables import Contact, Person
from domain.refusal import Code, Refusal

LOOKS_BACK = timedelta(days=30)
MOST = 300


@dataclass(frozen=True, slots=True)
class Unsent:
    """One message that failed for good. `text` is empty where it is only to be known that there was one."""

    row: OutboundMessage
    contact: Contact
    who: str
    text: str
    reason: str
    may_try: bool


def unsent(visit: Visit) -> list[Unsent]:
    """What did not reach the house's buyers and its own people in the last month, the newest first."""
    writers, own = set(visit.books.scalars(visit.desk.circle.writers())), visit.desk.circle.own_people()
    wanted = (
        select(OutboundMessage, Contact, Person)
        .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
        .outerjoin(Person, col(Person.id) == col(Contact.person_id))
        .where(
            col(OutboundMessage.state) == OutboundState.FAILED,
            col(OutboundMessage.written_at) > visit.desk.now - LOOKS_BACK,
            col(OutboundMessage.contact_id).in_(visit.desk.circle.writers()) | col(OutboundMessage.contact_id).in_(own),
            not_sent_again(),
        )
        .order_by(col(OutboundMessage.id).desc())
        .limit(MOST)
    )
    rows = [(row, contact, person) for row, contact, person in visit.books.execute(wanted)]
    ours = _concerning_us(visit, [(row, contact) for row, contact, _person in rows if contact.id in writers])
    return [
        _unsent(visit, row, contact, person, readable=row.id in ours)
        for row, contact, person in rows
        if row.id in ours or (contact.id not in writers and row.notice)
    ]


def one(visit: Visit, row_id: int) -> Unsent:
    """One of them; refused as not found for anything else."""
    for found in unsent(visit):
        if found.row.id == row_id:
            return found
    raise Refusal(Code.NOT_FOUND, what="message")


def _concerning_us(visit: Visit, rows: Sequence[tuple[OutboundMessage, Contact]]) -> set[int]:
    contacts = {contact.id: contact for _row, contact in rows}
    alone = visit.desk.circle.ours_alone(list(contacts.values()))
    found = {row.id for row, contact in rows if contact.id in alone}
    for contact_id in contacts.keys() - alone:
        theirs = [row for row, contact in rows if contact.id == contact_id]
        _came, went = about_us(visit.desk, contacts[contact_id], [], theirs)
        found |= {row.id for row in went}
    return found


def _unsent(visit: Visit, row: OutboundMessage, contact: Contact, person: Person | None, *, readable: bool) -> Unsent:
    text = hidden(row.text) if readable and row.text else words.notice(row.notice)
    return Unsent(row, contact, name_of(contact, person), text, words.not_sent(row.error), _may_try(visit, contact))


def _may_try(visit: Visit, contact: Contact) -> bool:
    """Whether the channel would take a message now: its window is open, or it has none."""
    channel = visit.wiring.channels.get(contact.channel)
    if channel is None:
        return False
    window, wrote = channel.capabilities.window, contact.last_inbound_at
    return window is None or (wrote is not None and visit.desk.now - wrote < window)
