"""A cart as it would be booked now: priced with schemes and tax, against free stock, for a day of delivery."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from domain.catalogue.packs import Unit, to_pieces
from domain.catalogue.shelf import Item, Shelf
from domain.network.trade import Trade, holidays
from domain.orders.delivery import DeliveryTerms, delivery_day
from domain.orders.tables import Cart, CartLine, LineState
from domain.pricing.lookup import Customer, UnitRate, listed_prices, rates
from domain.pricing.offers import Offers, used_by
from domain.pricing.quoting import quote
from domain.pricing.scheme import Scheme
from domain.pricing.values import Buyer, Price, Quote, QuoteLine, Used
from domain.pricing.values import CartLine as Asked
from domain.stock.availability import OnTheWay, free_pieces, next_arrivals

NOTHING = Decimal("0.00")


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
    prices: dict[str, Price]
    buyer: Buyer
    used: dict[str, Used]
    day: date

    @property
    def total(self) -> Decimal:
        """What will be billed."""
        return self.quote.total + self.round_off

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


@dataclass(frozen=True, slots=True)
class Counter:
    """What pricing needs besides the cart: who deals with whom, what is on the shelf and on offer, and the moment."""

    session: Session
    trade: Trade
    shelf: Shelf
    offers: Offers
    now: datetime

    @property
    def day(self) -> date:
        """The business day at the seller."""
        return self.now.astimezone(ZoneInfo(self.trade.seller.timezone)).date()

    def delivery_terms(self) -> DeliveryTerms:
        """When this seller brings goods to this buyer."""
        terms, link = self.trade.terms, self.trade.link
        return DeliveryTerms(
            link.delivery_weekdays or terms.delivery_weekdays,
            terms.lead_days,
            terms.cut_off,
            holidays(self.session, self.trade.seller_id, self.day),
            self.trade.seller.timezone,
        )

    def rates(self, items: Sequence[Item]) -> dict[int, UnitRate | None]:
        """The buyer's rate of each item on this day."""
        buyer = self.trade.buyer
        listed = listed_prices(
            self.session,
            self.trade.seller_id,
            Customer(self.trade.buyer_id, buyer.grade, buyer.region),
            [item.id for item in items],
            self.day,
        )
        return rates(listed, {item.id: item.mrp for item in items}, self.trade.terms.margin)

    def tax_rate(self, item: Item) -> Decimal:
        """Per cent of tax on an item where the seller is taxed."""
        return self.offers.tax_rate(self.trade.seller.tax_regime, item.hsn, item.tax_rate, self.day)

    def price(self, item: Item, rate: UnitRate) -> Price:
        """An item at its rate as the pricing engine takes it."""
        return Price(
            item.sku,
            rate.price,
            self.tax_rate(item),
            rate.tax_included,
            self.trade.tax_parts,
            item.packing.case or 1,
            item.brand,
            item.category,
        )

    def as_buyer(self) -> Buyer:
        """The buyer as schemes ask for him."""
        buyer = self.trade.buyer
        return Buyer(buyer.code, buyer.region, buyer.grade, buyer.tier.value, self.trade.link.orders_placed == 0)


def price_cart(counter: Counter, cart: Cart, lines: Sequence[CartLine], *, lock: bool = False) -> PricedCart:
    """The cart as it would be booked now. `lock` keeps scheme budgets as they were read until the commit."""
    asked = [(line, counter.shelf.items.get(line.product_id or 0)) for line in lines if line.state is LineState.READY]
    items = {item.id: item for _, item in asked if item is not None}
    found = counter.rates(list(items.values()))
    sold = [(line, item, rate) for line, item in asked if item is not None and (rate := found[item.id]) is not None]
    prices = {item.sku: counter.price(item, rate) for _, item, rate in sold}
    _price_gifts(counter, prices)
    used = used_by(counter.session, counter.offers, counter.trade.buyer_id, lock=lock)
    wanted = [Asked(item.sku, Decimal(_pieces(line, item))) for line, item, _ in sold]
    quoted = quote(wanted, prices, counter.offers.book, counter.as_buyer(), counter.day, used)
    priced = {line.id for line, _, _ in sold}
    return PricedCart(
        cart_id=cart.id,
        revision=cart.revision,
        trade=counter.trade,
        goods=_goods(counter, sold, quoted, prices),
        questions=tuple(line for line in lines if line.state in (LineState.WHICH, LineState.HOW_MANY)),
        unread=tuple(line for line in lines if line.state is LineState.UNREAD),
        unpriced=tuple(line for line, _ in asked if line.id not in priced),
        quote=quoted,
        round_off=_round_off(quoted.total) if counter.trade.terms.rounds_to_rupee else NOTHING,
        deliver_on=delivery_day(counter.delivery_terms(), counter.now),
        schemes=counter.offers.schemes,
        prices=prices,
        buyer=counter.as_buyer(),
        used=used,
        day=counter.day,
    )


def _pieces(line: CartLine, item: Item) -> int:
    assert line.quantity is not None
    return to_pieces(line.quantity, Unit(line.unit), item.packing)


def _round_off(total: Decimal) -> Decimal:
    """What brings a total to whole rupees: more than -0.50, at most 0.50."""
    return total.quantize(Decimal(1), ROUND_HALF_UP) - total


def _price_gifts(counter: Counter, prices: dict[str, Price]) -> None:
    """Adds the prices of goods that a scheme may give, since a gift counts against its budget at list price."""
    given = counter.offers.gift_skus - prices.keys()
    if not given:
        return
    items = [item for sku in given if (item := counter.shelf.by_sku.get(sku)) is not None]
    found = counter.rates(items)
    for item in items:
        rate = found[item.id]
        if rate is not None:
            prices[item.sku] = counter.price(item, rate)


def _goods(
    counter: Counter,
    sold: Sequence[tuple[CartLine, Item, UnitRate]],
    quoted: Quote,
    prices: dict[str, Price],
) -> tuple[PricedLine, ...]:
    """The quoted lines with what is free of each, earlier lines first served."""
    bought = [(line, item, rate) for line, item, rate in sold]
    rate_of = {item.sku: rate for _, item, rate in sold}
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
