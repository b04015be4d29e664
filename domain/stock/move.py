"""Movements: the only way that stock on hand changes."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.stock.tables import Movement, MovementKind, Place, Stock


def place_of(session: Session, party_id: int, name: str = "Godown") -> int:
    """The id of a party's place of that name, made where it is missing."""
    place = session.scalars(select(Place).where(col(Place.party_id) == party_id, col(Place.name) == name)).first()
    if place is None:
        place = Place(party_id=party_id, name=name)
        session.add(place)
        session.flush()
    return place.id


def move(
    session: Session,
    place_id: int,
    product_id: int,
    quantity: int,
    kind: MovementKind,
    at: datetime,
    *,
    person_id: int | None = None,
    order_line_id: int | None = None,
    reason: str = "",
) -> None:
    """Appends a movement and shifts the balance with it; a first movement opens the stock row."""
    session.add(
        Movement(
            place_id=place_id,
            product_id=product_id,
            quantity=quantity,
            kind=kind,
            at=at,
            person_id=person_id,
            order_line_id=order_line_id,
            reason=reason,
        )
    )
    changed = session.execute(
        update(Stock)
        .where(col(Stock.place_id) == place_id, col(Stock.product_id) == product_id)
        .values(on_hand=col(Stock.on_hand) + quantity)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount == 0:  # type: ignore[attr-defined]
        session.add(Stock(place_id=place_id, product_id=product_id, on_hand=quantity))
        session.flush()
