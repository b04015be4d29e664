"""How a seller bills and closes his days, what buyers paid and on which bills, what they promised and disputed."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.columns import Paise, Rate, choice_of, holds, json_type


class BillingTerms(SQLModel, table=True):
    """How a party bills and gives credit. A seller without a row bills by these defaults.

    `overdue_grace_days` and `overdue_cap`: bills late by more days block once they come to more than the cap.
    `order_cap`: the most that may be under way unbilled. `outside`: the system that numbers the bills, if not ours;
    `outside_as_of` is how far its last file went. `closed_until` is the last business day that was closed.
    """

    __tablename__ = "billing_terms"
    __table_args__ = (
        holds("refusal_known", "when_over IN ('hold', 'refuse')"),
        holds("nothing_negative", "overdue_grace_days >= 0 AND overdue_cap >= 0 AND bounce_charge >= 0"),
        holds(
            "series_of_their_own",
            "credit_note_series NOT IN (invoice_series, debit_note_series) AND receipt_series <> ''",
        ),
        holds(
            "series_short",
            "LENGTH(invoice_series) <= 9 AND LENGTH(debit_note_series) <= 9 AND LENGTH(credit_note_series) <= 9",
        ),
        holds("cash_discount_in_range", "cash_discount >= 0 AND cash_discount < 10000 AND cash_discount_days >= 0"),
    )

    party_id: int = Field(primary_key=True, foreign_key="party.id")
    invoice_series: str = "INV"
    debit_note_series: str = "DN"
    credit_note_series: str = "CN"
    receipt_series: str = "R"
    outside: str = ""
    outside_as_of: datetime | None = None
    when_over: str = "hold"
    overdue_grace_days: int = 7
    overdue_cap: Decimal = Field(default=Decimal(0), sa_type=Paise)
    order_cap: Decimal | None = Field(default=None, sa_type=Paise)
    cash_discount: Decimal = Field(default=Decimal(0), sa_type=Rate)
    cash_discount_days: int = 0
    bounce_charge: Decimal = Field(default=Decimal(0), sa_type=Paise)
    promise_grace_days: int = 0
    upi_id: str = ""
    reminders: dict[str, Any] | None = Field(default=None, sa_type=json_type())
    closed_until: date | None = None


class NumberSeries(SQLModel, table=True):
    """The next number of a seller's series in a financial year (named by the calendar year in which it begins)."""

    __tablename__ = "number_series"
    __table_args__ = (holds("numbers_positive", "first > 0 AND next >= first"),)

    seller_id: int = Field(primary_key=True, foreign_key="party.id")
    series: str = Field(primary_key=True, max_length=9)
    year: int = Field(primary_key=True)
    first: int = 1
    next: int = 1


class Mode(StrEnum):
    """How money came. `opening`: an advance from before the books began; `outside`: another system's word."""

    CASH = "cash"
    UPI = "upi"
    CHEQUE = "cheque"
    BANK = "bank"
    WALLET = "wallet"
    OPENING = "opening"
    OUTSIDE = "outside"


class ReceiptState(StrEnum):
    """Pending: somebody only says that they paid. Counted: it is in the books; a cheque then clears or bounces."""

    PENDING = "pending"
    REFUSED = "refused"
    COUNTED = "counted"
    CLEARED = "cleared"
    BOUNCED = "bounced"
    VOID = "void"


IN_THE_BOOKS = frozenset({ReceiptState.COUNTED, ReceiptState.CLEARED})
LIVE = IN_THE_BOOKS | {ReceiptState.PENDING}
_LIVE_REFERENCE = text("reference <> '' AND state IN ('pending', 'counted', 'cleared')")


