"""Writes into the books what schemes gave in the year: held at the order, spent when it left, freed by a cancel."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.demo.sale import Booked, Step
from bot.exchange.bulk import add_rows
from domain.orders.tables import OrderState
from domain.pricing.tables import SchemeAccount, SchemeRow, SchemeUse

Row = dict[str, Any]


def book_schemes(session: Session, booked: Iterable[Booked]) -> None:
    """Books every use, and the running sums of schemes with a budget or a cap a party."""
    rows = [row for order in booked for row in _uses(order)]
    rows.sort(key=lambda row: row["at"])
    add_rows(session, SchemeUse, rows)
    taken: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    held: dict[int, Decimal] = defaultdict(Decimal)
    spent: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        scheme, amount = row["scheme_id"], row["amount"]
        held[scheme] += amount if row["step"] == "hold" else -amount
        spent[scheme] += amount if row["step"] == "spend" else 0
        if row["step"] != "spend":
            taken[scheme, row["buyer_id"]] += amount if row["step"] == "hold" else -amount
    for scheme in session.scalars(select(SchemeRow).where(col(SchemeRow.limited))):
        scheme.held, scheme.spent = held[scheme.id], spent[scheme.id]
        cap = scheme.terms.get("cap_party")
        session.add_all(
            SchemeAccount(scheme_id=scheme.id, buyer_id=buyer, taken=had, cap=Decimal(cap) if cap else None)
            for (of, buyer), had in taken.items()
            if of == scheme.id
        )


def _uses(order: Booked) -> Iterator[Row]:
    sale = order.sale
    gone = sale.steps[-1] if sale.state is OrderState.CANCELLED else None
    for told in sale.quote.explain:
        if told.applied and told.amount > 0:
            scheme_id = sale.pair.offers.ids[told.scheme]
            yield _use(order, scheme_id, "hold", told.amount, sale.placed)
            if sale.left is not None:
                yield _use(order, scheme_id, "spend", told.amount, sale.left)
            if gone is not None:
                yield _use(order, scheme_id, "free", told.amount, gone)


def _use(order: Booked, scheme_id: int, step: str, amount: Decimal, when: Step) -> Row:
    return {
        "scheme_id": scheme_id,
        "buyer_id": order.sale.pair.trade.buyer_id,
        "order_id": order.order_id,
        "step": step,
        "amount": amount,
        "at": when.at.astimezone(UTC),
    }
