"""Packing an order: what is there goes out of the stock and on the bill, at the prices that were read back.

Short at packing is cancelled with its reason; short since the order was placed follows as an order of its own.
Locks are taken in the order of placing: the order, stock, the pair's link, schemes, and last the series of bills.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from domain.ledger.issue import Amounts, issue_bill
from domain.ledger.journal import shift_exposure
from domain.ledger.pair import Pair, business_day, pair_of
from domain.ledger.paper import Bill, BillKind, BillLine
from domain.network.tables import Party, SellerTerms
from domain.orders import find
from domain.orders.agreed import agreement
from domain.orders.follow import follow_up
from domain.orders.hold import check_again, let_go
from domain.orders.lifecycle import check_move
from domain.orders.moving import Actor, change_state
from domain.orders.picking import Missing, Picking, ShortReason, amounts, bill_lines, pick
from domain.orders.refill import refill
from domain.orders.tables import Order, OrderHold, OrderState, PackedLine
from domain.pricing import budgets
from domain.stock.issue import issue
from domain.stock.reserve import lock_stock
from domain.stock.tables import MovementKind

NOTHING = Decimal("0.00")
ALL_THERE: Mapping[int, Missing] = {}
LEAVES_AS = {ShortReason.DAMAGED: MovementKind.DAMAGE, ShortReason.NOT_FOUND: MovementKind.COUNT}


@dataclass(frozen=True, slots=True)
class Packed:
    """What came of packing: the bill (None where another system bills), what follows, or why it waits instead."""

    order: Order
    bill: Bill | None = None
    follows: Order | None = None
    hold: OrderHold | None = None


def pack(
    session: Session, order: Order, by: Actor, now: datetime, missing: Mapping[int, Missing] = ALL_THERE
) -> Packed:
    """Packs an order; `missing` says by line what is not there.

    Where the buyer's credit does not allow it any more nothing is packed and the order is held (`hold`). Raises a
    refusal for an order that cannot be packed, and those of `pick`.
    """
    session.refresh(order, with_for_update=True)
    check_move(order.state, OrderState.PACKED)
    lock_stock(session, order.seller_id, [line.product_id for line in find.lines_of(session, order.id)])
    pair = pair_of(session, order.seller_id, order.buyer_id, now)
    picking = pick(agreement(session, order, pair.seller, pair.day), missing)
    lines = bill_lines(picking, pair.seller.tax_regime)
    billed = amounts(picking, lines, _rounds(session, pair.seller))
    hold = check_again(session, pair, order, billed.total + _to_follow(picking), by)
    if hold is not None:
        return Packed(order, hold=hold)
    _issue_stock(session, picking, by, now)
    _use_schemes(session, picking, now)
    follows = follow_up(session, pair, picking.agreed, by)
    budgets.give_back(session, order.id, now)
    bill = _bill(session, pair, order, lines, billed, by)
    facts = {
        "bill": bill.number if bill else None,
        "total": str(billed.total),
        "missing": {str(line_id): [gone.pieces, gone.reason.value] for line_id, gone in picking.missing.items()},
        "follows": follows.number if follows else None,
    }
    change_state(session, order, OrderState.PACKED, by, now, facts=facts)
    if follows is not None:  # only now: until it is packed the order itself would be served first
        refill(session, order.seller_id, [line.product_id for line in find.lines_of(session, follows.id)], by, now)
    let_go(session, pair, by)
    return Packed(order, bill, follows)


def would_bill(session: Session, order: Order, seller: Party, now: datetime, missing: Mapping[int, Missing]) -> Decimal:
    """What the bill would come to with these pieces missing, in rupees."""
    picking = pick(agreement(session, order, seller, business_day(seller, now)), missing)
    return amounts(picking, bill_lines(picking, seller.tax_regime), _rounds(session, seller)).total


def _rounds(session: Session, seller: Party) -> bool:
    terms = session.get(SellerTerms, seller.id)
    return terms is not None and terms.rounds_to_rupee


def _to_follow(picking: Picking) -> Decimal:
    return sum((picking.agreed.amount(line, line.short) for line in picking.agreed.lines if line.short), NOTHING)


def _issue_stock(session: Session, picking: Picking, by: Actor, now: datetime) -> None:
    """Lets the packed pieces leave the stock, and keeps what was packed of each line."""
    for line in picking.agreed.lines:
        gone = picking.missing.get(line.id)
        pieces = picking.packed[line.id]
        issue(
            session,
            line.id,
            pieces,
            now,
            person_id=by.person_id,
            missing_is=LEAVES_AS.get(gone.reason) if gone else None,
            reason=f"order {picking.agreed.order.number}",
        )
        session.add(
            PackedLine(
                order_line_id=line.id,
                pieces=pieces,
                short=gone.pieces if gone else 0,
                amount=picking.agreed.amount(line, pieces) if pieces else NOTHING,
                reason=gone.reason.value if gone else "",
                at=now,
                person_id=by.person_id,
            )
        )


def _use_schemes(session: Session, picking: Picking, now: datetime) -> None:
    """Spends of every budget what the packed goods take of it."""
    order_id = picking.agreed.order.id
    for scheme_id, amount in picking.agreed.used(session, picking.packed).items():
        budgets.step(session, scheme_id, order_id, "spend", amount, now)


def _bill(session: Session, pair: Pair, order: Order, lines: list[BillLine], billed: Amounts, by: Actor) -> Bill | None:
    """Moves what goes out from under way to owed; where another system bills, it is under way until that bill comes."""
    if pair.billing.outside:
        packed = billed.total - billed.round_off
        shift_exposure(session, pair.link, packed - order.total)
        return None
    shift_exposure(session, pair.link, -order.total)
    due_on = pair.day + timedelta(days=pair.link.credit_days)
    return issue_bill(session, pair, BillKind.INVOICE, billed, by, due_on=due_on, lines=lines, order_id=order.id)
