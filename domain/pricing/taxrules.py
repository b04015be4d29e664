"""Which rate of tax is in force on a day: rules by regime and HSN, each from a day on."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.pricing.tables import TaxRule

Rule = tuple[str, str, date, Decimal]
"""Regime, beginning of the HSN (all for ""), first day, per cent."""


def rate_on(rules: Iterable[Rule], regime: str, hsn: str, own: Decimal, day: date) -> Decimal:
    """Per cent on `day`: of the rule that names most of the HSN, the newest of these, else `own`. Pure."""
    found = _in_force(rules, regime, hsn, day)
    return own if found is None else found[2]


def rate_after(rules: Iterable[Rule], regime: str, hsn: str, agreed: Decimal, since: date, day: date) -> Decimal:
    """Per cent on `day` for goods agreed at a rate on `since`: a rule that came after it changes what was agreed. Pure.

    The law taxes a supply at the rate of the day on which it is billed; the price before tax stays.
    """
    found = _in_force(rules, regime, hsn, day)
    return agreed if found is None or found[1] <= since else found[2]


def rules_of(session: Session, regime: str) -> list[Rule]:
    """The rules of a regime."""
    rows = session.execute(
        select(col(TaxRule.regime), col(TaxRule.hsn), col(TaxRule.valid_from), col(TaxRule.rate)).where(
            col(TaxRule.regime) == regime
        )
    )
    return [(of, hsn, since, rate) for of, hsn, since, rate in rows]


def _in_force(rules: Iterable[Rule], regime: str, hsn: str, day: date) -> tuple[int, date, Decimal] | None:
    fitting = [
        (len(prefix), since, rate)
        for of, prefix, since, rate in rules
        if of == regime and hsn.startswith(prefix) and since <= day
    ]
    return max(fitting, default=None)
