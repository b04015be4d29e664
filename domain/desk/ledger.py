"""The account of whoever stands at the desk, with one seller or, for a seller, with one of his buyers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.catalogue.tables import Product
from domain.ledger import dispute, receive, trust
from domain.ledger.credit import Verdict
from domain.ledger.discount import to_pay_with_discount
from domain.ledger.dues import Dues, dues
from domain.ledger.pair import Pair, billing_terms, business_day, pair_of
from domain.ledger.paper import Bill, BillLine, CreditNote
from domain.ledger.promise import make_promise
from domain.ledger.receive import Payment
from domain.ledger.statement import Statement, statement
from domain.ledger.tables import Dispute, Mode, Promise, Receipt
from domain.network.rights import Right
from domain.network.tables import Party, TradeLink
from domain.network.trade import Trade
from domain.orders import find, hold
from domain.orders.moving import Actor
from domain.orders.priced import PricedCart
from domain.refusal import Code, Refusal

if TYPE_CHECKING:
    from domain.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class BillView:
    """A bill with its goods and what was credited on it. `to_pay_now` settles it today, less a discount for that."""

    bill: Bill
    lines: tuple[tuple[BillLine, Product], ...]
    notes: tuple[CreditNote, ...]
    disputed: bool
    to_pay_now: Decimal


class LedgerFace:
    """Dues, bills, payments and promises of the present trade. What the seller's house does with them is `TillFace`."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    # --- the account of the present trade

    def dues(self, trade: Trade | None = None) -> Dues:
        """What the buyer owes the seller, and how it stands."""
        trade = self._seen(trade)
        return dues(self._desk.session, trade.link, trade.seller, self._desk.now)

    def all_dues(self) -> list[tuple[Trade, Dues]]:
        """What the buyer owes each of his sellers."""
        return [(trade, self.dues(trade)) for trade in self._desk.trades]

    def dues_of(self, buyer_id: int) -> Dues:
        """What one of the own house's buyers owes it."""
        return dues(self._desk.session, self._link(buyer_id), self._desk.party, self._desk.now)

    def statement_of(self, buyer_id: int, since: date, until: date) -> Statement:
        """The account of one of the own house's buyers between two days, both included."""
        return statement(self._desk.session, self._link(buyer_id).id, since, until)

    def open_bills(self) -> Sequence[Bill]:
        """The bills of which something is open, the oldest due first."""
        return self.dues().bills

    def bill(self, number: str) -> BillView:
        """The newest bill of that number; refused as not found for any of another pair."""
        trade = self._seen(None)
        wanted = select(Bill).where(col(Bill.link_id) == trade.link.id, col(Bill.number) == number.strip().upper())
        bill = self._desk.session.scalars(wanted.order_by(col(Bill.id).desc())).first()
        if bill is None:
            raise Refusal(Code.NOT_FOUND, what="bill", number=number)
        return view_of(self._desk.session, trade.seller, bill, self._desk.now)

    def statement(self, since: date, until: date) -> Statement:
        """The account between two days, both included."""
        return statement(self._desk.session, self._seen(None).link.id, since, until)

    def upi_address(self) -> str:
        """The UPI address of the present seller; empty where he has none."""
        return billing_terms(self._desk.session, self._desk.trade.seller_id).upi_id

    def receipt(self, receipt_id: int) -> Receipt:
        """A receipt of the present trade; refused as not found for any other."""
        receipt = self._desk.session.get(Receipt, receipt_id)
        if receipt is None or receipt.link_id != self._seen(None).link.id:
            raise Refusal(Code.NOT_FOUND, what="receipt")
        return receipt

    def cart_verdict(self, priced: PricedCart) -> Verdict:
        """What stands in the way of a cart that is read back, and what to pay so that it goes today."""
        session, trade = self._desk.session, priced.trade
        return trust.ask(session, trade.link, trade.buyer, priced.total, priced.day)

    def what_frees(self, order_id: int) -> Verdict:
        """What stands in the way of an order, and what to pay so that it goes today."""
        order = find.by_id(self._desk.session, order_id, self._side())
        return hold.what_frees(self._desk.session, self._pair(order.seller_id, order.buyer_id), order)

    # --- what a buyer does

    def claim(self, payment: Payment) -> Receipt:
        """Keeps that a payment was made, for the seller to confirm."""
        self._may_pay()
        return receive.claim(self._desk.session, self._here(), payment, self._actor)

    def promise(self, amount: Decimal, by_day: date) -> Promise:
        """Promises to pay by a day; reminders wait until then."""
        self._may_pay()
        return make_promise(self._desk.session, self._here(), amount, by_day, self._actor)

    def dispute(self, bill_id: int, words: str) -> Dispute:
        """Says that a bill is wrong; its reminders stop and the seller has a task."""
        self._may_pay()
        pair = self._here()
        bill = self._desk.session.get(Bill, bill_id)
        if bill is None:
            raise Refusal(Code.NOT_FOUND, what="bill")
        return dispute.dispute(self._desk.session, pair, bill, words, self._actor)

    def collect(self, payment: Payment) -> Receipt:
        """Takes a payment from the shop that is being served: cash and cheques are in the collector's hand at once.

        What goes to the bank or a wallet waits until it is confirmed there.
        """
        desk = self._desk
        if not desk.serves_other or not (desk.may(Right.SELL_FOR) or desk.may(Right.DELIVER)):
            raise Refusal(Code.NOT_ALLOWED, right=Right.SELL_FOR.value)
        if payment.mode not in (Mode.CASH, Mode.CHEQUE):
            return receive.claim(desk.session, self._here(), payment, self._actor)
        return receive.count(desk.session, self._here(), replace(payment, held_by=desk.person_id), self._actor)

    # --- whose account, and who asks

    @property
    def _actor(self) -> Actor:
        return Actor(self._desk.person_id, self._desk.party_id, self._desk.message_id)

    def _side(self) -> int:
        buyer = self._desk.buyer
        return buyer.id if buyer is not None else self._desk.party_id

    def _seen(self, trade: Trade | None) -> Trade:
        self._desk.require(Right.SEE_DUES)
        return trade or self._desk.trade

    def _link(self, buyer_id: int) -> TradeLink:
        """The own house's link with a buyer."""
        self._desk.require(Right.SEE_DUES)
        wanted = select(TradeLink).where(
            col(TradeLink.seller_id) == self._desk.party_id, col(TradeLink.buyer_id) == buyer_id
        )
        link = self._desk.session.scalars(wanted).first()
        if link is None:
            raise Refusal(Code.NOT_FOUND, what="trade")
        return link

    def _may_pay(self) -> None:
        self._desk.require(Right.SELL_FOR if self._desk.serves_other else Right.PAY)

    def _pair(self, seller_id: int, buyer_id: int) -> Pair:
        return pair_of(self._desk.session, seller_id, buyer_id, self._desk.now)

    def _here(self) -> Pair:
        return self._pair(self._desk.trade.seller_id, self._desk.trade.buyer_id)


def view_of(session: Session, seller: Party, bill: Bill, now: datetime) -> BillView:
    """A bill of this seller with its goods, the notes on it, and what settles it now."""
    lines = select(BillLine, Product).join(Product, col(Product.id) == col(BillLine.product_id))
    lines = lines.where(col(BillLine.bill_id) == bill.id).order_by(col(BillLine.position))
    notes = select(CreditNote).where(col(CreditNote.against_id) == bill.id).order_by(col(CreditNote.id))
    return BillView(
        bill,
        tuple((line, product) for line, product in session.execute(lines)),
        tuple(session.scalars(notes)),
        dispute.open_dispute(session, bill.id) is not None,
        to_pay_with_discount(billing_terms(session, seller.id), bill, business_day(seller, now)),
    )
