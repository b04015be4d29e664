"""From what happened in a transaction to rows for everybody else who must hear of it, in that same transaction."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from bot.post.tables import Lane, OutboundMessage, OutboundState
from conversations.notices import Audience, Notice, from_events
from domain import events
from domain.network.audience import contact_of, people_with
from domain.network.tables import Contact


def notify(session: Session, channel: str, now: datetime, cause_id: int | None = None) -> None:
    """Writes a row for each notice of this transaction's events; an occasion that was told already is left alone."""
    session.flush()
    happened = events.just_happened(session)
    if not happened:
        return
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    rows = [
        _row(notice, contact.id, now, cause_id)
        for notice in from_events(happened)
        for contact in _contacts(session, notice.to, channel)
        if contact.person_id is None or contact.person_id != notice.done_by
    ]
    if rows:
        session.execute(insert(OutboundMessage).on_conflict_do_nothing(index_elements=["key"]), rows)


def key_of(kind: str, occasion: str, contact_id: int) -> str:
    """The key of the one notice of a kind that a contact hears on an occasion."""
    return f"{kind}:{occasion}:{contact_id}"


def _contacts(session: Session, to: Audience, channel: str) -> list[Contact]:
    if to.contact_id is not None:
        contact = session.get(Contact, to.contact_id)
        return [contact] if contact is not None else []
    if to.party_id is None or to.right is None:
        return []
    found = (contact_of(session, person, channel) for person in people_with(session, to.party_id, to.right))
    return [contact for contact in found if contact is not None]


def _row(notice: Notice, contact_id: int, now: datetime, cause_id: int | None) -> dict[str, object]:
    return {
        "key": key_of(notice.kind, notice.occasion, contact_id),
        "contact_id": contact_id,
        "cause_id": cause_id,
        "lane": Lane.NEWS,
        "notice": notice.kind,
        "facts": notice.facts,
        "text": "",
        "choices": [],
        "media": [],
        "listed": False,
        "topic": "",
        "gives_way": False,
        "state": OutboundState.NEW,
        "due": now,
        "claimed_by": "",
        "attempts": 0,
        "error": "",
        "asked_at": now,
        "written_at": now,
    }
