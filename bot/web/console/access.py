"""Who looked at whose data: one row for each person, subject and five minutes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.web.console.tables import Access

ONE_LOOK = timedelta(minutes=5)


def note(session: Session, person_id: int, party_id: int, subjects: Iterable[str], now: datetime) -> None:
    """Writes looks down; somebody who looks again at once looks once."""
    for subject in dict.fromkeys(subjects):
        known = select(col(Access.id)).where(
            col(Access.subject) == subject, col(Access.at) > now - ONE_LOOK, col(Access.person_id) == person_id
        )
        if session.scalars(known.limit(1)).first() is None:
            session.add(Access(at=now, person_id=person_id, party_id=party_id, subject=subject))
