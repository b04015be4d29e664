"""What is always true of the database itself: it is whole, and a commit that it reports survives a power cut."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from domain.books.invariant import Facts, Invariant

SQLITE = {"integrity_check": "ok", "foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}
POSTGRES = {"fsync": "on", "synchronous_commit": "on"}
NOT_VALIDATED = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated"


def unsafe(session: Session, now: datetime) -> Iterator[Facts]:
    """Settings of the database that are not as they must be, and what its own examination finds."""
    if session.get_bind().dialect.name == "sqlite":
        for name, wanted in SQLITE.items():
            for (found,) in session.execute(text(f"PRAGMA {name}")):
                if found != wanted:
                    yield {"what": name, "found": found}
        return
    for name, wanted in POSTGRES.items():
        found = session.execute(text(f"SHOW {name}")).scalar_one()
        if found != wanted:
            yield {"what": name, "found": found}


def dangling(session: Session, now: datetime) -> Iterator[Facts]:
    """References that lead nowhere (SQLite), or that were never checked (PostgreSQL)."""
    if session.get_bind().dialect.name == "sqlite":
        for table, row, parent, _key in session.execute(text("PRAGMA foreign_key_check")):
            yield {"table": table, "what": f"row {row} refers to no {parent}"}
        return
    for table, name in session.execute(text(NOT_VALIDATED)):
        yield {"table": table, "what": f"{name} was never validated"}


ENGINE = (
    Invariant(
        "I31",
        "database_is_safe",
        "the database is whole and keeps what it says that it kept",
        "the database says {what}: {found}",
        unsafe,
    ),
    Invariant("I31", "references_lead_somewhere", "every reference leads to a row", "{table}: {what}", dangling),
)
