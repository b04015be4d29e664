"""What pricing needs besides the cart, and the goods of a cart as the seller's shelf and price lists know them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from domain.catalogue.packs import Unit
from domain.catalogue.shelf import Item, Shelf
from domain.network.trade import Trade, holidays
from domain.orders.delivery import DeliveryTerms
from domain.orders.tables import CartLine, LineState
from domain.pricing.book import SchemeBook
from domain.pricing.lookup import Customer, UnitRate, listed_prices, rates
from domain.pricing.offers import Offers
from domain.pricing.values import Buyer, Price


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """The settled goods of a cart: what is sold at which rate, and the schemes that can apply.

    `unpriced` is what has no price, or is no longer packed so; `prices` also holds what schemes may give with these.
    """

    sold: tuple[tuple[CartLine, Item, UnitRate], ...]
    unpriced: tuple[CartLine, ...]
    prices: dict[str, Price]
    book: SchemeBook

    def skus(self) -> Iterable[str]:
        """Everything whose stock the cart may need."""
        return self.prices.keys()


def want(counter: Counter, lines: Sequence[CartLine]) -> Wanted:
    """Looks the settled lines up on the seller's shelf and price lists."""
    ready = [line for line in lines if line.state is LineState.READY]
    items = {item.id: item for line in ready if (item := counter.shelf.items.get(line.product_id or 0)) is not None}
    found = counter.rates(list(items.values()))
    sold, unpriced = [], []
    for line in ready:
        item, rate = items.get(line.product_id or 0), found.get(line.product_id or 0)
        if item is None or rate is None or item.packing.pieces_in(Unit(line.unit)) is None:
            unpriced.append(line)
        else:
            sold.append((line, item, rate))
    prices = {item.sku: counter.price(item, rate) for _, item, rate in sold}
    book = _with_gifts(counter, prices)
    return Wanted(tuple(sold), tuple(unpriced), prices, book)


def _with_gifts(counter: Counter, prices: dict[str, Price]) -> SchemeBook:
    """Adds the prices of what schemes may give with these goods, since a gift counts against its budget at list price.

    A scheme whose gift the seller does not sell, or has no price for, is left out of the book.
    """
    offers = counter.offers
    gifts = offers.gifts_with(prices.values())
    needed = frozenset().union(*gifts.values()) - prices.keys()
    prices |= _prices(counter, needed)
    impossible = {code for code, skus in gifts.items() if not skus <= prices.keys()}
    if not impossible:
        return offers.book
    return SchemeBook.of(scheme for scheme in offers.book.schemes if scheme.code not in impossible)


def _prices(counter: Counter, skus: Iterable[str]) -> Mapping[str, Price]:
    items = [item for sku in skus if (item := counter.shelf.by_sku.get(sku)) is not None]
    found = counter.rates(items)
    return {item.sku: counter.price(item, rate) for item in items if (rate := found[item.id]) is not None}
