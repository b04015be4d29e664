"""Looking orders up. Whoever asks sees the orders of his own side of the trade; any other number is not found."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.orders.lifecycle import ON_THE_WAY
from domain.orders.tables import Order, OrderLine, OrderState
from domain.refusal import Code, Refusal


def by_id(session: Session, order_id: int, party_id: int) -> Order:
    """An order that `party_id` buys or sells; refused as not found for anybody else."""
    order = session.get(Order, order_id)
    if order is None or party_id not in (order.buyer_id, order.seller_id):
        raise Refusal(Code.NOT_FOUND, what="order")
    return order


def by_number(session: Session, number: str, party_id: int) -> Order:
    """An order of `party_id` by its number; refused as not found for anybody else."""
    order = session.scalars(
        select(Order).where(
            func.upper(col(Order.number)) == number.upper(),
            (col(Order.buyer_id) == party_id) | (col(Order.seller_id) == party_id),
        )
    ).first()
    if order is None:
        raise Refusal(Code.NOT_FOUND, what="order", number=number)
    return order


def last_of(session: Session, buyer_id: int, seller_id: int | None = None) -> Order | None:
    """The buyer's newest order that was not cancelled."""
    wanted = select(Order).where(col(Order.buyer_id) == buyer_id, col(Order.state) != OrderState.CANCELLED)
    if seller_id is not None:
        wanted = wanted.where(col(Order.seller_id) == seller_id)
    return session.scalars(wanted.order_by(col(Order.placed_at).desc(), col(Order.id).desc())).first()


def under_way(session: Session, buyer_id: int, limit: int = 5) -> list[Order]:
    """The buyer's orders that have not arrived yet, the newest first."""
    return list(
        session.scalars(
            select(Order)
            .where(col(Order.buyer_id) == buyer_id, col(Order.state).in_(ON_THE_WAY))
            .order_by(col(Order.placed_at).desc(), col(Order.id).desc())
            .limit(limit)
        )
    )


def lines_of(session: Session, order_id: int) -> list[OrderLine]:
    """The goods of an order in its order."""
    wanted = select(OrderLine).where(col(OrderLine.order_id) == order_id).order_by(col(OrderLine.position))
    return list(session.scalars(wanted))


def bought(session: Session, buyer_id: int, since: datetime) -> list[tuple[int, int]]:
    """What the buyer ordered since a moment: product id and on how many orders."""
    rows = session.execute(
        select(col(OrderLine.product_id), func.count(func.distinct(col(OrderLine.order_id))))
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .where(
            col(Order.buyer_id) == buyer_id,
            col(Order.placed_at) >= since,
            col(Order.state) != OrderState.CANCELLED,
            col(OrderLine.free).is_(False),
        )
        .group_by(col(OrderLine.product_id))
    )
    return [(product_id, times) for product_id, times in rows]


def goods(lines: Sequence[OrderLine]) -> list[OrderLine]:
    """The lines that were bought, without what schemes gave."""
    return [line for line in lines if not line.free]
