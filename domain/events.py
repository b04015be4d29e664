"""What happened, append-only: the audit trail, the live feed and the source of every notice.

Events of a seller-buyer pair form a hash chain: each holds the hash of the one before, so that a changed or
missing row shows. There is one chain a pair and never one for all, which would be a lock for everybody.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Row, UniqueConstraint, select, update
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel, col

from domain.columns import json_type
from domain.network.tables import TradeLink

JUST_HAPPENED = "just_happened"


class Event(SQLModel, table=True):
    """One thing that happened: what, to which subject, by whom, because of which message, with the facts of it."""

    __table_args__ = (UniqueConstraint("link_id", "chain_position"),)

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    kind: str = Field(index=True)
    subject: str = Field(index=True)
    seller_id: int | None = Field(default=None, foreign_key="party.id", index=True)
    buyer_id: int | None = Field(default=None, foreign_key="party.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    message_id: int | None = None
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())
    link_id: int | None = Field(default=None, foreign_key="trade_link.id")
    chain_position: int | None = None
    previous_hash: str = ""
    hash: str = ""


FINGERPRINTED = (
    "previous_hash", "kind", "subject", "seller_id", "buyer_id", "person_id", "message_id", "facts",
)  # fmt: skip
"""What of an event goes into its hash, besides the moment."""


def fingerprint(event: Event | Row[Any]) -> str:
    """The hash of an event (or of a row of the same columns) together with the one before it in its chain."""
    content = [event.at.astimezone(UTC), *(getattr(event, name) for name in FINGERPRINTED)]
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def append(session: Session, event: Event) -> Event:
    """Adds an event; one of a trading pair is linked into the pair's chain, whose row stays locked until the commit."""
    if event.seller_id is not None and event.buyer_id is not None:
        chain(session, event)
    session.add(event)
    session.info.setdefault(JUST_HAPPENED, []).append(event)
    return event


def just_happened(session: Session) -> list[Event]:
    """The events of this transaction that nobody has drawn notices from yet; they are handed out once."""
    happened: list[Event] = session.info.pop(JUST_HAPPENED, [])
    return happened


def chain(session: Session, event: Event) -> None:
    """Gives the event its place in the chain of its pair. A pair that is not linked has no chain."""
    taken = session.execute(
        update(TradeLink)
        .where(col(TradeLink.seller_id) == event.seller_id, col(TradeLink.buyer_id) == event.buyer_id)
        .values(chain_length=col(TradeLink.chain_length) + 1)
        .returning(col(TradeLink.id), col(TradeLink.chain_length), col(TradeLink.chain_hash))
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if taken is None:
        return
    event.link_id, event.chain_position, event.previous_hash = taken
    event.hash = fingerprint(event)
    session.execute(
        update(TradeLink)
        .where(col(TradeLink.id) == event.link_id)
        .values(chain_hash=event.hash)
        .execution_options(synchronize_session=False)
    )


def of_subject(session: Session, subject: str) -> list[Event]:
    """Everything that happened to one subject, oldest first."""
    return list(session.scalars(select(Event).where(col(Event.subject) == subject).order_by(col(Event.id))))
