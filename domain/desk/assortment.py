"""What the own house sells: its products with their prices and MRP lots, its stock by place, its schemes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlmodel import col

from domain.catalogue.search import find
from domain.catalogue.shelf import Item, Shelf
from domain.catalogue.tables import Alias, MrpLot
from domain.network.rights import Right
from domain.network.tables import Party, SellerTerms
from domain.pricing.casefile import read_scheme
from domain.pricing.lookup import Customer, UnitRate, listed_prices, rates
from domain.pricing.scheme import Scheme
from domain.pricing.tables import PriceItem, PriceList, SchemeRow, SchemeState
from domain.refusal import Code, Refusal
from domain.stock.availability import OnTheWay, free_pieces, next_arrivals
from domain.stock.tables import Place, Stock

if TYPE_CHECKING:
    from domain.desk.desk import Desk

ANYBODY = Customer(0, "", "")
MOST_FOUND = 200
LIKE_ENOUGH = 0.6
STATES_IN_ORDER = (SchemeState.LIVE, SchemeState.PAUSED, SchemeState.DRAFT, SchemeState.ENDED)


@dataclass(frozen=True, slots=True)
class Ware:
    """A product as it is sold: what a piece costs who has no list of his own, and free pieces (None: not counted)."""

    item: Item
    rate: UnitRate | None
    free: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A price of a product on one of the own lists, and the one buyer whom that list is for, if it is."""

    of: PriceList
    price: PriceItem
    buyer: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A product at a place: pieces there and put by, and what comes next to any of the places."""

    item: Item
    place: Place
    on_hand: int
    reserved: int
    coming: OnTheWay | None

    @property
    def free(self) -> int:
        """Pieces that can still be sold."""
        return self.on_hand - self.reserved


class AssortmentFace:
    """Looks at the own house's goods."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    @cached_property
    def shelf(self) -> Shelf:
        """What the house sells, in memory."""
        return self._desk.shelf_of(self._desk.party_id)

    # --- products and prices

    def wares(self, words: str = "", *, offset: int = 0, most: int = 50) -> list[Ware]:
        """Products by name; with `words` those that may be meant by them, the likeliest first."""
        self._require(Right.SEE_PRICES, Right.SET_PRICES)
        items = self._found(words)[offset : offset + most]
        ids = [item.id for item in items]
        desk = self._desk
        terms = desk.session.get(SellerTerms, desk.party_id)
        listed = listed_prices(desk.session, desk.party_id, ANYBODY, ids, desk.today)
        mrps = {item.id: item.mrp for item in items}
        rated = rates(listed, mrps, terms.margin) if terms is not None else {}
        free = free_pieces(desk.session, desk.party_id, ids)
        return [Ware(item, rated.get(item.id), free.get(item.id)) for item in items]

    def item(self, product_id: int) -> Item:
        """One product; refused as not found for what the house does not sell."""
        self._require(Right.SEE_PRICES, Right.SET_PRICES, Right.SEE_STOCK)
        item = self.shelf.items.get(product_id)
        if item is None:
            raise Refusal(Code.NOT_FOUND, what="product")
        return item

    def lots(self, product_id: int) -> Sequence[MrpLot]:
        """The MRPs under which a product is in the trade, the newest first."""
        wanted = select(MrpLot).where(col(MrpLot.product_id) == self.item(product_id).id)
        return self._desk.session.scalars(wanted.order_by(col(MrpLot.since).desc())).all()

    def names(self, product_id: int) -> Sequence[str]:
        """Other names by which a product is found."""
        wanted = select(col(Alias.name)).where(col(Alias.product_id) == self.item(product_id).id)
        return self._desk.session.scalars(wanted.order_by(col(Alias.id))).all()

    def prices(self, product_id: int) -> list[Listed]:
        """The prices of a product on all own lists, those that are newest first."""
        self._require(Right.SEE_PRICES, Right.SET_PRICES)
        wanted = (
            select(PriceList, PriceItem, col(Party.name))
            .join(PriceItem, col(PriceItem.price_list_id) == col(PriceList.id))
            .outerjoin(Party, col(Party.id) == col(PriceList.buyer_id))
            .where(
                col(PriceList.seller_id) == self._desk.party_id,
                col(PriceItem.product_id) == self.item(product_id).id,
            )
            .order_by(col(PriceList.valid_from).desc(), col(PriceList.id), col(PriceItem.mrp))
        )
        return [Listed(of, price, buyer or "") for of, price, buyer in self._desk.session.execute(wanted)]

    def _found(self, words: str) -> list[Item]:
        if not words:
            return sorted(self.shelf.items.values(), key=lambda item: item.title.casefold())
        exact = self.shelf.by_sku.get(words.upper())
        if exact is not None:
            return [exact]
        found = find(self.shelf.index, words, limit=MOST_FOUND, at_least=LIKE_ENOUGH)
        return [self.shelf.items[candidate.key] for candidate in found if isinstance(candidate.key, int)]

    # --- stock

    def places(self) -> Sequence[Place]:
        """Where the house keeps goods."""
        self._desk.require(Right.SEE_STOCK)
        wanted = select(Place).where(col(Place.party_id) == self._desk.party_id)
        return self._desk.session.scalars(wanted.order_by(col(Place.id))).all()

    def stock(self, words: str = "", *, place_id: int | None = None, out: bool = False) -> list[Kept]:
        """What lies at the own places, by product; with `out` only what cannot be sold any more."""
        self._desk.require(Right.SEE_STOCK)
        desk = self._desk
        wanted = (
            select(Stock, Place)
            .join(Place, col(Place.id) == col(Stock.place_id))
            .where(col(Place.party_id) == desk.party_id)
        )
        if place_id is not None:
            wanted = wanted.where(col(Place.id) == place_id)
        if out:
            wanted = wanted.where(col(Stock.on_hand) <= col(Stock.reserved))
        rank = {item.id: at for at, item in enumerate(self._found(words))}
        rows = [(stock, place) for stock, place in desk.session.execute(wanted) if stock.product_id in rank]
        coming = next_arrivals(desk.session, desk.party_id, {stock.product_id for stock, _place in rows})
        rows.sort(key=lambda row: (rank[row[0].product_id], row[1].id))
        return [
            Kept(self.shelf.items[stock.product_id], place, stock.on_hand, stock.reserved, coming.get(stock.product_id))
            for stock, place in rows
        ]

    def stock_of(self, product_id: int) -> list[Kept]:
        """One product at every own place."""
        return [kept for kept in self.stock() if kept.item.id == self.item(product_id).id]

    # --- schemes

    def schemes(self) -> list[tuple[SchemeRow, Scheme]]:
        """Every scheme of the own house or for all houses, with its terms; live ones first."""
        self._require(Right.SET_SCHEMES, Right.SEE_PRICES)
        wanted = (
            select(SchemeRow)
            .where(or_(col(SchemeRow.seller_id).is_(None), col(SchemeRow.seller_id) == self._desk.party_id))
            .order_by(col(SchemeRow.id).desc())
        )
        rows = sorted(self._desk.session.scalars(wanted), key=lambda row: STATES_IN_ORDER.index(row.state))
        return [(row, read_scheme(row.terms)) for row in rows]

    def _require(self, *either: Right) -> None:
        if not self._desk.post.rights.intersection(either):
            raise Refusal(Code.NOT_ALLOWED, right=either[0].value)
