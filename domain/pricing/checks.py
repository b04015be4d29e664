"""What every number and list of pricing must satisfy; each function returns nothing and raises PricingError."""

from collections.abc import Collection
from decimal import Decimal

from domain.pricing.errors import PricingError


def not_negative(field: str, value: Decimal | None) -> None:
    """Refuses NaN, infinities and anything below zero (code `bad_number` or `negative`)."""
    if value is None:
        return
    if not value.is_finite():
        raise PricingError("bad_number", field, value=value)
    if value < 0:
        raise PricingError("negative", field, value=value)


def positive(field: str, value: Decimal | None) -> None:
    """Like `not_negative`, and refuses zero too (code `not_positive`)."""
    if value is None:
        return
    if not value.is_finite():
        raise PricingError("bad_number", field, value=value)
    if value <= 0:
        raise PricingError("not_positive", field, value=value)


def at_least_one(field: str, value: int) -> None:
    """Refuses counts below one (code `not_positive`)."""
    if value < 1:
        raise PricingError("not_positive", field, value=value)


def at_most(field: str, value: Decimal | int, most: int) -> None:
    """Refuses what is beyond all sense and would only cost time or memory (code `too_large`)."""
    if value > most:
        raise PricingError("too_large", field, value=value, most=most)


def not_empty(field: str, values: Collection[object] | None) -> None:
    """Refuses a list that is there but holds nothing: it could mean "all" or "none" (code `empty_list`)."""
    if values is not None and not values:
        raise PricingError("empty_list", field)
