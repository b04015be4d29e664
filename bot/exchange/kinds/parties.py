"""Parties: businesses of every tier, how those that sell do it, and from whom each buys on which terms."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import col
from stdnum.in_ import gstin

from bot.exchange import directory
from bot.exchange.bulk import add_numbered, add_rows, batches, change_rows
from bot.exchange.column import BadCell
from bot.exchange.directory import Directory
from bot.exchange.kind import Books, Change, Found, Key, Master, Values, row_of, same, values_of
from bot.exchange.kinds.party_columns import BUYING, PARTY, SELLING, USUAL_TERMS
from bot.exchange.kinds.party_links import Links
from bot.exchange.phones import international
from bot.exchange.standards import TAX_REGIMES, currency_of, tax_regime_of, timezone_of
from domain.catalogue import editions
from domain.catalogue.tables import Listing
from domain.network.tables import Party, SellerTerms, Territory

FIELDS = same(
    "code name tier region country currency timezone tax_regime tax_number language address latitude longitude phone "
    "standing",
    state="tax_state",
    **{"class": "grade"},
)
TERMS = same(" ".join(column.name for column in SELLING if column.name not in ("sells", "brands")))
NO_TERMS: Values = {column.name: column.empty for column in SELLING}
_GSTIN = re.compile(r"\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]Z[0-9A-Z]")


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows behind a party: its id, and the ids of its listings by brand."""

    party_id: int
    listings: dict[str, int]


