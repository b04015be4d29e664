"""What pricing takes and returns. Money is Decimal rupees, quantities are in the unit that stands beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.pricing import checks

ZERO = Decimal(0)


class Unit(StrEnum):
    """What a quantity counts: single pieces, or the product's own cases."""

    PIECE = "piece"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Price:
    """One product as one buyer sees it on one day; `price` is a piece's, `tax_rate` is per cent."""

    sku: str
    price: Decimal
    tax_rate: Decimal = ZERO
    tax_included: bool = False
    tax_parts: int = 1
    pieces_per_case: int = 1
    brand: str | None = None
    category: str | None = None

    def __post_init__(self) -> None:
        checks.not_negative("price", self.price)
        checks.not_negative("tax_rate", self.tax_rate)
        checks.at_most("tax_rate", self.tax_rate, 1000)
        checks.at_least_one("tax_parts", self.tax_parts)
        checks.at_most("tax_parts", self.tax_parts, 100)
        checks.at_least_one("pieces_per_case", self.pieces_per_case)


@dataclass(frozen=True, slots=True)
class CartLine:
    """What is wanted; `quantity` may be a fraction of a case as long as it is whole pieces."""

    sku: str
    quantity: Decimal
    unit: Unit = Unit.PIECE

    def __post_init__(self) -> None:
        checks.positive("quantity", self.quantity)


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys, as far as schemes ask; `class_` is the shop's class (A, B, C)."""

    id: str | None = None
    region: str | None = None
    class_: str | None = None
    tier: str | None = None
    first_order: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """What earlier orders took of a scheme, in rupees: of its budget, and by this buyer of the cap per party."""

    budget: Decimal = ZERO
    party: Decimal = ZERO

    def __post_init__(self) -> None:
        checks.not_negative("budget", self.budget)
        checks.not_negative("party", self.party)


class Reason(StrEnum):
    """Why a scheme applied or did not: the first test that failed, in this order."""

    NOT_STARTED = "not_started"
    ENDED = "ended"
    PARTY = "party"
    PRODUCT = "product"
    BELOW_SLAB = "below_slab"
    ABOVE_SLAB = "above_slab"
    NOT_COMBINED = "not_combined"
    CAP = "cap"
    BUDGET = "budget"
    APPLIED = "applied"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of one scheme.

    `amount` (rupees) is what counts against its caps and budget: money off plus free goods at list.
    `short_by` is in the scheme's unit (or rupees), only for `below_slab`.
    `kept_out_by` names the applied schemes that a `not_combined` one had to give way to.
    """

    scheme: str
    reason: Reason
    amount: Decimal = Decimal("0.00")
    short_by: Decimal | None = None
    kept_out_by: tuple[str, ...] = ()

    @property
    def applied(self) -> bool:
        """Whether the scheme gave something, or would have and came to 0.00."""
        return self.reason is Reason.APPLIED


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One priced line in rupees: `list` - the sum of `discounts` = `net`; the sum of `tax_parts` = `tax`.

    A free line has everything at 0.00, and the code of the scheme that gives it in `given_by`.
    """

    sku: str
    pieces: int
    price: Decimal
    list: Decimal
    discount: Decimal
    net: Decimal
    tax: Decimal
    tax_parts: tuple[Decimal, ...] = ()
    discounts: tuple[tuple[str, Decimal], ...] = ()
    given_by: str | None = None

    @property
    def free(self) -> bool:
        """Whether this line is goods given by a scheme."""
        return self.given_by is not None


@dataclass(frozen=True, slots=True)
class Quote:
    """A priced cart: the cart's lines in its order, then free goods in the order in which they were given.

    `discounts` holds money off by scheme, in the order of application. `explain` tells about the schemes that
    touch the cart; `explanation.explain_all` tells about the others too.
    """

    lines: tuple[QuoteLine, ...]
    discounts: tuple[tuple[str, Decimal], ...]
    subtotal: Decimal
    discount: Decimal
    tax: Decimal
    total: Decimal
    explain: tuple[Explanation, ...]


UsedByScheme = Mapping[str, Used]
