"""Goods leave the stock: what was put by for an order line goes out, and what was not there is booked off."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.stock.move import move
from domain.stock.reserve import shift_reserved
from domain.stock.tables import MovementKind, Reservation, ReservationState


def issue(
    session: Session,
    order_line_id: int,
    pieces: int,
    at: datetime,
    *,
    person_id: int | None,
    missing_is: MovementKind | None = None,
    reason: str = "",
) -> None:
    """Sends `pieces` of what is put by for an order line out, and gives the rest of it back.

    `missing_is` says that the rest is not fit for sale, or not there: it leaves the stock as that kind of movement.
    The stock rows must be locked.
    """
    left = pieces
    for put_by in held_for(session, order_line_id):
        out = min(left, put_by.quantity)
        rest = put_by.quantity - out
        left -= out
        shift_reserved(session, put_by.place_id, put_by.product_id, -put_by.quantity)
        gone = [(out, MovementKind.SALE, "")] + ([(rest, missing_is, reason)] if missing_is is not None else [])
        for quantity, kind, why in gone:
            if quantity:
                move(
                    session,
                    put_by.place_id,
                    put_by.product_id,
                    -quantity,
                    kind,
                    at,
                    person_id=person_id,
                    order_line_id=order_line_id,
                    reason=why,
                )
        put_by.state = ReservationState.ISSUED if out else ReservationState.RELEASED
        put_by.quantity = out or put_by.quantity
    session.flush()


def held_for(session: Session, order_line_id: int) -> list[Reservation]:
    """What is put by for an order line, place by place."""
    wanted = select(Reservation).where(
        col(Reservation.order_line_id) == order_line_id, col(Reservation.state) == ReservationState.HELD
    )
    wanted = wanted.order_by(col(Reservation.product_id), col(Reservation.place_id))
    return list(session.scalars(wanted.execution_options(populate_existing=True)))
