"""What a percent, a price or an amount per unit takes off one line, before anything limits it."""

from fractions import Fraction

from domain.pricing.basket import Line
from domain.pricing.rounding import half_up, portion
from domain.pricing.scheme import AmountOff, Combine, Percent, Scope
from domain.pricing.tax import without_tax
from domain.pricing.terms import SlabTerms, Terms


def off_line(terms: Terms, slab: SlabTerms, line: Line, left: int) -> int:
    """Paise off `line` when `left` paise are left of it, rounded half up.

    The give falls on all units of the line, or on `max_units` of them at the same value each: so a price for 5 of 10
    units takes off half of the line's amount less 5 times the price.
    """
    units = line.units(terms.scheme.unit)
    granted = units if terms.max_units is None else min(units, terms.max_units)
    if isinstance(slab.give, AmountOff):
        return half_up(slab.size * granted)
    part = 1 if granted == units else Fraction(granted, units)
    before = _amount_before(terms, line, left)
    if isinstance(slab.give, Percent):
        return portion(before, slab.size * part)
    price = without_tax(slab.size * granted, line.product)
    return half_up(max(0, before * part - price))


def _amount_before(terms: Terms, line: Line, left: int) -> int:
    """What a percent or a price starts from. Order schemes come second and see only what is left."""
    on_list = terms.scheme.combine is Combine.ON_BASE and terms.scheme.scope is not Scope.ORDER
    return line.list if on_list else left
