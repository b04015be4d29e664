"""What every step in a receipt's life shares: who decided it and when, its entry in the journal, its event."""

from sqlalchemy.orm import Session

from domain.ledger.journal import Account, EntryKind, Leg, post
from domain.ledger.pair import Pair
from domain.ledger.tables import Mode, Receipt, ReceiptState
from domain.ledger.trail import tell
from domain.orders.moving import Actor
from domain.refusal import Code, Refusal

LANDS_IN = {
    Mode.CASH: Account.CASH,
    Mode.UPI: Account.BANK,
    Mode.BANK: Account.BANK,
    Mode.CHEQUE: Account.CHEQUES,
    Mode.WALLET: Account.WALLET,
    Mode.OPENING: Account.OPENING,
    Mode.OUTSIDE: Account.OUTSIDE,
}


def lands_in(receipt: Receipt) -> Account:
    """Where the money of a receipt is: cash that a person still holds is in hand."""
    in_hand = receipt.mode is Mode.CASH and receipt.held_by is not None
    return Account.CASH_IN_HAND if in_hand else LANDS_IN[receipt.mode]


def of_pair(session: Session, pair: Pair, receipt_id: int) -> Receipt:
    """A receipt of the pair as it stands behind the pair's lock; refused as not found for any other."""
    receipt = session.get(Receipt, receipt_id, populate_existing=True)
    if receipt is None or receipt.link_id != pair.link_id:
        raise Refusal(Code.NOT_FOUND, what="receipt")
    return receipt


def move_on(session: Session, pair: Pair, receipt: Receipt, since: ReceiptState, then: ReceiptState, by: Actor) -> None:
    """Decides a receipt; refused unless it is in the state that it moves on from."""
    if receipt.state is not since:
        raise Refusal(Code.MOVE_NOT_ALLOWED, number=receipt.number, now=receipt.state.value, then=then.value)
    receipt.state, receipt.decided_at, receipt.decided_by = then, pair.now, by.person_id
    session.flush()


def book(
    session: Session, pair: Pair, receipt: Receipt, kind: EntryKind, debit: Account, credit: Account, by: Actor
) -> None:
    """Books the amount of a receipt from one account to another."""
    post(session, pair, kind, f"receipt:{receipt.id}", receipt.number, [Leg(debit, credit, receipt.amount)], by)


def tell_of(session: Session, pair: Pair, receipt: Receipt, kind: str, by: Actor) -> None:
    """Appends what happened to a receipt to the trail."""
    facts = {
        "number": receipt.number,
        "amount": str(receipt.amount),
        "mode": receipt.mode.value,
        "reference": receipt.reference,
        "words": receipt.words,
    }
    tell(session, pair, kind, f"receipt:{receipt.id}", by, facts)
