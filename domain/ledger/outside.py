"""Bills of another system (Tally, Marg, Busy): taken as it says, with the age of its word on every figure.

Dues, reminders, credit and statements work on them like on our own. What was paid there shows as receipts of the mode
`outside`; what was paid here after the file was made stays, since the file cannot know of it yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.bounce import void
from domain.ledger.issue import Amounts, Outside, issue_bill
from domain.ledger.journal import shift_exposure
from domain.ledger.numbers import financial_year
from domain.ledger.pair import Pair, billing_terms, business_day, lock_pairs, pair_of
from domain.ledger.paper import Bill, BillKind, CreditNote
from domain.ledger.receive import Payment, count
from domain.ledger.tables import Allocation, BillingTerms, Mode, Receipt, ReceiptState
from domain.network.tables import Party
from domain.orders.hold import let_go, under_way
from domain.orders.moving import Actor
from domain.orders.tables import Order, OrderState

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class OutsideBill:
    """A bill as another system lists it, in rupees; `order` is the number of the order that it bills, if it says so."""

    number: str
    day: date
    due_on: date
    total: Decimal
    unpaid: Decimal
    order: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A bill on which the two systems do not agree, for a person to look at: what is open here and there."""

    number: str
    ours: Decimal
    theirs: Decimal


@dataclass(slots=True)
class Taken:
    """What came of a list: the numbers of bills that are new or changed, and what does not agree."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def take_bills(
    session: Session, pair: Pair, system: str, listed: Sequence[OutsideBill], as_of: datetime, by: Actor
) -> Taken:
    """Takes the list of a pair's open bills as `system` had it at `as_of`.

    A bill that was open and is no longer listed was settled there. The same list taken twice changes nothing; a list
    that is older than what is known is ignored bill by bill. Who takes a file of several pairs locks them all first
    (`lock_pairs`).
    """
    taken = Taken()
    known = _known(session, pair, system)
    for told in listed:
        bill = known.pop((told.number, financial_year(told.day, pair.seller.country)), None)
        if bill is None:
            _new(session, pair, system, told, as_of, by)
            taken.new.append(told.number)
        elif bill.as_of is None or bill.as_of < as_of:
            _agree(session, pair, bill, told.total, told.unpaid, as_of, by, taken)
    for bill in known.values():
        if bill.unpaid and (bill.as_of is None or bill.as_of < as_of):
            _agree(session, pair, bill, bill.total, NOTHING, as_of, by, taken)
    let_go(session, pair, by)
    return taken


def _known(session: Session, pair: Pair, system: str) -> dict[tuple[str, int], Bill]:
    """The pair's bills from that system by number and financial year, within which a number is one bill."""
    wanted = select(Bill).where(col(Bill.link_id) == pair.link_id, col(Bill.source) == system).order_by(col(Bill.id))
    rows = session.scalars(wanted.execution_options(populate_existing=True))
    return {(bill.number, bill.year): bill for bill in rows}


def _new(session: Session, pair: Pair, system: str, told: OutsideBill, as_of: datetime, by: Actor) -> None:
    order = _unbilled_order(session, pair, told.order)
    if order is not None:
        shift_exposure(session, pair.link, -under_way(session, order))
    bill = issue_bill(
        session,
        pair,
        BillKind.INVOICE,
        Amounts(told.total),
        by,
        due_on=told.due_on,
        outside=Outside(system, told.number, told.day, as_of),
        order_id=order.id if order else None,
    )
    _bring_to(session, pair, bill, told.unpaid, as_of, by)


def _unbilled_order(session: Session, pair: Pair, number: str) -> Order | None:
    """The pair's order of that number that no bill is for yet."""
    if not number:
        return None
    billed = select(col(Bill.order_id)).where(col(Bill.kind) == BillKind.INVOICE, col(Bill.order_id).is_not(None))
    wanted = select(Order).where(
        col(Order.seller_id) == pair.seller.id,
        col(Order.buyer_id) == pair.buyer.id,
        col(Order.number) == number,
        col(Order.id).not_in(billed),
    )
    return session.scalars(wanted).first()


