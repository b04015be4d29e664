"""Goods that come back, or never arrived: credited at the frozen prices of their bill.

The benefit of schemes goes back in proportion: money off, because the credit is of what was paid for those pieces;
free goods, because those that are no longer earned and are kept are charged by a debit note; budgets with both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.issue import Amounts, issue_bill, issue_credit_note
from domain.ledger.pair import Pair, pair_of
from domain.ledger.paper import Bill, BillKind, BillLine, CreditNote, CreditReason
from domain.orders.agreed import products_of, scheme_rows
from domain.orders.crediting import Crediting, charged_line
from domain.orders.hold import let_go
from domain.orders.moving import Actor
from domain.pricing import budgets
from domain.pricing.casefile import read_scheme
from domain.refusal import Code, Refusal
from domain.stock.move import move
from domain.stock.reserve import lock_stock
from domain.stock.tables import MovementKind, Reservation, ReservationState

NOTHING = Decimal("0.00")
OF_GOODS = (CreditReason.RETURN, CreditReason.SHORT_DELIVERY, CreditReason.CANCELLED)


class Fate(StrEnum):
    """Where returned goods are now."""

    SALEABLE = "saleable"
    DAMAGED = "damaged"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Back:
    """Pieces of a bill's line that are credited, and where they are."""

    pieces: int
    fate: Fate = Fate.SALEABLE


@dataclass(frozen=True, slots=True)
class Credited:
    """What came of a return: the credit note, and the debit note for free goods that were kept."""

    note: CreditNote
    charge: Bill | None = None


def invoice_of(session: Session, order_id: int) -> Bill | None:
    """The bill of an order; None where there is none yet."""
    wanted = select(Bill).where(col(Bill.order_id) == order_id, col(Bill.kind) == BillKind.INVOICE)
    return session.scalars(wanted.execution_options(populate_existing=True)).first()


def lines_of(session: Session, bill_id: int) -> list[BillLine]:
    """The goods of a bill in its order."""
    wanted = select(BillLine).where(col(BillLine.bill_id) == bill_id).order_by(col(BillLine.position))
    return list(session.scalars(wanted.execution_options(populate_existing=True)))


def take_back(
    session: Session,
    bill: Bill,
    back: Mapping[int, Back],
    reason: CreditReason,
    by: Actor,
    now: datetime,
    words: str = "",
) -> Credited:
    """Credits pieces of a bill's lines.

    Raises a refusal for a line that is not the bill's, and for more pieces than were billed and not credited yet.
    """
    lock_stock(session, bill.seller_id, [line.product_id for line in lines_of(session, bill.id)])
    pair = pair_of(session, bill.seller_id, bill.buyer_id, now)
    credited = credit(session, pair, bill, back, reason, by, words)
    let_go(session, pair, by)
    return credited


def take_back_all(session: Session, pair: Pair, bill: Bill, by: Actor) -> Credited:
    """Credits whatever of a bill was not credited yet: its order is cancelled, and the goods never left.

    Stock and the pair must be locked.
    """
    lines = [line for line in lines_of(session, bill.id) if line.pieces > line.returned]
    back = {line.id: Back(line.pieces - line.returned) for line in lines}
    return credit(session, pair, bill, back, CreditReason.CANCELLED, by)


def credit(
    session: Session, pair: Pair, bill: Bill, back: Mapping[int, Back], reason: CreditReason, by: Actor, words: str = ""
) -> Credited:
    """Credits pieces under the locks that `take_back` takes."""
    crediting = crediting_of(session, bill, {key: each.pieces for key, each in back.items()})
    _count_returned(session, crediting.pieces)
    too_many = _gifts_kept(session, crediting) if reason is CreditReason.RETURN else {}
    _count_returned(session, too_many)
    _give_schemes_back(session, pair, crediting.and_also(too_many))
    _restock(session, pair, crediting.lines, back, by)
    notes = crediting.note_lines()
    amounts = crediting.amounts(notes, credited_so_far(session, bill))
    note = issue_credit_note(session, pair, reason, amounts, by, against=bill, lines=notes, words=words)
    return Credited(note, _charge(session, pair, crediting, too_many, by))


