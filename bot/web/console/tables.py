"""Who comes into the back office and how, what was sent in there once already, and who looked at whom."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from domain.columns import choice_of, holds


class Login(SQLModel, table=True):
    """The password of a person, as `passwords.py` scrambles it. Nobody has one until they are given one."""

    __tablename__ = "console_login"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    secret: str
    set_at: datetime


class Way(StrEnum):
    """How a person came in."""

    PASSWORD = "password"  # noqa: S105 - the way, not a password
    LINK = "link"


class LoginSession(SQLModel, table=True):
    """A person who is in, acting for one party. The browser holds the token, we only its hash.

    `standing` is what the person was when they came in (`sessions.py`); another one ends the session.
    """

    __tablename__ = "console_session"

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    party_id: int = Field(foreign_key="party.id")
    standing: str
    way: Way = Field(sa_type=choice_of(Way))
    language: str = ""
    began_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
    ended: str = ""


class LoginLink(SQLModel, table=True):
    """A link into the back office that was written to a person; it works once."""

    __tablename__ = "console_link"
    __table_args__ = (holds("used_in_time", "used_at IS NULL OR used_at <= ends_at"),)

    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None = None


class LoginTry(SQLModel, table=True):
    """Somebody tried to come in. Name and address are kept as keyed hashes: they serve to count, not to know."""

    __tablename__ = "console_try"
    __table_args__ = (Index("tries_by_name", "name_key", "at"), Index("tries_by_address", "address_key", "at"))

    id: int = Field(default=None, primary_key=True)
    name_key: str
    address_key: str
    at: datetime = Field(index=True)
    failed: bool = True


class Submission(SQLModel, table=True):
    """A form that was sent in: its key lets it act once; what came of it is told to whoever sends it again."""

    __tablename__ = "console_submission"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    key: str = Field(primary_key=True, max_length=64)
    at: datetime
    place: str = ""
    told: str = ""
    refused: bool = False


class Access(SQLModel, table=True):
    """Who looked at whose data, and when; appended, and kept for the law for a year at least."""

    __tablename__ = "console_access"
    __table_args__ = (Index("access_to_subject", "subject", "at"),)

    id: int = Field(default=None, primary_key=True)
    at: datetime
    person_id: int = Field(foreign_key="person.id")
    party_id: int = Field(foreign_key="party.id")
    subject: str
