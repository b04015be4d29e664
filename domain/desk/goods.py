"""What the present seller has and what it costs: stock, prices by MRP lot, the schemes for this buyer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from domain.catalogue.shelf import Item
from domain.catalogue.tables import MrpLot
from domain.network.rights import Right
from domain.pricing.lookup import Customer, UnitRate, choose, default_rate, listed_prices
from domain.pricing.scheme import Scheme
from domain.stock.availability import OnTheWay, free_pieces, next_arrivals

if TYPE_CHECKING:
    from domain.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Have:
    """What there is of an item: `free` pieces (None: nobody counts them) and what comes next."""

    item: Item
    free: int | None
    on_the_way: OnTheWay | None


@dataclass(frozen=True, slots=True)
class LotPrice:
    """What a piece of one MRP lot costs this buyer, before and with tax, in rupees."""

    mrp: Decimal | None
    net: Decimal
    with_tax: Decimal
    since: date | None = None


class GoodsFace:
    """Looks at goods without touching any."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def stock(self, product_ids: Sequence[int]) -> list[Have]:
        """What there is of each product."""
        desk = self._desk
        items = [desk.shelf.items[key] for key in product_ids if key in desk.shelf.items]
        free = free_pieces(desk.session, desk.trade.seller_id, [item.id for item in items])
        coming = next_arrivals(desk.session, desk.trade.seller_id, [item.id for item in items])
        return [Have(item, free.get(item.id), coming.get(item.id)) for item in items]

    def prices(self, product_id: int) -> list[LotPrice]:
        """This buyer's price of a product, one for each MRP that is in the trade, the newest first."""
        desk = self._desk
        desk.require(Right.SEE_PRICES)
        item = desk.shelf.items[product_id]
        counter = desk.counter()
        buyer = desk.trade.buyer
        listed = listed_prices(
            desk.session,
            desk.trade.seller_id,
            Customer(desk.trade.buyer_id, buyer.grade, buyer.region),
            [product_id],
            counter.day,
        )
        lots = desk.session.scalars(
            select(MrpLot).where(col(MrpLot.product_id) == product_id).order_by(col(MrpLot.since).desc())
        ).all()
        printed: list[tuple[Decimal | None, date | None]] = [(lot.mrp, lot.since) for lot in lots]
        printed = printed or [(item.mrp, None)]
        if item.mrp is not None and item.mrp not in {mrp for mrp, _ in printed}:
            printed.insert(0, (item.mrp, None))
        tax = counter.tax_rate(item)
        found: list[LotPrice] = []
        for mrp, since in printed:
            rate: UnitRate | None = choose(listed, mrp) or default_rate(mrp, desk.trade.terms.margin)
            if rate is not None:
                found.append(LotPrice(mrp, rate.without_tax(tax), rate.with_tax(tax), since))
        return found

    def schemes(self) -> list[Scheme]:
        """The schemes that are open to this buyer today."""
        desk = self._desk
        desk.require(Right.SEE_PRICES)
        counter = desk.counter()
        buyer, day = counter.as_buyer(), counter.day
        return [
            scheme
            for scheme in counter.offers.book.schemes
            if scheme.audience.holds(buyer)
            and (scheme.valid_from is None or scheme.valid_from <= day)
            and (scheme.valid_to is None or day <= scheme.valid_to)
            and (not scheme.first_order or buyer.first_order)
        ]
