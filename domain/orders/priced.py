"""A cart as it would be booked now: priced with schemes and tax, against free stock, for a day of delivery."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from domain.catalogue.packs import Unit, to_pieces
from domain.catalogue.shelf import Item
from domain.network.trade import Trade
from domain.orders.counter import Counter, Wanted, want
from domain.orders.delivery import delivery_day
from domain.orders.tables import Cart, CartLine, LineState
from domain.pricing.book import SchemeBook
from domain.pricing.lookup import UnitRate
from domain.pricing.offers import used_by
from domain.pricing.quoting import quote
from domain.pricing.scheme import Scheme
from domain.pricing.values import Buyer, Price, Quote, QuoteLine, Used
from domain.pricing.values import CartLine as Asked
from domain.stock.availability import OnTheWay, free_pieces, next_arrivals

NOTHING = Decimal("0.00")
PAISA = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PricedLine:
    """Goods of a cart. `free_now` pieces could go at once (None: nobody counts them); `short` of them could not."""

    item: Item
    pieces: int
    quote: QuoteLine
    rate: UnitRate
    line: CartLine | None = None
    free_now: int | None = None
    short: int = 0
    on_the_way: OnTheWay | None = None

    @property
    def is_gift(self) -> bool:
        """Whether a scheme gives these goods."""
        return self.line is None


@dataclass(frozen=True)
class PricedCart:
    """Everything that a read-back shows and that a yes then books. Money is rupees."""

    cart_id: int
    revision: int
    trade: Trade
    goods: tuple[PricedLine, ...]
    questions: tuple[CartLine, ...]
    unread: tuple[CartLine, ...]
    unpriced: tuple[CartLine, ...]
    quote: Quote
    round_off: Decimal
    deliver_on: date
    schemes: Mapping[str, Scheme]
    book: SchemeBook
    prices: dict[str, Price]
    buyer: Buyer
    used: dict[str, Used]
    day: date

    @property
    def total(self) -> Decimal:
        """What will be billed."""
        return self.quote.total + self.round_off

    def as_shown(self, line: PricedLine) -> Decimal:
        """A line before schemes as the seller's shops think of it: with tax where he shows prices so."""
        if not self.trade.terms.prices_with_tax:
            return line.quote.list
        price = self.prices[line.item.sku]
        if price.tax_included:
            return (price.price * line.pieces).quantize(PAISA, ROUND_HALF_UP)
        return line.quote.list + (line.quote.list * price.tax_rate / 100).quantize(PAISA, ROUND_HALF_UP)

    @property
    def savings(self) -> list[tuple[str, Decimal]]:
        """What each scheme takes off, as the lines are shown, so that what is shown adds up to the paisa."""
        if not self.trade.terms.prices_with_tax or not self.quote.discounts:
            return list(self.quote.discounts)
        shown = sum((self.as_shown(line) for line in self.goods if not line.is_gift), NOTHING)
        whole, net = shown - self.quote.total, self.quote.discount
        left = whole
        savings = []
        for code, amount in self.quote.discounts[:-1]:
            part = (whole * amount / net).quantize(PAISA, ROUND_HALF_UP) if net else NOTHING
            savings.append((code, part))
            left -= part
        return [*savings, (self.quote.discounts[-1][0], left)]

    @property
    def short(self) -> tuple[PricedLine, ...]:
        """Lines of which something is not there now."""
        return tuple(line for line in self.goods if line.short)

    @property
    def unchecked(self) -> tuple[PricedLine, ...]:
        """Lines whose stock nobody counts."""
        return tuple(line for line in self.goods if line.free_now is None)

    @property
    def is_empty(self) -> bool:
        return not (self.goods or self.questions or self.unread or self.unpriced)

    @property
    def below_minimum_by(self) -> Decimal:
        """How much is missing to the seller's smallest order."""
        return max(self.trade.terms.minimum_order - self.total, NOTHING)

    @cached_property
    def seal(self) -> str:
        """A mark of all that was read back; a yes under another mark books nothing."""
        facts = [
            str(self.cart_id),
            str(self.revision),
            str(self.total),
            self.deliver_on.isoformat(),
            *(f"{line.item.id}:{line.pieces}:{line.short}:{line.quote.net}" for line in self.goods),
        ]
        return hashlib.sha256("|".join(facts).encode()).hexdigest()[:12]


