"""The newest lines of the books, for the panel beside the phones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from domain.events import Event
from domain.network.tables import Party

MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, with the names of the two parties where it has two."""

    id: int
    at: datetime
    kind: str
    subject: str
    seller: str | None
    buyer: str | None
    facts: dict[str, Any]


def version(session: Session) -> int:
    """The number of the newest event."""
    return session.scalar(select(func.max(col(Event.id)))) or 0


def lines(session: Session) -> list[Line]:
    """The newest events, newest first."""
    seller, buyer = aliased(Party), aliased(Party)
    rows = session.execute(
        select(Event, col(seller.name), col(buyer.name))
        .outerjoin(seller, col(seller.id) == col(Event.seller_id))
        .outerjoin(buyer, col(buyer.id) == col(Event.buyer_id))
        .order_by(col(Event.id).desc())
        .limit(MOST_LINES)
    )
    return [
        Line(event.id or 0, event.at, event.kind, event.subject, sold_by, bought_by, event.facts)
        for event, sold_by, bought_by in rows
    ]
