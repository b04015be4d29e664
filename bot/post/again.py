"""Sending a letter again that failed for good: as a new letter, once, while the old one stays as it was."""

from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, exists, literal
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from bot.post.tables import OutboundMessage, OutboundState

COPIED = ("contact_id", "cause_id", "lane", "notice", "facts", "text", "choices", "media", "listed", "topic")
AGAIN = "again:"


def send_again(session: Session, row: OutboundMessage, now: datetime) -> bool:
    """Writes a failed letter anew; False where it did not fail, or was written anew before."""
    if row.state is not OutboundState.FAILED:
        return False
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    fresh = {name: getattr(row, name) for name in COPIED} | {
        "key": f"{AGAIN}{row.id}",
        "gives_way": False,
        "state": OutboundState.NEW,
        "due": now,
        "claimed_by": "",
        "attempts": 0,
        "error": "",
        "asked_at": now,
        "written_at": now,
    }
    written = session.execute(
        insert(OutboundMessage)
        .values(**fresh)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(col(OutboundMessage.id))
    )
    return written.first() is not None


def not_sent_again() -> ColumnElement[bool]:
    """Of a letter: that nobody has sent it again."""
    later = aliased(OutboundMessage)
    return ~exists().where(col(later.key) == literal(AGAIN) + cast(col(OutboundMessage.id), String))
