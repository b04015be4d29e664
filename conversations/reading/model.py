"""What a message was read as: plain values that the dialogs and the books can act on."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum


class Unit(StrEnum):
    """The unit that a quantity counts. NONE: the writer named none."""

    PIECE = "piece"
    INNER = "inner"
    CASE = "case"
    NONE = "none"


class Act(StrEnum):
    """What a line does to the cart."""

    ADD = "add"
    SET = "set"
    REMOVE = "remove"


class Problem(StrEnum):
    """Why a quantity cannot be taken as it was written."""

    TOO_LARGE = "too_large"
    NOT_POSITIVE = "not_positive"
    NOT_WHOLE = "not_whole"
    UNCLEAR = "unclear"


class Intent(StrEnum):
    """What the writer wants."""

    ORDER = "order"
    REPEAT = "repeat"
    REMOVE = "remove"
    STOCK = "stock"
    PRICE = "price"
    DUES = "dues"
    STATUS = "status"
    CLAIM = "claim"
    SCHEMES = "schemes"
    PAY = "pay"
    CANCEL = "cancel"
    HELP = "help"
    HUMAN = "human"
    GREETING = "greeting"
    OTHER = "other"


CHOICES = 5
"""The most products that are offered to choose from."""

LARGEST = Decimal(99_999)
"""The largest quantity that is taken, in whatever unit; more is asked again."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with its unit; `quantity` is None where only a unit was said."""

    quantity: Decimal | None
    unit: Unit = Unit.NONE
    problem: Problem | None = None


class Evidence(IntEnum):
    """How surely words speak of goods at all."""

    LIKE = 0  # they are like words of the catalogue
    LISTED = 1  # they stand in it as they were written
    NAMED = 2  # they are the name of a brand or a kind of goods


@dataclass(frozen=True, slots=True)
class Judged:
    """A product that is taken, or choices to ask about, or neither."""

    product: Hashable | None
    choices: tuple[Hashable, ...]
    confidence: float  # the share of such readings of which the product, or the first choice, is the one that is meant
    evidence: Evidence = Evidence.LIKE

    @property
    def keys(self) -> tuple[Hashable, ...]:
        """The product, or the choices."""
        return (self.product,) if self.product is not None else self.choices


NOT_READ = Judged(None, (), 0.0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of goods. `product` is decided, or None with at most five `choices` to ask about.

    `name` is the part of `said` that names the goods: what a confirmed choice is remembered by.
    """

    said: str
    name: str
    product: Hashable | None
    choices: tuple[Hashable, ...] = ()
    quantity: Decimal | None = None
    unit: Unit = Unit.NONE
    act: Act = Act.ADD
    confidence: float = 0.0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole message. `unread` holds words that ask for goods which the catalogue has not got."""

    intent: Intent
    lines: tuple[Line, ...] = ()
    unread: tuple[str, ...] = ()
    language: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Context:
    """What is open while the message is read.

    `cart` and `offered` are product keys in the order shown, `last` the line spoken of last, `bought` how much of each
    product this shop buys (any positive weights), `learned` what its own phrases turned out to mean.
    """

    cart: tuple[Hashable, ...] = ()
    offered: tuple[Hashable, ...] = ()
    bought: Mapping[Hashable, float] = field(default_factory=dict)
    learned: Mapping[str, Hashable] = field(default_factory=dict)
    last: Hashable | None = None