def _agree(
    session: Session,
    pair: Pair,
    bill: Bill,
    total: Decimal,
    unpaid: Decimal,
    as_of: datetime,
    by: Actor,
    taken: Taken,
) -> None:
    """Brings what is open of a bill to the other system's word, as far as what was booked here since allows."""
    before = bill.unpaid
    open_now = _bring_to(session, pair, bill, unpaid, as_of, by)
    if total != bill.total or bill.unpaid != open_now:
        taken.differences.append(Difference(bill.number, bill.unpaid, unpaid))
    if bill.unpaid != before:
        taken.changed.append(bill.number)
    bill.as_of = as_of
    session.flush()


def _bring_to(session: Session, pair: Pair, bill: Bill, unpaid: Decimal, as_of: datetime, by: Actor) -> Decimal:
    """Settles what was settled there, or opens it again; gives what should be open now."""
    open_now = max(unpaid - _booked_here_since(session, bill, as_of), NOTHING)
    if bill.unpaid < open_now:
        for receipt in _settled_there(session, bill):
            void(session, pair, receipt, by, "the other system says otherwise")
        session.refresh(bill)
    if bill.unpaid > open_now:
        _settle(session, pair, bill, bill.unpaid - open_now, as_of, by)
        session.refresh(bill)
    return open_now


def _settle(session: Session, pair: Pair, bill: Bill, amount: Decimal, as_of: datetime, by: Actor) -> None:
    day = business_day(pair.seller, as_of)
    payment = Payment(Mode.OUTSIDE, amount, day, bills=(bill.id,), words=f"settled in {bill.source}")
    count(session, pair, payment, by)


def _booked_here_since(session: Session, bill: Bill, as_of: datetime) -> Decimal:
    """What was set against a bill here after the list was made, which the list cannot know."""
    rows = session.execute(
        select(Allocation, Receipt, CreditNote)
        .outerjoin(Receipt, col(Receipt.id) == col(Allocation.receipt_id))
        .outerjoin(CreditNote, col(CreditNote.id) == col(Allocation.credit_note_id))
        .where(col(Allocation.bill_id) == bill.id)
    )
    since = NOTHING
    for allocation, receipt, note in rows:
        booked_at = note.at if receipt is None else receipt.decided_at
        if booked_at is not None and booked_at > as_of and (receipt is None or receipt.mode is not Mode.OUTSIDE):
            since += allocation.amount if allocation.step == "apply" else -allocation.amount
    return since


def _settled_there(session: Session, bill: Bill) -> Iterable[Receipt]:
    """The receipts by which the other system's word closed a bill, the newest first."""
    wanted = (
        select(Receipt)
        .join(Allocation, col(Allocation.receipt_id) == col(Receipt.id))
        .where(
            col(Allocation.bill_id) == bill.id,
            col(Receipt.mode) == Mode.OUTSIDE,
            col(Receipt.state) == ReceiptState.COUNTED,
        )
        .order_by(col(Receipt.id).desc())
    )
    return session.scalars(wanted.execution_options(populate_existing=True)).unique().all()


def awaits_bills(billing: BillingTerms) -> bool:
    """Whether an order that was delivered still counts until the other system's bill of it comes."""
    return bool(billing.outside) and billing.outside_as_of is not None


def note_age(session: Session, seller: Party, as_of: datetime, now: datetime) -> None:
    """Keeps how far the other system's word goes; what was delivered before is in its dues, and under way no more.

    Called once a file, after its bills. A word that is not newer is ignored.
    """
    lock_pairs(session, seller.id)
    billing = billing_terms(session, seller.id)
    known = billing.outside_as_of
    if known is not None and known >= as_of:
        return
    billed = select(col(Bill.order_id)).where(col(Bill.kind) == BillKind.INVOICE, col(Bill.order_id).is_not(None))
    covered = select(Order).where(
        col(Order.seller_id) == seller.id,
        col(Order.state) == OrderState.DELIVERED,
        col(Order.state_since) <= as_of,
        col(Order.id).not_in(billed),
    )
    if known is not None:
        for order in session.scalars(covered.where(col(Order.state_since) > known).order_by(col(Order.buyer_id))).all():
            pair = pair_of(session, seller.id, order.buyer_id, now)
            shift_exposure(session, pair.link, -under_way(session, order))
            let_go(session, pair, Actor(None, seller.id, None))
    billing.outside_as_of = as_of
    session.add(billing)
    session.flush()
