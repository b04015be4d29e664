"""Giving people passwords: from the terminal, from their own page, for the demo."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.web.console.tables import Login


def keep_secret(session: Session, person_id: int, secret: str, now: datetime) -> None:
    """Keeps a password that was scrambled. Sessions that began with another are over (`sessions.standing_of`)."""
    login = session.get(Login, person_id)
    if login is None:
        login = Login(person_id=person_id, secret="", set_at=now)
        session.add(login)
    login.secret, login.set_at = secret, now
    session.flush()


def has_password(session: Session, person_id: int) -> bool:
    """Whether a person can come in by a password."""
    return session.get(Login, person_id) is not None
