"""Orders that wait for credit: held with their reasons, let go by a payment by itself or by a person with the right."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger import trust
from domain.ledger.credit import Answer, Verdict, Why, excused
from domain.ledger.journal import shift_exposure
from domain.ledger.pair import Pair
from domain.network.tables import TradeLink
from domain.orders.moving import Actor, change_state
from domain.orders.tables import Order, OrderHold, OrderLine, OrderState, PackedLine
from domain.refusal import Code, Refusal

NOTHING = Decimal("0.00")


def refuse(verdict: Verdict, seller: str) -> Refusal:
    """The refusal of an order that the seller's terms do not even let wait."""
    if Why.BLOCKED in verdict.reasons:
        return Refusal(Code.BLOCKED, seller=seller)
    return Refusal(
        Code.OVER_CREDIT,
        seller=seller,
        reasons=[why.value for why in verdict.reasons],
        over_by=verdict.over_by,
        overdue=verdict.overdue_amount,
        to_pay=verdict.to_pay,
    )


def granted_facts(link: TradeLink) -> dict[str, Any]:
    """What the books keep of an order that was granted credit: the exposure with it, and the limit then."""
    return {
        "exposure": f"{link.exposure:.2f}",
        "limit": None if link.credit_limit is None else f"{link.credit_limit:.2f}",
    }


def write_hold(session: Session, order: Order, verdict: Verdict, at: datetime) -> OrderHold:
    """Keeps why an order waits."""
    hold = OrderHold(
        order_id=order.id,
        placed_by=order.placed_by,
        reasons=[why.value for why in verdict.reasons],
        over_by=verdict.over_by,
        overdue=verdict.overdue_amount,
        at=at,
    )
    session.add(hold)
    session.flush()
    return hold


def open_hold(session: Session, order_id: int) -> OrderHold | None:
    """Why an order waits now; None where it does not."""
    return session.scalars(
        select(OrderHold).where(col(OrderHold.order_id) == order_id, col(OrderHold.ended_at).is_(None))
    ).first()


def what_frees(session: Session, pair: Pair, order: Order) -> Verdict:
    """What stands in the way of an order, as if it were asked for now; `to_pay` is what lets it go today.

    An order that is under way stands in the exposure already, a held one does not.
    """
    counted = under_way(session, order)
    return trust.ask(session, pair.link, pair.buyer, order.total, pair.today, instead_of=counted)


def under_way(session: Session, order: Order) -> Decimal:
    """What of an order that is not billed stands in the exposure, in rupees: nothing while it waits for credit."""
    if order.state is OrderState.HELD:
        return NOTHING
    packed = session.scalars(
        select(func.sum(col(PackedLine.amount)))
        .join(OrderLine, col(OrderLine.id) == col(PackedLine.order_line_id))
        .where(col(OrderLine.order_id) == order.id)
    ).one()
    return order.total if packed is None else packed


def held_orders(session: Session, link: TradeLink) -> list[Order]:
    """The pair's orders that wait, the oldest first."""
    wanted = select(Order).where(
        col(Order.seller_id) == link.seller_id,
        col(Order.buyer_id) == link.buyer_id,
        col(Order.state) == OrderState.HELD,
    )
    return list(session.scalars(wanted.order_by(col(Order.id)).execution_options(populate_existing=True)))


def let_go(session: Session, pair: Pair, by: Actor) -> list[Order]:
    """Lets every held order of the pair go that now may, the oldest first; called whenever less is owed or late."""
    gone = []
    for order in held_orders(session, pair.link):
        verdict = what_frees(session, pair, order)
        if verdict.answer is Answer.ALLOW and trust.take(session, pair.link, order.total):
            _release(session, pair, order, by, "payment")
            gone.append(order)
    return gone


def release(session: Session, pair: Pair, order: Order, by: Actor, why: str) -> None:
    """A person lets a held order go beyond the credit that the buyer has, and says why.

    Raises a refusal for the orderer, for who does not act for the seller, for an order that does not wait, and for
    a buyer who is blocked altogether (`blocked`): he is unblocked first.
    """
    if by.party_id != order.seller_id or by.person_id is None or by.person_id == order.placed_by:
        raise Refusal(Code.NOT_ALLOWED, what="own_order")
    if order.state is not OrderState.HELD:
        raise Refusal(Code.MOVE_NOT_ALLOWED, number=order.number, now=order.state.value, then="placed")
    verdict = what_frees(session, pair, order)
    if Why.BLOCKED in verdict.reasons:
        raise refuse(verdict, pair.seller.name)
    taken = trust.take(session, pair.link, order.total, beyond=verdict.over_by)
    hold = open_hold(session, order.id)
    assert taken
    assert hold is not None
    hold.released_by, hold.why = by.person_id, why
    hold.beyond, hold.valid_until = verdict.over_by, max(order.valid_until, pair.now)
    hold.reasons = sorted({*hold.reasons, *(reason.value for reason in verdict.reasons)})
    _release(session, pair, order, by, "person")


def check_again(session: Session, pair: Pair, order: Order, amount: Decimal, by: Actor) -> OrderHold | None:
    """The credit check when the goods go out for `amount`; an order that may not go any more is held instead.

    What a person let go stays so within what they granted, until it is no longer valid.
    """
    link = pair.link
    verdict = trust.ask(session, link, pair.buyer, amount, pair.today, instead_of=order.total)
    if verdict.answer is Answer.ALLOW or _covers(_last_release(session, order.id), verdict, pair):
        return None
    shift_exposure(session, link, -order.total)
    hold = write_hold(session, order, verdict, pair.now)
    change_state(session, order, OrderState.HELD, by, pair.now, reason="credit")
    return hold


def end_hold(session: Session, order: Order, at: datetime, how: str) -> None:
    """Ends the wait of an order, if it waits."""
    hold = open_hold(session, order.id)
    if hold is not None:
        hold.ended_at, hold.ended = at, how
        session.flush()


def _release(session: Session, pair: Pair, order: Order, by: Actor, how: str) -> None:
    hold = open_hold(session, order.id)
    assert hold is not None
    end_hold(session, order, pair.now, how)
    # The books want to know who moved an order; a payment that a provider reported was made for the orderer.
    actor = by if by.person_id is not None else Actor(order.placed_by, by.party_id, by.message_id)
    facts = {**granted_facts(pair.link), "hold": hold.id, "by": how, "why": hold.why}
    change_state(session, order, OrderState.PLACED, actor, pair.now, kind="order.released", facts=facts)


def _last_release(session: Session, order_id: int) -> OrderHold | None:
    return session.scalars(
        select(OrderHold)
        .where(col(OrderHold.order_id) == order_id, col(OrderHold.released_by).is_not(None))
        .order_by(col(OrderHold.id).desc())
    ).first()


def _covers(released: OrderHold | None, verdict: Verdict, pair: Pair) -> bool:
    if released is None or released.valid_until is None or released.valid_until < pair.now:
        return False
    return excused(verdict, _reasons(released.reasons), released.beyond)


def _reasons(names: Iterable[str]) -> frozenset[Why]:
    return frozenset(Why(name) for name in names)
