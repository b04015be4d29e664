"""Schemes: what is given to whom for buying what, in the contract's terms or in columns of their own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlmodel import col

from bot.commands.quote import REFUSALS
from bot.exchange import directory
from bot.exchange.bulk import add_rows, change_rows
from bot.exchange.cells import Json, OneOf, Text
from bot.exchange.column import BadCell, Column
from bot.exchange.kind import Change, Found, Key, Master, Values
from bot.exchange.kinds.scheme_terms import SPREAD, terms_from
from domain.catalogue import editions
from domain.network.tables import Party
from domain.pricing.casefile import read_scheme
from domain.pricing.errors import PricingError
from domain.pricing.scheme import SAME, FreeGoods, Scheme
from domain.pricing.tables import SchemeRow, SchemeState, SchemeUse

_SPREAD_NAMES = frozenset(column.name for column in SPREAD)


class Schemes(Master):
    """The schemes of all sellers."""

    name = "schemes"
    one = "scheme"
    about = (
        "Schemes. The column `terms` holds one as the contract writes it (as in `sauda quote`); a simple one may be "
        "spread over the columns after it instead."
    )
    key = ("code",)
    columns = (
        Column("code", "your own code; it may stand in terms instead", Text(60), "SOAP5", empty=""),
        Column("name", "what shops are told; it may stand in terms instead", Text(), "5 % on 12 soaps", empty=""),
        Column("seller", "code of the party whose buyers get it; empty: those of all", Text(60), "GUPTA"),
        Column("state", "only a live one is applied", OneOf(SchemeState), "live", empty=SchemeState.LIVE, audited=True),
        Column("terms", "the scheme as a JSON object", Json(),
               '{"code": "SOAP5", "slabs": [{"from": "12", "give": {"percent": "5"}}]}', audited=True),
        *SPREAD,
    )  # fmt: skip

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._parties = directory.parties(self.session)
        self._products = directory.products(self.session)

    def records(self, keys: Sequence[Key] | None = None) -> Iterator[Found]:
        wanted = select(SchemeRow, col(Party.code)).outerjoin(Party, col(Party.id) == col(SchemeRow.seller_id))
        if keys is not None:
            wanted = wanted.where(col(SchemeRow.code).in_([code for (code,) in keys]))
        for row, seller in self.session.execute(wanted.order_by(col(SchemeRow.id))):
            values = {"code": row.code, "name": row.name, "seller": seller, "state": row.state}
            yield Found(values | {"terms": named(row.terms, row.code, row.name)}, row)

    def look_up(self, rows: Sequence[Values]) -> None:
        self._parties.load(row.get("seller") for row in rows)

    def resolve(self, given: Values) -> None:
        if given.get("seller"):
            self._parties.seller("seller", given["seller"])
        spread = terms_from(given)
        for name in _SPREAD_NAMES:
            given.pop(name, None)
        terms = given.pop("terms", None)
        if terms is not None and spread is not None:
            raise BadCell("terms", "is filled, and so are columns that say the same")
        self._name(given, terms or spread)

    def _name(self, given: Values, terms: dict[str, Any] | None) -> None:
        """Puts code and name into the row and into the terms, wherever they stood."""
        in_terms = terms or {}
        code = given.get("code") or in_terms.get("code")
        if not isinstance(code, str) or not code:
            raise BadCell("code", "is empty")
        if in_terms.get("code", code) != code:
            raise BadCell("code", f'is "{code}", but terms say "{in_terms["code"]}"')
        given["code"] = code
        if terms is not None:
            name = given.get("name") or in_terms.get("name") or code
            given["terms"] = named(terms, code, name)
            given["name"] = name
        elif not given.get("name"):
            given.pop("name", None)

    def complete(self, after: Values, given: Mapping[str, Any], found: Found | None) -> None:
        if after["terms"] is None:
            raise BadCell("terms", "is empty, and so are the columns that could say it")
        if "terms" not in given and "name" in given:
            after["terms"] = named(after["terms"], after["code"], after["name"])
        scheme = read(after["terms"])
        self._check_products(scheme)
        self._check_budget(scheme, found)

    def _check_products(self, scheme: Scheme) -> None:
        gifts = {slab.give.sku for slab in scheme.slabs if isinstance(slab.give, FreeGoods)} - {SAME}
        bought = scheme.buy.skus or frozenset()
        rewarded = (scheme.on.skus if scheme.on else None) or frozenset()
        skus = gifts | bought | rewarded
        self._products.load(skus)
        for sku in sorted(skus):
            self._products.needed("terms", sku)

    def _check_budget(self, scheme: Scheme, found: Found | None) -> None:
        """What orders have taken stays within the budget, and sums are kept from the first order on or not at all."""
        for name in ("budget", "cap_order", "cap_party"):
            amount = getattr(scheme, name)
            if amount is not None and amount != round(amount, 2):
                raise BadCell(name, f"{amount} has more than 2 decimal places")
        if found is None:
            return
        row: SchemeRow = found.ref
        if scheme.budget is not None and row.limited and scheme.budget < row.held + row.spent:
            raise BadCell("budget", f"is {scheme.budget}, and orders have taken {row.held + row.spent:.2f} of it")
        if is_limited(scheme) != row.limited and self._used(row.id):
            raise BadCell("budget", "a limit is not added to a scheme in use, nor taken from it; end it, begin another")

    def _used(self, scheme_id: int) -> bool:
        return bool(self.session.scalar(select(exists().where(col(SchemeUse.scheme_id) == scheme_id))))

    def write(self, changes: Sequence[Change]) -> None:
        rows = [(change, self._row(change.after)) for change in changes]
        add_rows(self.session, SchemeRow, [row for change, row in rows if change.found is None])
        change_rows(self.session, SchemeRow, [{"id": c.found.ref.id} | row for c, row in rows if c.found is not None])

    def _row(self, after: Values) -> dict[str, Any]:
        scheme = read(after["terms"])
        if after["seller"]:
            self._parties.load([after["seller"]])
        return {
            "code": after["code"],
            "name": after["name"],
            "seller_id": self._parties.needed("seller", after["seller"]).id if after["seller"] else None,
            "terms": after["terms"],
            "state": after["state"],
            "budget": scheme.budget,
            "limited": is_limited(scheme),
            "claimable": scheme.claimable,
        }

    def finish(self) -> None:
        editions.bump(self.session, editions.SCHEMES)


def read(terms: dict[str, Any]) -> Scheme:
    """The terms as the pricing engine reads them; raises `BadCell` with its reason."""
    try:
        return read_scheme(terms)
    except PricingError as wrong:
        field = wrong.field.rpartition(".")[2]
        column = field if field in _SPREAD_NAMES else "terms"
        raise BadCell(column, f"{wrong.field} {REFUSALS[wrong.code].format(**wrong.facts)}".strip()) from None


def named(terms: dict[str, Any], code: str, name: str) -> dict[str, Any]:
    """The terms with their code and name, first as one reads them."""
    return {"code": code, "name": name} | terms | {"name": name}


def is_limited(scheme: Scheme) -> bool:
    """Whether running sums of what was given are kept."""
    return scheme.budget is not None or scheme.cap_party is not None
