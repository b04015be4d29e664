"""When a rule of the business says no: a code and the facts. The words are added where it is told."""

from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """Every reason for which the domain refuses."""

    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"
    NO_SELLER = "no_seller"
    CART_EMPTY = "cart_empty"
    CART_CHANGED = "cart_changed"
    CART_UNSETTLED = "cart_unsettled"
    NOT_SOLD = "not_sold"
    NO_PRICE = "no_price"
    NO_PACK = "no_pack"
    TOO_MANY = "too_many"
    NOT_WHOLE = "not_whole"
    BELOW_MINIMUM = "below_minimum"
    OVER_OWN_LIMIT = "over_own_limit"
    SHORT = "short"
    SCHEME_GONE = "scheme_gone"
    MOVE_NOT_ALLOWED = "move_not_allowed"
    ALREADY_PLACED = "already_placed"
    BLOCKED = "blocked"
    OVER_CREDIT = "over_credit"
    REFERENCE_USED = "reference_used"
    BAD_VALUE = "bad_value"


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A rule said no. `facts` are plain values that the explanation needs."""

    def __init__(self, code: Code, **facts: Any) -> None:
        super().__init__(code.value)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code.value}({told})"
