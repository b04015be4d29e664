"""Orders, line by line; exported only, since orders are placed and not written."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.exchange.cells import OneOf, Several, Text, YesNo
from bot.exchange.column import Column
from bot.exchange.kind import Found, Key, Kind, same, values_of
from bot.exchange.numbers import MONEY, PERCENT, UNIT_PRICE, Whole
from bot.exchange.times import Day, Moment
from domain.catalogue.tables import Product
from domain.network.tables import Party, Person
from domain.orders.tables import Order, OrderLine, OrderState

OF_THE_ORDER = same("number state placed_at deliver_on currency", order_total="total")
OF_THE_LINE = same(
    "position unit pieces short follows_on free mrp price tax_included list_amount discount net tax_rate tax"
)


class Orders(Kind):
    """The lines of all orders."""

    name = "orders"
    about = "Orders, a row for each line. Exported only."
    columns = (
        Column("number", "the order's number", Text(), "GA-1042"),
        Column("seller", "code of the party that sells", Text(), "GUPTA"),
        Column("buyer", "code of the party that buys", Text(), "SHARMA"),
        Column("buyer_name", "its name", Text(), "Sharma Kirana"),
        Column("state", "where the order is", OneOf(OrderState), "placed"),
        Column("placed_at", "when it was placed", Moment(), "2026-11-24T05:30:00Z"),
        Column("placed_by", "who placed it", Text(), "Mohan Sharma"),
        Column("deliver_on", "the day of delivery", Day(), "2026-11-25"),
        Column("currency", "currency of all amounts", Text(), "INR"),
        Column("order_total", "what the order comes to", MONEY, "3592.70"),
        Column("position", "the line's place in the order", Whole("place"), "1"),
        Column("sku", "the product", Text(), "SALT-1KG"),
        Column("brand", "its brand", Text(), "Tej"),
        Column("name", "its name", Text(), "Iodised Salt"),
        Column("pack", "its pack", Text(), "1 kg Pouch"),
        Column("unit", "the unit in which it was asked for", Text(), "case"),
        Column("pieces", "pieces ordered", Whole("pieces"), "50"),
        Column("short", "pieces of them that follow later", Whole("pieces"), "0"),
        Column("follows_on", "when these are expected", Day(), "2026-12-01"),
        Column("free", "whether a scheme gives them", YesNo(), "no"),
        Column("mrp", "MRP of the lot", MONEY, "28.00"),
        Column("price", "price of a piece", UNIT_PRICE, "24.50"),
        Column("tax_included", "whether tax is inside the price", YesNo(), "no"),
        Column("list_amount", "amount before schemes, without tax", MONEY, "1225.00"),
        Column("discount", "taken off by schemes", MONEY, "61.25"),
        Column("net", "amount without tax", MONEY, "1163.75"),
        Column("tax_rate", "tax in per cent", PERCENT, "5"),
        Column("tax", "tax", MONEY, "58.19"),
        Column("schemes", "schemes that gave on this line", Several(Text()), "SALT5"),
        Column("said", "the words in which it was asked for", Text(), "2 bori namak"),
    )

    def records(self, keys: Sequence[Key] | None = None) -> Iterator[Found]:
        seller, buyer = aliased(Party), aliased(Party)
        wanted = (
            select(OrderLine, Order, Product, col(seller.code), col(buyer.code), col(buyer.name), col(Person.name))
            .join(Order, col(Order.id) == col(OrderLine.order_id))
            .join(Product, col(Product.id) == col(OrderLine.product_id))
            .join(seller, col(seller.id) == col(Order.seller_id))
            .join(buyer, col(buyer.id) == col(Order.buyer_id))
            .join(Person, col(Person.id) == col(Order.placed_by))
            .order_by(col(Order.placed_at), col(Order.id), col(OrderLine.position))
            .execution_options(yield_per=1000)
        )
        for line, order, product, seller_code, buyer_code, buyer_name, by in self.session.execute(wanted):
            parties = {"seller": seller_code, "buyer": buyer_code, "buyer_name": buyer_name, "placed_by": by}
            goods = values_of(product, same("sku brand name pack"))
            told = {"schemes": tuple(sorted(line.schemes)), "said": line.said}
            yield Found(parties | values_of(order, OF_THE_ORDER) | goods | values_of(line, OF_THE_LINE) | told)