class Parties(Master):
    """Every business of the network."""

    name = "parties"
    one = "party"
    about = "Businesses of every tier: brands, stockists, distributors and shops, and who buys from whom."
    key = ("code",)
    columns = (*PARTY, *SELLING, *BUYING)

    def __init__(self, books: Books) -> None:
        super().__init__(books)
        self._parties = directory.parties(self.session)
        self._territories = Directory(
            self.session,
            "territory",
            lambda codes: select(col(Territory.code), col(Territory.id)).where(col(Territory.code).in_(codes)),
        )
        self._links = Links(books, self._parties)
        self._listings_changed = False

    def records(self, keys: Sequence[Key] | None = None) -> Iterator[Found]:
        wanted = (
            select(Party, SellerTerms, col(Territory.code))
            .outerjoin(SellerTerms, col(SellerTerms.party_id) == col(Party.id))
            .outerjoin(Territory, col(Territory.id) == col(Party.territory_id))
            .order_by(col(Party.id))
            .execution_options(yield_per=1000)
        )
        if keys is not None:
            wanted = wanted.where(col(Party.code).in_([code for (code,) in keys]))
        for rows in batches(self.session.execute(wanted), 1000):
            ids = [party.id for party, _, _ in rows]
            listings, links = self._listings(ids), self._links.of(ids)
            for party, terms, territory in rows:
                kept = Kept(party.id, listings.get(party.id, {}))
                selling = NO_TERMS if terms is None else {"sells": True} | values_of(terms, TERMS)
                values = values_of(party, FIELDS) | {"territory": territory} | selling
                yield Found(values | {"brands": tuple(sorted(kept.listings))} | links[party.id], kept)

    def _listings(self, ids: Sequence[int]) -> dict[int, dict[str, int]]:
        listings: dict[int, dict[str, int]] = {}
        for listing in self.session.scalars(select(Listing).where(col(Listing.seller_id).in_(ids))):
            listings.setdefault(listing.seller_id, {})[listing.brand] = listing.id
        return listings

    # --- the rules of a row

    def look_up(self, rows: Sequence[Values]) -> None:
        self._parties.load(code for row in rows for code in (row["code"], *row.get("buys_from", ())))
        self._territories.load(row.get("territory") for row in rows)

    def resolve(self, given: Values) -> None:
        if given.get("territory"):
            self._territories.needed("territory", given["territory"])
        if "brands" in given:
            given["brands"] = tuple(sorted(set(given["brands"])))
        self._links.resolve(given)

    def complete(self, after: Values, given: Mapping[str, Any], found: Found | None) -> None:
        self._complete_place(after)
        if after["phone"] and (found is None or after["phone"] != found.values["phone"]):
            after["phone"] = international("phone", after["phone"], after["country"])
        self._check_tax_number(after, found)
        _complete_selling(after, found)
        self._links.complete(after, given, found)

    def _complete_place(self, after: Values) -> None:
        """What a country implies, where the row does not say it."""
        house = self.books.house
        after["language"] = after["language"] or house.language
        country = after["country"] = after["country"] or house.country
        home = country == house.country
        implied = {
            "currency": house.currency if home else currency_of(country),
            "timezone": house.timezone if home else timezone_of(country),
            "tax_regime": tax_regime_of(country),
        }
        for name, value in implied.items():
            after[name] = after[name] or value
            if after[name] is None:
                raise BadCell(name, f"is empty, and {country} has more than one")
        after["tax_regime"] = after["tax_regime"].casefold()
        if after["tax_regime"] not in TAX_REGIMES:
            raise BadCell("tax_regime", f'"{after["tax_regime"]}" is not one of {", ".join(TAX_REGIMES)}')
        if (after["latitude"] is None) != (after["longitude"] is None):
            raise BadCell("longitude", "latitude and longitude stand together or not at all")

    def _check_tax_number(self, after: Values, found: Found | None) -> None:
        number = after["tax_number"]
        if not number or after["tax_regime"] != "gst" or (found and number == found.values["tax_number"]):
            return
        number = after["tax_number"] = number.replace(" ", "").upper()
        if not _GSTIN.fullmatch(number):
            raise BadCell("tax_number", f'"{number}" is no GSTIN such as 10AAAAA0000A1Z5')
        if not gstin.is_valid(number):
            self.books.note("the check digit of the GSTIN is wrong", f"{after['code']} {number}")

    # --- writing

    def write(self, changes: Sequence[Change]) -> None:
        new = [change for change in changes if change.found is None]
        rows = [self._row(change.after) | {"created_at": self.books.now} for change in new]
        ids = add_numbered(self.session, Party, rows)
        changed = [(change, change.found.ref) for change in changes if change.found is not None]
        change_rows(self.session, Party, [{"id": kept.party_id} | self._row(change.after) for change, kept in changed])
        touched = [(change, Kept(number, {})) for change, number in zip(new, ids, strict=True)] + changed
        self._write_terms(touched)
        self._write_listings(touched)
        self._links.write([(change, kept.party_id) for change, kept in touched])
        self._parties.forget(change.after["code"] for change in changes)

    def _row(self, after: Values) -> dict[str, Any]:
        territory = after["territory"]
        self._territories.load([territory])
        number = self._territories.needed("territory", territory).id if territory else None
        return row_of(after, FIELDS) | {"territory_id": number}

    def _write_terms(self, touched: Sequence[tuple[Change, Kept]]) -> None:
        rows = [
            (
                bool(change.found and change.found.values["sells"]),
                {"party_id": kept.party_id} | row_of(change.after, TERMS),
            )
            for change, kept in touched
            if change.after["sells"]
        ]
        add_rows(self.session, SellerTerms, [row for sold, row in rows if not sold])
        change_rows(self.session, SellerTerms, [row for sold, row in rows if sold])

    def _write_listings(self, touched: Sequence[tuple[Change, Kept]]) -> None:
        gone: list[int] = []
        new: list[dict[str, Any]] = []
        for change, kept in touched:
            wanted = set(change.after["brands"])
            gone.extend(kept.listings[brand] for brand in kept.listings.keys() - wanted)
            new.extend({"seller_id": kept.party_id, "brand": brand} for brand in sorted(wanted - kept.listings.keys()))
        for ids in batches(gone):
            self.session.execute(delete(Listing).where(col(Listing.id).in_(ids)))
        add_rows(self.session, Listing, new)
        self._listings_changed = self._listings_changed or bool(gone or new)

    def finish(self) -> None:
        if self._listings_changed:
            editions.bump(self.session, editions.CATALOGUE)


def _complete_selling(after: Values, found: Found | None) -> None:
    """Terms of sale stand where a party sells, with the usual ones where the row says none."""
    if not after["sells"]:
        if found is not None and found.values["sells"]:
            raise BadCell("sells", "cannot be taken back; set standing to closed")
        filled = next((column.name for column in SELLING if after[column.name] != column.empty), None)
        if filled:
            raise BadCell(filled, "is only for a party that sells (sells: yes)")
        return
    for name, usual in USUAL_TERMS.items():
        if after[name] is None:
            after[name] = usual
    if not after["series"]:
        raise BadCell("series", "is empty; a party that sells needs letters for its order numbers")
