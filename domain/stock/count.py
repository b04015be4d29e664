"""Counting stock: what is on the shelf replaces what the books said; the difference is a movement.

Where less is there than was promised, the newest reservations are back-ordered in the same transaction: who ordered
first keeps his goods.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, insert, select, tuple_, update
from sqlalchemy.orm import Session
from sqlmodel import col

from domain import events
from domain.events import Event
from domain.orders.tables import Order, OrderLine
from domain.refusal import Code, Refusal
from domain.stock.availability import next_arrivals
from domain.stock.reserve import shift_reserved
from domain.stock.tables import Movement, MovementKind, Place, Reservation, ReservationState, Stock

Shelf = tuple[int, int]  # place and product


@dataclass(frozen=True, slots=True)
class Counted:
    """Pieces of a product that were found at a place."""

    place_id: int
    product_id: int
    pieces: int

    @property
    def shelf(self) -> Shelf:
        return self.place_id, self.product_id


@dataclass(frozen=True, slots=True)
class BackOrdered:
    """Pieces that were put by for an order line and follow later now."""

    order_id: int
    number: str
    product_id: int
    pieces: int


def count(
    session: Session, counted: Sequence[Counted], at: datetime, *, person_id: int | None = None, reason: str = ""
) -> list[BackOrdered]:
    """Sets the stock on hand of every shelf to what was counted there; a shelf that nobody counted so far is opened.

    Gives what had to be back-ordered, the newest reservation first. Raises a refusal for a number below zero and for
    a shelf that is counted twice.
    """
    if any(each.pieces < 0 for each in counted) or len({each.shelf for each in counted}) < len(counted):
        raise Refusal(Code.BAD_VALUE, what="count")
    there = _lock(session, counted)
    back_ordered = []
    for each in counted:
        missing = there[each.shelf].reserved - each.pieces if each.shelf in there else 0
        if missing > 0:
            back_ordered += _back_order(session, each, missing, at, person_id)
    _book(session, counted, there, at, person_id, reason)
    return back_ordered


def _lock(session: Session, counted: Sequence[Counted]) -> Mapping[Shelf, Stock]:
    """The stock rows of these shelves, locked in the order in which orders lock them."""
    rows = session.scalars(
        select(Stock)
        .where(tuple_(col(Stock.place_id), col(Stock.product_id)).in_([each.shelf for each in counted]))
        .order_by(col(Stock.product_id), col(Stock.place_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {(row.place_id, row.product_id): row for row in rows}


def _book(
    session: Session,
    counted: Sequence[Counted],
    there: Mapping[Shelf, Stock],
    at: datetime,
    person_id: int | None,
    reason: str,
) -> None:
    """Appends the movements and sets the balances, in as few statements as there are kinds of rows."""
    about = {"person_id": person_id, "reason": reason, "at": at}
    movements, opened, changed = [], [], []
    for each in counted:
        shelf = {"place_id": each.place_id, "product_id": each.product_id}
        stock = there.get(each.shelf)
        if stock is None:
            movements.append(shelf | about | {"quantity": each.pieces, "kind": MovementKind.OPENING})
            opened.append(shelf | {"on_hand": each.pieces, "reserved": 0})
        elif each.pieces != stock.on_hand:
            movements.append(shelf | about | {"quantity": each.pieces - stock.on_hand, "kind": MovementKind.COUNT})
            changed.append(shelf | {"on_hand": each.pieces})
    if movements:
        session.execute(insert(Movement), movements)
    if opened:
        session.execute(insert(Stock), opened)
    if changed:
        session.execute(update(Stock), changed)
    for stock in there.values():
        session.expire(stock)


def _back_order(
    session: Session, short: Counted, missing: int, at: datetime, person_id: int | None
) -> list[BackOrdered]:
    """Takes `missing` pieces from the newest reservations of a shelf."""
    follows = _follows_on(session, short)
    left, taken = missing, []
    for reservation, line, order in _held(session, short):
        pieces = min(left, reservation.quantity)
        if not pieces:
            break
        left -= pieces
        _give_up(session, reservation, line, pieces, follows)
        taken.append(BackOrdered(order.id, order.number, short.product_id, pieces))
        _record(session, order, line, pieces, at, person_id)
    shift_reserved(session, *short.shelf, -missing)
    return taken


def _held(session: Session, short: Counted) -> Sequence[Row[Reservation, OrderLine, Order]]:
    """The reservations of a shelf with their orders, the newest first."""
    return session.execute(
        select(Reservation, OrderLine, Order)
        .join(OrderLine, col(OrderLine.id) == col(Reservation.order_line_id))
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .where(
            col(Reservation.place_id) == short.place_id,
            col(Reservation.product_id) == short.product_id,
            col(Reservation.state) == ReservationState.HELD,
        )
        .order_by(col(Reservation.at).desc(), col(Reservation.id).desc())
        .execution_options(populate_existing=True)
    ).all()


def _follows_on(session: Session, short: Counted) -> date | None:
    seller_id = session.scalars(select(col(Place.party_id)).where(col(Place.id) == short.place_id)).one()
    arrival = next_arrivals(session, seller_id, [short.product_id]).get(short.product_id)
    return arrival.due if arrival else None


def _give_up(session: Session, reservation: Reservation, line: OrderLine, pieces: int, follows: date | None) -> None:
    """Moves pieces of an order line from put by to short."""
    if pieces == reservation.quantity:
        reservation.state = ReservationState.RELEASED
    else:
        reservation.quantity -= pieces
    line.short += pieces
    line.follows_on = line.follows_on or follows
    session.flush()


def _record(session: Session, order: Order, line: OrderLine, pieces: int, at: datetime, person_id: int | None) -> None:
    events.append(
        session,
        Event(
            at=at,
            kind="order.back_ordered",
            subject=f"order:{order.id}",
            seller_id=order.seller_id,
            buyer_id=order.buyer_id,
            person_id=person_id,
            facts={"number": order.number, "product": line.product_id, "pieces": pieces, "short": line.short},
        ),
    )
