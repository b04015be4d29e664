"""The journal: appended entries of a trading pair, seen from the seller, and the balances that they add up to.

A posting names the account that it debits and the one that it credits, so that it balances by its very shape: no
row can be written that does not. An entry is the postings of one document. Nothing here is ever changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ColumnElement, case, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Field, SQLModel, col

from domain.columns import Paise, choice_of, holds
from domain.ledger.pair import Pair
from domain.network.tables import TradeLink
from domain.orders.moving import Actor

NOTHING = Decimal("0.00")


class Account(StrEnum):
    """Where money of a pair stands. A debit adds to it, a credit takes from it."""

    RECEIVABLE = "receivable"
    CHEQUES = "cheques_to_clear"
    CASH_IN_HAND = "cash_in_hand"
    CASH = "cash"
    BANK = "bank"
    WALLET = "wallet"
    SALES = "sales"
    CGST = "cgst"
    SGST = "sgst"
    IGST = "igst"
    VAT = "vat"
    ROUND_OFF = "round_off"
    DISCOUNT = "discount_allowed"
    CHARGES = "charges"
    OPENING = "opening"
    OUTSIDE = "billed_outside"


# What the seller would lose if the buyer stopped paying today; a cheque is not money before it clears.
AT_RISK = frozenset({Account.RECEIVABLE, Account.CHEQUES})


class EntryKind(StrEnum):
    """What an entry books."""

    BILL = "bill"
    CREDIT_NOTE = "credit_note"
    RECEIPT = "receipt"
    CLEARED = "cleared"
    BOUNCED = "bounced"
    VOIDED = "voided"
    HANDED_OVER = "handed_over"


class JournalEntry(SQLModel, table=True):
    """One thing that was booked for a pair: of which document, on which business day of the seller, by whom."""

    __tablename__ = "journal_entry"

    id: int = Field(default=None, primary_key=True)
    seller_id: int = Field(foreign_key="party.id")
    link_id: int = Field(foreign_key="trade_link.id", index=True)
    kind: EntryKind = Field(sa_type=choice_of(EntryKind))
    document: str = Field(index=True)
    number: str
    day: date
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    message_id: int | None = None


class Posting(SQLModel, table=True):
    """An amount that goes to the debit of one account and to the credit of another."""

    __table_args__ = (holds("amount_positive", "amount > 0"), holds("two_accounts", "debit <> credit"))

    id: int = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="journal_entry.id", index=True)
    link_id: int = Field(foreign_key="trade_link.id", index=True)
    debit: Account = Field(sa_type=choice_of(Account, "debit"))
    credit: Account = Field(sa_type=choice_of(Account, "credit"))
    amount: Decimal = Field(sa_type=Paise)


class AccountBalance(SQLModel, table=True):
    """What an account of a pair stands at: the sum of its debits less its credits."""

    __tablename__ = "account_balance"

    link_id: int = Field(primary_key=True, foreign_key="trade_link.id")
    account: Account = Field(primary_key=True, sa_type=choice_of(Account))
    balance: Decimal = Field(default=Decimal(0), sa_type=Paise)


@dataclass(frozen=True, slots=True)
class Leg:
    """An amount in rupees from the credit of one account to the debit of another; a negative one goes back."""

    debit: Account
    credit: Account
    amount: Decimal


def post(
    session: Session, pair: Pair, kind: EntryKind, document: str, number: str, legs: Iterable[Leg], by: Actor
) -> JournalEntry:
    """Books the legs of one document as an entry, and shifts the balances and the pair's exposure with it.

    The pair must be locked (`pair_of`). The day is the pair's business day, or the first one after the last close.
    """
    entry = JournalEntry(
        seller_id=pair.seller.id,
        link_id=pair.link.id,
        kind=kind,
        document=document,
        number=number,
        day=pair.day,
        at=pair.now,
        person_id=by.person_id,
        message_id=by.message_id,
    )
    session.add(entry)
    session.flush()
    written = [_forward(leg) for leg in legs if leg.amount]
    session.add_all(
        Posting(entry_id=entry.id, link_id=pair.link.id, debit=leg.debit, credit=leg.credit, amount=leg.amount)
        for leg in written
    )
    session.flush()
    _shift(session, pair.link, written)
    return entry


def _forward(leg: Leg) -> Leg:
    return leg if leg.amount > 0 else Leg(leg.credit, leg.debit, -leg.amount)


def _shift(session: Session, link: TradeLink, legs: Sequence[Leg]) -> None:
    by_account: dict[Account, Decimal] = defaultdict(Decimal)
    for leg in legs:
        by_account[leg.debit] += leg.amount
        by_account[leg.credit] -= leg.amount
    moved = {account: amount for account, amount in sorted(by_account.items()) if amount}
    if not moved:
        return
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    rows = [{"link_id": link.id, "account": account, "balance": amount} for account, amount in moved.items()]
    wanted = insert(AccountBalance).values(rows)
    balance = AccountBalance.__table__.c.balance  # type: ignore[attr-defined]
    session.execute(
        wanted.on_conflict_do_update(
            index_elements=["link_id", "account"], set_={"balance": balance + wanted.excluded.balance}
        )
    )
    shift_exposure(session, link, sum((moved.get(account, NOTHING) for account in AT_RISK), NOTHING))


def shift_exposure(session: Session, link: TradeLink, amount: Decimal) -> None:
    """Adds to what the seller risks with the pair: money owed and orders under way."""
    if not amount:
        return
    shifted = session.execute(
        update(TradeLink)
        .where(col(TradeLink.id) == link.id)
        .values(exposure=col(TradeLink.exposure) + amount)
        .returning(col(TradeLink.exposure))
        .execution_options(synchronize_session=False)
    )
    set_committed_value(link, "exposure", shifted.scalar_one())


def growth(account: Account) -> ColumnElement[Decimal]:
    """By how much a posting adds to an account, as a column in rupees; nothing where it does not touch it."""
    amount = col(Posting.amount)
    return case((col(Posting.debit) == account, amount), (col(Posting.credit) == account, -amount))


def balance_of(session: Session, link_id: int, account: Account = Account.RECEIVABLE) -> Decimal:
    """What an account of a pair stands at, in rupees."""
    stands = session.scalars(
        select(col(AccountBalance.balance)).where(
            col(AccountBalance.link_id) == link_id, col(AccountBalance.account) == account
        )
    ).first()
    return NOTHING if stands is None else stands
