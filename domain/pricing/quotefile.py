"""A quote in JSON, in the words of the contract; decimals are strings, money with two places."""

from collections.abc import Iterable
from decimal import Decimal

from domain.pricing.casefile import Case
from domain.pricing.explanation import explain_all
from domain.pricing.quoting import quote
from domain.pricing.values import Explanation, Quote, QuoteLine


def answer(case: Case) -> dict[str, object]:
    """The quote of `case`, ready to be written as JSON."""
    quoted = quote(case.cart, case.prices, case.book, case.buyer, case.day, case.used)
    return write_quote(quoted, explain_all(quoted, case.book, case.buyer, case.day))


def write_quote(quoted: Quote, explanations: Iterable[Explanation]) -> dict[str, object]:
    """`quoted` with `explanations` of every scheme."""
    return {
        "lines": [_line(line) for line in quoted.lines],
        "discounts": [{"scheme": code, "amount": str(amount)} for code, amount in quoted.discounts],
        "subtotal": str(quoted.subtotal),
        "discount": str(quoted.discount),
        "tax": str(quoted.tax),
        "total": str(quoted.total),
        "explain": [_explanation(explanation) for explanation in explanations],
    }


def _line(line: QuoteLine) -> dict[str, object]:
    return {
        "sku": line.sku,
        "pieces": line.pieces,
        "list": str(line.list),
        "discount": str(line.discount),
        "net": str(line.net),
        "tax": str(line.tax),
        "free": line.free,
    }


def _explanation(explanation: Explanation) -> dict[str, object]:
    return {
        "scheme": explanation.scheme,
        "applied": explanation.applied,
        "amount": str(explanation.amount),
        "reason": explanation.reason.value,
        "short_by": None if explanation.short_by is None else _plain(explanation.short_by),
    }


def _plain(value: Decimal) -> str:
    return format(value, "f")
