"""The statement of an account between two days: what was owed, what came, what was owed then. Reads only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.journal import Account, EntryKind, JournalEntry, Posting, growth

NOTHING = Decimal("0.00")
OWED_MORE = growth(Account.RECEIVABLE)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One document of the account: `debit` is owed more, `credit` is owed less, `balance` is owed after it."""

    day: date
    kind: EntryKind
    number: str
    document: str
    debit: Decimal
    credit: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """An account from `since` to `until`, both days included, in rupees."""

    since: date
    until: date
    opening: Decimal
    lines: tuple[StatementLine, ...]

    @property
    def closing(self) -> Decimal:
        """What is owed at the end of the last day."""
        return self.lines[-1].balance if self.lines else self.opening


def statement(session: Session, link_id: int, since: date, until: date) -> Statement:
    """What moved the pair's receivable from `since` to `until`; what only moved between other accounts is left out."""
    moved = (
        select(JournalEntry, func.sum(OWED_MORE))
        .join(Posting, col(Posting.entry_id) == col(JournalEntry.id))
        .where(col(JournalEntry.link_id) == link_id, col(JournalEntry.day).between(since, until))
        .group_by(col(JournalEntry.id))
        .having(func.sum(OWED_MORE).is_not(None))
        .order_by(col(JournalEntry.day), col(JournalEntry.id))
    )
    opening = balance = _owed_before(session, link_id, since)
    lines = []
    for entry, amount in session.execute(moved):
        balance += amount
        debit, credit = max(amount, NOTHING), max(-amount, NOTHING)
        lines.append(StatementLine(entry.day, entry.kind, entry.number, entry.document, debit, credit, balance))
    return Statement(since, until, opening, tuple(lines))


def _owed_before(session: Session, link_id: int, day: date) -> Decimal:
    before = (
        select(func.sum(OWED_MORE))
        .join(JournalEntry, col(JournalEntry.id) == col(Posting.entry_id))
        .where(col(JournalEntry.link_id) == link_id, col(JournalEntry.day) < day)
    )
    return session.scalars(before).one() or NOTHING
