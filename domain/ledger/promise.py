"""Promises to pay: they pause reminders until their day, and are kept or broken on record."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.pair import Pair
from domain.ledger.tables import IN_THE_BOOKS, Promise, PromiseState, Receipt
from domain.ledger.trail import tell
from domain.orders.moving import Actor
from domain.refusal import Code, Refusal

FARTHEST = timedelta(days=60)


def make_promise(session: Session, pair: Pair, amount: Decimal, by_day: date, by: Actor) -> Promise:
    """Keeps a buyer's word to pay `amount` by a day; it takes the place of one that is open.

    Raises `bad_value` for an amount that is not above zero and for a day that is past or more than 60 days ahead.
    """
    if amount <= 0:
        raise Refusal(Code.BAD_VALUE, what="amount")
    if not pair.today <= by_day <= pair.today + FARTHEST:
        raise Refusal(Code.BAD_VALUE, what="day")
    earlier = open_promise(session, pair.link_id)
    if earlier is not None:
        _end(session, pair, earlier, PromiseState.REPLACED)
    promise = Promise(
        link_id=pair.link_id,
        amount=amount,
        made_on=pair.today,
        by_day=by_day,
        at=pair.now,
        person_id=by.person_id,
        message_id=by.message_id,
    )
    session.add(promise)
    session.flush()
    _tell(session, pair, promise, "promise.made", by)
    return promise


def open_promise(session: Session, link_id: int) -> Promise | None:
    """The promise that a pair's reminders wait for."""
    wanted = select(Promise).where(col(Promise.link_id) == link_id, col(Promise.state) == PromiseState.OPEN)
    return session.scalars(wanted.execution_options(populate_existing=True)).first()


def judge_promise(session: Session, pair: Pair) -> Promise | None:
    """Says whether the pair's last promise is kept, or broken since its day (and the grace of it) is past.

    Called when money comes or is taken back, and once a day; a promise kept by a cheque that bounces is open again
    while its day lasts.
    """
    session.flush()
    promise = session.scalars(
        select(Promise)
        .where(col(Promise.link_id) == pair.link_id, col(Promise.state) != PromiseState.REPLACED)
        .order_by(col(Promise.id).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()
    if promise is None:
        return None
    last_day = promise.by_day + timedelta(days=pair.billing.promise_grace_days)
    if paid_towards(session, promise, last_day) >= promise.amount:
        _end(session, pair, promise, PromiseState.KEPT)
    elif pair.today > last_day:
        _end(session, pair, promise, PromiseState.BROKEN)
    elif promise.state is PromiseState.KEPT:
        promise.state, promise.ended_at = PromiseState.OPEN, None
        session.flush()
    return promise


def paid_towards(session: Session, promise: Promise, last_day: date) -> Decimal:
    """What was paid since a promise was made until its last day, in rupees."""
    paid = session.scalars(
        select(func.sum(col(Receipt.amount))).where(
            col(Receipt.link_id) == promise.link_id,
            col(Receipt.state).in_(IN_THE_BOOKS),
            col(Receipt.decided_at) >= promise.at,
            col(Receipt.day) <= last_day,
        )
    ).one()
    return paid or Decimal("0.00")


def promises_to_judge(session: Session, before: date) -> list[Promise]:
    """Open promises whose day is before `before`: what the daily job looks at, whatever the seller's zone and grace."""
    wanted = select(Promise).where(col(Promise.state) == PromiseState.OPEN, col(Promise.by_day) < before)
    return list(session.scalars(wanted.order_by(col(Promise.id))))


def _end(session: Session, pair: Pair, promise: Promise, how: PromiseState) -> None:
    if promise.state is how:
        return
    promise.state, promise.ended_at = how, pair.now
    session.flush()
    _tell(session, pair, promise, f"promise.{how.value}", Actor(promise.person_id, pair.seller.id, None))


def _tell(session: Session, pair: Pair, promise: Promise, kind: str, by: Actor) -> None:
    facts = {"amount": str(promise.amount), "by": promise.by_day.isoformat()}
    tell(session, pair, kind, f"promise:{promise.id}", by, facts)
