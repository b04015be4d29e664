"""The accounts of the own house's buyers: who owes how much and how late, bills, payments, promises."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlmodel import col

from domain.desk.ledger import BillView, view_of
from domain.ledger.ageing import Bucket, Due, age
from domain.ledger.journal import Account, AccountBalance
from domain.ledger.paper import Bill
from domain.ledger.tables import Promise, PromiseState, Receipt, ReceiptState
from domain.network.rights import Right
from domain.network.tables import Party, Person, TradeLink
from domain.refusal import Code, Refusal

if TYPE_CHECKING:
    from domain.desk.desk import Desk

NOTHING = Decimal("0.00")


class Which(StrEnum):
    """Which bills: those of which something is open, those that are late, or all."""

    OPEN = "open"
    OVERDUE = "overdue"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Owing:
    """What a buyer owes, net of money on account, in rupees; `overdue` of it is late, since `oldest`."""

    party: Party
    link: TradeLink
    owed: Decimal
    overdue: Decimal
    oldest: date | None


@dataclass(frozen=True, slots=True)
class BillOf:
    """A bill and whose it is."""

    bill: Bill
    buyer: Party


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment, whose it is, and who has it in hand (nobody, where it is in the house or at the bank)."""

    receipt: Receipt
    buyer: Party
    held_by: str


