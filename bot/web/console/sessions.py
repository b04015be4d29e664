"""Sessions in the back office: new at each log-in, ended by idleness, by age, or as soon as the person changes."""

import hashlib
import json
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.web.console.tables import Login, LoginSession, Way
from domain.network.tables import PartyRole, Person

IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)


def begin(session: Session, person_id: int, party_id: int, way: Way, now: datetime) -> str:
    """Lets a person in; gives the token for their browser."""
    token = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            token_hash=hashed(token),
            person_id=person_id,
            party_id=party_id,
            standing=standing_of(session, person_id),
            way=way,
            began_at=now,
            seen_at=now,
        )
    )
    session.flush()
    return token


def find(session: Session, token: str, now: datetime) -> LoginSession | None:
    """The session of a token, if it still stands."""
    if not token:
        return None
    found = session.scalars(select(LoginSession).where(col(LoginSession.token_hash) == hashed(token))).first()
    if found is None or found.ended_at is not None:
        return None
    if now - found.seen_at > IDLE or now - found.began_at > LONGEST:
        return None
    return found if found.standing == standing_of(session, found.person_id) else None


def seen(session: Session, row: LoginSession, now: datetime) -> None:
    """Notes that the person did something, so that the session does not end by idleness."""
    session.execute(
        update(LoginSession)
        .where(col(LoginSession.id) == row.id, col(LoginSession.ended_at).is_(None), col(LoginSession.seen_at) < now)
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )


def end(session: Session, token: str, why: str, now: datetime) -> None:
    """Ends the session of a token."""
    _end(session, why, now, col(LoginSession.token_hash) == hashed(token))


def end_all(session: Session, person_id: int, why: str, now: datetime) -> None:
    """Ends every session of a person."""
    _end(session, why, now, col(LoginSession.person_id) == person_id)


def end_others(session: Session, row: LoginSession, why: str, now: datetime) -> None:
    """Ends every other session of the same person."""
    _end(session, why, now, (col(LoginSession.person_id) == row.person_id) & (col(LoginSession.id) != row.id))


def standing_of(session: Session, person_id: int) -> str:
    """What a session hangs on: that the person is active, every role that they have, and their password."""
    person = session.get(Person, person_id)
    roles = session.execute(
        select(col(PartyRole.id), col(PartyRole.party_id), col(PartyRole.role))
        .where(col(PartyRole.person_id) == person_id, col(PartyRole.ended_at).is_(None))
        .order_by(col(PartyRole.id))
    )
    login = session.get(Login, person_id)
    stands = [
        person is not None and person.active,
        [[role_id, party_id, str(role)] for role_id, party_id, role in roles],
        login.secret if login is not None else "",
    ]
    return hashed(json.dumps(stands))


def hashed(token: str) -> str:
    """What is kept of a token; a random one needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _end(session: Session, why: str, now: datetime, which: ColumnElement[bool]) -> None:
    session.execute(
        update(LoginSession)
        .where(which, col(LoginSession.ended_at).is_(None))
        .values(ended_at=now, ended=why)
        .execution_options(synchronize_session=False)
    )
