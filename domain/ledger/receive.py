"""Receipts: money that came, or that somebody says has come. One payment is one receipt, however often it is told."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.allocate import allocate, settle_account, unpaid_bills
from domain.ledger.discount import credit_cash_discount
from domain.ledger.journal import Account, EntryKind
from domain.ledger.numbers import financial_year, take_number, written
from domain.ledger.pair import Pair
from domain.ledger.promise import judge_promise
from domain.ledger.receipts import book, lands_in, move_on, tell_of
from domain.ledger.tables import LIVE, Mode, Receipt, ReceiptState
from domain.orders.hold import let_go
from domain.orders.moving import Actor
from domain.refusal import Code, Refusal


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment as it is told: rupees, by which way, when, under which reference, for which bills (row numbers).

    `reference` is unique with its `provider`: the UPI reference, the cheque's number with its bank. `held_by` is the
    person who has the cash or the cheque in hand.
    """

    mode: Mode
    amount: Decimal
    day: date
    provider: str = ""
    reference: str = ""
    cheque_day: date | None = None
    bills: tuple[int, ...] = ()
    held_by: int | None = None
    words: str = ""


def claim(session: Session, pair: Pair, payment: Payment, by: Actor) -> Receipt:
    """Keeps that somebody says to have paid; the same payment told again is the same receipt.

    Nothing is booked until the seller, or the provider, confirms it. Raises `reference_used` where the reference is
    of a payment of somebody else, `bad_value` for an amount that is not above zero.
    """
    known = _known(session, pair, payment)
    if known is not None:
        return known
    receipt = _write(session, pair, payment, by)
    tell_of(session, pair, receipt, "receipt.claimed", by)
    return receipt


def count(session: Session, pair: Pair, payment: Payment, by: Actor) -> Receipt:
    """Books a payment that is there: cash in hand, a cheque, a line of the bank, a provider's word.

    A pending receipt under the same reference is confirmed by it, with the amount that really came. A cheque that is
    dated ahead waits for its day as pending.
    """
    known = _known(session, pair, payment)
    if known is not None and known.state is not ReceiptState.PENDING:
        return known
    receipt = known or _write(session, pair, payment, by)
    if _is_ahead(receipt, pair.today):
        return receipt
    return confirm(session, pair, receipt, by, amount=payment.amount, day=payment.day)


def confirm(
    session: Session,
    pair: Pair,
    receipt: Receipt,
    by: Actor,
    *,
    amount: Decimal | None = None,
    day: date | None = None,
) -> Receipt:
    """Books a pending receipt, with the `amount` and on the `day` that the money came if they were told wrongly.

    It goes to the bills that it is for, else to the oldest due; then orders that waited for it go by themselves.
    Raises `move_not_allowed` unless it is pending, and for a cheque before its day.
    """
    if _is_ahead(receipt, pair.today):
        raise Refusal(Code.MOVE_NOT_ALLOWED, number=receipt.number, now="ahead", then=ReceiptState.COUNTED.value)
    with session.no_autoflush:  # what is unused and the state are true only together
        receipt.amount = amount if amount is not None else receipt.amount
        receipt.day = day if day is not None else receipt.day
        receipt.unused = receipt.amount
        move_on(session, pair, receipt, ReceiptState.PENDING, ReceiptState.COUNTED, by)
    book(session, pair, receipt, EntryKind.RECEIPT, lands_in(receipt), Account.RECEIVABLE, by)
    tell_of(session, pair, receipt, "receipt.counted", by)
    open_bills = {bill.id: bill for bill in unpaid_bills(session, pair.link_id)}
    allocate(session, pair, receipt, [open_bills[key] for key in receipt.bills if key in open_bills])
    settle_account(session, pair)
    if receipt.mode is not Mode.CHEQUE:
        credit_cash_discount(session, pair, receipt, receipt.day, by)
    judge_promise(session, pair)
    let_go(session, pair, by)
    return receipt


def turn_down(session: Session, pair: Pair, receipt: Receipt, by: Actor, words: str = "") -> None:
    """Says that a claimed payment did not come; raises `move_not_allowed` unless it is pending."""
    move_on(session, pair, receipt, ReceiptState.PENDING, ReceiptState.REFUSED, by)
    receipt.words = words or receipt.words
    tell_of(session, pair, receipt, "receipt.refused", by)


def live_under(session: Session, provider: str, reference: str) -> Receipt | None:
    """The receipt under a reference, if there is one that was not refused, bounced or voided."""
    wanted = select(Receipt).where(
        col(Receipt.provider) == provider, col(Receipt.reference) == reference, col(Receipt.state).in_(LIVE)
    )
    return session.scalars(wanted.execution_options(populate_existing=True)).first()


def _known(session: Session, pair: Pair, payment: Payment) -> Receipt | None:
    if payment.amount <= 0:
        raise Refusal(Code.BAD_VALUE, what="amount")
    if not payment.reference:
        return None
    known = live_under(session, payment.provider, payment.reference)
    if known is not None and known.link_id != pair.link_id:
        raise Refusal(Code.REFERENCE_USED, reference=payment.reference)
    return known


def _write(session: Session, pair: Pair, payment: Payment, by: Actor) -> Receipt:
    try:
        with session.begin_nested():  # with its number: a receipt that may not be leaves no gap
            receipt = _receipt(session, pair, payment, by)
            session.add(receipt)
            session.flush()
    except IntegrityError:  # somebody else's receipt took the reference since it was looked for
        raise Refusal(Code.REFERENCE_USED, reference=payment.reference) from None
    return receipt


def _receipt(session: Session, pair: Pair, payment: Payment, by: Actor) -> Receipt:
    series, year = pair.billing.receipt_series, financial_year(pair.day, pair.seller.country)
    sequence = take_number(session, pair.seller.id, series, year)
    return Receipt(
        link_id=pair.link_id,
        seller_id=pair.seller.id,
        buyer_id=pair.buyer.id,
        series=series,
        year=year,
        sequence=sequence,
        number=written(series, sequence),
        mode=payment.mode,
        provider=payment.provider,
        reference=payment.reference,
        amount=payment.amount,
        state=ReceiptState.PENDING,
        day=payment.day,
        cheque_day=payment.cheque_day,
        held_by=payment.held_by,
        bills=list(payment.bills),
        words=payment.words,
        at=pair.now,
        taken_by=by.person_id,
        message_id=by.message_id,
    )


def _is_ahead(receipt: Receipt, today: date) -> bool:
    return receipt.cheque_day is not None and receipt.cheque_day > today
