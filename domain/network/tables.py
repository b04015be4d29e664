"""Parties of every tier, who buys from whom, people and their roles, territories and beats."""

from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.columns import Paise, Rate, choice_of, holds, utc_now


class Tier(StrEnum):
    """Where a party stands between the maker and the shop."""

    BRAND = "brand"
    SUPER_STOCKIST = "super_stockist"
    DISTRIBUTOR = "distributor"
    SUB_STOCKIST = "sub_stockist"
    RETAILER = "retailer"


class Standing(StrEnum):
    """Whether a party, or a trade link, may be used."""

    PENDING = "pending"
    ACTIVE = "active"
    BLOCKED = "blocked"
    CLOSED = "closed"


class Role(StrEnum):
    """What a person is to a party."""

    OWNER = "owner"
    STAFF = "staff"
    CLERK = "clerk"
    REP = "rep"
    AREA_MANAGER = "area_manager"
    BRAND_MANAGER = "brand_manager"
    FINANCE = "finance"
    DRIVER = "driver"


class Territory(SQLModel, table=True):
    """A named area; territories form a tree."""

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    parent_id: int | None = Field(default=None, foreign_key="territory.id")


class Party(SQLModel, table=True):
    """A business of any tier. Currency, tax regime, zone and language belong to it, not to the installation."""

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    tier: Tier = Field(sa_type=choice_of(Tier))
    grade: str = ""
    territory_id: int | None = Field(default=None, foreign_key="territory.id", index=True)
    region: str = ""
    country: str = "IN"
    currency: str = "INR"
    timezone: str = "Asia/Kolkata"
    tax_regime: str = "gst"
    tax_state: str = ""
    tax_number: str = ""
    language: str = "en"
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    standing: Standing = Field(default=Standing.ACTIVE, sa_type=choice_of(Standing))
    created_at: datetime = Field(default_factory=utc_now)


class SellerTerms(SQLModel, table=True):
    """How a party sells: its default prices, its deliveries, its order numbers."""

    __tablename__ = "seller_terms"
    __table_args__ = (
        holds("margin_in_range", "margin >= 0 AND margin < 10000"),
        holds("minimum_not_negative", "minimum_order >= 0"),
    )

    party_id: int = Field(primary_key=True, foreign_key="party.id")
    series: str
    next_number: int = 1
    margin: Decimal = Field(default=Decimal(10), sa_type=Rate)
    prices_with_tax: bool = False
    minimum_order: Decimal = Field(default=Decimal(0), sa_type=Paise)
    delivery_weekdays: str = "1234567"
    lead_days: int = 1
    cut_off: time = time(18, 0)
    keeps_back_orders: bool = True
    rounds_to_rupee: bool = False
    order_validity_days: int = 7
    object_until: time = time(18, 0)


class TradeLink(SQLModel, table=True):
    """`buyer` buys from `seller`, on these terms. The audit chain of the pair hangs on this row."""

    __tablename__ = "trade_link"
    __table_args__ = (
        UniqueConstraint("seller_id", "buyer_id"),
        holds("two_parties", "seller_id <> buyer_id"),
        holds("limit_not_negative", "credit_limit IS NULL OR credit_limit >= 0"),
    )

    id: int = Field(default=None, primary_key=True)
    seller_id: int = Field(foreign_key="party.id")
    buyer_id: int = Field(foreign_key="party.id", index=True)
    standing: Standing = Field(default=Standing.ACTIVE, sa_type=choice_of(Standing))
    credit_limit: Decimal | None = Field(default=None, sa_type=Paise)
    credit_days: int = 0
    beat_id: int | None = Field(default=None, foreign_key="beat.id", index=True)
    delivery_weekdays: str = ""
    orders_placed: int = 0
    exposure: Decimal = Field(default=Decimal(0), sa_type=Paise)
    chain_length: int = 0
    chain_hash: str = ""


class Holiday(SQLModel, table=True):
    """A day on which a seller does not deliver."""

    party_id: int = Field(primary_key=True, foreign_key="party.id")
    day: date = Field(primary_key=True)
    name: str = ""


class Person(SQLModel, table=True):
    """Someone who may write to us. The phone is data that helps to recognise a person, not who the person is."""

    id: int = Field(default=None, primary_key=True)
    name: str
    phone: str | None = Field(default=None, unique=True)
    language: str = "en"
    active: bool = True
    created_at: datetime = Field(default_factory=utc_now)


class PartyRole(SQLModel, table=True):
    """A person's role at a party; who granted it and when it ended stay on record."""

    __tablename__ = "party_role"
    __table_args__ = (UniqueConstraint("person_id", "party_id", "role"),)

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    party_id: int = Field(foreign_key="party.id", index=True)
    role: Role = Field(sa_type=choice_of(Role))
    order_limit: Decimal | None = Field(default=None, sa_type=Paise)
    granted_by: int | None = Field(default=None, foreign_key="person.id")
    granted_at: datetime = Field(default_factory=utc_now)
    ended_at: datetime | None = None


class Contact(SQLModel, table=True):
    """A way to reach a person: one address on one channel. A stranger is a contact without a person."""

    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: int = Field(default=None, primary_key=True)
    channel: str
    external_id: str
    phone: str | None = None
    profile_name: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    language: str = ""
    language_chosen: bool = False
    acting_for: int | None = Field(default=None, foreign_key="party.id")
    buying_from: int | None = Field(default=None, foreign_key="party.id")
    last_inbound_at: datetime | None = None
    offers_ok: bool = True
    reminders_ok: bool = True
    created_at: datetime = Field(default_factory=utc_now)


class Beat(SQLModel, table=True):
    """A named set of shops that a rep serves on given weekdays (1 is Monday)."""

    __table_args__ = (UniqueConstraint("seller_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    seller_id: int = Field(foreign_key="party.id")
    name: str
    rep_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    weekdays: str = ""


class OutletRequest(SQLModel, table=True):
    """A stranger who asks to be taken on as a shop; nothing is shown or sold before a seller agrees."""

    __tablename__ = "outlet_request"

    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    name: str
    latitude: float
    longitude: float
    seller_id: int | None = Field(default=None, foreign_key="party.id", index=True)
    beat_id: int | None = Field(default=None, foreign_key="beat.id")
    papers: str = ""
    state: str = "asked"
    asked_at: datetime = Field(default_factory=utc_now)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    party_id: int | None = Field(default=None, foreign_key="party.id")
