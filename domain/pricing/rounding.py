"""Exact arithmetic: money is whole paise, everything else a whole number or a fraction, and only money is rounded.

A third of a case has no decimal, and `floor(x / from)` must not turn three thirds into 0.999; so no Decimal here.
"""

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

Exact = int | Fraction

_TWENTY_EIGHT_DIGITS = Context(prec=28)
_ALL_DIGITS = Context(prec=100)  # the largest number of rupees that a case can hold has 60


def exact(value: Decimal) -> Exact:
    """The same number without loss; whole ones as int, which is what most are and many times faster."""
    numerator, denominator = value.as_integer_ratio()
    return numerator if denominator == 1 else Fraction(numerator, denominator)


def half_up(value: Exact) -> int:
    """The nearest whole number, halves away from zero; for values that are not negative."""
    return ratio_half_up(value.numerator, value.denominator)


def ratio_half_up(numerator: int, denominator: int) -> int:
    """`half_up(numerator / denominator)` without building the fraction."""
    return (2 * numerator + denominator) // (2 * denominator)


def portion(paise: int, of: Exact) -> int:
    """`of` times `paise`, rounded half up to the paisa."""
    return ratio_half_up(paise * of.numerator, of.denominator)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """`total` paise shared in proportion to `weights`; the sum is exact.

    Spare paise go to the largest remainders, ties to the earlier. With `total` <= sum of weights no share is more
    than its weight: a share that is whole already has no remainder, and spare paise never reach it.
    """
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    shares = [total * weight // whole for weight in weights]
    spare = total - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[:spare]:
        shares[i] += 1
    return shares


def rupees(paise: int) -> Decimal:
    """Paise as Decimal rupees with two places."""
    return Decimal(paise).scaleb(-2, _ALL_DIGITS)


def decimal(value: Exact) -> Decimal:
    """`value` as Decimal: exact where a decimal can be, else 28 digits."""
    return _TWENTY_EIGHT_DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


def ceiling(value: Exact) -> int:
    """The smallest whole number that is not below `value`."""
    return -int(-value // 1)
