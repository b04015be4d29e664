"""What was paid or credited, set against bills: named ones, else the oldest due first; the rest waits on account.

Money on account is applied by itself as soon as there is a bill. Nothing here touches the journal: which bill a
rupee is for does not change what the pair owes.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.pair import Pair
from domain.ledger.paper import Bill, CreditNote
from domain.ledger.tables import Allocation, Receipt

Source = Receipt | CreditNote


def spread(amount: Decimal, unpaid: Iterable[Decimal]) -> list[Decimal]:
    """How much of `amount` each bill gets, the first served first. Pure."""
    parts = []
    for wanted in unpaid:
        parts.append(min(amount, wanted))
        amount -= parts[-1]
    return parts


def unpaid_bills(session: Session, link_id: int) -> list[Bill]:
    """The pair's bills of which something is open, the oldest due first."""
    wanted = select(Bill).where(col(Bill.link_id) == link_id, col(Bill.unpaid) > 0)
    wanted = wanted.order_by(col(Bill.due_on), col(Bill.day), col(Bill.id))
    return list(session.scalars(wanted.execution_options(populate_existing=True)))


def on_account(session: Session, link_id: int) -> list[Source]:
    """The pair's receipts and credit notes of which something is unused, credit notes first, then the oldest."""
    notes = select(CreditNote).where(col(CreditNote.link_id) == link_id, col(CreditNote.unused) > 0)
    receipts = select(Receipt).where(col(Receipt.link_id) == link_id, col(Receipt.unused) > 0)
    fresh = {"populate_existing": True}
    return [
        *session.scalars(notes.order_by(col(CreditNote.id)).execution_options(**fresh)),
        *session.scalars(receipts.order_by(col(Receipt.id)).execution_options(**fresh)),
    ]


def allocate(session: Session, pair: Pair, source: Source, bills: Sequence[Bill]) -> None:
    """Sets what is unused of a source against these bills in their order."""
    parts = spread(source.unused, [bill.unpaid for bill in bills])
    for bill, part in zip(bills, parts, strict=True):
        if part:
            _append(session, pair, source, bill, part, "apply")
            bill.unpaid -= part
            source.unused -= part
    session.flush()


def settle_account(session: Session, pair: Pair) -> None:
    """Applies whatever is on account to the bills that are open, the oldest due first."""
    session.flush()
    for source in on_account(session, pair.link_id):
        bills = unpaid_bills(session, pair.link_id)
        if not bills:
            return
        allocate(session, pair, source, bills)


def take_off(session: Session, pair: Pair, receipt: Receipt) -> None:
    """Takes a receipt off every bill that it was set against; they are open again."""
    session.flush()
    for bill_id, part in sorted(applied(session, receipt).items()):
        bill = session.get(Bill, bill_id, populate_existing=True)
        assert bill is not None
        _append(session, pair, receipt, bill, part, "undo")
        bill.unpaid += part
        receipt.unused += part
    session.flush()


def applied(session: Session, source: Source) -> dict[int, Decimal]:
    """How much of a source stands against each bill, by the bill's row number."""
    of = col(Allocation.receipt_id) if isinstance(source, Receipt) else col(Allocation.credit_note_id)
    standing: dict[int, Decimal] = {}
    for row in session.scalars(select(Allocation).where(of == source.id)):
        amount = row.amount if row.step == "apply" else -row.amount
        standing[row.bill_id] = standing.get(row.bill_id, Decimal(0)) + amount
    return {bill_id: amount for bill_id, amount in standing.items() if amount}


def _append(session: Session, pair: Pair, source: Source, bill: Bill, amount: Decimal, step: str) -> None:
    session.add(
        Allocation(
            bill_id=bill.id,
            receipt_id=source.id if isinstance(source, Receipt) else None,
            credit_note_id=source.id if isinstance(source, CreditNote) else None,
            step=step,
            amount=amount,
            at=pair.now,
        )
    )
