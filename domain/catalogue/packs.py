"""Pieces, inners and cases: the arithmetic of packs. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from domain.refusal import Code, Refusal

MAX_PIECES = 1_000_000


class Unit(StrEnum):
    """What a quantity counts."""

    PIECE = "piece"
    INNER = "inner"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Packing:
    """How many pieces an inner and a case of a product hold; None where it has none."""

    inner: int | None
    case: int | None

    def pieces_in(self, unit: Unit) -> int | None:
        """Pieces in one `unit`, None where the product is not packed so."""
        return {Unit.PIECE: 1, Unit.INNER: self.inner, Unit.CASE: self.case}[unit]


def to_pieces(quantity: int, unit: Unit, packing: Packing) -> int:
    """Pieces in `quantity` of `unit`.

    Raises a refusal where the product is not packed so, or where the pieces are more than `MAX_PIECES`
    (the largest quantity of one line that is taken without a person).
    """
    each = packing.pieces_in(unit)
    if each is None:
        raise Refusal(Code.NO_PACK, unit=unit.value)
    if quantity > MAX_PIECES // each:
        raise Refusal(Code.TOO_MANY, quantity=quantity, unit=unit.value, most=MAX_PIECES // each)
    return quantity * each
