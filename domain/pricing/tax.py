"""Tax of a line, in paise: `tax_parts` equal parts (CGST and SGST are two), each rounded by itself."""

from fractions import Fraction

from domain.pricing.rounding import Exact, exact, ratio_half_up
from domain.pricing.values import Price


def gross_amount(product: Price, pieces: int) -> int:
    """Price times pieces in paise, as the price list says it: with tax where the price has it."""
    numerator, denominator = product.price.as_integer_ratio()
    return ratio_half_up(numerator * 100 * pieces, denominator)


def pieces_within(gross: int, product: Price) -> int:
    """The most pieces whose gross amount is not above `gross` paise; the price must not be zero."""
    numerator, denominator = product.price.as_integer_ratio()
    return ((2 * gross + 1) * denominator - 1) // (200 * numerator)  # the most k with price x k < gross + 1/2


def part_within(gross: int, product: Price) -> int:
    """One part of the tax inside `gross`: gross x rate / (100 + rate) / parts.

    Never more than the parts of `gross` itself: with an absurd rate on a few paise the rounded parts together
    would be more than was charged.
    """
    numerator, denominator = product.tax_rate.as_integer_ratio()
    part = ratio_half_up(gross * numerator, (100 * denominator + numerator) * product.tax_parts)
    return min(part, gross // product.tax_parts)


def part_on(net: int, product: Price) -> int:
    """One part of the tax on top of `net`: net x rate / 100 / parts."""
    numerator, denominator = product.tax_rate.as_integer_ratio()
    return ratio_half_up(net * numerator, 100 * denominator * product.tax_parts)


def list_amount(product: Price, pieces: int) -> int:
    """What `pieces` cost at list, without tax, in paise."""
    gross = gross_amount(product, pieces)
    return gross - part_within(gross, product) * product.tax_parts if product.tax_included else gross


def without_tax(amount: Exact, product: Price) -> Exact:
    """A price, unrounded, with the tax taken out of it where the product's prices have it inside."""
    return Fraction(100 * amount, 100 + exact(product.tax_rate)) if product.tax_included else amount
