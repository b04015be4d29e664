"""What a seller could give now, and what is on the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.stock.tables import Arrival, Place, Stock


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Pieces that will come to one of the seller's places."""

    quantity: int
    due: date
    reference: str


def free_pieces(session: Session, seller_id: int, product_ids: Iterable[int]) -> dict[int, int]:
    """Pieces free to sell over all places of the seller. A product that is missing was not checked."""
    rows = session.execute(
        select(col(Stock.product_id), func.sum(col(Stock.on_hand) - col(Stock.reserved)))
        .join(Place, col(Place.id) == col(Stock.place_id))
        .where(col(Place.party_id) == seller_id, col(Stock.product_id).in_(tuple(product_ids)))
        .group_by(col(Stock.product_id))
    )
    return {product_id: int(free) for product_id, free in rows}


def next_arrivals(session: Session, seller_id: int, product_ids: Iterable[int]) -> dict[int, OnTheWay]:
    """The earliest open arrival of each product at the seller."""
    rows = session.execute(
        select(Arrival)
        .join(Place, col(Place.id) == col(Arrival.place_id))
        .where(
            col(Place.party_id) == seller_id,
            col(Arrival.product_id).in_(tuple(product_ids)),
            col(Arrival.arrived_at).is_(None),
        )
        .order_by(col(Arrival.due).desc(), col(Arrival.id).desc())
    )
    return {row.product_id: OnTheWay(row.quantity, row.due, row.reference) for row in rows.scalars()}
