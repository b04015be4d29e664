"""What a seller sells, in memory: an immutable snapshot with its search, swapped for a newer edition."""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.catalogue import barcode
from domain.catalogue.packs import Packing
from domain.catalogue.search import Entry, Index
from domain.catalogue.tables import Alias, Listing, Product


@dataclass(frozen=True, slots=True)
class Item:
    """A product as everybody who sells it sees it."""

    id: int
    sku: str
    brand: str
    name: str
    pack: str
    label: str
    category: str
    subcategory: str
    mrp: Decimal | None
    packing: Packing
    tax_rate: Decimal
    hsn: str

    @property
    def title(self) -> str:
        """The shortest full name: the label where there is one, else brand, name and pack."""
        if self.label:
            return self.label
        brand = "" if self.name.lower().startswith(self.brand.lower()) else self.brand
        return " ".join(part for part in (brand, self.name, self.pack) if part)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The products of one assortment, by id, and the search over their names. `barcodes` maps GTINs to products."""

    edition: int
    items: Mapping[int, Item]
    by_sku: Mapping[str, Item]
    barcodes: Mapping[str, int]
    index: Index


Opener = Callable[[], AbstractContextManager[Session]]


class Shelves:
    """The shelves of all sellers. Sellers with the same brands share one.

    With an `opener` a newer edition is built aside by a thread while the last one is still read, so that no
    message waits for an import; without one it is built in place.
    """

    def __init__(self, opener: Opener | None = None) -> None:
        self._opener = opener
        self._kept: dict[frozenset[str] | None, Shelf] = {}
        self._brands: dict[int, tuple[int, frozenset[str] | None]] = {}
        self._lock = threading.Lock()
        self._building: set[frozenset[str] | None] = set()

    def of(self, session: Session, seller_ids: Sequence[int], edition: int) -> Shelf:
        """The shelf of a seller, or of several together; `edition` is the catalogue's present number."""
        listed = [self.brands_of(session, seller_id, edition) for seller_id in seller_ids]
        brands = None if None in listed else frozenset().union(*(each for each in listed if each is not None))
        kept = self._kept.get(brands)
        if kept is not None and kept.edition == edition:
            return kept
        if kept is None or self._opener is None:
            with self._lock:
                kept = self._kept.get(brands)
                if kept is None or kept.edition != edition:
                    kept = self._kept[brands] = build(session, edition, brands)
            return kept
        self._build_aside(brands, edition)
        return kept

    def brands_of(self, session: Session, seller_id: int, edition: int) -> frozenset[str] | None:
        """The brands that a seller lists; None where he sells everything."""
        known = self._brands.get(seller_id)
        if known is None or known[0] != edition:
            listed = session.scalars(select(col(Listing.brand)).where(col(Listing.seller_id) == seller_id))
            known = self._brands[seller_id] = (edition, frozenset(listed) or None)
        return known[1]

    def _build_aside(self, brands: frozenset[str] | None, edition: int) -> None:
        with self._lock:
            if brands in self._building:
                return
            self._building.add(brands)
        threading.Thread(target=self._swap_in, args=(brands, edition), name="shelf", daemon=True).start()

    def _swap_in(self, brands: frozenset[str] | None, edition: int) -> None:
        assert self._opener is not None
        try:
            with self._opener() as session:
                self._kept[brands] = build(session, edition, brands)
        finally:
            with self._lock:
                self._building.discard(brands)


def build(session: Session, edition: int, brands: frozenset[str] | None) -> Shelf:
    """Reads the products of `brands` (all where None) with their names and indexes them."""
    wanted = select(Product).where(col(Product.active))
    if brands is not None:
        wanted = wanted.where(col(Product.brand).in_(brands))
    items = {product.id: _item(product) for product in session.scalars(wanted) if product.id is not None}
    names, barcodes = _aliases(session)
    index = Index.build([_entry(item, tuple(names.get(item.id, ()))) for item in items.values()])
    known = {number: product_id for number, product_id in barcodes.items() if product_id in items}
    return Shelf(edition, items, {item.sku: item for item in items.values()}, known, index)


def _aliases(session: Session) -> tuple[dict[int, list[str]], dict[str, int]]:
    """The other names of each product, and the product of each GTIN; of a number given twice the product given last."""
    names: dict[int, list[str]] = {}
    barcodes: dict[str, int] = {}
    for alias in session.execute(select(Alias.product_id, Alias.name, Alias.language).order_by(col(Alias.id))):
        if alias.language != barcode.ALIAS_LANGUAGE:
            names.setdefault(alias.product_id, []).append(alias.name)
        elif (number := barcode.gtin(alias.name)) is not None:
            barcodes[number] = alias.product_id
    return names, barcodes


def _item(product: Product) -> Item:
    return Item(
        product.id,
        product.sku,
        product.brand,
        product.name,
        product.pack,
        product.label,
        product.category,
        product.subcategory,
        product.mrp,
        Packing(product.pieces_per_inner, product.pieces_per_case),
        product.tax_rate,
        product.hsn,
    )


def _entry(item: Item, aliases: tuple[str, ...]) -> Entry:
    return Entry(
        key=item.id,
        brand=item.brand,
        name=item.name,
        pack=item.pack,
        label=item.label,
        category=item.category,
        subcategory=item.subcategory,
        mrp=item.mrp,
        pieces_per_inner=item.packing.inner,
        pieces_per_case=item.packing.case,
        aliases=aliases,
    )