def price_cart(counter: Counter, cart: Cart, lines: Sequence[CartLine]) -> PricedCart:
    """The cart as it would be booked now."""
    return price_wanted(counter, cart, lines, want(counter, lines))


def price_wanted(
    counter: Counter, cart: Cart, lines: Sequence[CartLine], wanted: Wanted, *, lock: bool = False
) -> PricedCart:
    """The cart with the goods that were looked up. `lock` keeps scheme budgets as they were read until the commit."""
    used = used_by(counter.session, counter.offers, counter.trade.buyer_id, lock=lock)
    asked = [Asked(item.sku, Decimal(_pieces(line, item))) for line, item, _ in wanted.sold]
    quoted = quote(asked, wanted.prices, wanted.book, counter.as_buyer(), counter.day, used)
    return PricedCart(
        cart_id=cart.id,
        revision=cart.revision,
        trade=counter.trade,
        goods=_goods(counter, wanted, quoted),
        questions=tuple(line for line in lines if line.state in (LineState.WHICH, LineState.HOW_MANY)),
        unread=tuple(line for line in lines if line.state is LineState.UNREAD),
        unpriced=wanted.unpriced,
        quote=quoted,
        round_off=round_off(quoted.total) if counter.trade.terms.rounds_to_rupee else NOTHING,
        deliver_on=delivery_day(counter.delivery_terms(), counter.now),
        schemes=counter.offers.schemes,
        book=wanted.book,
        prices=wanted.prices,
        buyer=counter.as_buyer(),
        used=used,
        day=counter.day,
    )


def _pieces(line: CartLine, item: Item) -> int:
    assert line.quantity is not None
    return to_pieces(line.quantity, Unit(line.unit), item.packing)


def round_off(total: Decimal) -> Decimal:
    """What brings a total to whole rupees: more than -0.50, at most 0.50."""
    return total.quantize(Decimal(1), ROUND_HALF_UP) - total


def _goods(counter: Counter, wanted: Wanted, quoted: Quote) -> tuple[PricedLine, ...]:
    """The quoted lines with what is free of each, earlier lines first served."""
    bought = wanted.sold
    rate_of = {item.sku: rate for _, item, rate in bought}
    prices = wanted.prices
    by_sku = counter.shelf.by_sku
    ids = {by_sku[line.sku].id for line in quoted.lines}
    free = free_pieces(counter.session, counter.trade.seller_id, ids) if ids else {}
    goods: list[PricedLine] = []
    for position, quote_line in enumerate(quoted.lines):
        item = by_sku[quote_line.sku]
        line = bought[position][0] if position < len(bought) else None
        rate = rate_of.get(item.sku) or UnitRate(prices[item.sku].price, prices[item.sku].tax_included, item.mrp, None)
        there = free.get(item.id)
        short = 0 if there is None else max(quote_line.pieces - there, 0)
        if there is not None:
            free[item.id] = max(there - quote_line.pieces, 0)
        goods.append(PricedLine(item, quote_line.pieces, quote_line, rate, line, there, short))
    return _with_arrivals(counter, goods)


def _with_arrivals(counter: Counter, goods: list[PricedLine]) -> tuple[PricedLine, ...]:
    missing = [line.item.id for line in goods if line.short]
    if not missing:
        return tuple(goods)
    coming = next_arrivals(counter.session, counter.trade.seller_id, missing)
    return tuple(
        PricedLine(g.item, g.pieces, g.quote, g.rate, g.line, g.free_now, g.short, coming.get(g.item.id))
        if g.short
        else g
        for g in goods
    )
