"""The demo's price lists, tax rules and schemes."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.demo import files
from domain.catalogue import editions
from domain.network.tables import Party
from domain.pricing.casefile import read_scheme
from domain.pricing.tables import PriceItem, PriceList, SchemeRow, SchemeState, TaxRule


def add_offers(session: Session, products: Mapping[str, int], today: date) -> None:
    """Adds what goods cost and what is given with them; `products` are ids by sku."""
    parties = dict(session.execute(select(col(Party.code), col(Party.id))).all())
    _add_prices(session, parties, products)
    session.add_all(
        TaxRule(
            regime=row["regime"],
            hsn=row["hsn"],
            rate=Decimal(row["rate"]),
            valid_from=date.fromisoformat(row["valid_from"]),
        )
        for row in files.table("tax_rules")
    )
    session.add_all(_scheme(written, parties, today) for written in files.settings("schemes")["scheme"])
    editions.bump(session, editions.SCHEMES)
    session.flush()


def end_past_schemes(session: Session, today: date) -> None:
    """Ends the schemes whose last day is over. They were live before, when orders used them."""
    past = [row.id for row in session.scalars(select(SchemeRow)) if row.terms["valid_to"] < today.isoformat()]
    session.execute(update(SchemeRow).where(col(SchemeRow.id).in_(past)).values(state=SchemeState.ENDED))


def _add_prices(session: Session, parties: Mapping[str, int], products: Mapping[str, int]) -> None:
    lists: dict[tuple[str, str], PriceList] = {}
    for row in files.table("prices"):
        of = lists.get((row["seller"], row["list"]))
        if of is None:
            of = lists[row["seller"], row["list"]] = PriceList(
                seller_id=parties[row["seller"]],
                name=row["list"],
                buyer_id=parties[row["buyer"]] if row["buyer"] else None,
                grade=row["class"] or None,
                region=row["region"] or None,
                valid_from=date.fromisoformat(row["valid_from"]),
            )
            session.add(of)
            session.flush()
        session.add(
            PriceItem(
                price_list_id=of.id,
                product_id=products[row["sku"]],
                mrp=Decimal(row["mrp"]) if row["mrp"] else None,
                price=Decimal(row["price"]),
                tax_included=row["tax_included"] == "yes",
            )
        )


def _scheme(written: Mapping[str, Any], parties: Mapping[str, int], today: date) -> SchemeRow:
    """A row of the books; the pricing engine's own reader refuses terms that are wrong."""
    own = ("seller", "since", "until")
    terms = {name: value for name, value in written.items() if name not in own}
    terms["valid_from"] = (today + timedelta(days=written["since"])).isoformat()
    terms["valid_to"] = (today + timedelta(days=written["until"])).isoformat()
    scheme = read_scheme(terms)
    return SchemeRow(
        code=scheme.code,
        name=scheme.name,
        seller_id=parties[written["seller"]],
        terms=terms,
        budget=scheme.budget,
        limited=scheme.budget is not None or scheme.cap_party is not None,
        claimable=scheme.claimable,
    )
