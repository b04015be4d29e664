"""Papers: the bills that a buyer owes for and the notes that credit a buyer, with the goods on them."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.columns import Paise, Rate, UnitPrice, choice_of, holds, json_type


class BillKind(StrEnum):
    """Why a buyer owes: goods, something charged later, what was owed before the books began."""

    INVOICE = "invoice"
    DEBIT_NOTE = "debit_note"
    OPENING = "opening"


class CreditReason(StrEnum):
    """Why a buyer is credited without paying."""

    RETURN = "return"
    SHORT_DELIVERY = "short_delivery"
    CANCELLED = "cancelled"
    CASH_DISCOUNT = "cash_discount"
    CLAIM = "claim"
    ALLOWANCE = "allowance"


class Paper(SQLModel):
    """What bills and credit notes share: whose, its number, its day, its amounts, and who made it because of what.

    `parties` are seller and buyer as they were on the day, so that a paper is printed the same for ever.
    """

    id: int = Field(default=None, primary_key=True)
    link_id: int = Field(foreign_key="trade_link.id", index=True)
    seller_id: int = Field(foreign_key="party.id")
    buyer_id: int = Field(foreign_key="party.id")
    series: str
    year: int
    sequence: int | None
    number: str = Field(index=True)
    day: date
    currency: str
    subtotal: Decimal = Field(sa_type=Paise)
    discount: Decimal = Field(default=Decimal(0), sa_type=Paise)
    cgst: Decimal = Field(default=Decimal(0), sa_type=Paise)
    sgst: Decimal = Field(default=Decimal(0), sa_type=Paise)
    igst: Decimal = Field(default=Decimal(0), sa_type=Paise)
    vat: Decimal = Field(default=Decimal(0), sa_type=Paise)
    round_off: Decimal = Field(default=Decimal(0), sa_type=Paise)
    total: Decimal = Field(sa_type=Paise)
    words: str = ""
    parties: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    message_id: int | None = None

    @property
    def tax(self) -> Decimal:
        """All tax, in rupees."""
        return self.cgst + self.sgst + self.igst + self.vat


ADDS_UP = "total = subtotal - discount + cgst + sgst + igst + vat + round_off AND total >= 0"
ONE_TAX = "cgst = sgst AND (igst = 0 OR cgst = 0) AND (vat = 0 OR cgst + igst = 0)"


class Bill(Paper, table=True):
    """What a buyer owes for one paper; `unpaid` of it is still open. `as_of`: how old the figures from outside are."""

    __table_args__ = (
        UniqueConstraint("seller_id", "source", "number", "year"),
        UniqueConstraint("seller_id", "series", "year", "sequence"),
        holds("adds_up", ADDS_UP),
        holds("one_tax", ONE_TAX),
        holds("unpaid_within_total", "unpaid >= 0 AND unpaid <= total"),
        holds("number_fits", "source <> '' OR LENGTH(number) <= 16"),
        Index(
            "bills_unpaid",
            "link_id",
            "due_on",
            sqlite_where=text("unpaid > 0"),
            postgresql_where=text("unpaid > 0"),
        ),
        Index(
            "one_invoice_an_order",
            "order_id",
            unique=True,
            sqlite_where=text("kind = 'invoice'"),
            postgresql_where=text("kind = 'invoice'"),
        ),
    )

    kind: BillKind = Field(sa_type=choice_of(BillKind))
    source: str = ""
    due_on: date
    unpaid: Decimal = Field(sa_type=Paise)
    order_id: int | None = Field(default=None, foreign_key="orders.id")
    against_id: int | None = Field(default=None, foreign_key="bill.id", index=True)
    as_of: datetime | None = None


class CreditNote(Paper, table=True):
    """What a buyer is credited; `unused` of it waits on account for a bill."""

    __tablename__ = "credit_note"
    __table_args__ = (
        UniqueConstraint("seller_id", "series", "year", "sequence"),
        holds("adds_up", ADDS_UP),
        holds("one_tax", ONE_TAX),
        holds("unused_within_total", "unused >= 0 AND unused <= total"),
        holds("number_fits", "LENGTH(number) <= 16"),
    )

    reason: CreditReason = Field(sa_type=choice_of(CreditReason))
    unused: Decimal = Field(sa_type=Paise)
    against_id: int | None = Field(default=None, foreign_key="bill.id", index=True)
    receipt_id: int | None = Field(default=None, foreign_key="receipt.id", index=True)


class GoodsLine(SQLModel):
    """Goods on a paper at their frozen price; `net` is before tax."""

    id: int = Field(default=None, primary_key=True)
    position: int
    product_id: int = Field(foreign_key="product.id")
    hsn: str = ""
    pieces: int
    free: bool = False
    mrp: Decimal | None = Field(default=None, sa_type=Paise)
    price: Decimal = Field(sa_type=UnitPrice)
    tax_included: bool = False
    list_amount: Decimal = Field(sa_type=Paise)
    discount: Decimal = Field(sa_type=Paise)
    net: Decimal = Field(sa_type=Paise)
    tax_rate: Decimal = Field(sa_type=Rate)
    cgst: Decimal = Field(default=Decimal(0), sa_type=Paise)
    sgst: Decimal = Field(default=Decimal(0), sa_type=Paise)
    igst: Decimal = Field(default=Decimal(0), sa_type=Paise)
    vat: Decimal = Field(default=Decimal(0), sa_type=Paise)

    @property
    def tax(self) -> Decimal:
        """All tax, in rupees."""
        return self.cgst + self.sgst + self.igst + self.vat


NET_ADDS_UP = "net = list_amount - discount AND net >= 0"


class BillLine(GoodsLine, table=True):
    """Goods that were billed; `returned` pieces of them were credited since. `schemes`: what each took off the line."""

    __tablename__ = "bill_line"
    __table_args__ = (
        holds("pieces_positive", "pieces > 0"),
        holds("returned_within_pieces", "returned >= 0 AND returned <= pieces"),
        holds("net_adds_up", NET_ADDS_UP),
        holds("one_tax", ONE_TAX),
    )

    bill_id: int = Field(foreign_key="bill.id", index=True)
    order_line_id: int | None = Field(default=None, foreign_key="order_line.id", index=True)
    returned: int = 0
    schemes: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())


class CreditNoteLine(GoodsLine, table=True):
    """Goods that were credited, at the prices of the bill."""

    __tablename__ = "credit_note_line"
    __table_args__ = (
        holds("pieces_positive", "pieces > 0"),
        holds("net_adds_up", NET_ADDS_UP),
        holds("one_tax", ONE_TAX),
    )

    credit_note_id: int = Field(foreign_key="credit_note.id", index=True)
    bill_line_id: int = Field(foreign_key="bill_line.id", index=True)
