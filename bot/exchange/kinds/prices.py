"""Price lists: what a seller asks for a piece, for whom and from when to when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.exchange import directory
from bot.exchange.bulk import add_numbered, add_rows, change_rows
from bot.exchange.cells import Text, YesNo
from bot.exchange.column import BadCell, Column
from bot.exchange.kind import Change, Found, Key, Master, Values
from bot.exchange.numbers import MONEY, UNIT_PRICE
from bot.exchange.times import Day
from domain.catalogue.tables import Product
from domain.network.tables import Party
from domain.pricing.tables import PriceItem, PriceList

OF_THE_LIST = ("buyer", "class", "region", "valid_from", "valid_to")
ListKey = tuple[str, str]  # the seller's code and the list's name


@dataclass(frozen=True, slots=True)
class KnownList:
    """A price list of the books: its id and its columns."""

    list_id: int
    values: Values


class Prices(Master):
    """Prices a piece, by list."""

    name = "prices"
    one = "price"
    about = "Price lists: the price a piece of a seller's products, for one buyer, a class, a region or everybody."
    key = ("seller", "list", "sku", "mrp")
    columns = (
        Column("seller", "code of the party that sells", Text(60), "GUPTA", required=True),
        Column("list", "name of the price list", Text(100), "Class A", required=True),
        Column("sku", "the product", Text(60), "SALT-1KG", required=True),
        Column("price", "the price of one piece", UNIT_PRICE, "24.50", required=True, audited=True),
        Column("tax_included", "whether tax is inside", YesNo(), "no", empty=False, audited=True),
        Column("mrp", "only for goods with this MRP; empty: for any", MONEY, "28.00"),
        Column("buyer", "the list is for this party only", Text(60), "SHARMA"),
        Column("class", "the list is for this class of shops only", Text(60), "A"),
        Column("region", "the list is for this region only", Text(100), "Bihar"),
        Column("valid_from", "first day of the list; a new list needs one", Day(), "2026-04-01"),
        Column("valid_to", "last day of the list; empty: no end", Day(), "2027-03-31"),
    )

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._parties = directory.parties(self.session)
        self._products = directory.products(self.session)
        self._lists: dict[ListKey, KnownList] = {}
        self._said: dict[ListKey, Values] = {}

    def records(self, keys: Sequence[Key] | None = None) -> Iterator[Found]:
        seller, buyer = aliased(Party), aliased(Party)
        wanted = (
            select(PriceItem, PriceList, col(seller.code), col(buyer.code), col(Product.sku))
            .join(PriceList, col(PriceList.id) == col(PriceItem.price_list_id))
            .join(seller, col(seller.id) == col(PriceList.seller_id))
            .outerjoin(buyer, col(buyer.id) == col(PriceList.buyer_id))
            .join(Product, col(Product.id) == col(PriceItem.product_id))
            .order_by(col(PriceList.seller_id), col(PriceList.id), col(PriceItem.id))
            .execution_options(yield_per=1000)
        )
        if keys is not None:
            sellers, lists, skus, _ = (set(part) for part in zip(*keys, strict=True))
            wanted = wanted.where(
                col(seller.code).in_(sellers), col(PriceList.name).in_(lists), col(Product.sku).in_(skus)
            )
        for item, of, seller_code, buyer_code, sku in self.session.execute(wanted):
            values = {
                "seller": seller_code,
                "list": of.name,
                "sku": sku,
                "price": item.price,
                "tax_included": item.tax_included,
                "mrp": item.mrp,
            }
            yield Found(values | _of_the_list(of, buyer_code), item.id)

    def look_up(self, rows: Sequence[Values]) -> None:
        self._parties.load(code for row in rows for code in (row["seller"], row.get("buyer")))
        self._products.load(row["sku"] for row in rows)
        unknown = {(row["seller"], row["list"]) for row in rows} - self._lists.keys()
        if not unknown:
            return
        buyer = aliased(Party)
        wanted = (
            select(PriceList, col(Party.code), col(buyer.code))
            .join(Party, col(Party.id) == col(PriceList.seller_id))
            .outerjoin(buyer, col(buyer.id) == col(PriceList.buyer_id))
            .where(col(Party.code).in_({code for code, _ in unknown}), col(PriceList.name).in_({n for _, n in unknown}))
        )
        for of, seller_code, buyer_code in self.session.execute(wanted):
            self._lists[seller_code, of.name] = KnownList(of.id, _of_the_list(of, buyer_code))
        self._parties.load(known.values["buyer"] for known in self._lists.values())

    def resolve(self, given: Values) -> None:
        self._parties.seller("seller", given["seller"])
        self._products.needed("sku", given["sku"])
        if given.get("buyer"):
            self._parties.needed("buyer", given["buyer"])
        given.setdefault("mrp", None)

    def complete(self, after: Values, given: Mapping[str, Any], found: Found | None) -> None:
        of = (after["seller"], after["list"])
        known = self._lists.get(of)
        said = self._said.get(of) or (known.values if known else {})
        after.update({name: value for name, value in said.items() if name not in given})
        if after["valid_from"] is None:
            raise BadCell("valid_from", "is empty, and a price list needs a first day")
        if after["valid_to"] is not None and after["valid_to"] < after["valid_from"]:
            raise BadCell("valid_to", f"is before valid_from ({after['valid_from']})")
        for name, value in self._said.setdefault(of, {name: after[name] for name in OF_THE_LIST}).items():
            if after[name] != value:
                raise BadCell(
                    name, f'another row of the list "{after["list"]}" has "{value or ""}"; a list has only one'
                )

    def write(self, changes: Sequence[Change]) -> None:
        self._write_lists(changes)
        new, changed = [], []
        for change in changes:
            after = change.after
            values = {"price": after["price"], "tax_included": after["tax_included"]}
            if change.found is not None:
                changed.append({"id": change.found.ref} | values)
                continue
            row = {
                "price_list_id": self._lists[after["seller"], after["list"]].list_id,
                "product_id": self._products.needed("sku", after["sku"]).id,
                "mrp": after["mrp"],
            }
            new.append(row | values)
        add_rows(self.session, PriceItem, new)
        change_rows(self.session, PriceItem, changed)

    def _write_lists(self, changes: Sequence[Change]) -> None:
        """Makes the lists that are new, and changes those that say something else now."""
        wanted = {
            (after["seller"], after["list"]): _list_values(after) for after in (change.after for change in changes)
        }
        new = [of for of in wanted if of not in self._lists]
        ids = add_numbered(self.session, PriceList, [self._list_row(of, wanted[of]) for of in new])
        differing = [of for of in wanted if of in self._lists and self._lists[of].values != wanted[of]]
        rows = [{"id": self._lists[of].list_id} | self._list_row(of, wanted[of]) for of in differing]
        change_rows(self.session, PriceList, rows)
        self._lists |= {of: KnownList(list_id, wanted[of]) for of, list_id in zip(new, ids, strict=True)}
        self._lists |= {of: KnownList(self._lists[of].list_id, wanted[of]) for of in differing}

    def _list_row(self, of: ListKey, values: Values) -> dict[str, Any]:
        seller, name = of
        buyer = self._parties.needed("buyer", values["buyer"]).id if values["buyer"] else None
        return {
            "seller_id": self._parties.needed("seller", seller).id,
            "name": name,
            "buyer_id": buyer,
            "grade": values["class"],
            "region": values["region"],
            "valid_from": values["valid_from"],
            "valid_to": values["valid_to"],
        }


def _list_values(after: Values) -> Values:
    return {name: after[name] for name in OF_THE_LIST}


def _of_the_list(of: PriceList, buyer: str | None) -> Values:
    return {
        "buyer": buyer,
        "class": of.grade,
        "region": of.region,
        "valid_from": of.valid_from,
        "valid_to": of.valid_to,
    }
