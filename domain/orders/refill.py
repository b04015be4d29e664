"""Goods that came in are put by for the orders that wait for them, who ordered first served first."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from domain import events
from domain.events import Event
from domain.orders.moving import Actor
from domain.orders.tables import Order, OrderLine, OrderState
from domain.stock.reserve import Shelfful, lock_stock, reserve, spread


def refill(session: Session, seller_id: int, product_ids: Iterable[int], by: Actor, at: datetime) -> list[OrderLine]:
    """Puts by what is free of these products for lines that are short; gives the lines that got something."""
    free = {product_id: tuple(shelves) for product_id, shelves in lock_stock(session, seller_id, product_ids).items()}
    filled = []
    for line, order in _waiting(session, seller_id, free):
        taken = spread(line.short, free[line.product_id])
        pieces = sum(taken.values())
        if not pieces:
            continue
        reserve(session, line.id, line.product_id, taken, at)
        _less_short(session, line, pieces)
        free[line.product_id] = tuple(
            Shelfful(shelf.place_id, shelf.product_id, shelf.free - taken.get(shelf.place_id, 0))
            for shelf in free[line.product_id]
        )
        _record(session, order, line, pieces, by, at)
        filled.append(line)
    return filled


def _waiting(
    session: Session, seller_id: int, free: Mapping[int, tuple[Shelfful, ...]]
) -> list[tuple[OrderLine, Order]]:
    """Lines that wait for a product of which something is free, the oldest promise first."""
    some = [product_id for product_id, shelves in free.items() if any(shelf.free > 0 for shelf in shelves)]
    rows = session.execute(
        select(OrderLine, Order)
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .where(
            col(Order.seller_id) == seller_id,
            col(Order.state).in_((OrderState.PLACED, OrderState.HELD)),
            col(OrderLine.product_id).in_(some),
            col(OrderLine.short) > 0,
        )
        .order_by(col(Order.placed_at), col(Order.id), col(OrderLine.position))
        .execution_options(populate_existing=True)
    )
    return [(line, order) for line, order in rows]


def _less_short(session: Session, line: OrderLine, pieces: int) -> None:
    session.execute(
        update(OrderLine)
        .where(col(OrderLine.id) == line.id)
        .values(short=col(OrderLine.short) - pieces)
        .execution_options(synchronize_session=False)
    )
    session.refresh(line)


def _record(session: Session, order: Order, line: OrderLine, pieces: int, by: Actor, at: datetime) -> None:
    events.append(
        session,
        Event(
            at=at,
            kind="order.filled",
            subject=f"order:{order.id}",
            seller_id=order.seller_id,
            buyer_id=order.buyer_id,
            person_id=by.person_id,
            message_id=by.message_id,
            facts={"number": order.number, "product": line.product_id, "pieces": pieces, "short": line.short},
        ),
    )
