"""A part of a line: its share of money when fewer pieces go out or come back than were agreed. Pure.

Shares are taken off the whole cumulatively: however a line is divided, its parts add up to it to the paisa.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from domain.pricing.rounding import rupees
from domain.pricing.tax import gross_amount, list_amount, part_on, part_within
from domain.pricing.values import Price

PAISA = Decimal("0.01")
NOTHING = Decimal("0.00")
FREE = "free"


def share(whole: Decimal, pieces: int, of: int) -> Decimal:
    """The share of `whole` rupees that falls on `pieces` of `of`, rounded half up to the paisa."""
    return (whole * pieces / of).quantize(PAISA, ROUND_HALF_UP)


def next_share(whole: Decimal, before: int, pieces: int, of: int) -> Decimal:
    """The share of the next `pieces` after `before` of them had theirs."""
    return share(whole, before + pieces, of) - share(whole, before, of)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A line as it was agreed: its product at its price, how many pieces, and what each scheme took off it."""

    product: Price
    pieces: int
    schemes: Mapping[str, str]
    free: bool = False


@dataclass(frozen=True, slots=True)
class Portion:
    """What some pieces of a line come to, in rupees. `tax_part` is one of the equal parts of the tax."""

    pieces: int
    list_amount: Decimal
    discounts: Mapping[str, Decimal]
    tax_part: Decimal

    @property
    def discount(self) -> Decimal:
        """All that schemes take off."""
        return sum(self.discounts.values(), NOTHING)

    @property
    def net(self) -> Decimal:
        """What is left before tax."""
        return self.list_amount - self.discount


def portion(agreed: Agreed, pieces: int) -> Portion:
    """`pieces` of a line at the agreed price, each scheme's discount in proportion, taxed as a line of its own.

    For all the pieces it is the line itself.
    """
    if agreed.free:
        return Portion(pieces, NOTHING, dict.fromkeys(agreed.schemes, NOTHING), NOTHING)
    product = agreed.product
    at_list = rupees(list_amount(product, pieces))
    discounts: dict[str, Decimal] = {}
    left = at_list
    for code, off in agreed.schemes.items():
        discounts[code] = min(share(Decimal(off), pieces, agreed.pieces), left)
        left -= discounts[code]
    if product.tax_included and left == at_list:
        paise = part_within(gross_amount(product, pieces), product)
    else:
        paise = part_on(int(left * 100), product)
    return Portion(pieces, at_list, discounts, rupees(paise))
