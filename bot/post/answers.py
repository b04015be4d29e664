"""Answers as rows: what gives way to a newer one, what a person has before their eyes, what is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.post.tables import MOST_ID, OUT, InboundMessage, Lane, Media, OutboundMessage, OutboundState
from conversations import text
from conversations.message import Kind, Message
from conversations.reply import Reply
from conversations.state import Shown
from conversations.step import Step
from conversations.text import _
from domain.network.tables import Contact

LONGEST_WAIT = timedelta(seconds=10)
LONGEST_TOGETHER = 1000
SHORT_WORDS = 24
NOTICE_TAP = "n"


Said = tuple[str, str]
"""A topic and the words about it. One answer may hold several, when it speaks for others that gave way to it."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """An answer that gave way before it was sent."""

    id: int
    said: tuple[Said, ...]
    asked_at: datetime
    due: datetime


def give_way(session: Session, contact: Contact) -> list[Unsent]:
    """Takes back every answer to this person that may give way and that no sender has claimed."""
    rows = session.execute(
        update(OutboundMessage)
        .where(
            col(OutboundMessage.contact_id) == contact.id,
            col(OutboundMessage.state) == OutboundState.NEW,
            col(OutboundMessage.gives_way),
        )
        .values(state=OutboundState.DROPPED)
        .returning(
            col(OutboundMessage.id),
            col(OutboundMessage.facts),
            col(OutboundMessage.asked_at),
            col(OutboundMessage.due),
        )
        .execution_options(synchronize_session=False)
    )
    unsent = [
        Unsent(key, tuple((topic, told) for topic, told in facts["said"]), asked, due)
        for key, facts, asked, due in rows
    ]
    return sorted(unsent, key=lambda answer: answer.id)


def before_their_eyes(
    session: Session, contact: Contact, message: Message
) -> tuple[Step | None, tuple[Shown, ...] | None]:
    """What a tap on a notice does, and the choices of a notice that came after our last answer."""
    if message.kind is Kind.TAP and message.tap.startswith(NOTICE_TAP):
        return _tapped(session, contact, message.tap), None
    if message.kind is not Kind.TEXT or len(message.text) > SHORT_WORDS:
        return None, None
    last = session.execute(
        select(col(OutboundMessage.notice), col(OutboundMessage.choices))
        .where(col(OutboundMessage.contact_id) == contact.id, col(OutboundMessage.state).in_(OUT))
        .order_by(col(OutboundMessage.sent_at).desc(), col(OutboundMessage.id).desc())
        .limit(1)
    ).first()
    if last is None or not last[0] or not last[1]:
        return None, None
    return None, tuple(Shown.from_json(choice["shown"]) for choice in last[1])


def _tapped(session: Session, contact: Contact, tap: str) -> Step | None:
    row_id, _dot, position = tap.removeprefix(NOTICE_TAP).partition(".")
    if not (row_id.isdecimal() and position.isdecimal()) or int(row_id) > MOST_ID:
        return None
    row = session.get(OutboundMessage, int(row_id))
    if row is None or not row.notice or row.contact_id != contact.id or not 0 < int(position) <= len(row.choices):
        return None
    shown = Shown.from_json(row.choices[int(position) - 1]["shown"])
    dialog, _dot, action = shown.action.partition(".")
    return Step(dialog, action, shown.facts)


def write(
    session: Session,
    row: InboundMessage,
    reply: Reply,
    given_way: Sequence[Unsent],
    now: datetime,
    breath: timedelta,
    *,
    tapped: bool,
) -> None:
    """Writes the one answer to a message down; what gave way and is about something else is said with it."""
    assert row.contact_id is not None
    asked_at = min((unsent.asked_at for unsent in given_way), default=now)
    waits = not (tapped or reply.once) and breath > timedelta()
    due = min(now + breath, max(asked_at + LONGEST_WAIT, now)) if waits else now
    said = together(reply, given_way)
    session.add(
        OutboundMessage(
            key=reply.once or f"answer:{row.id}",
            contact_id=row.contact_id,
            cause_id=row.id,
            lane=Lane.ANSWER,
            facts={"said": said if reply.awaits is None else said[:-1]},
            text="\n\n".join(told for _topic, told in said),
            choices=[
                {"id": offer.id, "label": offer.label, "description": offer.description} for offer in reply.offers
            ],
            media=attached(reply.attach),
            listed=reply.listed,
            topic=reply.topic,
            gives_way=not (reply.once or reply.attach),
            due=due,
            asked_at=asked_at,
            written_at=now,
        )
    )


def together(reply: Reply, given_way: Sequence[Unsent]) -> list[Said]:
    """The reply after what gave way to it and is about something else; where that is too long, without the oldest."""
    before = [part for unsent in given_way for part in unsent.said if part[0] != reply.topic]
    said = [*before, (reply.topic, reply.text)]
    while len(said) > 1 and sum(len(told) for _topic, told in said) > LONGEST_TOGETHER:
        said.pop(0)
    return said


def attached(attach: Any) -> list[dict[str, Any]]:
    """What is to be drawn and sent with an answer, as facts."""
    return [attach] if attach else []


def write_apology(session: Session, row: InboundMessage, contact: Contact, language: str, now: datetime) -> None:
    """Tells a person that a message of theirs could not be handled; never in silence, never with our insides."""
    with text.speaking(contact.language or language):
        told = _("Something went wrong on our side with your last message. It is kept, and a person will look at it.")
    _write_note(session, f"answer:{row.id}", row.id, contact, told, now)


def write_refused_file(session: Session, file: Media, contact: Contact, language: str, now: datetime) -> None:
    """Tells a person that a picture or voice note of theirs did not arrive or cannot be used."""
    with text.speaking(contact.language or language):
        told = _("I could not open the file that you sent. Please send it again as a photo, or type it here.")
    _write_note(session, f"media:{file.id}", file.inbound_id, contact, told, now)


def _write_note(session: Session, key: str, cause_id: int | None, contact: Contact, told: str, now: datetime) -> None:
    session.add(
        OutboundMessage(
            key=key, contact_id=contact.id, cause_id=cause_id, text=told, due=now, asked_at=now, written_at=now
        )
    )
