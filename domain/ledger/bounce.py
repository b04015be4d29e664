"""After a receipt was booked: a cheque clears or bounces, a mistake is voided, collected cash is handed over.

What comes back opens its bills again; nothing that was written is changed.
"""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.allocate import settle_account, take_off
from domain.ledger.discount import credit_cash_discount, take_cash_discount_back
from domain.ledger.issue import Amounts, issue_bill
from domain.ledger.journal import Account, EntryKind
from domain.ledger.pair import Pair
from domain.ledger.paper import BillKind
from domain.ledger.promise import judge_promise
from domain.ledger.receipts import book, lands_in, move_on, tell_of
from domain.ledger.tables import Mode, Receipt, ReceiptState
from domain.orders.hold import let_go
from domain.orders.moving import Actor
from domain.refusal import Code, Refusal

NOTHING = Decimal("0.00")


def clear(session: Session, pair: Pair, receipt: Receipt, by: Actor) -> None:
    """The bank has paid a cheque: it is money now. Raises `move_not_allowed` unless it is a cheque that was counted."""
    _must_be(receipt, Mode.CHEQUE)
    move_on(session, pair, receipt, ReceiptState.COUNTED, ReceiptState.CLEARED, by)
    book(session, pair, receipt, EntryKind.CLEARED, Account.BANK, Account.CHEQUES, by)
    tell_of(session, pair, receipt, "receipt.cleared", by)
    credit_cash_discount(session, pair, receipt, pair.day, by)
    let_go(session, pair, by)


def bounce(session: Session, pair: Pair, receipt: Receipt, by: Actor, words: str = "") -> None:
    """The bank has returned a cheque: its bills are open again, and the seller's charge is billed.

    Raises `move_not_allowed` unless it is a cheque that was counted and has not cleared.
    """
    _must_be(receipt, Mode.CHEQUE)
    _reverse(session, pair, receipt, ReceiptState.BOUNCED, EntryKind.BOUNCED, by, words)
    charge = pair.billing.bounce_charge
    if charge:
        due_on = pair.day + timedelta(days=pair.link.credit_days)
        words = f"cheque {receipt.reference} returned"
        issue_bill(session, pair, BillKind.DEBIT_NOTE, Amounts(charge), by, due_on=due_on, words=words)


def void(session: Session, pair: Pair, receipt: Receipt, by: Actor, words: str) -> None:
    """A receipt that was booked by mistake is taken back. Raises `move_not_allowed` unless it was counted."""
    _reverse(session, pair, receipt, ReceiptState.VOID, EntryKind.VOIDED, by, words)


def hand_over(session: Session, pair: Pair, receipt: Receipt, by: Actor) -> None:
    """Who collected a payment has given it to the house. Raises `move_not_allowed` where nobody holds it."""
    if receipt.held_by is None or receipt.state is not ReceiptState.COUNTED:
        raise Refusal(Code.MOVE_NOT_ALLOWED, number=receipt.number, now=receipt.state.value, then="handed_over")
    if receipt.mode is Mode.CASH:
        book(session, pair, receipt, EntryKind.HANDED_OVER, Account.CASH, Account.CASH_IN_HAND, by)
    receipt.held_by = None
    session.flush()
    tell_of(session, pair, receipt, "receipt.handed_over", by)


def in_hand_of(session: Session, seller_id: int, person_id: int) -> list[Receipt]:
    """What a person has collected for a seller and not handed over yet, the oldest first."""
    wanted = select(Receipt).where(
        col(Receipt.seller_id) == seller_id,
        col(Receipt.held_by) == person_id,
        col(Receipt.state) == ReceiptState.COUNTED,
    )
    return list(session.scalars(wanted.order_by(col(Receipt.id))))


def _must_be(receipt: Receipt, mode: Mode) -> None:
    if receipt.mode is not mode:
        raise Refusal(Code.MOVE_NOT_ALLOWED, number=receipt.number, now=receipt.mode.value, then=mode.value)


def _reverse(
    session: Session, pair: Pair, receipt: Receipt, then: ReceiptState, kind: EntryKind, by: Actor, words: str
) -> None:
    """Takes a receipt off its bills and out of the journal, with the discount that it earned."""
    take_off(session, pair, receipt)
    with session.no_autoflush:  # what is unused and the state are true only together
        receipt.unused, receipt.words = NOTHING, words or receipt.words
        move_on(session, pair, receipt, ReceiptState.COUNTED, then, by)
    book(session, pair, receipt, kind, Account.RECEIVABLE, lands_in(receipt), by)
    tell_of(session, pair, receipt, f"receipt.{then.value}", by)
    take_cash_discount_back(session, pair, receipt, by)
    settle_account(session, pair)
    judge_promise(session, pair)
