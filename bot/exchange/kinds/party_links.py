"""From whom a party buys: the links of a row of `parties`, with one value of each column a seller."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.exchange.bulk import add_numbered, add_rows, change_rows
from bot.exchange.column import BadCell
from bot.exchange.directory import Parties
from bot.exchange.kind import Books, Change, Found, Values
from domain.network.tables import Beat, Party, Standing, TradeLink

# Column to what an empty part of it means.
USUAL: Values = {"trade": Standing.ACTIVE, "credit_limit": None, "credit_days": 0, "beat": None, "delivered_on": ""}
Terms = dict[str, Values]  # a seller's code to the value of each column of the link


class Links:
    """The links of the parties of one run."""

    def __init__(self, books: Books, parties: Parties) -> None:
        self._books = books
        self._session = books.session
        self._parties = parties
        self._beats: dict[tuple[int, str], int] = {}
        self._closed: dict[int, Terms] = {}

    def of(self, buyers: Sequence[int]) -> dict[int, Values]:
        """The columns of each buyer. A closed link is not shown, but its terms are kept for when it is opened again."""
        wanted = (
            select(TradeLink, col(Party.code), col(Beat.name))
            .join(Party, col(Party.id) == col(TradeLink.seller_id))
            .outerjoin(Beat, col(Beat.id) == col(TradeLink.beat_id))
            .where(col(TradeLink.buyer_id).in_(buyers))
        )
        found: dict[int, Terms] = {buyer: {} for buyer in buyers}
        self._closed = {buyer: {} for buyer in buyers}
        for link, seller, beat in self._session.execute(wanted):
            closed = link.standing is Standing.CLOSED
            (self._closed if closed else found)[link.buyer_id][seller] = {
                "trade": Standing.ACTIVE if closed else link.standing,
                "credit_limit": link.credit_limit,
                "credit_days": link.credit_days,
                "beat": beat,
                "delivered_on": link.delivery_weekdays,
            }
        return {buyer: columns_of(terms) for buyer, terms in found.items()}

    def resolve(self, given: Values) -> None:
        """Refuses sellers that are not known, do not sell, or stand there twice."""
        sellers = given.get("buys_from", ())
        if len(set(sellers)) < len(sellers):
            raise BadCell("buys_from", "holds a code twice")
        for code in sellers:
            if code == given["code"]:
                raise BadCell("buys_from", "holds the party itself")
            self._parties.seller("buys_from", code)

    def complete(self, after: Values, given: Mapping[str, Any], found: Found | None) -> None:
        """Puts the columns side by side, in the order of the sellers' codes."""
        sellers = after["buys_from"]
        before = self._closed[found.ref.party_id] | terms_of(found.values) if found else {}
        terms: Terms = {code: USUAL | before.get(code, {}) for code in sellers}
        for name, usual in USUAL.items():
            if name not in given:
                continue
            for code, value in zip(sellers, spread(name, given[name], len(sellers)), strict=True):
                terms[code][name] = usual if value is None else value
        after.update(columns_of(terms))

    def write(self, touched: Sequence[tuple[Change, int]]) -> None:
        """Opens, changes and closes links; a link is never removed, since its history hangs on it."""
        there = self._there([buyer for _, buyer in touched])
        sellers = {code for change, _ in touched for code in change.after["buys_from"]}
        self._parties.load(sellers)
        wanted = {
            (self._parties.needed("buys_from", code).id, buyer): terms
            for change, buyer in touched
            for code, terms in terms_of(change.after).items()
        }
        self._make_beats((seller, terms["beat"]) for (seller, _), terms in wanted.items())
        new, changed = [], []
        for (seller, buyer), terms in wanted.items():
            link = there.pop((seller, buyer), None)
            if link is None:
                new.append({"seller_id": seller, "buyer_id": buyer} | self._row(seller, terms))
            else:
                changed.append({"id": link} | self._row(seller, terms))
        add_rows(self._session, TradeLink, new)
        change_rows(self._session, TradeLink, changed)
        change_rows(self._session, TradeLink, [{"id": link, "standing": Standing.CLOSED} for link in there.values()])

    def _there(self, buyers: Sequence[int]) -> dict[tuple[int, int], int]:
        rows = self._session.execute(
            select(col(TradeLink.seller_id), col(TradeLink.buyer_id), col(TradeLink.id)).where(
                col(TradeLink.buyer_id).in_(buyers)
            )
        )
        return {(seller, buyer): link for seller, buyer, link in rows}

    def _row(self, seller: int, terms: Values) -> dict[str, Any]:
        return {
            "standing": terms["trade"],
            "credit_limit": terms["credit_limit"],
            "credit_days": terms["credit_days"],
            "beat_id": self._beats[seller, terms["beat"]] if terms["beat"] else None,
            "delivery_weekdays": terms["delivered_on"],
        }

    def _make_beats(self, named: Iterable[tuple[int, str | None]]) -> None:
        """Knows the ids of these beats of sellers, and makes those that are not there."""
        wanted = {(seller, name) for seller, name in named if name} - self._beats.keys()
        if not wanted:
            return
        rows = self._session.execute(
            select(col(Beat.seller_id), col(Beat.name), col(Beat.id)).where(
                col(Beat.seller_id).in_({seller for seller, _ in wanted})
            )
        )
        self._beats |= {(seller, name): number for seller, name, number in rows}
        new = sorted(wanted - self._beats.keys())
        ids = add_numbered(self._session, Beat, [{"seller_id": seller, "name": name} for seller, name in new])
        self._beats |= dict(zip(new, ids, strict=True))
        for _, name in new:
            self._books.note("new beats", name)


def columns_of(terms: Terms) -> Values:
    """The columns of a buyer, each with one value a seller, in the order of the sellers' codes."""
    sellers = sorted(terms)
    return {"buys_from": tuple(sellers)} | {name: tuple(terms[code][name] for code in sellers) for name in USUAL}


def terms_of(values: Values) -> Terms:
    """The opposite of `columns_of`."""
    return {code: {name: values[name][place] for name in USUAL} for place, code in enumerate(values["buys_from"])}


def spread(name: str, values: Sequence[Any], count: int) -> Sequence[Any]:
    """One value for each of `count` sellers: as many as there are, or one for all, or none."""
    if len(values) == count:
        return values
    if len(values) > 1 or (values and not count):
        raise BadCell(name, f"has {len(values)}, and buys_from has {count}")
    return (values[0] if values else None,) * count
