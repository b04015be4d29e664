"""What an order could not bring at once follows as an order of its own, at the same promise.

So it is put by, held, packed, billed and cancelled like any order, and no order is ever packed twice.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.journal import shift_exposure
from domain.ledger.pair import Pair
from domain.ledger.portions import NOTHING, Portion
from domain.ledger.trail import tell
from domain.network.tables import SellerTerms, TradeLink
from domain.orders.agreed import Agreement
from domain.orders.moving import Actor
from domain.orders.place import next_number
from domain.orders.priced import round_off
from domain.orders.tables import Cart, CartState, Order, OrderLine, OrderState
from domain.pricing import budgets


def follow_up(session: Session, pair: Pair, agreed: Agreement, by: Actor) -> Order | None:
    """Makes an order of what is short, if anything is. What it comes to stays in the exposure, which was granted.

    It keeps the moment and the orderer of the promise; its cart is placed with it, since nobody has to say yes again.
    """
    short = [line for line in agreed.lines if line.short]
    if not short:
        return None
    parts = [agreed.rest(line) for line in short]
    order = _order(session, pair, agreed.order, short, parts)
    session.add_all(
        _line(order.id, position, line, part)
        for position, (line, part) in enumerate(zip(short, parts, strict=True), start=1)
    )
    shift_exposure(session, pair.link, order.total)
    for scheme_id, amount in agreed.used_by_rest(session).items():
        budgets.hand_on(session, scheme_id, agreed.order.id, order.id, amount, pair.now)
    _record(session, pair, agreed.order, order, len(short), by)
    session.flush()
    return order


def _order(session: Session, pair: Pair, order: Order, short: Sequence[OrderLine], parts: Sequence[Portion]) -> Order:
    terms = session.get(SellerTerms, order.seller_id)
    assert terms is not None
    cart = Cart(
        buyer_id=order.buyer_id,
        seller_id=order.seller_id,
        state=CartState.PLACED,
        opened_by=order.placed_by,
        opened_at=order.placed_at,
    )
    session.add(cart)
    session.flush()
    subtotal = sum((part.list_amount for part in parts), NOTHING)
    discount = sum((part.discount for part in parts), NOTHING)
    tax = sum((part.tax_part * len(line.tax_parts) for line, part in zip(short, parts, strict=True)), NOTHING)
    total = subtotal - discount + tax
    rounded = round_off(total) if order.round_off else NOTHING
    comes = max((line.follows_on for line in short if line.follows_on), default=order.deliver_on)
    copied = ("seller_id", "buyer_id", "currency", "placed_by", "placed_by_party", "placed_at", "buyer_answer")
    follows = Order(
        **{name: getattr(order, name) for name in copied},
        number=next_number(session, terms),
        cart_id=cart.id,
        state=OrderState.PLACED,
        subtotal=subtotal,
        discount=discount,
        tax=tax,
        round_off=rounded,
        total=total + rounded,
        deliver_on=max(comes, pair.today),
        valid_until=pair.now + timedelta(days=max((comes - pair.today).days, 0) + terms.order_validity_days),
        state_since=pair.now,
        follows_id=order.id,
    )
    session.add(follows)
    session.flush()
    return follows


def _line(order_id: int, position: int, line: OrderLine, part: Portion) -> OrderLine:
    copied = ("product_id", "said", "unit", "follows_on", "stock_checked", "free", "mrp", "price", "tax_included")
    return OrderLine(
        **{name: getattr(line, name) for name in copied},
        order_id=order_id,
        position=position,
        pieces=line.short,
        short=line.short,
        list_amount=part.list_amount,
        discount=part.discount,
        net=part.net,
        tax_rate=line.tax_rate,
        tax=part.tax_part * len(line.tax_parts),
        tax_parts=[str(part.tax_part)] * len(line.tax_parts),
        schemes={code: "free" if line.free else str(off) for code, off in part.discounts.items()},
    )


def _record(session: Session, pair: Pair, order: Order, follows: Order, lines: int, by: Actor) -> None:
    session.execute(
        update(TradeLink)
        .where(col(TradeLink.id) == pair.link_id)
        .values(orders_placed=col(TradeLink.orders_placed) + 1)
        .execution_options(synchronize_session=False)
    )
    session.expire(pair.link, ["orders_placed"])
    facts = {
        "number": follows.number,
        "total": str(follows.total),
        "lines": lines,
        "for_other": False,
        "follows": order.number,
        "from": None,
        "to": OrderState.PLACED.value,
    }
    tell(session, pair, "order.placed", f"order:{follows.id}", by, facts)
