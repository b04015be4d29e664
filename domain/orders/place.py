"""Placing an order: what was read back is booked, or nothing is.

Locks are taken in one order everywhere: the cart, the stock rows by product, the pair's link (its credit), the schemes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from domain import events
from domain.events import Event
from domain.ledger import trust
from domain.ledger.credit import Answer, Verdict
from domain.network.tables import SellerTerms, TradeLink
from domain.orders import cart as carts
from domain.orders.counter import Counter, want
from domain.orders.hold import granted_facts, refuse, write_hold
from domain.orders.priced import PricedCart, PricedLine, price_wanted
from domain.orders.tables import Cart, CartLine, Order, OrderLine, OrderState
from domain.pricing import budgets
from domain.refusal import Code, Refusal
from domain.stock.reserve import Shelfful, lock_stock, reserve, spread


@dataclass(frozen=True, slots=True)
class Orderer:
    """Who places an order: the person, the party that the person acts from, and the message that says so.

    `limit` is the most (in rupees) that the person may order alone; None where there is no such limit.
    """

    person_id: int
    party_id: int
    message_id: int | None
    limit: Decimal | None = None


def place(counter: Counter, cart: Cart, lines: Sequence[CartLine], seal: str, by: Orderer) -> Order:
    """Books the cart as it was read back under `seal`.

    Raises a refusal, and books nothing, where anything that was shown has changed (`cart_changed`), something is
    still open (`cart_unsettled`), the order is too small, too large for who asks, or the pair's trade is blocked.
    An order beyond the buyer's credit is booked as held, its stock put by; `over_credit` refuses it where the seller
    does not even let it wait.
    """
    session = counter.session
    revision = cart.revision
    if not carts.take_for_placing(session, cart.id, revision):
        raise Refusal(Code.CART_CHANGED)
    wanted = want(counter, lines)
    needed = [counter.shelf.by_sku[sku].id for sku in wanted.skus()]
    shelves = lock_stock(session, counter.trade.seller_id, needed)
    _lock_link(session, counter)
    priced = price_wanted(counter, cart, lines, wanted, lock=True)
    check(priced, seal, by)
    verdict = _credit(counter, priced.total)
    order = _order(counter, priced, by)
    order.state = OrderState.PLACED if verdict.answer is Answer.ALLOW else OrderState.HELD
    session.add(order)
    session.flush()
    if order.state is OrderState.HELD:
        write_hold(session, order, verdict, counter.now)
    _book_lines(counter, order, priced, shelves)
    budgets.hold(session, counter.offers, priced.quote.explain, order.id, order.buyer_id, counter.now)
    _record(counter, order, priced, by)
    return order


def check(priced: PricedCart, seal: str, by: Orderer) -> None:
    """Every reason not to book a cart, in the order in which a person can do something about it."""
    if priced.questions:
        raise Refusal(Code.CART_UNSETTLED, open=len(priced.questions))
    if not priced.goods:
        raise Refusal(Code.CART_EMPTY)
    if priced.seal != seal:
        raise Refusal(Code.CART_CHANGED)
    if priced.short and not priced.trade.terms.keeps_back_orders:
        raise Refusal(Code.SHORT, products=[line.item.title for line in priced.short])
    if priced.below_minimum_by > 0:
        raise Refusal(Code.BELOW_MINIMUM, minimum=priced.trade.terms.minimum_order, missing=priced.below_minimum_by)
    if by.limit is not None and priced.total > by.limit:
        raise Refusal(Code.OVER_OWN_LIMIT, limit=by.limit, total=priced.total)


def _credit(counter: Counter, total: Decimal) -> Verdict:
    """The credit check of a new order; what it allows is taken into the exposure."""
    session, trade = counter.session, counter.trade
    verdict = trust.ask(session, trade.link, trade.buyer, total, counter.day)
    if verdict.answer is Answer.REFUSE:
        raise refuse(verdict, trade.seller.name)
    if verdict.answer is Answer.ALLOW and not trust.take(session, trade.link, total):
        raise Refusal(Code.CART_CHANGED)
    return verdict


def _lock_link(session: Session, counter: Counter) -> None:
    locked = select(TradeLink).where(col(TradeLink.id) == counter.trade.link.id).with_for_update()
    session.scalars(locked.execution_options(populate_existing=True)).one()


def next_number(session: Session, terms: SellerTerms) -> str:
    """The seller's next order number; numbers of orders may have gaps, bills may not."""
    taken = session.execute(
        update(SellerTerms)
        .where(col(SellerTerms.party_id) == terms.party_id)
        .values(next_number=col(SellerTerms.next_number) + 1)
        .returning(col(SellerTerms.next_number))
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return f"{terms.series}-{taken - 1}"


def _order(counter: Counter, priced: PricedCart, by: Orderer) -> Order:
    trade, quote = counter.trade, priced.quote
    return Order(
        number=next_number(counter.session, trade.terms),
        seller_id=trade.seller_id,
        buyer_id=trade.buyer_id,
        cart_id=priced.cart_id,
        state=OrderState.PLACED,
        subtotal=quote.subtotal,
        discount=quote.discount,
        tax=quote.tax,
        round_off=priced.round_off,
        total=priced.total,
        currency=trade.seller.currency,
        placed_by=by.person_id,
        placed_by_party=by.party_id,
        placed_at=counter.now,
        message_id=by.message_id,
        deliver_on=priced.deliver_on,
        valid_until=counter.now + timedelta(days=trade.terms.order_validity_days),
        buyer_answer="own" if by.party_id == trade.buyer_id else "asked",
        unmatched=[line.said for line in (*priced.unread, *priced.unpriced)],
        state_since=counter.now,
    )


def _book_lines(counter: Counter, order: Order, priced: PricedCart, shelves: dict[int, list[Shelfful]]) -> None:
    session = counter.session
    booked = [
        _line(order.id, position, line, priced.prices[line.item.sku].tax_rate)
        for position, line in enumerate(priced.goods, start=1)
    ]
    session.add_all(booked)
    session.flush()
    left = {product_id: list(places) for product_id, places in shelves.items()}
    for line, row in zip(priced.goods, booked, strict=True):
        if line.free_now is None or row.id is None:
            continue
        taken = spread(line.pieces - line.short, left.get(line.item.id, []))
        reserve(session, row.id, line.item.id, taken, counter.now)
        left[line.item.id] = [
            Shelfful(place.place_id, place.product_id, place.free - taken.get(place.place_id, 0))
            for place in left.get(line.item.id, [])
        ]


def _line(order_id: int, position: int, line: PricedLine, tax_rate: Decimal) -> OrderLine:
    quote = line.quote
    return OrderLine(
        order_id=order_id,
        position=position,
        product_id=line.item.id,
        said=line.line.said if line.line else "",
        unit=line.line.unit if line.line else "piece",
        pieces=line.pieces,
        short=line.short,
        follows_on=line.on_the_way.due if line.on_the_way else None,
        stock_checked=line.free_now is not None,
        free=quote.free,
        mrp=line.rate.mrp,
        price=line.rate.price,
        tax_included=line.rate.tax_included,
        list_amount=quote.list,
        discount=quote.discount,
        net=quote.net,
        tax_rate=tax_rate,
        tax=quote.tax,
        tax_parts=[str(part) for part in quote.tax_parts],
        schemes={code: str(amount) for code, amount in quote.discounts}
        | ({quote.given_by: "free"} if quote.given_by else {}),
    )


def _record(counter: Counter, order: Order, priced: PricedCart, by: Orderer) -> None:
    session = counter.session
    session.execute(
        update(TradeLink)
        .where(col(TradeLink.id) == counter.trade.link.id)
        .values(orders_placed=col(TradeLink.orders_placed) + 1)
        .execution_options(synchronize_session="evaluate")
    )
    held = order.state is OrderState.HELD
    events.append(
        session,
        Event(
            at=counter.now,
            kind="order.placed",
            subject=f"order:{order.id}",
            seller_id=order.seller_id,
            buyer_id=order.buyer_id,
            person_id=by.person_id,
            message_id=by.message_id,
            facts={
                "number": order.number,
                "total": str(order.total),
                "lines": len(priced.goods),
                "for_other": by.party_id != order.buyer_id,
                "from": None,
                "to": order.state.value,
                **({} if held else granted_facts(counter.trade.link)),
            },
        ),
    )
