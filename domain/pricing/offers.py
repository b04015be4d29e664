"""The live schemes of a seller in memory, prepared for quoting; and what is taken of their budgets."""

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.pricing.book import SchemeBook
from domain.pricing.casefile import read_scheme
from domain.pricing.scheme import SAME, FreeGoods, Scheme
from domain.pricing.tables import SchemeAccount, SchemeRow, SchemeState, TaxRule
from domain.pricing.taxrules import Rule, rate_on
from domain.pricing.values import Price, Used


@dataclass(frozen=True, slots=True)
class Offers:
    """What a seller's buyers can get: the scheme book, the rows behind it by code, and the tax rules of the day.

    `gifts` holds the other goods that a scheme gives, by its code.
    """

    edition: int
    book: SchemeBook
    schemes: Mapping[str, Scheme]
    ids: Mapping[str, int]
    names: Mapping[str, str]
    limited: Mapping[str, int]
    caps: Mapping[str, Decimal]
    gifts: Mapping[str, frozenset[str]]
    tax_rules: tuple[Rule, ...]

    def gifts_with(self, bought: Collection[Price]) -> dict[str, frozenset[str]]:
        """The other goods that each scheme may give to who buys these."""
        return {
            code: skus
            for code, skus in self.gifts.items()
            if any(self.schemes[code].buy.hold(product) for product in bought)
        }

    def tax_rate(self, regime: str, hsn: str, own: Decimal, day: date) -> Decimal:
        """Per cent on an item: of the regime's rule for its HSN on that day, else the product's own."""
        return rate_on(self.tax_rules, regime, hsn, own, day)


class OfferBook:
    """The offers of all sellers, kept by the edition of the schemes."""

    def __init__(self) -> None:
        self._kept: dict[int, Offers] = {}
        self._lock = threading.Lock()

    def of(self, session: Session, seller_id: int, edition: int) -> Offers:
        """What the buyers of a seller can get; `edition` is the schemes' present number."""
        kept = self._kept.get(seller_id)
        if kept is not None and kept.edition == edition:
            return kept
        with self._lock:
            kept = self._kept[seller_id] = _load(session, seller_id, edition)
        return kept


def _load(session: Session, seller_id: int, edition: int) -> Offers:
    rows = session.scalars(
        select(SchemeRow)
        .where(
            col(SchemeRow.state) == SchemeState.LIVE,
            or_(col(SchemeRow.seller_id).is_(None), col(SchemeRow.seller_id) == seller_id),
        )
        .order_by(col(SchemeRow.id))
    ).all()
    schemes = [read_scheme(row.terms) for row in rows]
    ids = {row.code: row.id for row in rows if row.id is not None}
    limited = {
        scheme.code: ids[scheme.code] for scheme in schemes if scheme.budget is not None or scheme.cap_party is not None
    }
    gifts = {scheme.code: _other_goods(scheme) for scheme in schemes}
    rules = session.scalars(select(TaxRule))
    return Offers(
        edition,
        SchemeBook.of(schemes),
        {scheme.code: scheme for scheme in schemes},
        ids,
        {row.code: row.name for row in rows},
        limited,
        {scheme.code: scheme.cap_party for scheme in schemes if scheme.cap_party is not None},
        {code: skus for code, skus in gifts.items() if skus},
        tuple((rule.regime, rule.hsn, rule.valid_from, rule.rate) for rule in rules),
    )


def _other_goods(scheme: Scheme) -> frozenset[str]:
    return frozenset(slab.give.sku for slab in scheme.slabs if isinstance(slab.give, FreeGoods)) - {SAME}


def used_by(session: Session, offers: Offers, buyer_id: int, *, lock: bool = False) -> dict[str, Used]:
    """What is already taken of every scheme with a budget or a cap a party; `lock` keeps it so until the commit."""
    if not offers.limited:
        return {}
    ids = sorted(offers.limited.values())
    wanted = select(col(SchemeRow.id), col(SchemeRow.code), col(SchemeRow.held), col(SchemeRow.spent))
    wanted = wanted.where(col(SchemeRow.id).in_(ids)).order_by(col(SchemeRow.id))
    if lock:
        wanted = wanted.with_for_update()
    spoken_for = session.execute(wanted).all()  # before the accounts: they stand still only behind this lock
    accounts = select(col(SchemeAccount.scheme_id), col(SchemeAccount.taken)).where(
        col(SchemeAccount.scheme_id).in_(ids), col(SchemeAccount.buyer_id) == buyer_id
    )
    taken = dict(session.execute(accounts).all())
    return {code: Used(held + spent, taken.get(scheme_id, Decimal(0))) for scheme_id, code, held, spent in spoken_for}