class Receipt(SQLModel, table=True):
    """Money that a buyer paid, or says to have paid, on `day`; `unused` of it is on account.

    `bills` are what it is for. `held_by` is who has the cash or cheque in hand until it is handed over.
    """

    __table_args__ = (
        UniqueConstraint("seller_id", "series", "year", "sequence"),
        holds("amount_positive", "amount > 0"),
        holds("unused_within_amount", "unused >= 0 AND unused <= amount"),
        holds("unused_is_in_the_books", "unused = 0 OR state IN ('counted', 'cleared')"),
        Index(
            "one_receipt_a_reference",
            "provider",
            "reference",
            unique=True,
            sqlite_where=_LIVE_REFERENCE,
            postgresql_where=_LIVE_REFERENCE,
        ),
    )

    id: int = Field(default=None, primary_key=True)
    link_id: int = Field(foreign_key="trade_link.id", index=True)
    seller_id: int = Field(foreign_key="party.id")
    buyer_id: int = Field(foreign_key="party.id")
    series: str
    year: int
    sequence: int
    number: str = Field(index=True)
    mode: Mode = Field(sa_type=choice_of(Mode))
    provider: str = ""
    reference: str = ""
    amount: Decimal = Field(sa_type=Paise)
    unused: Decimal = Field(default=Decimal(0), sa_type=Paise)
    state: ReceiptState = Field(sa_type=choice_of(ReceiptState))
    day: date
    cheque_day: date | None = None
    held_by: int | None = Field(default=None, foreign_key="person.id", index=True)
    bills: list[int] = Field(default_factory=list, sa_type=json_type())
    words: str = ""
    at: datetime
    taken_by: int | None = Field(default=None, foreign_key="person.id")
    message_id: int | None = Field(default=None, index=True)
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")


class Allocation(SQLModel, table=True):
    """A part of a receipt or credit note that is set against a bill (`apply`), or taken off it again (`undo`)."""

    __table_args__ = (
        holds("amount_positive", "amount > 0"),
        holds("step_known", "step IN ('apply', 'undo')"),
        holds("one_source", "(receipt_id IS NULL) <> (credit_note_id IS NULL)"),
    )

    id: int = Field(default=None, primary_key=True)
    bill_id: int = Field(foreign_key="bill.id", index=True)
    receipt_id: int | None = Field(default=None, foreign_key="receipt.id", index=True)
    credit_note_id: int | None = Field(default=None, foreign_key="credit_note.id", index=True)
    step: str = "apply"
    amount: Decimal = Field(sa_type=Paise)
    at: datetime


class PromiseState(StrEnum):
    """A promise is open until it is kept, broken, or replaced by another."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    REPLACED = "replaced"


class Promise(SQLModel, table=True):
    """A buyer's word to pay an amount by a day; reminders wait until then."""

    __table_args__ = (
        holds("amount_positive", "amount > 0"),
        Index(
            "one_open_promise_a_pair",
            "link_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    link_id: int = Field(foreign_key="trade_link.id", index=True)
    amount: Decimal = Field(sa_type=Paise)
    made_on: date
    by_day: date
    state: PromiseState = Field(default=PromiseState.OPEN, sa_type=choice_of(PromiseState))
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    message_id: int | None = None
    ended_at: datetime | None = None


class Dispute(SQLModel, table=True):
    """A bill that its buyer says is wrong. It is a task of the seller's until `ended_at`, and stops its reminders."""

    __table_args__ = (
        Index(
            "one_open_dispute_a_bill",
            "bill_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    bill_id: int = Field(foreign_key="bill.id")
    link_id: int = Field(foreign_key="trade_link.id", index=True)
    seller_id: int = Field(foreign_key="party.id", index=True)
    words: str
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    message_id: int | None = None
    ended_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    outcome: str = ""


class DayClose(SQLModel, table=True):
    """A closed business day of a seller: its figures, and the cash that was there against the cash of the books."""

    __tablename__ = "day_close"

    seller_id: int = Field(primary_key=True, foreign_key="party.id")
    day: date = Field(primary_key=True)
    figures: dict[str, Any] = Field(sa_type=json_type())
    cash_booked: Decimal = Field(sa_type=Paise)
    cash_counted: Decimal = Field(sa_type=Paise)
    at: datetime
    person_id: int = Field(foreign_key="person.id")
    message_id: int | None = None
