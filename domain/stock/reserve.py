"""Reservations: pieces put by for the lines of an order, and given back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.stock.tables import Place, Reservation, ReservationState, Stock


@dataclass(frozen=True, slots=True)
class Shelfful:
    """Pieces free to sell at one place, its row locked until the commit."""

    place_id: int
    product_id: int
    free: int


def lock_stock(session: Session, seller_id: int, product_ids: Iterable[int]) -> dict[int, list[Shelfful]]:
    """Locks the seller's stock rows of these products, in one order everywhere; gives what is free at each place."""
    rows = session.execute(
        select(col(Stock.place_id), col(Stock.product_id), col(Stock.on_hand) - col(Stock.reserved))
        .join(Place, col(Place.id) == col(Stock.place_id))
        .where(col(Place.party_id) == seller_id, col(Stock.product_id).in_(sorted(set(product_ids))))
        .order_by(col(Stock.product_id), col(Stock.place_id))
        .with_for_update(of=Stock)
    )
    shelves: dict[int, list[Shelfful]] = defaultdict(list)
    for place_id, product_id, free in rows:
        shelves[product_id].append(Shelfful(place_id, product_id, int(free)))
    return dict(shelves)


def spread(wanted: int, shelves: Iterable[Shelfful]) -> dict[int, int]:
    """Pieces to take from each place, the fullest first, so that an order comes from few places. Pure."""
    taken: dict[int, int] = {}
    for shelf in sorted(shelves, key=lambda shelf: (-shelf.free, shelf.place_id)):
        part = min(wanted, shelf.free)
        if part > 0:
            taken[shelf.place_id] = part
            wanted -= part
    return taken


def reserve(session: Session, order_line_id: int, product_id: int, taken: Mapping[int, int], at: datetime) -> None:
    """Puts pieces by for an order line. The database refuses what is not there."""
    for place_id, quantity in sorted(taken.items()):
        shift_reserved(session, place_id, product_id, quantity)
        session.add(
            Reservation(order_line_id=order_line_id, place_id=place_id, product_id=product_id, quantity=quantity, at=at)
        )


def release(session: Session, order_line_ids: Iterable[int]) -> None:
    """Gives back whatever is still held for these order lines."""
    held = (col(Reservation.order_line_id).in_(tuple(order_line_ids)), col(Reservation.state) == ReservationState.HELD)
    of_shelf = (col(Reservation.place_id) == col(Stock.place_id), col(Reservation.product_id) == col(Stock.product_id))
    # The shelves first: whoever counts one may take pieces from its reservations, and what is held is read after him.
    session.execute(
        select(col(Stock.place_id))
        .where(exists().where(*of_shelf, *held))
        .order_by(col(Stock.product_id), col(Stock.place_id))
        .with_for_update()
    ).all()
    for reservation in session.scalars(select(Reservation).where(*held).execution_options(populate_existing=True)):
        shift_reserved(session, reservation.place_id, reservation.product_id, -reservation.quantity)
        reservation.state = ReservationState.RELEASED


def shift_reserved(session: Session, place_id: int, product_id: int, by: int) -> None:
    """Puts `by` more pieces by at a place, or fewer. The database refuses what is not there."""
    session.execute(
        update(Stock)
        .where(col(Stock.place_id) == place_id, col(Stock.product_id) == product_id)
        .values(reserved=col(Stock.reserved) + by)
        .execution_options(synchronize_session=False)
    )
