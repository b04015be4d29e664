"""Letters in, letters out, what a conversation remembers, and the files that came with them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.columns import choice_of, json_type, utc_now

MOST_ID = 2**31 - 1
"""The largest row number; one that comes from outside may be larger, and is then nobody's."""


class InboundState(StrEnum):
    """`done` was handled; `waiting` is tried by the worker at `due`; `aside` failed for good and rang the bell."""

    DONE = "done"
    WAITING = "waiting"
    ASIDE = "aside"


class InboundMessage(SQLModel, table=True):
    """A message that reached us, once: the provider's id is unique."""

    __tablename__ = "inbound_message"
    __table_args__ = (
        UniqueConstraint("channel", "provider_id"),
        Index("inbound_to_do", "state", "due"),
    )

    id: int = Field(default=None, primary_key=True)
    channel: str
    provider_id: str
    external_id: str
    contact_id: int | None = Field(default=None, foreign_key="contact.id", index=True)
    content: dict[str, Any] = Field(sa_type=json_type())
    state: InboundState = Field(default=InboundState.DONE, sa_type=choice_of(InboundState))
    attempts: int = 0
    due: datetime | None = None
    error: str = ""
    received_at: datetime = Field(default_factory=utc_now)


class OutboundState(StrEnum):
    """From written to read. `unknown` was handed over without an answer; `dropped` gave way before it was sent."""

    NEW = "new"
    CLAIMED = "claimed"
    UNKNOWN = "unknown"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    DROPPED = "dropped"


OUT = (OutboundState.SENT, OutboundState.DELIVERED, OutboundState.READ)
"""A letter in one of these states has gone out."""


class Lane(StrEnum):
    """Answers first, then news of one's own orders and bills, then announcements."""

    ANSWER = "1"
    NEWS = "2"
    OFFER = "3"


class OutboundMessage(SQLModel, table=True):
    """A message that we owe somebody. An answer holds its text; a notice holds facts and is drawn when sent."""

    __tablename__ = "outbound_message"
    __table_args__ = (Index("outbound_to_do", "state", "due"), Index("outbound_of_contact", "contact_id", "id"))

    id: int = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    contact_id: int = Field(foreign_key="contact.id")
    cause_id: int | None = Field(default=None, foreign_key="inbound_message.id", index=True)
    lane: Lane = Field(default=Lane.ANSWER, sa_type=choice_of(Lane))
    notice: str = ""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())
    text: str = ""
    choices: list[dict[str, Any]] = Field(default_factory=list, sa_type=json_type())
    media: list[dict[str, Any]] = Field(default_factory=list, sa_type=json_type())
    listed: bool = False
    topic: str = ""
    gives_way: bool = False
    state: OutboundState = Field(default=OutboundState.NEW, sa_type=choice_of(OutboundState))
    due: datetime
    lease_until: datetime | None = None
    claimed_by: str = ""
    attempts: int = 0
    provider_id: str | None = Field(default=None, unique=True)
    error: str = ""
    asked_at: datetime = Field(default_factory=utc_now)
    written_at: datetime = Field(default_factory=utc_now)
    sent_at: datetime | None = None
    status_at: datetime | None = None


class Conversation(SQLModel, table=True):
    """What is remembered between two messages of a contact; its row is the lock that keeps them in order.

    `base` is the state as it was before the first message whose answer has not gone out yet: a question that
    was never sent does not exist, so the next line is read from there.
    """

    contact_id: int = Field(primary_key=True, foreign_key="contact.id")
    state: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())
    base: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())
    changed_at: datetime = Field(default_factory=utc_now)


class MediaState(StrEnum):
    """`wanted` is still to be fetched from the provider; `refused` was not what it said, or came never."""

    WANTED = "wanted"
    KEPT = "kept"
    REFUSED = "refused"


class Media(SQLModel, table=True):
    """A file that came by chat or that we drew. Its content lies in the media folder, once, under its hash."""

    __table_args__ = (Index("media_to_fetch", "state", "due"),)

    id: int = Field(default=None, primary_key=True)
    token: str = Field(unique=True)
    state: MediaState = Field(default=MediaState.WANTED, sa_type=choice_of(MediaState))
    url: str = ""
    sha256: str = Field(default="", index=True)
    kind: str = ""
    size: int = 0
    contact_id: int | None = Field(default=None, foreign_key="contact.id", index=True)
    inbound_id: int | None = Field(default=None, foreign_key="inbound_message.id", index=True)
    attempts: int = 0
    due: datetime | None = None
    error: str = ""
    wanted_at: datetime = Field(default_factory=utc_now)


class ToRead(SQLModel, table=True):
    """A picture, a voice note or words that a slow reader looks at, at `due`; None when that is over.

    What it finds comes back as a message of its own. `words` are what was not understood of a written message.
    """

    __tablename__ = "to_read"
    __table_args__ = (Index("to_read_due", "due"),)

    id: int = Field(default=None, primary_key=True)
    inbound_id: int = Field(foreign_key="inbound_message.id", unique=True)
    media_id: int | None = Field(default=None, foreign_key="media.id", unique=True)
    words: list[str] = Field(default_factory=list, sa_type=json_type())
    attempts: int = 0
    due: datetime | None


class SenderPace(SQLModel, table=True):
    """From when on a sender may send again (microseconds since 1970): one row spaces the sends of all workers."""

    __tablename__ = "sender_pace"

    sender: str = Field(primary_key=True)
    next_at: int = Field(default=0, sa_type=BigInteger)


class ContactPace(SQLModel, table=True):
    """Who is writing to a contact now, and how much of its pace is used up (microseconds since 1970)."""

    __tablename__ = "contact_pace"

    contact_id: int = Field(primary_key=True, foreign_key="contact.id")
    pen_until: int = Field(default=0, sa_type=BigInteger)
    used_until: int = Field(default=0, sa_type=BigInteger)


class ContentTemplate(SQLModel, table=True):
    """A template made at the provider for buttons or lists of one shape, kept by a name of our own."""

    __tablename__ = "content_template"

    name: str = Field(primary_key=True)
    provider_id: str
    made_at: datetime = Field(default_factory=utc_now)
