"""Carts and orders. One model for primary (distributor from brand) and secondary (shop from distributor)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.columns import Paise, Rate, UnitPrice, choice_of, holds, json_type, utc_now


class CartState(StrEnum):
    """A cart is open until it is placed as an order or emptied."""

    OPEN = "open"
    PLACED = "placed"
    EMPTIED = "emptied"


class LineState(StrEnum):
    """What is still to be settled about a line of a cart."""

    READY = "ready"
    WHICH = "which"
    HOW_MANY = "how_many"
    UNREAD = "unread"


class Cart(SQLModel, table=True):
    """What a buyer means to order from one seller. `revision` rises with every change: a yes fits what was seen."""

    __table_args__ = (
        Index(
            "one_open_cart_a_pair",
            "buyer_id",
            "seller_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    buyer_id: int = Field(foreign_key="party.id")
    seller_id: int = Field(foreign_key="party.id")
    state: CartState = Field(default=CartState.OPEN, sa_type=choice_of(CartState))
    revision: int = 1
    opened_by: int | None = Field(default=None, foreign_key="person.id")
    opened_at: datetime = Field(default_factory=utc_now)


class CartLine(SQLModel, table=True):
    """One thing asked for in the asker's own words, of which `name` names the goods, as far as understood."""

    __tablename__ = "cart_line"
    __table_args__ = (
        holds("quantity_positive", "quantity IS NULL OR quantity > 0"),
        holds("ready_is_whole", "state <> 'ready' OR (product_id IS NOT NULL AND quantity IS NOT NULL)"),
    )

    id: int = Field(default=None, primary_key=True)
    cart_id: int = Field(foreign_key="cart.id", index=True)
    position: int
    said: str
    name: str = ""
    state: LineState = Field(sa_type=choice_of(LineState))
    product_id: int | None = Field(default=None, foreign_key="product.id")
    quantity: int | None = None
    unit: str = "piece"
    choices: list[int] = Field(default_factory=list, sa_type=json_type())


class OrderState(StrEnum):
    """An order's life; the allowed moves are in `lifecycle.py`."""

    PLACED = "placed"
    HELD = "held"
    PACKED = "packed"
    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class Order(SQLModel, table=True):
    """What was agreed, at the prices that were read back. One that `follows` another is what was back-ordered of it."""

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("seller_id", "number"),
        UniqueConstraint("cart_id"),
        holds("total_adds_up", "total = subtotal - discount + tax + round_off"),
        holds("total_not_negative", "total >= 0"),
    )

    id: int = Field(default=None, primary_key=True)
    number: str = Field(index=True)
    seller_id: int = Field(foreign_key="party.id")
    buyer_id: int = Field(foreign_key="party.id", index=True)
    cart_id: int = Field(foreign_key="cart.id")
    state: OrderState = Field(sa_type=choice_of(OrderState))
    revision: int = 1
    subtotal: Decimal = Field(sa_type=Paise)
    discount: Decimal = Field(sa_type=Paise)
    tax: Decimal = Field(sa_type=Paise)
    round_off: Decimal = Field(default=Decimal(0), sa_type=Paise)
    total: Decimal = Field(sa_type=Paise)
    currency: str = "INR"
    placed_by: int = Field(foreign_key="person.id")
    placed_by_party: int = Field(foreign_key="party.id")
    placed_at: datetime
    message_id: int | None = Field(default=None, index=True)
    deliver_on: date
    valid_until: datetime
    buyer_answer: str = "own"
    unmatched: list[str] = Field(default_factory=list, sa_type=json_type())
    state_since: datetime
    follows_id: int | None = Field(default=None, foreign_key="orders.id")


class OrderLine(SQLModel, table=True):
    """Goods of an order. `pieces` were ordered; `short` of them are back-ordered and follow later."""

    __tablename__ = "order_line"
    __table_args__ = (
        holds("pieces_positive", "pieces > 0"),
        holds("short_within_pieces", "short >= 0 AND short <= pieces"),
        holds("net_adds_up", "net = list_amount - discount AND net >= 0"),
    )

    id: int = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", index=True)
    position: int
    product_id: int = Field(foreign_key="product.id", index=True)
    said: str = ""
    unit: str = "piece"
    pieces: int
    short: int = 0
    follows_on: date | None = None
    stock_checked: bool = True
    free: bool = False
    mrp: Decimal | None = Field(default=None, sa_type=Paise)
    price: Decimal = Field(sa_type=UnitPrice)
    tax_included: bool = False
    list_amount: Decimal = Field(sa_type=Paise)
    discount: Decimal = Field(sa_type=Paise)
    net: Decimal = Field(sa_type=Paise)
    tax_rate: Decimal = Field(sa_type=Rate)
    tax: Decimal = Field(sa_type=Paise)
    tax_parts: list[str] = Field(default_factory=list, sa_type=json_type())
    schemes: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())


class PackedLine(SQLModel, table=True):
    """What the godown packed of an order line; `short` pieces were missing then, and were cancelled with a reason.

    `amount` is what the packed pieces come to, with tax.
    """

    __tablename__ = "packed_line"
    __table_args__ = (holds("nothing_negative", "pieces >= 0 AND short >= 0 AND amount >= 0"),)

    order_line_id: int = Field(primary_key=True, foreign_key="order_line.id")
    pieces: int
    short: int = 0
    amount: Decimal = Field(sa_type=Paise)
    reason: str = ""
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")


class OrderHold(SQLModel, table=True):
    """Why an order waits for credit, until when, and who let it go: a person (never the orderer), or a payment.

    A person lets it go beyond the limit by at most `beyond`, until `valid_until`; packing looks at it again.
    """

    __tablename__ = "order_hold"
    __table_args__ = (
        holds("not_by_the_orderer", "released_by IS NULL OR released_by <> placed_by"),
        holds("beyond_not_negative", "beyond >= 0"),
        Index(
            "one_open_hold_an_order",
            "order_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", index=True)
    placed_by: int = Field(foreign_key="person.id")
    reasons: list[str] = Field(sa_type=json_type())
    over_by: Decimal = Field(default=Decimal(0), sa_type=Paise)
    overdue: Decimal = Field(default=Decimal(0), sa_type=Paise)
    at: datetime
    ended_at: datetime | None = None
    ended: str = ""
    released_by: int | None = Field(default=None, foreign_key="person.id")
    why: str = ""
    beyond: Decimal = Field(default=Decimal(0), sa_type=Paise)
    valid_until: datetime | None = None
