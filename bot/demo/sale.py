"""An order of the demo's year, before and after it is in the books. Moments are in the seller's zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.demo.market import Goods, Pair
from domain.catalogue.packs import Unit
from domain.orders.tables import OrderState
from domain.pricing.values import Quote


@dataclass(frozen=True, slots=True)
class Wish:
    """Goods that a buyer asks for."""

    sku: str
    quantity: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Line:
    """Goods of an order: `put_by` pieces of them are reserved, None where nobody counts them."""

    goods: Goods
    unit: Unit
    pieces: int
    put_by: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """A state that an order came to, when and by whom."""

    state: OrderState
    at: datetime
    person_id: int


@dataclass(slots=True)
class Sale:
    """An order with all that becomes of it. `lines` stand in the order of the quote's."""

    pair: Pair
    quote: Quote
    lines: tuple[Line, ...]
    deliver_on: date
    by_seller: bool
    steps: list[Step]
    agreed_at: datetime | None = None
    number: str = ""

    @property
    def placed(self) -> Step:
        """The first step."""
        return self.steps[0]

    @property
    def state(self) -> OrderState:
        """Where it stands."""
        return self.steps[-1].state

    @property
    def left(self) -> Step | None:
        """When the goods left, None where they have not."""
        return next((step for step in self.steps if step.state is OrderState.DISPATCHED), None)

    @property
    def answer(self) -> str:
        """What the buyer says to it, as orders keep it."""
        if not self.by_seller:
            return "own"
        return "asked" if self.agreed_at is None else "agreed"


@dataclass(frozen=True, slots=True)
class Booked:
    """An order that is in the books, with its row numbers."""

    sale: Sale
    order_id: int
    line_ids: tuple[int, ...]

    @property
    def lines(self) -> Iterator[tuple[int, Line]]:
        """Its lines with their row numbers."""
        return zip(self.line_ids, self.sale.lines, strict=True)
