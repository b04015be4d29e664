"""Cells with numbers, as people and spreadsheets write them: 1,00,000.50, ₹ 1250, 18 %, 24.0."""

import math
import re
from dataclasses import dataclass, field
from decimal import Decimal

from bot.exchange.cells import Raw, Unreadable, as_text, shown

LARGEST_COUNT = 100_000_000

# Digits of any script, grouped the Indian way or by thousands, or not at all; 1,25 is no grouping.
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{2,3})*,\d{3}|\d{1,18})?(\.\d{1,18})?")
_MONEY_WORDS = re.compile(r"^(₹|rs\.?|inr|npr|bdt|रु\.?|रू\.?|৳|tk\.?)\s*|\s*/-$", re.IGNORECASE)
_FLOAT_PLACES = 6  # a spreadsheet's 12.6 may arrive as 12.600000000000001


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal of at most `places` places, from `low` (not itself where `above`) to `high`. `what` names it."""

    what: str
    places: int
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(10) ** 10
    above: bool = False
    written_places: int = 0

    @property
    def hint(self) -> str:
        return self.what

    def read(self, raw: Raw) -> Decimal:
        value = decimal_of(raw, self.what)
        if value < self.low or (self.above and value == self.low):
            raise Unreadable(f"{shown(raw)} must {'be more than' if self.above else 'not be below'} {self.low}")
        if value > self.high:
            raise Unreadable(f"{shown(raw)} is more than {self.high:f}")
        if value != round(value, self.places):
            raise Unreadable(f"{shown(raw)} has more than {self.places} decimal places")
        return value

    def write(self, value: Decimal) -> Decimal:
        plain = value.normalize()
        places = max(-int(plain.as_tuple().exponent), self.written_places)
        return plain.quantize(Decimal(1).scaleb(-places))


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`."""

    what: str
    low: int = 0
    high: int = LARGEST_COUNT

    @property
    def hint(self) -> str:
        return f"{self.what}, a whole number"

    def read(self, raw: Raw) -> int:
        value = decimal_of(raw, "whole number")
        if value % 1:
            raise Unreadable(f"{shown(raw)} is not a whole number")
        if not self.low <= value <= self.high:
            raise Unreadable(f"{shown(raw)} is not from {self.low} to {self.high}")
        return int(value)

    def write(self, value: int) -> int:
        return value


@dataclass(frozen=True, slots=True)
class Percent:
    """Per cent below 100, with or without the sign: 18 or 18 %."""

    number: Number = field(default_factory=lambda: Number("per cent, such as 18", places=2, high=Decimal("99.99")))

    @property
    def hint(self) -> str:
        return self.number.hint

    def read(self, raw: Raw) -> Decimal:
        if isinstance(raw, float) and 0 < raw < 1:
            # A workbook's cell that shows 18 % holds 0.18, and nothing here tells it from eighteen hundredths.
            raise Unreadable(f"{shown(raw)} may be meant as {raw * 100:g} per cent: please write it without a % format")
        return self.number.read(raw.rstrip(" %") if isinstance(raw, str) else raw)

    def write(self, value: Decimal) -> Decimal:
        return self.number.write(value)


@dataclass(frozen=True, slots=True)
class Degrees:
    """Degrees of latitude or longitude, up to `limit` either way."""

    limit: int

    @property
    def hint(self) -> str:
        return f"degrees from -{self.limit} to {self.limit}"

    def read(self, raw: Raw) -> float:
        value = float(raw) if isinstance(raw, float) else float(decimal_of(raw, "number of degrees"))
        if not -self.limit <= value <= self.limit:
            raise Unreadable(f"{shown(raw)} is not {self.hint}")
        return value

    def write(self, value: float) -> Decimal:
        return Decimal(repr(value))


def decimal_of(raw: Raw, what: str) -> Decimal:
    """The number in a cell; raises `Unreadable`, saying that it is no `what`. NaN and infinities are none."""
    text = ""
    if isinstance(raw, float) and math.isfinite(raw):
        text = f"{Decimal(repr(round(raw, _FLOAT_PLACES))):f}"
    elif isinstance(raw, str | int) and not isinstance(raw, bool):
        text = _MONEY_WORDS.sub("", as_text(raw).strip()).strip()
    if not _NUMBER.fullmatch(text) or not text.strip("+-"):
        raise Unreadable(f"{shown(raw)} is no {what}")
    return Decimal(text.replace(",", ""))


MONEY = Number("amount", places=2, written_places=2)
UNIT_PRICE = Number("price a piece", places=4, above=True, written_places=2)
PERCENT = Percent()
