"""Cancelling an order: by the buyer until it is packed, by the seller also later; stock and budgets come back."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.network.tables import TradeLink
from domain.orders import find
from domain.orders.lifecycle import BUYER_MAY_CANCEL, check_move
from domain.orders.moving import Actor, change_state
from domain.orders.tables import Order, OrderState
from domain.pricing import budgets
from domain.refusal import Code, Refusal
from domain.stock.reserve import release


def cancel(session: Session, order: Order, by: Actor, at: datetime, reason: str = "") -> None:
    """Cancels an order.

    Raises a refusal where it has gone too far for the one who asks, or was moved since it was read. Locks are taken
    in the order of placing (the order, stock, the pair's link, schemes), so that the two never wait for each other.
    """
    shown = order.revision
    session.refresh(order, with_for_update=True)
    if order.revision != shown or (by.party_id == order.buyer_id and order.state not in BUYER_MAY_CANCEL):
        raise Refusal(Code.MOVE_NOT_ALLOWED, number=order.number, now=order.state.value, then="cancelled")
    check_move(order.state, OrderState.CANCELLED)
    release(session, [line.id for line in find.lines_of(session, order.id)])
    change_state(session, order, OrderState.CANCELLED, by, at, reason=reason)
    session.execute(
        update(TradeLink)
        .where(col(TradeLink.seller_id) == order.seller_id, col(TradeLink.buyer_id) == order.buyer_id)
        .values(exposure=col(TradeLink.exposure) - order.total)
        .execution_options(synchronize_session=False)
    )
    budgets.give_back(session, order.id, at)
