"""A scheme as its owner writes it: who it is for, what must be bought, and what is given from which slab on."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from domain.pricing import checks
from domain.pricing.errors import PricingError
from domain.pricing.values import Buyer, Price, Unit

SAME = "same"  # as free_sku: the bought product itself


class Basis(StrEnum):
    """What a slab counts: units bought, or money."""

    QUANTITY = "quantity"
    AMOUNT = "amount"


class Scope(StrEnum):
    """What is weighed together: a line by itself, all matched lines, or the order after all other schemes."""

    LINE = "line"
    MIX = "mix"
    ORDER = "order"


class Calculation(StrEnum):
    """How often the give of a slab is given: once, for every full `from`, or in proportion to it."""

    STEP = "step"
    RECURRING = "recurring"
    PRORATA = "prorata"


class Combine(StrEnum):
    """How a scheme stands with others: alone on its lines, on the list amount, or on what is left."""

    EXCLUSIVE = "exclusive"
    ON_BASE = "on_base"
    ON_NET = "on_net"


class Per(StrEnum):
    """What an amount off is given for: the order (or, in a line scheme, the line), or every unit."""

    ORDER = "order"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Percent:
    """Per cent off, line by line."""

    percent: Decimal

    def __post_init__(self) -> None:
        checks.not_negative("percent", self.percent)


@dataclass(frozen=True, slots=True)
class AmountOff:
    """Rupees off, for the order or for every unit."""

    amount: Decimal
    per: Per

    def __post_init__(self) -> None:
        checks.not_negative("amount", self.amount)


@dataclass(frozen=True, slots=True)
class SetPrice:
    """A price for every unit, with tax where the product's own price is."""

    price: Decimal

    def __post_init__(self) -> None:
        checks.not_negative("price", self.price)


@dataclass(frozen=True, slots=True)
class FreeGoods:
    """`quantity` of `sku` (or of the bought product, SAME) in the scheme's unit."""

    sku: str
    quantity: Decimal

    def __post_init__(self) -> None:
        checks.not_negative("free_quantity", self.quantity)


Give = Percent | AmountOff | SetPrice | FreeGoods


@dataclass(frozen=True, slots=True)
class Slab:
    """From `start` (inside; None: from nothing) up to `end` (outside; None: without end), what is given."""

    start: Decimal | None
    end: Decimal | None
    give: Give

    def __post_init__(self) -> None:
        checks.positive("from", self.start)
        checks.positive("to", self.end)
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise PricingError("empty_slab", "to", start=self.start, end=self.end)


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a scheme is for: every list that is there must hold the buyer."""

    regions: frozenset[str] | None = None
    classes: frozenset[str] | None = None
    tiers: frozenset[str] | None = None
    parties: frozenset[str] | None = None

    def __post_init__(self) -> None:
        for name in ("regions", "classes", "tiers", "parties"):
            checks.not_empty(name, getattr(self, name))

    def holds(self, buyer: Buyer) -> bool:
        """Whether `buyer` is meant; one who has no region is in no list of regions."""
        return (
            (self.regions is None or buyer.region in self.regions)
            and (self.classes is None or buyer.class_ in self.classes)
            and (self.tiers is None or buyer.tier in self.tiers)
            and (self.parties is None or buyer.id in self.parties)
        )


@dataclass(frozen=True, slots=True)
class Goods:
    """Which products: every list that is there must hold the product."""

    skus: frozenset[str] | None = None
    brands: frozenset[str] | None = None
    categories: frozenset[str] | None = None

    def __post_init__(self) -> None:
        for name in ("skus", "brands", "categories"):
            checks.not_empty(name, getattr(self, name))

    def hold(self, product: Price) -> bool:
        """Whether `product` is among these goods."""
        return (
            (self.skus is None or product.sku in self.skus)
            and (self.brands is None or product.brand in self.brands)
            and (self.categories is None or product.category in self.categories)
        )


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme. Money is rupees; slab bounds, `max_units` and gives per unit are in `unit`; days are both inside.

    `on` None means that the give falls on what was bought. Raises PricingError `empty_list` for no slabs and
    `slab_overlap` for two slabs that hold the same x.
    """

    code: str
    slabs: tuple[Slab, ...]
    name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    audience: Audience = field(default_factory=Audience)
    first_order: bool = False
    buy: Goods = field(default_factory=Goods)
    on: Goods | None = None
    max_units: Decimal | None = None
    min_distinct: int = 1
    basis: Basis = Basis.QUANTITY
    unit: Unit = Unit.PIECE
    scope: Scope = Scope.LINE
    calculation: Calculation = Calculation.STEP
    combine: Combine = Combine.ON_BASE
    priority: int = 0
    budget: Decimal | None = None
    cap_order: Decimal | None = None
    cap_party: Decimal | None = None
    claimable: bool = False

    def __post_init__(self) -> None:
        checks.not_empty("slabs", self.slabs)
        checks.at_least_one("min_distinct", self.min_distinct)
        for name in ("max_units", "budget", "cap_order", "cap_party"):
            checks.not_negative(name, getattr(self, name))
        for lower, upper in pairwise(self.by_start()):
            if upper.start is None or lower.end is None or upper.start < lower.end:
                raise PricingError("slab_overlap", "slabs", start=upper.start or Decimal(0), end=lower.end)

    def by_start(self) -> list[Slab]:
        """The slabs from the lowest to the highest."""
        return sorted(self.slabs, key=lambda slab: slab.start or Decimal(0))