class AccountsFace:
    """Looks at the accounts of those who buy from the own house. A rep sees those of the shops on his beats."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    # --- who owes

    def owing(self, words: str = "", *, offset: int = 0, most: int = 50) -> list[Owing]:
        """Buyers who owe something or have paid ahead, those who are latest with most first."""
        self._may_see()
        late = case((col(Bill.due_on) < self._desk.today, col(Bill.unpaid)))
        bills = (
            select(col(Bill.link_id), func.sum(late).label("overdue"), func.min(col(Bill.due_on)).label("oldest"))
            .where(col(Bill.seller_id) == self._desk.party_id, col(Bill.unpaid) > 0)
            .group_by(col(Bill.link_id))
            .subquery()
        )
        wanted = (
            select(Party, TradeLink, col(AccountBalance.balance), bills.c.overdue, bills.c.oldest)
            .join(TradeLink, col(TradeLink.buyer_id) == col(Party.id))
            .join(AccountBalance, col(AccountBalance.link_id) == col(TradeLink.id))
            .outerjoin(bills, bills.c.link_id == col(TradeLink.id))
            .where(
                *self._of(TradeLink.seller_id, TradeLink.buyer_id),
                col(AccountBalance.account) == Account.RECEIVABLE,
                or_(col(AccountBalance.balance) != 0, bills.c.link_id.is_not(None)),
                *_named(words, Party.name, Party.code),
            )
            .order_by(bills.c.overdue.desc().nulls_last(), col(AccountBalance.balance).desc(), col(Party.id))
            .offset(offset)
            .limit(most)
        )
        return [
            Owing(party, link, owed, overdue or NOTHING, oldest)
            for party, link, owed, overdue, oldest in self._desk.session.execute(wanted)
        ]

    def ageing(self) -> tuple[Bucket, ...]:
        """What is open of all bills, by how late it is."""
        self._may_see()
        wanted = select(col(Bill.due_on), col(Bill.unpaid))
        wanted = wanted.where(*self._of(Bill.seller_id, Bill.buyer_id), col(Bill.unpaid) > 0)
        return age((Due(due_on, unpaid) for due_on, unpaid in self._desk.session.execute(wanted)), self._desk.today)

    # --- bills

    def bills(
        self,
        which: Which = Which.OPEN,
        words: str = "",
        *,
        buyer_id: int | None = None,
        offset: int = 0,
        most: int = 50,
    ) -> list[BillOf]:
        """Bills: open ones by the day they are due, all by the day they were made, the newest first."""
        self._may_see()
        wanted = select(Bill, Party).join(Party, col(Party.id) == col(Bill.buyer_id))
        wanted = wanted.where(*self._of(Bill.seller_id, Bill.buyer_id), *_named(words, Party.name, Bill.number))
        if buyer_id is not None:
            wanted = wanted.where(col(Bill.buyer_id) == buyer_id)
        if which is Which.ALL:
            wanted = wanted.order_by(col(Bill.day).desc(), col(Bill.id).desc())
        else:
            wanted = wanted.where(col(Bill.unpaid) > 0).order_by(col(Bill.due_on), col(Bill.id))
        if which is Which.OVERDUE:
            wanted = wanted.where(col(Bill.due_on) < self._desk.today)
        return [BillOf(bill, buyer) for bill, buyer in self._desk.session.execute(wanted.offset(offset).limit(most))]

    def bill(self, bill_id: int) -> tuple[BillView, Party]:
        """One bill with its goods; refused as not found for any of another house."""
        self._may_see()
        wanted = select(Bill, Party).join(Party, col(Party.id) == col(Bill.buyer_id))
        wanted = wanted.where(col(Bill.id) == bill_id, *self._of(Bill.seller_id, Bill.buyer_id))
        found = self._desk.session.execute(wanted).first()
        if found is None:
            raise Refusal(Code.NOT_FOUND, what="bill")
        bill, buyer = found
        return view_of(self._desk.session, self._desk.party, bill, self._desk.now), buyer

    def of_order(self, order_id: int) -> Bill | None:
        """The bill of an order."""
        self._may_see()
        wanted = select(Bill).where(col(Bill.order_id) == order_id, *self._of(Bill.seller_id, Bill.buyer_id))
        return self._desk.session.scalars(wanted).first()

    # --- payments and promises

    def receipts(
        self,
        states: Collection[ReceiptState] = (),
        words: str = "",
        *,
        buyer_id: int | None = None,
        offset: int = 0,
        most: int = 50,
    ) -> list[Paid]:
        """Payments in these states (none: any), the newest first."""
        self._may_see()
        wanted = (
            select(Receipt, Party, col(Person.name))
            .join(Party, col(Party.id) == col(Receipt.buyer_id))
            .outerjoin(Person, col(Person.id) == col(Receipt.held_by))
            .where(
                *self._of(Receipt.seller_id, Receipt.buyer_id),
                *_named(words, Party.name, Receipt.number, Receipt.reference),
            )
            .order_by(col(Receipt.id).desc())
            .offset(offset)
            .limit(most)
        )
        if states:
            wanted = wanted.where(col(Receipt.state).in_(states))
        if buyer_id is not None:
            wanted = wanted.where(col(Receipt.buyer_id) == buyer_id)
        return [Paid(receipt, buyer, held_by or "") for receipt, buyer, held_by in self._desk.session.execute(wanted)]

    def promises(self) -> list[tuple[Promise, Party]]:
        """Promises to pay that are open, the first due first."""
        self._may_see()
        wanted = (
            select(Promise, Party)
            .join(TradeLink, col(TradeLink.id) == col(Promise.link_id))
            .join(Party, col(Party.id) == col(TradeLink.buyer_id))
            .where(*self._of(TradeLink.seller_id, TradeLink.buyer_id), col(Promise.state) == PromiseState.OPEN)
            .order_by(col(Promise.by_day), col(Promise.id))
        )
        return [(promise, buyer) for promise, buyer in self._desk.session.execute(wanted)]

    def _may_see(self) -> None:
        self._desk.require(Right.SEE_DUES)

    def _of(self, seller: int, buyer: int) -> list[ColumnElement[bool]]:
        """Of the own house, and of the buyers that the person may see."""
        own = [col(seller) == self._desk.party_id]
        buyers: Select[int] = self._desk.buyers.ids()
        return [*own, col(buyer).in_(buyers)] if self._desk.buyers.are_of_beats else own


def _named(words: str, *columns: str) -> list[ColumnElement[bool]]:
    if not words:
        return []
    return [or_(*(func.lower(col(column)).contains(words.lower(), autoescape=True) for column in columns))]
