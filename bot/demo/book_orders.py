"""Writes the year's orders into the books, in bulk, in the very shape that placing and moving an order writes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from bot.demo.sale import Booked, Line, Sale
from bot.exchange.bulk import add_numbered
from domain.network.tables import TradeLink
from domain.orders.lifecycle import ON_THE_WAY
from domain.orders.tables import Cart, CartState, Order, OrderLine
from domain.pricing.values import QuoteLine

Row = dict[str, Any]
TO_FILL = timedelta(minutes=3)  # from a cart's first line to its order


def book_orders(session: Session, sales: Iterable[Sale]) -> list[Booked]:
    """Numbers the orders as they were placed, and books them with their carts, lines and the account of the pair."""
    ordered = sorted(sales, key=lambda sale: sale.placed.at)
    _number(ordered)
    carts = add_numbered(session, Cart, [_cart(sale) for sale in ordered])
    ids = add_numbered(session, Order, [_order(sale, cart) for sale, cart in zip(ordered, carts, strict=True)])
    rows = [row for sale, order_id in zip(ordered, ids, strict=True) for row in _lines(sale, order_id)]
    line_ids = iter(add_numbered(session, OrderLine, rows))
    _account(ordered)
    return [
        Booked(sale, order_id, tuple(islice(line_ids, len(sale.lines))))
        for sale, order_id in zip(ordered, ids, strict=True)
    ]


def _number(ordered: Sequence[Sale]) -> None:
    """The last order of each seller gets the number before the seller's next."""
    of_seller: dict[int, list[Sale]] = defaultdict(list)
    for sale in ordered:
        of_seller[sale.pair.trade.seller_id].append(sale)
    for sold in of_seller.values():
        terms = sold[0].pair.trade.terms
        for number, sale in enumerate(sold, start=terms.next_number - len(sold)):
            sale.number = f"{terms.series}-{number}"


def _account(ordered: Iterable[Sale]) -> None:
    """Writes on each pair's link how many orders there were and what is under way."""
    links: dict[int, TradeLink] = {}
    placed: dict[int, int] = defaultdict(int)
    under_way: dict[int, Decimal] = defaultdict(Decimal)
    for sale in ordered:
        link = sale.pair.trade.link
        links[link.id] = link
        placed[link.id] += 1
        under_way[link.id] += sale.quote.total if sale.state in ON_THE_WAY else 0
    for number, link in links.items():
        link.orders_placed, link.exposure = placed[number], under_way[number]


def _cart(sale: Sale) -> Row:
    trade = sale.pair.trade
    return {
        "buyer_id": trade.buyer_id,
        "seller_id": trade.seller_id,
        "state": CartState.PLACED,
        "opened_by": sale.placed.person_id,
        "opened_at": sale.placed.at.astimezone(UTC) - TO_FILL,
    }


def _order(sale: Sale, cart_id: int) -> Row:
    trade, quote = sale.pair.trade, sale.quote
    placed_at = sale.placed.at.astimezone(UTC)
    return {
        "number": sale.number,
        "seller_id": trade.seller_id,
        "buyer_id": trade.buyer_id,
        "cart_id": cart_id,
        "state": sale.state,
        "revision": len(sale.steps),
        "subtotal": quote.subtotal,
        "discount": quote.discount,
        "tax": quote.tax,
        "total": quote.total,
        "currency": trade.seller.currency,
        "placed_by": sale.placed.person_id,
        "placed_by_party": trade.seller_id if sale.by_seller else trade.buyer_id,
        "placed_at": placed_at,
        "deliver_on": sale.deliver_on,
        "valid_until": placed_at + timedelta(days=trade.terms.order_validity_days),
        "buyer_answer": sale.answer,
        "state_since": sale.steps[-1].at.astimezone(UTC),
    }


def _lines(sale: Sale, order_id: int) -> Iterator[Row]:
    for position, (line, quoted) in enumerate(zip(sale.lines, sale.quote.lines, strict=True), start=1):
        yield _line(order_id, position, line, quoted)


def _line(order_id: int, position: int, line: Line, quoted: QuoteLine) -> Row:
    rate = line.goods.rate
    given = {quoted.given_by: "free"} if quoted.given_by else {}
    return {
        "order_id": order_id,
        "position": position,
        "product_id": line.goods.item.id,
        "said": "" if quoted.free else line.goods.item.title,
        "unit": line.unit.value,
        "pieces": line.pieces,
        "short": 0 if line.put_by is None else line.pieces - line.put_by,
        "stock_checked": line.put_by is not None,
        "free": quoted.free,
        "mrp": rate.mrp,
        "price": rate.price,
        "tax_included": rate.tax_included,
        "list_amount": quoted.list,
        "discount": quoted.discount,
        "net": quoted.net,
        "tax_rate": line.goods.price.tax_rate,
        "tax": quoted.tax,
        "tax_parts": [str(part) for part in quoted.tax_parts],
        "schemes": {code: str(amount) for code, amount in quoted.discounts} | given,
    }
