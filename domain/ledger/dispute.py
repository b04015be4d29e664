"""Disputes: a buyer says that a bill is wrong. Its reminders stop, and the seller has a task until he decides.

A dispute does not change what is owed or late: a word must not open a limit. A credit note does, once he agrees.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.pair import Pair
from domain.ledger.paper import Bill
from domain.ledger.tables import Dispute
from domain.ledger.trail import tell
from domain.orders.moving import Actor
from domain.refusal import Code, Refusal


def dispute(session: Session, pair: Pair, bill: Bill, words: str, by: Actor) -> Dispute:
    """Keeps that a bill is disputed, in the buyer's words; a bill that is disputed already gets no second task."""
    if bill.link_id != pair.link_id:
        raise Refusal(Code.NOT_FOUND, what="bill")
    known = open_dispute(session, bill.id)
    if known is not None:
        return known
    made = Dispute(
        bill_id=bill.id,
        link_id=pair.link_id,
        seller_id=pair.seller.id,
        words=words,
        at=pair.now,
        person_id=by.person_id,
        message_id=by.message_id,
    )
    session.add(made)
    session.flush()
    tell(session, pair, "bill.disputed", f"bill:{bill.id}", by, _facts(made, bill))
    return made


def decide(session: Session, pair: Pair, made: Dispute, outcome: str, by: Actor) -> None:
    """Ends a dispute with the seller's word on it; the second of two who decide is refused."""
    session.refresh(made)
    bill = session.get(Bill, made.bill_id)
    if bill is None or made.link_id != pair.link_id:
        raise Refusal(Code.NOT_FOUND, what="dispute")
    if made.ended_at is not None:
        raise Refusal(Code.MOVE_NOT_ALLOWED, number=bill.number, now="decided", then="decided")
    made.ended_at, made.ended_by, made.outcome = pair.now, by.person_id, outcome
    session.flush()
    tell(session, pair, "bill.dispute_decided", f"bill:{bill.id}", by, _facts(made, bill))


def open_dispute(session: Session, bill_id: int) -> Dispute | None:
    """The dispute of a bill that nobody has decided yet."""
    wanted = select(Dispute).where(col(Dispute.bill_id) == bill_id, col(Dispute.ended_at).is_(None))
    return session.scalars(wanted).first()


def open_disputes(session: Session, seller_id: int) -> list[tuple[Dispute, Bill]]:
    """The seller's disputes to decide, the oldest first."""
    wanted = (
        select(Dispute, Bill)
        .join(Bill, col(Bill.id) == col(Dispute.bill_id))
        .where(col(Dispute.seller_id) == seller_id, col(Dispute.ended_at).is_(None))
        .order_by(col(Dispute.id))
    )
    return [(made, bill) for made, bill in session.execute(wanted)]


def _facts(made: Dispute, bill: Bill) -> dict[str, Any]:
    return {"number": bill.number, "dispute": made.id, "words": made.words, "outcome": made.outcome}
