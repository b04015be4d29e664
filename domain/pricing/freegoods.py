"""Free goods: which product, how many whole pieces, and what they are worth at list."""

from dataclasses import dataclass
from fractions import Fraction

from domain.pricing.basket import Basket
from domain.pricing.rounding import ceiling, exact
from domain.pricing.scheme import SAME
from domain.pricing.slabs import Earned
from domain.pricing.tax import gross_amount, list_amount, pieces_within, without_tax
from domain.pricing.terms import Terms
from domain.pricing.values import Price, Unit


@dataclass(frozen=True, slots=True)
class FreeLine:
    """Goods given: `value` is their list amount in paise, which counts against caps and budget."""

    sku: str
    pieces: int
    value: int


def free_goods(sku: str, terms: Terms, earned: Earned, basket: Basket, room: int | None) -> FreeLine:
    """The goods that `earned` gives of `sku` (may be SAME), as many pieces as `room` paise allow.

    Units are turned into pieces first and floored then: half a case of 9, three times, is 13 pieces.
    """
    product = _same(earned, basket) if sku == SAME else basket.price_of(sku)
    units = earned.slab.size * earned.times
    if terms.max_units is not None:
        units = min(units, terms.max_units)
    pieces = int(units * (product.pieces_per_case if terms.scheme.unit is Unit.CASE else 1) // 1)
    if room is not None and list_amount(product, pieces) > room:
        pieces = _most_pieces_within(room, product, pieces)
    return FreeLine(product.sku, pieces, list_amount(product, pieces))


def _same(earned: Earned, basket: Basket) -> Price:
    bought = [basket[index].product for index in earned.bought]
    return min(bought, key=lambda product: without_tax(exact(product.price), product))  # the first of equals


def _most_pieces_within(room: int, product: Price, pieces: int) -> int:
    # List amounts grow with the pieces only nearly evenly (gross and tax are rounded), so the walk starts at a gross
    # amount whose list amount is too much even with all roundings in its favour, and goes down to the first that fits.
    gross_by_list = 1 + (Fraction(exact(product.tax_rate), 100) if product.tax_included else 0)
    gross = ceiling((room + product.tax_parts) * gross_by_list)
    while list_amount(product, pieces) > room:
        pieces = min(pieces, pieces_within(gross, product))
        gross = gross_amount(product, pieces) - 1
    return pieces
