"""Why each scheme applied or did not: every scheme exactly once, with the first test that failed."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from domain.pricing.book import SchemeBook
from domain.pricing.eligibility import closed_because
from domain.pricing.rounding import Exact, decimal, rupees
from domain.pricing.scheme import Basis, Scheme
from domain.pricing.settling import Settled
from domain.pricing.slabs import Missed
from domain.pricing.values import Buyer, Explanation, Quote, Reason


def explain(settled: Settled) -> tuple[Explanation, ...]:
    """One explanation for each scheme that touches the cart, in the order of its book."""
    placed = [(each.terms.place, _of_missed(each)) for each in settled.missed]
    for kept in settled.kept_out:
        code = kept.terms.scheme.code
        placed.append((kept.terms.place, Explanation(code, Reason.NOT_COMBINED, kept_out_by=kept.by)))
    for given in settled.given:
        reason = given.denied or Reason.APPLIED
        placed.append((given.terms.place, Explanation(given.terms.scheme.code, reason, rupees(given.amount))))
    return tuple(explanation for _, explanation in sorted(placed, key=lambda pair: pair[0]))


def explain_all(quote: Quote, book: SchemeBook, buyer: Buyer, day: date) -> tuple[Explanation, ...]:
    """One explanation for every scheme of `book`, also for those that no line of the quoted cart has to do with."""
    touching = {explanation.scheme: explanation for explanation in quote.explain}
    return tuple(
        touching.get(scheme.code) or Explanation(scheme.code, closed_because(scheme, buyer, day) or Reason.PRODUCT)
        for scheme in book.schemes
    )


def _of_missed(missed: Missed) -> Explanation:
    short_by = None if missed.short_by is None else _as_decimal(missed.terms.scheme, missed.short_by)
    return Explanation(missed.terms.scheme.code, missed.reason, short_by=short_by)


def _as_decimal(scheme: Scheme, x: Exact) -> Decimal:
    """A quantity as it is; paise as rupees."""
    if scheme.basis is Basis.QUANTITY:
        return decimal(x)
    return rupees(x.numerator) if x.denominator == 1 else decimal(Fraction(x, 100))