def crediting_of(session: Session, bill: Bill, pieces: Mapping[int, int]) -> Crediting:
    """Pieces of a bill's lines that are to be credited.

    Raises a refusal for a line that is not the bill's, and for more pieces than were billed and not credited yet.
    """
    crediting = Crediting.of(bill, lines_of(session, bill.id), pieces)
    known = {line.id for line in crediting.lines}
    if not pieces or not pieces.keys() <= known or any(count <= 0 for count in pieces.values()):
        raise Refusal(Code.BAD_VALUE, what="returned")
    if any(crediting.kept(line) < 0 for line in crediting.lines):
        raise Refusal(Code.BAD_VALUE, what="returned")
    return crediting


def _count_returned(session: Session, pieces: Mapping[int, int]) -> None:
    """Counts pieces as credited; the database refuses more than were billed."""
    for line_id, count in sorted(pieces.items()):
        session.execute(
            update(BillLine)
            .where(col(BillLine.id) == line_id)
            .values(returned=col(BillLine.returned) + count)
            .execution_options(synchronize_session=False)
        )


def credited_so_far(session: Session, bill: Bill) -> Decimal:
    """What goods of the bill were credited with so far."""
    earlier = select(CreditNote).where(col(CreditNote.against_id) == bill.id, col(CreditNote.reason).in_(OF_GOODS))
    return sum((note.total for note in session.scalars(earlier)), NOTHING)


def _gifts_kept(session: Session, crediting: Crediting) -> dict[int, int]:
    lines = crediting.lines
    if not any(line.free for line in lines):
        return {}
    rows = scheme_rows(session, [code for line in lines for code in line.schemes])
    products = products_of(session, [line.product_id for line in lines])
    return crediting.not_earned({row.code: read_scheme(row.terms) for row in rows}, products)


def _give_schemes_back(session: Session, pair: Pair, crediting: Crediting) -> None:
    """Gives budgets back what the pieces took of them."""
    order_id = crediting.bill.order_id
    assert order_id is not None
    used, left = budgets.used(session, order_id), budgets.spent(session, order_id)
    for row in scheme_rows(session, [code for line in crediting.lines for code in line.schemes]):
        if row.id in left:
            back = min(crediting.taken_of(row.code, used[row.id]), left[row.id])
            budgets.step(session, row.id, order_id, "claw", back, pair.now)


def _restock(session: Session, pair: Pair, lines: Sequence[BillLine], back: Mapping[int, Back], by: Actor) -> None:
    """Brings goods back to the place that they were sold from; goods whose stock nobody counts stay uncounted."""
    for line in lines:
        each = back.get(line.id)
        place_id = _sold_from(session, line.order_line_id) if each is not None else None
        if each is None or place_id is None or each.fate is Fate.GONE:
            continue
        kinds = [(each.pieces, MovementKind.RETURN)]
        if each.fate is Fate.DAMAGED:
            kinds.append((-each.pieces, MovementKind.DAMAGE))
        told = {"person_id": by.person_id, "order_line_id": line.order_line_id}
        for quantity, kind in kinds:
            move(session, place_id, line.product_id, quantity, kind, pair.now, reason="return", **told)


def _sold_from(session: Session, order_line_id: int | None) -> int | None:
    issued = select(col(Reservation.place_id)).where(
        col(Reservation.order_line_id) == order_line_id, col(Reservation.state) == ReservationState.ISSUED
    )
    return session.scalars(issued.order_by(col(Reservation.id))).first()


def _charge(session: Session, pair: Pair, crediting: Crediting, too_many: Mapping[int, int], by: Actor) -> Bill | None:
    """Bills free goods that are no longer earned, and kept."""
    gifts = [line for line in crediting.lines if line.id in too_many]
    if not gifts:
        return None
    lines = [charged_line(pair, gift, too_many[gift.id], at) for at, gift in enumerate(gifts, start=1)]
    return issue_bill(
        session,
        pair,
        BillKind.DEBIT_NOTE,
        Amounts.of(lines),
        by,
        due_on=pair.day,
        lines=lines,
        against_id=crediting.bill.id,
        words="free goods kept",
    )
