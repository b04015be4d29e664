"""What was agreed in an order, ready to be billed or to follow in part: lines, products, schemes, tax of the day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.catalogue.tables import Product
from domain.ledger.pair import business_day
from domain.ledger.portions import NOTHING, Agreed, Portion, next_share, portion, share
from domain.network.tables import Party
from domain.orders.tables import Order, OrderLine
from domain.pricing import budgets
from domain.pricing.casefile import read_scheme
from domain.pricing.scheme import Scheme
from domain.pricing.tables import SchemeRow
from domain.pricing.taxrules import rate_after, rules_of
from domain.pricing.values import Price


@dataclass(frozen=True, slots=True)
class Agreement:
    """An order's lines with all that dividing them needs. `rates` are the tax rates of the day, by line."""

    order: Order
    lines: Sequence[OrderLine]
    products: Mapping[int, Product]
    schemes: Mapping[str, Scheme]
    scheme_ids: Mapping[str, int]
    rates: Mapping[int, Decimal]

    def portion(self, line: OrderLine, pieces: int) -> Portion:
        """What `pieces` of a line come to at the agreed price, taxed at the rate of the day."""
        return portion(Agreed(self._product(line, self.rates[line.id]), line.pieces, line.schemes, line.free), pieces)

    def rest(self, line: OrderLine) -> Portion:
        """What the short pieces of a line come to: what is left of its discounts, taxed as it was agreed."""
        there = line.pieces - line.short
        left = {
            code: off if line.free else str(next_share(Decimal(off), there, line.short, line.pieces))
            for code, off in line.schemes.items()
        }
        return portion(Agreed(self._product(line, line.tax_rate), line.short, left, line.free), line.short)

    def amount(self, line: OrderLine, pieces: int) -> Decimal:
        """What `pieces` of a line come to with tax, in rupees."""
        part = self.portion(line, pieces)
        return part.net + part.tax_part * len(line.tax_parts)

    def used(self, session: Session, pieces: Mapping[int, int]) -> dict[int, Decimal]:
        """What goods (pieces by line) take of what the order holds of each scheme: money off, gifts by worth."""
        return self._used(session, pieces, {line.id: self.portion(line, pieces[line.id]) for line in self.lines})

    def used_by_rest(self, session: Session) -> dict[int, Decimal]:
        """What the short pieces take of what the order holds of each scheme."""
        rest = {line.id: self.rest(line) for line in self.lines if line.short}
        return self._used(session, {line.id: line.short for line in self.lines}, rest)

    def _used(self, session: Session, pieces: Mapping[int, int], parts: Mapping[int, Portion]) -> dict[int, Decimal]:
        codes = {number: code for code, number in self.scheme_ids.items()}
        gave = budgets.given(session, self.order.id)
        took = {}
        for scheme_id, held in budgets.held(session, self.order.id).items():
            code = codes[scheme_id]
            off = sum((part.discounts.get(code, NOTHING) for part in parts.values()), NOTHING)
            took[scheme_id] = min(held, off + self._gifts_worth(code, gave[scheme_id], pieces))
        return took

    def _gifts_worth(self, code: str, gave: Decimal, pieces: Mapping[int, int]) -> Decimal:
        """The worth of free goods: what the scheme gave on the whole order less the money that it took off."""
        off = sum(
            (Decimal(line.schemes[code]) for line in self.lines if code in line.schemes and not line.free), NOTHING
        )
        gifts = [line for line in self.lines if line.free and code in line.schemes]
        if not gifts:
            return NOTHING
        return share(gave - off, sum(pieces[line.id] for line in gifts), sum(line.pieces for line in gifts))

    def _product(self, line: OrderLine, tax_rate: Decimal) -> Price:
        sku, parts = self.products[line.product_id].sku, len(line.tax_parts)
        return Price(sku, line.price, tax_rate=tax_rate, tax_included=line.tax_included, tax_parts=parts)


def agreement(session: Session, order: Order, seller: Party, day: date) -> Agreement:
    """What was agreed, taxed as on `day`."""
    wanted = select(OrderLine).where(col(OrderLine.order_id) == order.id).order_by(col(OrderLine.position))
    lines = list(session.scalars(wanted.execution_options(populate_existing=True)))
    products = products_of(session, [line.product_id for line in lines])
    rows = scheme_rows(session, [code for line in lines for code in line.schemes])
    rules = rules_of(session, seller.tax_regime)
    since = business_day(seller, order.placed_at)
    return Agreement(
        order=order,
        lines=lines,
        products=products,
        schemes={row.code: read_scheme(row.terms) for row in rows},
        scheme_ids={row.code: row.id for row in rows},
        rates={
            line.id: rate_after(rules, seller.tax_regime, products[line.product_id].hsn, line.tax_rate, since, day)
            for line in lines
        },
    )


def products_of(session: Session, product_ids: Sequence[int]) -> dict[int, Product]:
    """Products by their row number."""
    rows = session.scalars(select(Product).where(col(Product.id).in_(sorted(set(product_ids)))))
    return {product.id: product for product in rows}


def scheme_rows(session: Session, codes: Sequence[str]) -> list[SchemeRow]:
    """Schemes by their codes, whatever became of them since."""
    if not codes:
        return []
    return list(session.scalars(select(SchemeRow).where(col(SchemeRow.code).in_(sorted(set(codes))))))
