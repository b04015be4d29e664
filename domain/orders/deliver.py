"""The way to the shop: an order leaves, arrives, and what did not arrive is credited at the price of its bill."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from domain.ledger.journal import shift_exposure
from domain.ledger.outside import awaits_bills
from domain.ledger.pair import pair_of
from domain.ledger.paper import Bill, CreditReason
from domain.ledger.trail import tell
from domain.orders import find
from domain.orders.hold import let_go, under_way
from domain.orders.lifecycle import check_move
from domain.orders.moving import Actor, change_state
from domain.orders.returned import Back, Credited, Fate, credit, credited_so_far, crediting_of, invoice_of, lines_of
from domain.orders.tables import Order, OrderState
from domain.refusal import Code, Refusal
from domain.stock.reserve import lock_stock

ALL_ARRIVED: Mapping[int, int] = {}


def dispatch(session: Session, order: Order, by: Actor, now: datetime, carrier: str = "") -> None:
    """Sends a packed order out with somebody."""
    change_state(session, order, OrderState.DISPATCHED, by, now, facts={"carrier": carrier})


def say_missing(session: Session, order: Order, missing: Mapping[int, int], by: Actor, now: datetime) -> Decimal:
    """Keeps the buyer's word that pieces (by order line) are missing, for who delivers to confirm.

    Gives what the bill would then come to, in rupees. Raises a refusal for an order that is not on its way, and for
    pieces that were not billed.
    """
    if order.state is not OrderState.DISPATCHED:
        raise Refusal(Code.MOVE_NOT_ALLOWED, number=order.number, now=order.state.value, then="missing")
    pair = pair_of(session, order.seller_id, order.buyer_id, now)
    bill, back = _not_arrived(session, order, missing)
    facts = {"number": order.number, "missing": {str(key): pieces for key, pieces in missing.items()}}
    tell(session, pair, "order.missing_said", f"order:{order.id}", by, facts)
    crediting = crediting_of(session, bill, back)
    before = credited_so_far(session, bill)
    return bill.total - before - crediting.amounts(crediting.note_lines(), before).total


def deliver(
    session: Session,
    order: Order,
    by: Actor,
    now: datetime,
    missing: Mapping[int, int] = ALL_ARRIVED,
    fate: Fate = Fate.GONE,
) -> Credited | None:
    """Hands an order over. `missing` pieces (by order line) are credited; they are gone, or back in the godown.

    Where another system bills, what is missing is only kept on the trail. Raises a refusal for an order that is not on
    its way, and for pieces that were not billed.
    """
    session.refresh(order, with_for_update=True)
    check_move(order.state, OrderState.DELIVERED)
    lock_stock(session, order.seller_id, [line.product_id for line in find.lines_of(session, order.id)])
    pair = pair_of(session, order.seller_id, order.buyer_id, now)
    facts = {"missing": {str(key): pieces for key, pieces in missing.items()}}
    change_state(session, order, OrderState.DELIVERED, by, now, facts=facts)
    if invoice_of(session, order.id) is None and not awaits_bills(pair.billing):
        shift_exposure(session, pair.link, -under_way(session, order))
    if not missing or pair.billing.outside:
        return None
    bill, pieces = _not_arrived(session, order, missing)
    back = {key: Back(count, fate) for key, count in pieces.items()}
    credited = credit(session, pair, bill, back, CreditReason.SHORT_DELIVERY, by)
    let_go(session, pair, by)
    return credited


def _not_arrived(session: Session, order: Order, missing: Mapping[int, int]) -> tuple[Bill, dict[int, int]]:
    """The bill of an order, and what of its lines did not arrive."""
    bill = invoice_of(session, order.id)
    billed = {line.order_line_id: line.id for line in lines_of(session, bill.id)} if bill else {}
    if bill is None or not missing.keys() <= billed.keys():
        raise Refusal(Code.BAD_VALUE, what="missing")
    return bill, {billed[key]: pieces for key, pieces in missing.items()}
