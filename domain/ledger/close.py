"""Closing a business day: its figures are kept, the cash is counted, and nothing is booked on it any more."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain import events
from domain.events import Event
from domain.ledger.journal import Account, EntryKind, JournalEntry, Posting, growth
from domain.ledger.pair import business_day
from domain.ledger.tables import BillingTerms, DayClose
from domain.network.tables import Party
from domain.orders.moving import Actor
from domain.refusal import Code, Refusal

NOTHING = Decimal("0.00")


def close_day(session: Session, seller: Party, day: date, cash_counted: Decimal, by: Actor, now: datetime) -> DayClose:
    """Closes `day`, and with it every day before it that is open; the cash that was counted stands beside that booked.

    Whoever books for the seller is waited for. Raises a refusal for a day that is closed or has not come.
    """
    assert by.person_id is not None
    billing = _lock(session, seller.id)
    if day > business_day(seller, now) or (billing.closed_until is not None and day <= billing.closed_until):
        raise Refusal(Code.MOVE_NOT_ALLOWED, what="day", now=str(billing.closed_until), then=day.isoformat())
    closed = DayClose(
        seller_id=seller.id,
        day=day,
        figures=_figures(session, seller.id, billing.closed_until, day),
        cash_booked=_booked_in(session, seller.id, billing.closed_until, day, Account.CASH),
        cash_counted=cash_counted,
        at=now,
        person_id=by.person_id,
        message_id=by.message_id,
    )
    session.add(closed)
    billing.closed_until = day
    session.flush()
    facts = {"booked": f"{closed.cash_booked:.2f}", "counted": f"{closed.cash_counted:.2f}"}
    event = Event(
        at=now,
        kind="day.closed",
        subject=f"day:{seller.id}:{day.isoformat()}",
        seller_id=seller.id,
        person_id=by.person_id,
        message_id=by.message_id,
        facts=facts,
    )
    events.append(session, event)
    return closed


def _lock(session: Session, seller_id: int) -> BillingTerms:
    """The seller's billing terms, which nobody who books can hold at the same time."""
    wanted = select(BillingTerms).where(col(BillingTerms.party_id) == seller_id).with_for_update()
    billing = session.scalars(wanted.execution_options(populate_existing=True)).first()
    if billing is None:
        billing = BillingTerms(party_id=seller_id)
        session.add(billing)
        session.flush()
    return billing


def _figures(session: Session, seller_id: int, after: date | None, until: date) -> dict[str, Any]:
    """How many documents of each kind, and what they came to; receipts also by where the money landed."""
    wanted = (
        select(
            col(JournalEntry.kind),
            func.count(func.distinct(col(JournalEntry.id))),
            func.sum(growth(Account.RECEIVABLE)),
        )
        .join(Posting, col(Posting.entry_id) == col(JournalEntry.id))
        .where(*_between(seller_id, after, until))
        .group_by(col(JournalEntry.kind))
    )
    figures: dict[str, Any] = {
        kind.value: {"documents": count, "amount": f"{abs(amount or NOTHING):.2f}"}
        for kind, count, amount in session.execute(wanted)
    }
    landed = (Account.CASH, Account.CASH_IN_HAND, Account.BANK, Account.WALLET, Account.CHEQUES)
    received = {
        account.value: f"{_booked_in(session, seller_id, after, until, account, EntryKind.RECEIPT):.2f}"
        for account in landed
    }
    return figures | {"received": received}


def _booked_in(
    session: Session, seller_id: int, after: date | None, until: date, account: Account, kind: EntryKind | None = None
) -> Decimal:
    """By how much an account of all the seller's pairs together grew."""
    of_kind = [] if kind is None else [col(JournalEntry.kind) == kind]
    wanted = (
        select(func.sum(growth(account)))
        .join(JournalEntry, col(JournalEntry.id) == col(Posting.entry_id))
        .where(*_between(seller_id, after, until), *of_kind)
    )
    return session.scalars(wanted).one() or NOTHING


def _between(seller_id: int, after: date | None, until: date) -> list[Any]:
    since = [] if after is None else [col(JournalEntry.day) > after]
    return [col(JournalEntry.seller_id) == seller_id, col(JournalEntry.day) <= until, *since]
