"""What is picked of an order, and the lines of the bill that come of it. Pure but for the rows that it is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import ceil

from domain.ledger.issue import Amounts
from domain.ledger.paper import BillLine
from domain.ledger.taxes import by_head
from domain.orders.agreed import Agreement
from domain.orders.gifts import still_earned
from domain.orders.priced import round_off
from domain.orders.tables import OrderLine
from domain.refusal import Code, Refusal

NOTHING = Decimal("0.00")


class ShortReason(StrEnum):
    """Why goods that were put by are not packed."""

    DAMAGED = "damaged"
    NOT_FOUND = "not_found"
    OTHER = "other"
    NOT_EARNED = "not_earned"


@dataclass(frozen=True, slots=True)
class Missing:
    """Pieces of an order line that are not packed, and why."""

    pieces: int
    reason: ShortReason


@dataclass(frozen=True, slots=True)
class Picking:
    """An order as it is packed: pieces by line, and what of it is missing."""

    agreed: Agreement
    packed: Mapping[int, int]
    missing: Mapping[int, Missing]


def pick(agreed: Agreement, missing: Mapping[int, Missing]) -> Picking:
    """Everything that is put by, but for what is missing and for free goods that are no longer earned.

    Raises a refusal for a line that is not the order's, for more missing than is put by, and where nothing is packed.
    """
    lines = {line.id: line for line in agreed.lines}
    if any(key not in lines or not 0 < gone.pieces <= _put_by(lines[key]) for key, gone in missing.items()):
        raise Refusal(Code.BAD_VALUE, what="missing")
    absent = dict(missing) | _not_earned(agreed, missing)
    packed = {key: _put_by(line) - (absent[key].pieces if key in absent else 0) for key, line in lines.items()}
    bought = [line for line in agreed.lines if not line.free] or agreed.lines
    if not any(packed[line.id] for line in bought):
        raise Refusal(Code.BAD_VALUE, what="nothing_packed")
    return Picking(agreed, packed, absent)


def _put_by(line: OrderLine) -> int:
    return line.pieces - line.short


def _not_earned(agreed: Agreement, missing: Mapping[int, Missing]) -> dict[int, Missing]:
    """The free goods that stay here because too little of what earns them goes; what follows later still earns."""
    kept = {line.id: line.pieces - (missing[line.id].pieces if line.id in missing else 0) for line in agreed.lines}
    earned = still_earned(agreed.lines, kept, agreed.schemes, agreed.products, ceil)
    absent = {}
    for gift in (line for line in agreed.lines if line.free):
        too_many = min(kept[gift.id] - earned[gift.id], kept[gift.id] - gift.short)
        if too_many > 0:
            gone = gift.pieces - kept[gift.id]
            absent[gift.id] = Missing(gone + too_many, missing[gift.id].reason if gone else ShortReason.NOT_EARNED)
    return absent


def bill_lines(picking: Picking, regime: str) -> list[BillLine]:
    """The lines of the bill, in the order's order, at the prices that were read back."""
    lines: list[BillLine] = []
    for line in picking.agreed.lines:
        pieces = picking.packed[line.id]
        if pieces:
            lines.append(_bill_line(picking.agreed, line, pieces, len(lines) + 1, regime))
    return lines


def amounts(picking: Picking, lines: list[BillLine], rounds_to_rupee: bool) -> Amounts:
    """What the bill comes to. It is rounded only where the read-back was."""
    order = picking.agreed.order
    plain = Amounts.of(lines)
    was_rounded = rounds_to_rupee and (order.round_off != 0 or order.total % 1 == 0)
    return Amounts.of(lines, round_off(plain.total)) if was_rounded else plain


def _bill_line(agreed: Agreement, line: OrderLine, pieces: int, position: int, regime: str) -> BillLine:
    part = agreed.portion(line, pieces)
    return BillLine(
        position=position,
        product_id=line.product_id,
        hsn=agreed.products[line.product_id].hsn,
        pieces=pieces,
        free=line.free,
        mrp=line.mrp,
        price=line.price,
        tax_included=line.tax_included,
        list_amount=part.list_amount,
        discount=part.discount,
        net=part.net,
        tax_rate=agreed.rates[line.id],
        **by_head(regime, len(line.tax_parts), part.tax_part),
        order_line_id=line.id,
        schemes={code: "free" if line.free else str(off) for code, off in part.discounts.items()},
    )
