"""When a person takes over: chats handed to somebody, and lists that a clerk has to type."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from domain.columns import utc_now


class Handover(SQLModel, table=True):
    """A chat that a person looks after. The bot is quiet in it until it is handed back or `quiet_until` is past."""

    __table_args__ = (
        Index(
            "one_open_handover_a_contact",
            "contact_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    buyer_id: int | None = Field(default=None, foreign_key="party.id")
    seller_id: int | None = Field(default=None, foreign_key="party.id", index=True)
    reason: str
    message_id: int | None = None
    asked_at: datetime = Field(default_factory=utc_now)
    quiet_until: datetime
    taken_by: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None


class ToType(SQLModel, table=True):
    """A photographed list or a voice note that the seller's clerk writes down for the buyer to confirm."""

    __tablename__ = "to_type"

    id: int = Field(default=None, primary_key=True)
    seller_id: int = Field(foreign_key="party.id", index=True)
    buyer_id: int = Field(foreign_key="party.id")
    contact_id: int = Field(foreign_key="contact.id")
    kind: str
    media_id: int | None = None
    message_id: int | None = None
    asked_at: datetime = Field(default_factory=utc_now)
    typed_by: int | None = Field(default=None, foreign_key="person.id")
    done_at: datetime | None = None
