"""How fast we may send: about one message in six seconds to a person (three at once), and a steady rate for a sender.

Both are kept in the database in microseconds since 1970, by one conditional statement each (the generic cell rate
algorithm: a message pays with time that must not lie too far ahead), so that any number of workers share them. A
moment further ahead than any that is ever written shows that the clock was put back; it no longer counts.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.post.tables import ContactPace, SenderPace

EACH = timedelta(seconds=6)
BURST = 3
FURTHEST = timedelta(minutes=1)
MICRO = 1_000_000

_pen, _used = col(ContactPace.pen_until), col(ContactPace.used_until)


def micros(moment: datetime) -> int:
    """Microseconds since 1970."""
    return round(moment.timestamp() * MICRO)


def may_write(now: datetime, *, paced: bool) -> ColumnElement[bool]:
    """Whether a contact's row lets a message go now: nobody else writes to it and (`paced`) it has not had enough."""
    present, furthest = micros(now), micros(now + FURTHEST)
    free = or_(_pen < present, _pen > furthest)
    if not paced:
        return free
    return and_(free, or_(_used <= present + (BURST - 1) * _micros(EACH), _used > furthest))


def take_pen(session: Session, contact_id: int, now: datetime, until: datetime, *, paced: bool, pays: bool) -> bool:
    """Lets one worker write to a contact until `until`; False where another does, or where it had enough.

    `pays` is False for a message that paid at an earlier try.
    """
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    present, price = micros(now), _micros(EACH) if paced and pays else 0
    taken = session.execute(
        insert(ContactPace)
        .values(contact_id=contact_id, pen_until=micros(until), used_until=present + price)
        .on_conflict_do_update(
            index_elements=["contact_id"],
            set_={"pen_until": micros(until), "used_until": _later(_used, present) + price},
            where=may_write(now, paced=paced and pays),
        )
        .returning(col(ContactPace.contact_id))
    )
    return taken.first() is not None


def give_pen_back(session: Session, contact_id: int, *, unused: bool = False) -> None:
    """Lets the next message of a contact go; `unused` gives back what was paid, since nothing went out."""
    changed = {"pen_until": 0} | ({"used_until": _used - _micros(EACH)} if unused else {})
    session.execute(
        update(ContactPace)
        .where(col(ContactPace.contact_id) == contact_id)
        .values(changed)
        .execution_options(synchronize_session=False)
    )


def take_all_pens_back(session: Session) -> None:
    """Nobody is writing to anybody."""
    session.execute(
        update(ContactPace).where(_pen > 0).values(pen_until=0).execution_options(synchronize_session=False)
    )


def take_slot(session: Session, sender: str, now: datetime, rate: float) -> timedelta:
    """Books the next place in the sender's even row of sends; gives how long to wait for it."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    each, present = round(MICRO / rate), micros(now)
    next_at = col(SenderPace.next_at)
    booked: int = session.execute(
        insert(SenderPace)
        .values(sender=sender, next_at=present + each)
        .on_conflict_do_update(index_elements=["sender"], set_={"next_at": _later(next_at, present) + each})
        .returning(next_at)
    ).scalar_one()
    return timedelta(microseconds=max(booked - each - present, 0))


def _later(column: Any, moment: int) -> Any:
    return case((column.between(moment, moment + _micros(FURTHEST)), column), else_=moment)


def _micros(span: timedelta) -> int:
    return round(span.total_seconds() * MICRO)
