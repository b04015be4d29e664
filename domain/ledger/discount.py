"""Cash discount: a per cent off for who pays a bill within some days, credited when the money is really there."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.allocate import applied
from domain.ledger.issue import Amounts, issue_bill, issue_credit_note
from domain.ledger.journal import Account
from domain.ledger.pair import Pair
from domain.ledger.paper import Bill, BillKind, CreditNote, CreditReason
from domain.ledger.tables import IN_THE_BOOKS, BillingTerms, Receipt
from domain.orders.moving import Actor

PAISA = Decimal("0.01")
NOTHING = Decimal("0.00")


def cash_discount(terms: BillingTerms, bill: Bill, day: date) -> Decimal:
    """What paying a bill in full on `day` would earn, in rupees: the per cent of its amount before tax. Pure.

    Only an invoice of ours earns it, and only within the seller's days.
    """
    late = (day - bill.day).days > terms.cash_discount_days
    if late or bill.kind is not BillKind.INVOICE or bill.source:
        return NOTHING
    net = bill.subtotal - bill.discount
    return (net * terms.cash_discount / 100).quantize(PAISA, ROUND_HALF_UP)


def to_pay_with_discount(terms: BillingTerms, bill: Bill, day: date) -> Decimal:
    """What settles a bill on `day`, in rupees: what is open of it less the discount that this earns. Pure."""
    return max(bill.unpaid - cash_discount(terms, bill, day), NOTHING)


def credit_cash_discount(session: Session, pair: Pair, receipt: Receipt, day: date, by: Actor) -> list[CreditNote]:
    """Credits the discount on every bill that a receipt settles on `day`, also where only the discount is left open."""
    notes = []
    for bill_id in sorted(applied(session, receipt)):
        bill = session.get(Bill, bill_id, populate_existing=True)
        assert bill is not None
        amount = cash_discount(pair.billing, bill, day)
        if amount and bill.unpaid <= amount and not _had(session, bill):
            reason = CreditReason.CASH_DISCOUNT
            note = issue_credit_note(session, pair, reason, Amounts(amount), by, against=bill, receipt_id=receipt.id)
            notes.append(note)
    return notes


def take_cash_discount_back(session: Session, pair: Pair, receipt: Receipt, by: Actor) -> None:
    """Charges the discounts that a receipt had earned, when it is taken back."""
    for note in session.scalars(select(CreditNote).where(col(CreditNote.receipt_id) == receipt.id)).all():
        issue_bill(
            session,
            pair,
            BillKind.DEBIT_NOTE,
            Amounts(note.total),
            by,
            due_on=pair.day,
            owed_for=Account.DISCOUNT,
            against_id=note.against_id,
            words=f"cash discount {note.number} taken back",
        )


def _had(session: Session, bill: Bill) -> bool:
    """Whether a discount stands on a bill: one whose receipt was not taken back."""
    standing = (
        select(col(CreditNote.id))
        .join(Receipt, col(Receipt.id) == col(CreditNote.receipt_id))
        .where(col(CreditNote.against_id) == bill.id, col(Receipt.state).in_(IN_THE_BOOKS))
    )
    return session.scalars(standing).first() is not None
