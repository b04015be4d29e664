"""The arithmetic of crediting part of a bill: frozen prices, shares that add up, benefits in proportion. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import floor
from typing import Any

from domain.catalogue.tables import Product
from domain.ledger.issue import Amounts
from domain.ledger.pair import Pair
from domain.ledger.paper import Bill, BillLine, CreditNoteLine
from domain.ledger.portions import NOTHING, Agreed, next_share, portion
from domain.ledger.taxes import by_head
from domain.orders.gifts import still_earned
from domain.orders.priced import round_off
from domain.pricing.scheme import Scheme
from domain.pricing.values import Price

MONEY = ("list_amount", "discount", "cgst", "sgst", "igst", "vat")
FROZEN = ("product_id", "hsn", "mrp", "price", "tax_included", "tax_rate")


@dataclass(frozen=True, slots=True)
class Crediting:
    """Pieces of a bill's lines that are credited now; `before` are those that were credited or charged earlier."""

    bill: Bill
    lines: Sequence[BillLine]
    before: Mapping[int, int]
    pieces: Mapping[int, int]

    @classmethod
    def of(cls, bill: Bill, lines: Sequence[BillLine], pieces: Mapping[int, int]) -> "Crediting":
        """Pieces of the lines as they stand."""
        return cls(bill, lines, {line.id: line.returned for line in lines}, pieces)

    def and_also(self, more: Mapping[int, int]) -> "Crediting":
        """The same with more pieces."""
        keys = self.pieces.keys() | more.keys()
        return replace(self, pieces={key: self.pieces.get(key, 0) + more.get(key, 0) for key in keys})

    def kept(self, line: BillLine) -> int:
        """The pieces that the buyer keeps of a line."""
        return line.pieces - self.before[line.id] - self.pieces.get(line.id, 0)

    def note_lines(self) -> list[CreditNoteLine]:
        """The lines of the credit note: their share of every amount of the bill's line."""
        credited = [line for line in self.lines if self.pieces.get(line.id)]
        return [self._note_line(line, position) for position, line in enumerate(credited, start=1)]

    def _note_line(self, line: BillLine, position: int) -> CreditNoteLine:
        parts: dict[str, Any] = {name: self._share(line, getattr(line, name)) for name in MONEY}
        return CreditNoteLine(
            **{name: getattr(line, name) for name in FROZEN},
            **parts,
            free=line.free,
            position=position,
            pieces=self.pieces[line.id],
            net=parts["list_amount"] - parts["discount"],
            bill_line_id=line.id,
        )

    def amounts(self, notes: Sequence[CreditNoteLine], credited_before: Decimal) -> Amounts:
        """The sums of the note. That of a rounded bill is rounded too, and all of them come to the bill's total."""
        plain = Amounts.of(notes)
        if not self.bill.round_off:
            return plain
        if any(self.kept(line) for line in self.lines):
            return Amounts.of(notes, round_off(plain.total))
        return Amounts.of(notes, self.bill.total - credited_before - plain.total)

    def not_earned(self, schemes: Mapping[str, Scheme], products: Mapping[int, Product]) -> dict[int, int]:
        """Free goods that the buyer keeps although the rest of what he keeps no longer earns them."""
        kept = {line.id: self.kept(line) for line in self.lines}
        earned = still_earned(self.lines, kept, schemes, products, floor)
        return {key: kept[key] - count for key, count in earned.items() if kept[key] > count}

    def taken_of(self, scheme: str, gave: Decimal) -> Decimal:
        """What these pieces had of what a scheme `gave` on the bill: money off, and free goods by their worth."""
        lines = [line for line in self.lines if scheme in line.schemes]
        paid = [line for line in lines if not line.free]
        gifts = [line for line in lines if line.free]
        off = {line.id: Decimal(line.schemes[scheme]) for line in paid}
        back = sum((self._share(line, off[line.id]) for line in paid), NOTHING)
        if not gifts:
            return back
        earlier = sum(self.before[line.id] for line in gifts)
        now = sum(self.pieces.get(line.id, 0) for line in gifts)
        return back + next_share(gave - sum(off.values(), NOTHING), earlier, now, sum(line.pieces for line in gifts))

    def _share(self, line: BillLine, whole: Decimal) -> Decimal:
        return next_share(whole, self.before[line.id], self.pieces.get(line.id, 0), line.pieces)


def charged_line(pair: Pair, gift: BillLine, pieces: int, position: int) -> BillLine:
    """Free goods that are to be paid after all, at the price that they had on the bill's day."""
    parts = pair.tax_parts
    product = Price(str(gift.product_id), gift.price, gift.tax_rate, gift.tax_included, parts)
    part = portion(Agreed(product, pieces, {}), pieces)
    return BillLine(
        **{name: getattr(gift, name) for name in FROZEN},
        **by_head(pair.seller.tax_regime, parts, part.tax_part),
        position=position,
        pieces=pieces,
        list_amount=part.list_amount,
        discount=part.discount,
        net=part.net,
    )
