"""The cart priced at list: what every scheme looks at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.pricing.errors import PricingError
from domain.pricing.rounding import Exact, exact
from domain.pricing.tax import list_amount
from domain.pricing.values import CartLine, Price, Unit


@dataclass(frozen=True, slots=True)
class Line:
    """A cart line; `list` is its amount in paise before tax and before any scheme."""

    index: int
    product: Price
    pieces: int
    cases: Exact
    list: int

    def units(self, unit: Unit) -> Exact:
        """How much it is in `unit`; cases are not rounded."""
        return self.cases if unit is Unit.CASE else self.pieces


@dataclass(frozen=True, slots=True)
class Basket:
    """The lines of a cart, and the prices at which goods that are given free are valued."""

    lines: tuple[Line, ...]
    prices: Mapping[str, Price]

    def price_of(self, sku: str) -> Price:
        """The price row of a free product; PricingError `no_price` where there is none."""
        return _price_of(self.prices, sku, "free_sku")

    def list_amounts(self) -> "list[int]":
        """What is left to take discounts from while nothing is taken."""
        return [line.list for line in self.lines]

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __getitem__(self, index: int) -> Line:
        return self.lines[index]


def fill(cart: Sequence[CartLine], prices: Mapping[str, Price]) -> Basket:
    """Prices each cart line by itself (two lines of one product stay two).

    Raises PricingError `no_price` for a product without a price row and `not_whole` for a part of a piece.
    """
    return Basket(tuple(_line(index, wanted, prices) for index, wanted in enumerate(cart)), prices)


def _line(index: int, wanted: CartLine, prices: Mapping[str, Price]) -> Line:
    product = _price_of(prices, wanted.sku, f"cart[{index}].sku")
    pieces = _pieces(index, wanted, product)
    per_case = product.pieces_per_case
    cases: Exact = Fraction(pieces, per_case) if pieces % per_case else pieces // per_case
    return Line(index, product, pieces, cases, list_amount(product, pieces))


def _pieces(index: int, wanted: CartLine, product: Price) -> int:
    pieces = exact(wanted.quantity) * (product.pieces_per_case if wanted.unit is Unit.CASE else 1)
    if pieces.denominator != 1:
        raise PricingError("not_whole", f"cart[{index}].quantity", value=wanted.quantity)
    return pieces.numerator


def _price_of(prices: Mapping[str, Price], sku: str, field: str) -> Price:
    try:
        return prices[sku]
    except KeyError:
        raise PricingError("no_price", field, sku=sku) from None
