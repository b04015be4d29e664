"""What the house sells: products and prices, stock by place, schemes in words."""

from decimal import Decimal

from flask import request
from flask.typing import ResponseReturnValue

from bot.web.console import paging
from bot.web.console.blueprint import Console
from bot.web.console.sheets import MOST_ROWS, sheet
from bot.web.console.visit import Visit
from conversations.cards import schemes as cards
from domain.desk.assortment import Kept, Ware

PAISA = Decimal("0.01")


def goods_room(console: Console) -> None:
    """Adds the pages of goods."""
    _products(console)
    _stock(console)
    _schemes(console)


def _products(console: Console) -> None:
    @console.page("/products")
    def products(visit: Visit) -> ResponseReturnValue:
        asked = paging.words()
        assortment = visit.desk.assortment
        rows = paging.rows(lambda offset, most: assortment.wares(asked, offset=offset, most=most))
        return visit.render("products.html", words_asked=asked, rows=rows)

    @console.page("/products.csv")
    def products_csv(visit: Visit) -> ResponseReturnValue:
        heading = ("sku", "brand", "name", "pack", "mrp", "price_with_tax", "tax_rate", "pieces_per_case", "free")
        wares = visit.desk.assortment.wares(paging.words(), most=MOST_ROWS)
        return sheet("products", heading, map(_ware, wares))

    @console.page("/products/<row:product_id>")
    def product(visit: Visit, product_id: int) -> ResponseReturnValue:
        assortment = visit.desk.assortment
        return visit.render(
            "product.html",
            item=assortment.item(product_id),
            names=assortment.names(product_id),
            lots=assortment.lots(product_id),
            prices=assortment.prices(product_id),
            stock=assortment.stock_of(product_id) if visit.may("stock") else [],
        )


def _ware(ware: Ware) -> tuple[object, ...]:
    item = ware.item
    price = ware.rate.with_tax(item.tax_rate).quantize(PAISA) if ware.rate is not None else None
    named = (item.sku, item.brand, item.name, item.pack)
    return *named, item.mrp, price, item.tax_rate, item.packing.case, ware.free


def _stock(console: Console) -> None:
    @console.page("/stock")
    def stock(visit: Visit) -> ResponseReturnValue:
        kept = _kept(visit)
        rows = paging.rows(lambda offset, most: kept[offset : offset + most])
        return visit.render(
            "stock.html",
            words_asked=paging.words(),
            rows=rows,
            places=visit.desk.assortment.places(),
            place_id=paging.number_of("place"),
            out=_only_out(),
        )

    @console.page("/stock.csv")
    def stock_csv(visit: Visit) -> ResponseReturnValue:
        heading = ("sku", "product", "place", "on_hand", "reserved", "free", "coming", "due")
        return sheet("stock", heading, map(_stock_row, _kept(visit)[:MOST_ROWS]))


def _kept(visit: Visit) -> list[Kept]:
    return visit.desk.assortment.stock(paging.words(), place_id=paging.number_of("place"), out=_only_out())


def _only_out() -> bool:
    return request.args.get("out") == "1"


def _stock_row(kept: Kept) -> tuple[object, ...]:
    coming = (kept.coming.quantity, kept.coming.due) if kept.coming is not None else (None, None)
    return kept.item.sku, kept.item.title, kept.place.name, kept.on_hand, kept.reserved, kept.free, *coming


def _schemes(console: Console) -> None:
    @console.page("/schemes")
    def schemes(visit: Visit) -> ResponseReturnValue:
        by_sku, currency = visit.desk.assortment.shelf.by_sku, visit.desk.party.currency
        told = [(row, scheme, cards.terms(scheme, by_sku, currency)) for row, scheme in visit.desk.assortment.schemes()]
        return visit.render("schemes.html", schemes=told)
