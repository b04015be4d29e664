"""Price lists and schemes as rows; what they mean is computed in this room's pure files."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.columns import Paise, Rate, UnitPrice, choice_of, holds, json_type, utc_now


class PriceList(SQLModel, table=True):
    """Prices of one seller for whom they fit; the most particular list wins: party, grade, region, then all."""

    __tablename__ = "price_list"
    __table_args__ = (UniqueConstraint("seller_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    seller_id: int = Field(foreign_key="party.id")
    name: str
    buyer_id: int | None = Field(default=None, foreign_key="party.id", index=True)
    grade: str | None = None
    region: str | None = None
    valid_from: date
    valid_to: date | None = None


class PriceItem(SQLModel, table=True):
    """The price of one piece of a product, or of one MRP lot of it."""

    __tablename__ = "price_item"
    __table_args__ = (
        UniqueConstraint("price_list_id", "product_id", "mrp"),
        holds("price_not_negative", "price >= 0"),
    )

    id: int = Field(default=None, primary_key=True)
    price_list_id: int = Field(foreign_key="price_list.id")
    product_id: int = Field(foreign_key="product.id", index=True)
    mrp: Decimal | None = Field(default=None, sa_type=Paise)
    price: Decimal = Field(sa_type=UnitPrice)
    tax_included: bool = False


class TaxRule(SQLModel, table=True):
    """A regime's rate for goods whose HSN begins so ('' fits all), from a day on. Else the product's own."""

    __tablename__ = "tax_rule"
    __table_args__ = (UniqueConstraint("regime", "hsn", "valid_from"),)

    id: int = Field(default=None, primary_key=True)
    regime: str
    hsn: str = ""
    rate: Decimal = Field(sa_type=Rate)
    valid_from: date


class SchemeState(StrEnum):
    """A scheme's life; only a live one is applied."""

    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


class SchemeRow(SQLModel, table=True):
    """A scheme: its terms as the contract writes them, and how much of its budget is spoken for.

    Only a `limited` one (with a budget or a cap a party) keeps the running sums that orders would queue for.
    """

    __tablename__ = "scheme"
    __table_args__ = (
        holds("held_not_negative", "held >= 0"),
        holds("spent_not_negative", "spent >= 0"),
        holds("within_budget", "budget IS NULL OR held + spent <= budget"),
    )

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    seller_id: int | None = Field(default=None, foreign_key="party.id", index=True)
    terms: dict[str, Any] = Field(sa_type=json_type())
    state: SchemeState = Field(default=SchemeState.LIVE, sa_type=choice_of(SchemeState))
    budget: Decimal | None = Field(default=None, sa_type=Paise)
    held: Decimal = Field(default=Decimal(0), sa_type=Paise)
    spent: Decimal = Field(default=Decimal(0), sa_type=Paise)
    limited: bool = False
    claimable: bool = False


class SchemeAccount(SQLModel, table=True):
    """What one buyer has had of one scheme; guards the cap a party."""

    __tablename__ = "scheme_account"
    __table_args__ = (
        holds("taken_not_negative", "taken >= 0"),
        holds("within_cap", "cap IS NULL OR taken <= cap"),
    )

    scheme_id: int = Field(primary_key=True, foreign_key="scheme.id")
    buyer_id: int = Field(primary_key=True, foreign_key="party.id")
    taken: Decimal = Field(default=Decimal(0), sa_type=Paise)
    cap: Decimal | None = Field(default=None, sa_type=Paise)


class SchemeUse(SQLModel, table=True):
    """One appended step of a scheme's budget.

    `hold` at the order, `spend` at the bill; `free` gives back what was held, `claw` what was spent.
    """

    __tablename__ = "scheme_use"
    __table_args__ = (
        holds("step_known", "step IN ('hold', 'spend', 'free', 'claw')"),
        holds("amount_positive", "amount > 0"),
    )

    id: int = Field(default=None, primary_key=True)
    scheme_id: int = Field(foreign_key="scheme.id", index=True)
    buyer_id: int = Field(foreign_key="party.id")
    order_id: int = Field(foreign_key="orders.id", index=True)
    step: str
    amount: Decimal = Field(sa_type=Paise)
    at: datetime = Field(default_factory=utc_now)
