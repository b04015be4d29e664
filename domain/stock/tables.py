"""Stock by place, the movements it is the sum of, reservations, and goods on the way."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.columns import choice_of, holds, utc_now


class Place(SQLModel, table=True):
    """Where a party keeps goods: a godown, a van."""

    __table_args__ = (UniqueConstraint("party_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    party_id: int = Field(foreign_key="party.id")
    name: str


class Stock(SQLModel, table=True):
    """Pieces of a product at a place. No row means that nobody counts it: not checked, which is not zero."""

    __table_args__ = (holds("reserved_within_stock", "reserved >= 0 AND reserved <= on_hand"),)

    place_id: int = Field(primary_key=True, foreign_key="place.id")
    product_id: int = Field(primary_key=True, foreign_key="product.id")
    on_hand: int = 0
    reserved: int = 0


class MovementKind(StrEnum):
    """Why stock changed."""

    OPENING = "opening"
    COUNT = "count"
    RECEIPT = "receipt"
    SALE = "sale"
    RETURN = "return"
    DAMAGE = "damage"
    TRANSFER = "transfer"


class Movement(SQLModel, table=True):
    """Pieces in (positive) or out (negative) of a place; appended, never changed."""

    id: int = Field(default=None, primary_key=True)
    place_id: int = Field(foreign_key="place.id", index=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    quantity: int
    kind: MovementKind = Field(sa_type=choice_of(MovementKind))
    order_line_id: int | None = Field(default=None, foreign_key="order_line.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""
    at: datetime = Field(default_factory=utc_now)


class ReservationState(StrEnum):
    """A reservation is held, then issued with the goods or given back."""

    HELD = "held"
    ISSUED = "issued"
    RELEASED = "released"


class Reservation(SQLModel, table=True):
    """Pieces put by for an order line at a place."""

    __table_args__ = (holds("quantity_positive", "quantity > 0"),)

    id: int = Field(default=None, primary_key=True)
    order_line_id: int = Field(foreign_key="order_line.id", index=True)
    place_id: int = Field(foreign_key="place.id")
    product_id: int = Field(foreign_key="product.id")
    quantity: int
    state: ReservationState = Field(default=ReservationState.HELD, sa_type=choice_of(ReservationState))
    at: datetime = Field(default_factory=utc_now)


class Arrival(SQLModel, table=True):
    """Pieces on the way to a place, with the paper that says so."""

    __table_args__ = (
        UniqueConstraint("place_id", "product_id", "reference"),
        holds("quantity_positive", "quantity > 0"),
    )

    id: int = Field(default=None, primary_key=True)
    place_id: int = Field(foreign_key="place.id")
    product_id: int = Field(foreign_key="product.id", index=True)
    quantity: int
    due: date
    reference: str
    arrived_at: datetime | None = None
