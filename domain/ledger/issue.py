"""Issuing papers: a bill or a credit note gets its number, its lines and its entry in the journal, all at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from domain.ledger.allocate import allocate, settle_account
from domain.ledger.journal import Account, EntryKind, Leg, post
from domain.ledger.numbers import financial_year, take_number, written
from domain.ledger.pair import Pair
from domain.ledger.paper import Bill, BillKind, BillLine, CreditNote, CreditNoteLine, CreditReason, GoodsLine
from domain.ledger.trail import tell
from domain.network.tables import Party
from domain.orders.moving import Actor

NOTHING = Decimal("0.00")

CREDITED_FOR = {
    CreditReason.RETURN: Account.SALES,
    CreditReason.SHORT_DELIVERY: Account.SALES,
    CreditReason.CANCELLED: Account.SALES,
    CreditReason.CASH_DISCOUNT: Account.DISCOUNT,
    CreditReason.CLAIM: Account.DISCOUNT,
    CreditReason.ALLOWANCE: Account.DISCOUNT,
}


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a paper comes to, in rupees."""

    subtotal: Decimal
    discount: Decimal = NOTHING
    cgst: Decimal = NOTHING
    sgst: Decimal = NOTHING
    igst: Decimal = NOTHING
    vat: Decimal = NOTHING
    round_off: Decimal = NOTHING

    @property
    def net(self) -> Decimal:
        """What it comes to before tax."""
        return self.subtotal - self.discount

    @property
    def total(self) -> Decimal:
        """What is to be paid, or credited."""
        return self.net + self.cgst + self.sgst + self.igst + self.vat + self.round_off

    @classmethod
    def of(cls, lines: Iterable[GoodsLine], round_off: Decimal = NOTHING) -> "Amounts":
        """The sums of goods."""
        goods = list(lines)
        return cls(
            subtotal=sum((line.list_amount for line in goods), NOTHING),
            discount=sum((line.discount for line in goods), NOTHING),
            cgst=sum((line.cgst for line in goods), NOTHING),
            sgst=sum((line.sgst for line in goods), NOTHING),
            igst=sum((line.igst for line in goods), NOTHING),
            vat=sum((line.vat for line in goods), NOTHING),
            round_off=round_off,
        )

    def columns(self) -> dict[str, Any]:
        """The amounts as a paper keeps them."""
        return {
            "subtotal": self.subtotal,
            "discount": self.discount,
            "cgst": self.cgst,
            "sgst": self.sgst,
            "igst": self.igst,
            "vat": self.vat,
            "round_off": self.round_off,
            "total": self.total,
        }


@dataclass(frozen=True, slots=True)
class Outside:
    """A number that another system gave, and how old its word is."""

    system: str
    number: str
    day: date
    as_of: datetime | None = None


def issue_bill(
    session: Session,
    pair: Pair,
    kind: BillKind,
    amounts: Amounts,
    by: Actor,
    *,
    due_on: date,
    lines: Sequence[BillLine] = (),
    outside: Outside | None = None,
    owed_for: Account | None = None,
    **more: Any,
) -> Bill:
    """Writes a bill with its lines, books it, and applies what is on account. `more` are other columns of the bill.

    `owed_for` is the account that it credits where its kind does not tell.
    """
    day = outside.day if outside else pair.day
    series = "" if outside else _series(pair, kind)
    bill = Bill(
        **_named(session, pair, series, day),
        **amounts.columns(),
        kind=kind,
        due_on=due_on,
        unpaid=amounts.total,
        **_made(pair, by),
        **more,
    )
    if outside:
        bill.source, bill.number, bill.as_of = outside.system, outside.number, outside.as_of
    session.add(bill)
    session.flush()
    for line in lines:
        line.bill_id = bill.id
    session.add_all(lines)
    legs = _legs(owed_for or _owed_for(kind, outside, lines), amounts)
    post(session, pair, EntryKind.BILL, f"bill:{bill.id}", bill.number, legs, by)
    tell(session, pair, "bill.made", f"bill:{bill.id}", by, _facts(bill, kind.value))
    settle_account(session, pair)
    return bill


def issue_credit_note(
    session: Session,
    pair: Pair,
    reason: CreditReason,
    amounts: Amounts,
    by: Actor,
    *,
    against: Bill | None = None,
    lines: Sequence[CreditNoteLine] = (),
    **more: Any,
) -> CreditNote:
    """Writes a credit note, books it, and sets it against its bill first, then against whatever else is open."""
    note = CreditNote(
        **_named(session, pair, pair.billing.credit_note_series, pair.day),
        **amounts.columns(),
        reason=reason,
        unused=amounts.total,
        against_id=against.id if against else None,
        **_made(pair, by),
        **more,
    )
    session.add(note)
    session.flush()
    for line in lines:
        line.credit_note_id = note.id
    session.add_all(lines)
    legs = [Leg(leg.credit, leg.debit, leg.amount) for leg in _legs(CREDITED_FOR[reason], amounts)]
    post(session, pair, EntryKind.CREDIT_NOTE, f"credit_note:{note.id}", note.number, legs, by)
    tell(session, pair, "credit_note.made", f"credit_note:{note.id}", by, _facts(note, reason.value))
    if against is not None:
        session.refresh(against)
        allocate(session, pair, note, [against])
    settle_account(session, pair)
    return note


def _series(pair: Pair, kind: BillKind) -> str:
    return pair.billing.invoice_series if kind is BillKind.INVOICE else pair.billing.debit_note_series


def _owed_for(kind: BillKind, outside: Outside | None, lines: Sequence[BillLine]) -> Account:
    if kind is BillKind.OPENING:
        return Account.OPENING
    if outside is not None:
        return Account.OUTSIDE
    return Account.SALES if lines else Account.CHARGES


def _named(session: Session, pair: Pair, series: str, day: date) -> dict[str, Any]:
    """Whose paper, on which day, under which number; one from outside brings its own."""
    year = financial_year(day, pair.seller.country)
    sequence = take_number(session, pair.seller.id, series, year) if series else None
    return {
        "link_id": pair.link_id,
        "seller_id": pair.seller.id,
        "buyer_id": pair.buyer.id,
        "series": series,
        "year": year,
        "sequence": sequence,
        "number": written(series, sequence) if sequence is not None else "",
        "day": day,
        "currency": pair.seller.currency,
        "parties": {"seller": _as_printed(pair.seller), "buyer": _as_printed(pair.buyer)},
    }


def _as_printed(party: Party) -> dict[str, str]:
    names = ("name", "address", "country", "tax_state", "tax_number", "phone")
    return {name: getattr(party, name) for name in names}


def _made(pair: Pair, by: Actor) -> dict[str, Any]:
    return {"at": pair.now, "person_id": by.person_id, "message_id": by.message_id}


def _legs(account: Account, amounts: Amounts) -> list[Leg]:
    return [
        Leg(Account.RECEIVABLE, account, amounts.net),
        Leg(Account.RECEIVABLE, Account.CGST, amounts.cgst),
        Leg(Account.RECEIVABLE, Account.SGST, amounts.sgst),
        Leg(Account.RECEIVABLE, Account.IGST, amounts.igst),
        Leg(Account.RECEIVABLE, Account.VAT, amounts.vat),
        Leg(Account.RECEIVABLE, Account.ROUND_OFF, amounts.round_off),
    ]


def _facts(paper: Bill | CreditNote, why: str) -> dict[str, Any]:
    return {"number": paper.number, "total": str(paper.total), "why": why, "against": paper.against_id}
