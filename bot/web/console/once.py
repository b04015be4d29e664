"""Forms act once: a double click, the back button and a refresh all send the same key, and hear what came of it."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.web.console.tables import Submission

KEY = re.compile(r"[\w-]{16,64}")
TOLD_FOR = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a form: where to go on, what to say there, and whether it was refused."""

    place: str
    told: str
    refused: bool = False


def fresh_key() -> str:
    """A key for a form that is about to be shown."""
    return secrets.token_urlsafe(16)


def claim(session: Session, person_id: int, key: str, now: datetime) -> bool:
    """Takes a form's key; False where it was taken before (who takes it at the same moment is waited for)."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    taken = session.execute(
        insert(Submission)
        .values(person_id=person_id, key=key, at=now, place="", told="", refused=False)
        .on_conflict_do_nothing(index_elements=["person_id", "key"])
        .returning(col(Submission.key))
    )
    return taken.first() is not None


def keep(session: Session, person_id: int, key: str, outcome: Outcome) -> None:
    """Writes down what came of a form whose key was taken."""
    row = session.get_one(Submission, (person_id, key), populate_existing=True)
    row.place, row.told, row.refused = outcome.place, outcome.told, outcome.refused


def outcome_of(session: Session, person_id: int, key: str) -> Outcome | None:
    """What came of a form that this person sent."""
    row = session.get(Submission, (person_id, key))
    return Outcome(row.place, row.told, row.refused) if row is not None else None


def just_told(session: Session, person_id: int, key: str, now: datetime) -> Outcome | None:
    """The same within two minutes; afterwards it is no news."""
    wanted = select(Submission).where(
        col(Submission.person_id) == person_id, col(Submission.key) == key, col(Submission.at) > now - TOLD_FOR
    )
    row = session.scalars(wanted).first()
    return Outcome(row.place, row.told, row.refused) if row is not None else None
