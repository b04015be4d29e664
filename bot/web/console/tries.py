"""How often somebody may try to come in: counted by name and by address, over all processes.

Whoever is kept out because a stranger guesses at their name still comes in by a link from the chat.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.web.console.tables import LoginTry

WINDOW = timedelta(minutes=15)
MOST_OF_A_NAME = 10
MOST_OF_AN_ADDRESS = 30
KEPT = timedelta(days=1)


def take(session: Session, name_key: str, address_key: str, now: datetime) -> int | None:
    """Writes a try down; gives its number, or None where there were too many that failed."""
    since = now - WINDOW
    if _failed(session, col(LoginTry.name_key) == name_key, since) >= MOST_OF_A_NAME:
        return None
    if _failed(session, col(LoginTry.address_key) == address_key, since) >= MOST_OF_AN_ADDRESS:
        return None
    session.execute(delete(LoginTry).where(col(LoginTry.at) < now - KEPT))
    row = LoginTry(name_key=name_key, address_key=address_key, at=now)
    session.add(row)
    session.flush()
    return row.id


def succeeded(session: Session, try_id: int) -> None:
    """The try was a right one, and does not count against anybody."""
    session.execute(update(LoginTry).where(col(LoginTry.id) == try_id).values(failed=False))


def _failed(session: Session, whose: ColumnElement[bool], since: datetime) -> int:
    wanted = select(func.count()).where(whose, col(LoginTry.at) > since, col(LoginTry.failed))
    return int(session.scalar(wanted) or 0)
