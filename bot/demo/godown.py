"""A seller's godown through the demo's year: what is there, what is put by, and what came in besides sales."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.demo.sale import Sale
from domain.stock.tables import MovementKind


@dataclass(frozen=True, slots=True)
class Came:
    """Pieces that came in, perhaps by an order, or were counted more or less; what was sold is with its order."""

    product_id: int
    quantity: int
    kind: MovementKind
    at: datetime
    order: Sale | None = None


@dataclass(slots=True)
class Shelf:
    """Pieces of one product."""

    on_hand: int = 0
    reserved: int = 0

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved


@dataclass(slots=True)
class Godown:
    """The counted goods of one place, by product id. What is not among them is not counted."""

    place_id: int
    shelves: dict[int, Shelf] = field(default_factory=dict)
    came: list[Came] = field(default_factory=list)

    def free(self, product_id: int) -> int | None:
        """Pieces that could be sold; None where nobody counts them."""
        shelf = self.shelves.get(product_id)
        return None if shelf is None else shelf.free

    def reserve(self, product_id: int, pieces: int) -> None:
        """Puts pieces by."""
        self.shelves[product_id].reserved += pieces

    def release(self, product_id: int, pieces: int) -> None:
        """Gives back what was put by."""
        self.shelves[product_id].reserved -= pieces

    def issue(self, product_id: int, pieces: int) -> None:
        """Lets go out what was put by."""
        self.release(product_id, pieces)
        self.shelves[product_id].on_hand -= pieces

    def take_in(self, came: Came) -> None:
        """Adds pieces; a first arrival begins the counting. Nothing is written where nothing changes."""
        self.shelves.setdefault(came.product_id, Shelf()).on_hand += came.quantity
        if came.quantity:
            self.came.append(came)

    def count(self, product_id: int, free: int, at: datetime) -> None:
        """Writes down a count that left `free` pieces to sell."""
        shelf = self.shelves.setdefault(product_id, Shelf())
        self.take_in(Came(product_id, free - shelf.free, MovementKind.COUNT, at))
