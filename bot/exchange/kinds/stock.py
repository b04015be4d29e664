"""Stock: what is at a place (an absolute count), and what is on the way there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.exchange import directory
from bot.exchange.bulk import add_rows, change_rows
from bot.exchange.cells import Text
from bot.exchange.column import BadCell, Column
from bot.exchange.kind import Change, Found, Key, Master, Values
from bot.exchange.numbers import Whole
from bot.exchange.times import Day
from domain.catalogue.tables import Product
from domain.network.tables import Party
from domain.stock.count import Counted, count
from domain.stock.move import place_of
from domain.stock.tables import Arrival, Place
from domain.stock.tables import Stock as StockRow

USUAL_PLACE = "Godown"
REASON = "imported count"


class Stock(Master):
    """Counts, and goods on the way. A row with a reference is an arrival, one without is a count."""

    name = "stock"
    one = "stock"
    about = (
        "Pieces at a place. A row without a reference is a count: it replaces what the books said. "
        "A row with due and reference is on the way and counts once it has arrived."
    )
    key = ("party", "place", "sku", "reference")
    columns = (
        Column("party", "code of the party", Text(60), "GUPTA", required=True),
        Column("place", "name of the godown or van", Text(100), USUAL_PLACE, empty=USUAL_PLACE),
        Column("sku", "the product", Text(60), "SALT-1KG", required=True),
        Column("quantity", "pieces that are there, or that will come", Whole("pieces"), "240", required=True),
        Column("due", "the day on which they will come; only with a reference", Day(), "2026-12-31"),
        Column("reference", "the paper that says that they will come", Text(60), "PO 883", empty=""),
    )

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._parties = directory.parties(self.session)
        self._products = directory.products(self.session)
        self._places: dict[tuple[str, str], int] = {}

    def records(self, keys: Sequence[Key] | None = None) -> Iterator[Found]:
        yield from self._counts(keys)
        yield from self._arrivals(keys)

    def _counts(self, keys: Sequence[Key] | None) -> Iterator[Found]:
        wanted = (
            select(StockRow, col(Party.code), col(Place.name), col(Product.sku))
            .join(Place, col(Place.id) == col(StockRow.place_id))
            .join(Party, col(Party.id) == col(Place.party_id))
            .join(Product, col(Product.id) == col(StockRow.product_id))
            .order_by(col(Place.party_id), col(Place.id), col(Product.id))
            .execution_options(yield_per=1000)
        )
        if keys is not None:
            wanted = wanted.where(*_among(keys))
        for row, party, place, sku in self.session.execute(wanted):
            yield Found(_values(party, place, sku, row.on_hand))

    def _arrivals(self, keys: Sequence[Key] | None) -> Iterator[Found]:
        wanted = (
            select(Arrival, col(Party.code), col(Place.name), col(Product.sku))
            .join(Place, col(Place.id) == col(Arrival.place_id))
            .join(Party, col(Party.id) == col(Place.party_id))
            .join(Product, col(Product.id) == col(Arrival.product_id))
            .order_by(col(Place.party_id), col(Arrival.due), col(Arrival.id))
        )
        # What has arrived is no longer on the way, but its reference is still known when it is imported again.
        wanted = wanted.where(col(Arrival.arrived_at).is_(None)) if keys is None else wanted.where(*_among(keys))
        for row, party, place, sku in self.session.execute(wanted):
            values = _values(party, place, sku, row.quantity) | {"due": row.due, "reference": row.reference}
            yield Found(values, row)

    def look_up(self, rows: Sequence[Values]) -> None:
        self._parties.load(row["party"] for row in rows)
        self._products.load(row["sku"] for row in rows)

    def resolve(self, given: Values) -> None:
        self._parties.needed("party", given["party"])
        self._products.needed("sku", given["sku"])
        given.setdefault("place", USUAL_PLACE)
        given.setdefault("reference", "")

    def complete(self, after: Values, given: Mapping[str, Any], found: Found | None) -> None:
        if not after["reference"]:
            if after["due"] is not None:
                raise BadCell("reference", "is empty, and goods on the way need the paper that says so")
            return
        if after["due"] is None:
            raise BadCell("due", "is empty, and goods on the way need a day")
        if after["quantity"] == 0:
            raise BadCell("quantity", "is 0, and goods on the way are at least one piece")
        moved = found is not None and (after["quantity"], after["due"]) != (found.ref.quantity, found.ref.due)
        if moved and found is not None and found.ref.arrived_at is not None:
            raise BadCell("reference", f'"{after["reference"]}" has arrived already')

    def write(self, changes: Sequence[Change]) -> None:
        counts = [change for change in changes if not change.after["reference"]]
        arrivals = [change for change in changes if change.after["reference"]]
        self._write_arrivals(arrivals)
        counted = [Counted(*self._shelf(change.after), change.after["quantity"]) for change in counts]
        for short in count(self.session, counted, self.books.now, reason=REASON):
            self.books.note("less was counted than was put by, so these orders have something short now", short.number)

    def _write_arrivals(self, changes: Sequence[Change]) -> None:
        new = []
        for change in changes:
            place, product = self._shelf(change.after)
            if change.found is None:
                row = {"place_id": place, "product_id": product, "reference": change.after["reference"]}
                new.append(row | {"quantity": change.after["quantity"], "due": change.after["due"]})
        changed = [
            {"id": change.found.ref.id, "quantity": change.after["quantity"], "due": change.after["due"]}
            for change in changes
            if change.found is not None
        ]
        add_rows(self.session, Arrival, new)
        change_rows(self.session, Arrival, changed)

    def _shelf(self, after: Values) -> tuple[int, int]:
        """The ids of the place, made where it is missing, and of the product."""
        of = (after["party"], after["place"])
        if of not in self._places:
            self._places[of] = place_of(self.session, self._parties.needed("party", of[0]).id, of[1])
        return self._places[of], self._products.needed("sku", after["sku"]).id


def _values(party: str, place: str, sku: str, quantity: int) -> Values:
    return {"party": party, "place": place, "sku": sku, "quantity": quantity, "due": None, "reference": ""}


def _among(keys: Sequence[Key]) -> tuple[Any, ...]:
    parties, places, skus, _ = (set(part) for part in zip(*keys, strict=True))
    return col(Party.code).in_(parties), col(Place.name).in_(places), col(Product.sku).in_(skus)
