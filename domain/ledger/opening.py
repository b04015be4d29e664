"""What was owed before the books began: open bills and advances, brought in once."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.issue import Amounts, Outside, issue_bill
from domain.ledger.numbers import financial_year
from domain.ledger.pair import Pair
from domain.ledger.paper import Bill, BillKind
from domain.ledger.receive import Payment, count
from domain.ledger.tables import Mode, Receipt
from domain.orders.moving import Actor
from domain.refusal import Code, Refusal

SOURCE = "opening"


def open_bill(
    session: Session, pair: Pair, number: str, day: date, due_on: date, unpaid: Decimal, by: Actor
) -> tuple[Bill, bool]:
    """A bill of old that is still open by `unpaid` rupees, and whether it is new: brought in twice it is there once.

    Raises `bad_value` for an amount that is not above zero, and where the bill is known with another amount.
    """
    if unpaid <= 0:
        raise Refusal(Code.BAD_VALUE, what="amount")
    known = session.scalars(
        select(Bill).where(
            col(Bill.seller_id) == pair.seller.id,
            col(Bill.source) == SOURCE,
            col(Bill.number) == number,
            col(Bill.year) == financial_year(day, pair.seller.country),
        )
    ).first()
    if known is not None:
        if known.total != unpaid or known.link_id != pair.link_id:
            raise Refusal(Code.BAD_VALUE, what="amount", number=number)
        return known, False
    outside = Outside(SOURCE, number, day)
    bill = issue_bill(session, pair, BillKind.OPENING, Amounts(unpaid), by, due_on=due_on, outside=outside)
    return bill, True


def open_advance(session: Session, pair: Pair, amount: Decimal, day: date, by: Actor) -> Receipt:
    """What a buyer had paid ahead when the books began; brought in twice it is there once."""
    reference = f"{pair.seller.id}:{pair.buyer.id}:{day.isoformat()}"
    return count(session, pair, Payment(Mode.OPENING, amount, day, provider=SOURCE, reference=reference), by)
