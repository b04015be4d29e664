"""An order that nobody packed within its validity lapses: stock and budgets come back, the shop is told."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.orders.cancel import cancel
from domain.orders.moving import Actor
from domain.orders.tables import Order, OrderState


def lapse(session: Session, order_id: int, now: datetime) -> bool:
    """Cancels the order if it is still waiting and its time is over; whether it did."""
    order = session.scalars(select(Order).where(col(Order.id) == order_id).with_for_update()).first()
    if order is None or order.state not in (OrderState.PLACED, OrderState.HELD) or order.valid_until >= now:
        return False
    cancel(session, order, Actor(order.placed_by, order.seller_id, None), now, reason="lapsed")
    return True
