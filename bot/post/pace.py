"""How fast we may send: about one message in six seconds to a person (three at once), and a steady rate for a sender.

Both are kept in the database in microseconds since 1970, by one conditional update each (the generic cell rate
algorithm: a message pays with time that must not lie too far ahead), so that any number of workers share them.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.post.tables import ContactPace, SenderPace

EACH = timedelta(seconds=6)
BURST = 3
MICRO = 1_000_000


def micros(moment: datetime) -> int:
    """Microseconds since 1970."""
    return round(moment.timestamp() * MICRO)


def take_pen(session: Session, contact_id: int, now: datetime, until: datetime, *, paced: bool) -> bool:
    """Lets one worker write to a contact until `until`; False where another does, or (`paced`) it had enough.

    A row that is tried again paid at its first try.
    """
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    session.execute(
        insert(ContactPace)
        .values(contact_id=contact_id, pen_until=0, used_until=0)
        .on_conflict_do_nothing(index_elements=["contact_id"])
    )
    present, each = micros(now), round(EACH.total_seconds() * MICRO) if paced else 0
    allowance = (BURST - 1) * each
    used = col(ContactPace.used_until)
    taken = session.execute(
        update(ContactPace)
        .where(
            col(ContactPace.contact_id) == contact_id,
            col(ContactPace.pen_until) < present,
            used <= present + allowance,
        )
        .values(pen_until=micros(until), used_until=_later(used, present) + each)
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def give_pen_back(session: Session, contact_id: int) -> None:
    """Lets the next message of a contact go."""
    session.execute(
        update(ContactPace)
        .where(col(ContactPace.contact_id) == contact_id)
        .values(pen_until=0)
        .execution_options(synchronize_session=False)
    )


def take_all_pens_back(session: Session) -> None:
    """Nobody is writing to anybody."""
    session.execute(
        update(ContactPace)
        .where(col(ContactPace.pen_until) > 0)
        .values(pen_until=0)
        .execution_options(synchronize_session=False)
    )


def take_slot(session: Session, sender: str, now: datetime, rate: float) -> timedelta:
    """Books the next place in the sender's even row of sends; gives how long to wait for it."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    each, present = round(MICRO / rate), micros(now)
    table = SenderPace.__table__  # type: ignore[attr-defined]
    booked: int = session.execute(
        insert(SenderPace)
        .values(sender=sender, next_at=present + each)
        .on_conflict_do_update(index_elements=["sender"], set_={"next_at": _later(table.c.next_at, present) + each})
        .returning(table.c.next_at)
    ).scalar_one()
    return timedelta(microseconds=max(booked - each - present, 0))


def _later(column: Any, moment: int) -> Any:
    return case((column > moment, column), else_=moment)
