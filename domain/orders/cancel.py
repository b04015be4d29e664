"""Cancelling an order: by the buyer until it is packed, by the seller also later; stock and budgets come back."""

from datetime import datetime

from sqlalchemy.orm import Session

from domain.ledger.journal import shift_exposure
from domain.ledger.pair import Pair, pair_of
from domain.orders import find
from domain.orders.hold import end_hold, let_go, under_way
from domain.orders.lifecycle import BUYER_MAY_CANCEL, check_move
from domain.orders.moving import Actor, change_state
from domain.orders.returned import invoice_of, take_back_all
from domain.orders.tables import Order, OrderState
from domain.pricing import budgets
from domain.refusal import Code, Refusal
from domain.stock.reserve import lock_stock, release


def cancel(session: Session, order: Order, by: Actor, at: datetime, reason: str = "") -> None:
    """Cancels an order; one that is billed already is credited in full.

    Raises a refusal where it has gone too far for the one who asks, or was moved since it was read. Locks are taken
    in the order of placing (the order, stock, the pair's link, schemes), so that the two never wait for each other.
    """
    shown = order.revision
    session.refresh(order, with_for_update=True)
    if order.revision != shown or (by.party_id == order.buyer_id and order.state not in BUYER_MAY_CANCEL):
        raise Refusal(Code.MOVE_NOT_ALLOWED, number=order.number, now=order.state.value, then="cancelled")
    check_move(order.state, OrderState.CANCELLED)
    lines = find.lines_of(session, order.id)
    lock_stock(session, order.seller_id, [line.product_id for line in lines])
    release(session, [line.id for line in lines])
    pair = pair_of(session, order.seller_id, order.buyer_id, at)
    _owe_no_more(session, pair, order, by)
    change_state(session, order, OrderState.CANCELLED, by, at, reason=reason)
    budgets.give_back(session, order.id, at)
    let_go(session, pair, by)


def _owe_no_more(session: Session, pair: Pair, order: Order, by: Actor) -> None:
    """Takes the order out of what the buyer owes: out of the bill, or out of what is under way."""
    bill = invoice_of(session, order.id)
    if bill is not None:
        take_back_all(session, pair, bill, by)
        return
    shift_exposure(session, pair.link, -under_way(session, order))
    end_hold(session, order, pair.now, "cancelled")
