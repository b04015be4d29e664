"""What a pair's account looks like now: dues, what is late, what waits, what credit is left. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.ageing import Bucket, Due, age, overdue
from domain.ledger.allocate import unpaid_bills
from domain.ledger.journal import Account, balance_of
from domain.ledger.pair import billing_terms, business_day
from domain.ledger.paper import Bill, CreditNote
from domain.ledger.promise import open_promise
from domain.ledger.tables import BillingTerms, Dispute, Promise, Receipt, ReceiptState
from domain.network.tables import Party, TradeLink

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Dues:
    """An account between two parties, in rupees.

    `owed` is net of money on account (below zero: the buyer has paid ahead), `pending` was only said to be paid,
    `cheques` have not cleared. `as_of` is how old the bills of another system are; None where the seller bills here.
    """

    owed: Decimal
    overdue: Decimal
    overdue_bills: int
    buckets: tuple[Bucket, ...]
    bills: tuple[Bill, ...]
    disputed: frozenset[int]
    on_account: Decimal
    pending: Decimal
    cheques: Decimal
    promise: Promise | None
    limit: Decimal | None
    exposure: Decimal
    today: date
    as_of: datetime | None

    @property
    def oldest(self) -> Bill | None:
        """The open bill that is due first."""
        return self.bills[0] if self.bills else None

    @property
    def credit_left(self) -> Decimal | None:
        """What may still be bought on credit; None where no limit was agreed."""
        return None if self.limit is None else self.limit - self.exposure


def dues(session: Session, link: TradeLink, seller: Party, now: datetime) -> Dues:
    """The account of a pair."""
    today = business_day(seller, now)
    bills = tuple(unpaid_bills(session, link.id))
    open_dues = [Due(bill.due_on, bill.unpaid) for bill in bills]
    count, late = overdue(open_dues, today)
    billing = billing_terms(session, seller.id)
    return Dues(
        owed=balance_of(session, link.id),
        overdue=late,
        overdue_bills=count,
        buckets=age(open_dues, today),
        bills=bills,
        disputed=_disputed(session, link.id),
        on_account=_sum(session, link.id),
        pending=_pending(session, link.id),
        cheques=balance_of(session, link.id, Account.CHEQUES),
        promise=open_promise(session, link.id),
        limit=link.credit_limit,
        exposure=link.exposure,
        today=today,
        as_of=_as_of(billing),
    )


def _disputed(session: Session, link_id: int) -> frozenset[int]:
    wanted = select(col(Dispute.bill_id)).where(col(Dispute.link_id) == link_id, col(Dispute.ended_at).is_(None))
    return frozenset(session.scalars(wanted))


def _sum(session: Session, link_id: int) -> Decimal:
    receipts = select(func.sum(col(Receipt.unused))).where(col(Receipt.link_id) == link_id)
    notes = select(func.sum(col(CreditNote.unused))).where(col(CreditNote.link_id) == link_id)
    return (session.scalars(receipts).one() or NOTHING) + (session.scalars(notes).one() or NOTHING)


def _pending(session: Session, link_id: int) -> Decimal:
    wanted = select(func.sum(col(Receipt.amount))).where(
        col(Receipt.link_id) == link_id, col(Receipt.state) == ReceiptState.PENDING
    )
    return session.scalars(wanted).one() or NOTHING


def _as_of(billing: BillingTerms) -> datetime | None:
    return billing.outside_as_of if billing.outside else None
