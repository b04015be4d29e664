"""Products: what is in the catalogue, how it is packed and taxed, and by which names people know it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import col

from bot.exchange.aliases import AliasCell
from bot.exchange.bulk import add_numbered, add_rows, batches, change_rows
from bot.exchange.cells import Several, Text, YesNo
from bot.exchange.column import BadCell, Column
from bot.exchange.kind import Change, Found, Key, Master, Values, row_of, same, values_of
from bot.exchange.numbers import MONEY, PERCENT, Whole
from bot.exchange.times import Day
from domain.catalogue import editions
from domain.catalogue.packs import MAX_PIECES
from domain.catalogue.tables import Alias, MrpLot, Product

FIELDS = same(
    "sku brand name pack category subcategory mrp pieces_per_inner tax_rate hsn label active",
    units_per_case="pieces_per_case",
)
PIECES = Whole("pieces", 1, MAX_PIECES)
NAME = Text()


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows behind a product: its lots (MRP to id and since when) and its aliases (name to id and language)."""

    product_id: int
    lots: dict[Decimal, tuple[int, date]]
    aliases: dict[str, tuple[int, str]]

    def values(self, mrp: Decimal | None) -> Values:
        """What of them stands in columns."""
        lot = self.lots.get(mrp) if mrp is not None else None
        aliases = tuple(sorted((language, NAME.write(name)) for name, (_, language) in self.aliases.items()))
        return {"mrp_since": lot[1] if lot else None, "aliases": aliases}


class Products(Master):
    """The catalogue."""

    name = "products"
    one = "product"
    about = "The catalogue: what is sold, in which packs, at which MRP and tax, and by which names it is known."
    key = ("sku",)
    columns = (
        Column("sku", "your own code of the product", Text(60), "SALT-1KG", required=True),
        Column("brand", "the brand; sellers list brands", Text(), "Tej", empty=""),
        Column("name", "the name without brand and pack", Text(300), "Iodised Salt", required=True),
        Column("pack", "the pack as it is printed", Text(), "1 kg Pouch", empty=""),
        Column("category", "the category", Text(), "masala & spices", empty=""),
        Column("subcategory", "the subcategory", Text(), "salt", empty=""),
        Column("mrp", "the MRP of goods sold now; the one before stays known as a lot", MONEY, "28.00", audited=True),
        Column("mrp_since", "since when this MRP is in the trade; today for a new MRP", Day(), "2026-04-01"),
        Column("units_per_case", "pieces in a case", PIECES, "25", also=("pieces_per_case",)),
        Column("pieces_per_inner", "pieces in an inner (strip, jar, ladi)", PIECES, "5"),
        Column("tax_rate", "GST in per cent", PERCENT, "5", empty=Decimal(0), audited=True),
        Column("hsn", "HSN code", Text(16), "2501", empty=""),
        Column("label", "a short name for lists on a phone", Text(60), "Tej Salt 1 kg", empty=""),
        Column("aliases", "other names", Several(AliasCell(NAME)), "hi:नमक|tej namak", empty=()),
        Column("active", "whether it is still sold", YesNo(), "yes", empty=True),
    )

    def records(self, keys: Sequence[Key] | None = None) -> Iterator[Found]:
        wanted = select(Product).order_by(col(Product.id)).execution_options(yield_per=1000)
        if keys is not None:
            wanted = wanted.where(col(Product.sku).in_([sku for (sku,) in keys]))
        for found in batches(self.session.scalars(wanted), 1000):
            ids = [product.id for product in found]
            lots, aliases = self._lots(ids), self._aliases(ids)
            for product in found:
                kept = Kept(product.id, lots.get(product.id, {}), aliases.get(product.id, {}))
                yield Found(values_of(product, FIELDS) | kept.values(product.mrp), kept)

    def _lots(self, ids: Sequence[int]) -> dict[int, dict[Decimal, tuple[int, date]]]:
        lots: dict[int, dict[Decimal, tuple[int, date]]] = {}
        for lot in self.session.scalars(select(MrpLot).where(col(MrpLot.product_id).in_(ids))):
            lots.setdefault(lot.product_id, {})[lot.mrp] = (lot.id, lot.since)
        return lots

    def _aliases(self, ids: Sequence[int]) -> dict[int, dict[str, tuple[int, str]]]:
        aliases: dict[int, dict[str, tuple[int, str]]] = {}
        for alias in self.session.scalars(select(Alias).where(col(Alias.product_id).in_(ids))):
            aliases.setdefault(alias.product_id, {})[alias.name] = (alias.id, alias.language)
        return aliases

    def resolve(self, given: Values) -> None:
        if "aliases" in given:
            names = [name for _, name in given["aliases"]]
            if len(set(names)) < len(names):
                raise BadCell("aliases", "holds a name twice")
            given["aliases"] = tuple(sorted(given["aliases"]))

    def complete(self, after: Values, given: Mapping[str, Any], found: Found | None) -> None:
        if after["mrp"] is None:
            after["mrp_since"] = None
        elif given.get("mrp_since") is None:
            new = found is None or after["mrp"] != found.values["mrp"]
            after["mrp_since"] = self.books.today if new or found is None else found.values["mrp_since"]

    def write(self, changes: Sequence[Change]) -> None:
        new = [change for change in changes if change.found is None]
        ids = add_numbered(self.session, Product, [row_of(change.after, FIELDS) for change in new])
        changed = [(change, change.found.ref) for change in changes if change.found is not None]
        change_rows(
            self.session, Product, [{"id": kept.product_id} | row_of(change.after, FIELDS) for change, kept in changed]
        )
        touched = [(change, Kept(number, {}, {})) for change, number in zip(new, ids, strict=True)] + changed
        self._write_lots(touched)
        self._write_aliases(touched)

    def _write_lots(self, touched: Sequence[tuple[Change, Kept]]) -> None:
        """Keeps a lot for the MRP of each product; the lot of an MRP that it had before stays."""
        new: list[dict[str, Any]] = []
        moved: list[dict[str, Any]] = []
        for change, kept in touched:
            mrp, since = change.after["mrp"], change.after["mrp_since"] or self.books.today
            before = change.found.values["mrp"] if change.found else None
            if before not in (None, mrp) and before not in kept.lots:
                new.append({"product_id": kept.product_id, "mrp": before, "since": since - timedelta(days=1)})
            if mrp is not None and mrp not in kept.lots:
                new.append({"product_id": kept.product_id, "mrp": mrp, "since": since})
            elif mrp is not None and kept.lots[mrp][1] != since:
                moved.append({"id": kept.lots[mrp][0], "since": since})
        add_rows(self.session, MrpLot, new)
        change_rows(self.session, MrpLot, moved)

    def _write_aliases(self, touched: Sequence[tuple[Change, Kept]]) -> None:
        gone: list[int] = []
        new: list[dict[str, Any]] = []
        for change, kept in touched:
            wanted = {(name, language) for language, name in change.after["aliases"]}
            there = {(name, language) for name, (_, language) in kept.aliases.items()}
            gone.extend(kept.aliases[name][0] for name, _ in there - wanted)
            new.extend(
                {"product_id": kept.product_id, "name": name, "language": language}
                for name, language in sorted(wanted - there)
            )
        for ids in batches(gone):
            self.session.execute(delete(Alias).where(col(Alias.id).in_(ids)))
        add_rows(self.session, Alias, new)

    def finish(self) -> None:
        editions.bump(self.session, editions.CATALOGUE)
