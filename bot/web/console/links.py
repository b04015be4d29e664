"""Links into the back office, written to a person in chat: for that person, for ten minutes, for once."""

import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.web.console.sessions import hashed
from bot.web.console.tables import LoginLink

GOOD_FOR = timedelta(minutes=10)
PATH = "/console/link/"
WRITTEN = re.compile(re.escape(PATH) + r"[\w-]+")


def mint(session: Session, person_id: int, base_url: str, now: datetime) -> str:
    """A fresh link for a person; an earlier one that was not used is good no more."""
    session.execute(
        update(LoginLink)
        .where(col(LoginLink.person_id) == person_id, col(LoginLink.used_at).is_(None), col(LoginLink.ends_at) > now)
        .values(ends_at=now)
        .execution_options(synchronize_session=False)
    )
    token = secrets.token_urlsafe(32)
    session.add(LoginLink(token_hash=hashed(token), person_id=person_id, made_at=now, ends_at=now + GOOD_FOR))
    return f"{base_url}{PATH}{token}"


def owner(session: Session, token: str, now: datetime) -> int | None:
    """The person whose link this is, while it is good."""
    return session.scalars(select(col(LoginLink.person_id)).where(*_good(token, now))).first()


def use(session: Session, token: str, now: datetime) -> int | None:
    """Uses a link up; gives its person, or None where it is used, over or unknown."""
    return session.scalars(
        update(LoginLink)
        .where(*_good(token, now))
        .values(used_at=now)
        .returning(col(LoginLink.person_id))
        .execution_options(synchronize_session=False)
    ).first()


def _good(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    link = LoginLink
    return col(link.token_hash) == hashed(token), col(link.used_at).is_(None), col(link.ends_at) > now


def hidden(text: str) -> str:
    """The text of a message without what a link in it could open: colleagues may read chats, not come in as others."""
    return WRITTEN.sub(PATH + "…", text)
