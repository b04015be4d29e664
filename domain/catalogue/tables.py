"""Products, their packs and units, MRP lots, names in any script, and who lists what."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.columns import Paise, Rate, holds, utc_now


class Product(SQLModel, table=True):
    """Something that is sold by the piece, the inner (strip, jar, packet of packets) or the case."""

    __table_args__ = (
        holds("inner_positive", "pieces_per_inner IS NULL OR pieces_per_inner > 0"),
        holds("case_positive", "pieces_per_case IS NULL OR pieces_per_case > 0"),
        holds("mrp_not_negative", "mrp IS NULL OR mrp >= 0"),
        holds("tax_in_range", "tax_rate >= 0 AND tax_rate < 10000"),
    )

    id: int = Field(default=None, primary_key=True)
    sku: str = Field(unique=True)
    brand: str = Field(default="", index=True)
    name: str
    pack: str = ""
    label: str = ""
    category: str = ""
    subcategory: str = ""
    mrp: Decimal | None = Field(default=None, sa_type=Paise)
    pieces_per_inner: int | None = None
    pieces_per_case: int | None = None
    tax_rate: Decimal = Field(default=Decimal(0), sa_type=Rate)
    hsn: str = ""
    active: bool = True


class MrpLot(SQLModel, table=True):
    """Goods of one product printed with one MRP; several may be in the trade at once. The newest is `Product.mrp`."""

    __tablename__ = "mrp_lot"
    __table_args__ = (UniqueConstraint("product_id", "mrp"),)

    id: int = Field(default=None, primary_key=True)
    product_id: int = Field(foreign_key="product.id")
    mrp: Decimal = Field(sa_type=Paise)
    since: date


class Alias(SQLModel, table=True):
    """Another name of a product, in any script."""

    __table_args__ = (UniqueConstraint("product_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    product_id: int = Field(foreign_key="product.id")
    name: str
    language: str = ""


class Listing(SQLModel, table=True):
    """A seller lists a brand. A seller without listings sells everything in the catalogue."""

    __table_args__ = (UniqueConstraint("seller_id", "brand"),)

    id: int = Field(default=None, primary_key=True)
    seller_id: int = Field(foreign_key="party.id")
    brand: str


class LearnedName(SQLModel, table=True):
    """What a shop's own words mean, learned from a choice that the shop confirmed."""

    __tablename__ = "learned_name"
    __table_args__ = (UniqueConstraint("buyer_id", "phrase"),)

    id: int = Field(default=None, primary_key=True)
    buyer_id: int = Field(foreign_key="party.id")
    phrase: str
    product_id: int = Field(foreign_key="product.id")
    times: int = 1
    learned_at: datetime = Field(default_factory=utc_now)


class Edition(SQLModel, table=True):
    """A number that rises with every change of what it names; snapshots in memory are kept by it."""

    scope: str = Field(primary_key=True)
    number: int = 1
