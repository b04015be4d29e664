"""Which price a buyer pays for a product: the most particular list that fits, else MRP less the seller's margin."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.pricing.tables import PriceItem, PriceList

FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Customer:
    """For whom a price is looked up."""

    id: int
    grade: str
    region: str


@dataclass(frozen=True, slots=True)
class UnitRate:
    """What one piece costs: `price` rupees, with tax inside where `tax_included`; `mrp` of the lot that it is for."""

    price: Decimal
    tax_included: bool
    mrp: Decimal | None
    from_list: str | None

    def without_tax(self, tax_rate: Decimal) -> Decimal:
        """The price a piece before tax, to four places."""
        if not self.tax_included:
            return self.price
        return (self.price * 100 / (100 + tax_rate)).quantize(FOUR_PLACES, ROUND_HALF_UP)

    def with_tax(self, tax_rate: Decimal) -> Decimal:
        """The price a piece with tax, to four places: what a shop-keeper means by "rate kya pada?"."""
        if self.tax_included:
            return self.price
        return (self.price * (100 + tax_rate) / 100).quantize(FOUR_PLACES, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A row of a price list together with how particular that list is (higher fits better)."""

    product_id: int
    particular: int
    valid_from: date
    rate: UnitRate


def default_rate(mrp: Decimal | None, margin: Decimal) -> UnitRate | None:
    """MRP, tax inside, less `margin` per cent, to the paisa. Without an MRP there is no price."""
    if mrp is None:
        return None
    price = (mrp * (100 - margin) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return UnitRate(price, True, mrp, None)


def listed_prices(
    session: Session, seller_id: int, customer: Customer, product_ids: Iterable[int], day: date
) -> list[ListedPrice]:
    """Every price of the seller's lists that fits the customer on `day`, one query."""
    wanted = tuple(product_ids)
    if not wanted:
        return []
    rows = session.execute(
        select(PriceItem, PriceList)
        .join(PriceList, col(PriceItem.price_list_id) == col(PriceList.id))
        .where(
            col(PriceItem.product_id).in_(wanted),
            col(PriceList.seller_id) == seller_id,
            col(PriceList.valid_from) <= day,
            or_(col(PriceList.valid_to).is_(None), col(PriceList.valid_to) >= day),
            or_(col(PriceList.buyer_id).is_(None), col(PriceList.buyer_id) == customer.id),
            or_(col(PriceList.grade).is_(None), col(PriceList.grade) == customer.grade),
            or_(col(PriceList.region).is_(None), col(PriceList.region) == customer.region),
        )
    )
    return [
        ListedPrice(
            item.product_id,
            particularity(of),
            of.valid_from,
            UnitRate(item.price, item.tax_included, item.mrp, of.name),
        )
        for item, of in rows
    ]


def particularity(of: PriceList) -> int:
    """How closely a list is cut to a buyer: the party counts more than the grade, the grade more than the region."""
    return 4 * (of.buyer_id is not None) + 2 * (of.grade is not None) + (of.region is not None)


def choose(listed: Sequence[ListedPrice], mrp: Decimal | None) -> UnitRate | None:
    """The price of the lot printed `mrp`: of the most particular list, for that very lot first, the newest."""
    fitting = [row for row in listed if row.rate.mrp in (None, mrp)]
    if not fitting:
        return None
    best = max(fitting, key=lambda row: (row.particular, row.rate.mrp is not None, row.valid_from))
    return UnitRate(best.rate.price, best.rate.tax_included, best.rate.mrp or mrp, best.rate.from_list)


def rates(
    listed: Iterable[ListedPrice], mrps: Mapping[int, Decimal | None], margin: Decimal
) -> dict[int, UnitRate | None]:
    """The rate of each product in `mrps` (product id to its current MRP)."""
    by_product: dict[int, list[ListedPrice]] = {}
    for row in listed:
        by_product.setdefault(row.product_id, []).append(row)
    return {
        product_id: choose(by_product.get(product_id, ()), mrp) or default_rate(mrp, margin)
        for product_id, mrp in mrps.items()
    }
