"""The till of a house: payments to confirm, cheques, what collectors hold, orders that wait for credit, disputes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from domain.ledger import bounce, dispute, receive
from domain.ledger.close import close_day
from domain.ledger.credit import Verdict
from domain.ledger.pair import Pair, billing_terms, booking_day, business_day, pair_of
from domain.ledger.paper import Bill
from domain.ledger.receipts import of_pair
from domain.ledger.receive import Payment
from domain.ledger.tables import DayClose, Dispute, Receipt, ReceiptState
from domain.network.rights import Right
from domain.network.tables import Party, Person, TradeLink
from domain.orders import find, hold
from domain.orders.moving import Actor, check_seen
from domain.orders.tables import Order, OrderHold, OrderState
from domain.refusal import Code, Refusal

if TYPE_CHECKING:
    from domain.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """An order that waits for credit, its buyer and who placed it, why it waited, and what would let it go now."""

    order: Order
    buyer: Party
    link: TradeLink
    placed_by: Person
    hold: OrderHold
    verdict: Verdict


class TillFace:
    """The money work of the own house, for those who may do it."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def receive(self, buyer_id: int, payment: Payment) -> Receipt:
        """Books a payment that came to the house itself."""
        self._desk.require(Right.CONFIRM_RECEIPT)
        return receive.count(self._desk.session, self._own(buyer_id), payment, self._actor)

    def to_confirm(self) -> list[tuple[Receipt, Party]]:
        """Payments that buyers say to have made, the oldest first."""
        self._desk.require(Right.CONFIRM_RECEIPT)
        wanted = (
            select(Receipt, Party)
            .join(Party, col(Party.id) == col(Receipt.buyer_id))
            .where(col(Receipt.seller_id) == self._desk.party_id, col(Receipt.state) == ReceiptState.PENDING)
            .order_by(col(Receipt.id))
        )
        return [(receipt, buyer) for receipt, buyer in self._desk.session.execute(wanted)]

    def confirm(self, receipt_id: int, amount: Decimal | None = None) -> Receipt:
        """Says that a payment has come, with the amount that came."""
        pair, receipt = self._receipt(receipt_id)
        return receive.confirm(self._desk.session, pair, receipt, self._actor, amount=amount)

    def turn_down(self, receipt_id: int, words: str = "") -> Receipt:
        """Says that a payment has not come."""
        pair, receipt = self._receipt(receipt_id)
        receive.turn_down(self._desk.session, pair, receipt, self._actor, words)
        return receipt

    def clear(self, receipt_id: int) -> Receipt:
        """Says that a cheque has cleared."""
        pair, receipt = self._receipt(receipt_id)
        bounce.clear(self._desk.session, pair, receipt, self._actor)
        return receipt

    def bounce(self, receipt_id: int, words: str = "") -> Receipt:
        """Says that a cheque was returned."""
        pair, receipt = self._receipt(receipt_id)
        bounce.bounce(self._desk.session, pair, receipt, self._actor, words)
        return receipt

    def void(self, receipt_id: int, words: str) -> Receipt:
        """Takes back a receipt that was booked by mistake."""
        pair, receipt = self._receipt(receipt_id)
        bounce.void(self._desk.session, pair, receipt, self._actor, words)
        return receipt

    def take_over(self, receipt_id: int) -> Receipt:
        """Takes over what a collector has in hand."""
        pair, receipt = self._receipt(receipt_id)
        bounce.hand_over(self._desk.session, pair, receipt, self._actor)
        return receipt

    def in_hand(self) -> list[Receipt]:
        """What the person has collected and not handed over."""
        return bounce.in_hand_of(self._desk.session, self._desk.party_id, self._desk.person_id)

    def held(self) -> list[HeldOrder]:
        """The house's orders that wait for credit, the oldest first; nothing is locked, so a release looks again."""
        desk = self._desk
        desk.require(Right.RELEASE_HOLD)
        pair = (col(TradeLink.seller_id) == col(Order.seller_id)) & (col(TradeLink.buyer_id) == col(Order.buyer_id))
        wanted = (
            select(Order, Party, TradeLink, Person, OrderHold)
            .join(Party, col(Party.id) == col(Order.buyer_id))
            .join(TradeLink, pair)
            .join(Person, col(Person.id) == col(Order.placed_by))
            .join(OrderHold, (col(OrderHold.order_id) == col(Order.id)) & col(OrderHold.ended_at).is_(None))
            .where(col(Order.seller_id) == desk.party_id, col(Order.state) == OrderState.HELD)
            .order_by(col(Order.id))
        )
        return [
            HeldOrder(order, buyer, link, by, why, hold.what_frees(desk.session, self._looked_at(link, buyer), order))
            for order, buyer, link, by, why in desk.session.execute(wanted).all()
        ]

    def release(self, order_id: int, why: str, *, seen: int | None = None) -> Order:
        """Lets a held order go; the reason is kept. `seen`: the revision at which it was shown."""
        self._desk.require(Right.RELEASE_HOLD)
        order = find.by_id(self._desk.session, order_id, self._desk.party_id)
        check_seen(order, seen, OrderState.PLACED)
        hold.release(self._desk.session, self._own(order.buyer_id), order, self._actor, why)
        return order

    def disputes(self) -> list[tuple[Dispute, Bill]]:
        """The disputes that the house has to decide, the oldest first."""
        self._desk.require(Right.CONFIRM_RECEIPT)
        return dispute.open_disputes(self._desk.session, self._desk.party_id)

    def decide_dispute(self, dispute_id: int, outcome: str) -> None:
        """Ends a dispute with the house's word on it."""
        self._desk.require(Right.CONFIRM_RECEIPT)
        made = self._desk.session.get(Dispute, dispute_id)
        bill = self._desk.session.get(Bill, made.bill_id) if made is not None else None
        if made is None or bill is None or made.seller_id != self._desk.party_id:
            raise Refusal(Code.NOT_FOUND, what="dispute")
        dispute.decide(self._desk.session, self._own(bill.buyer_id), made, outcome, self._actor)

    def close_day(self, day: date, cash_counted: Decimal) -> DayClose:
        """Closes a business day with the cash that was counted."""
        desk = self._desk
        desk.require(Right.CONFIRM_RECEIPT)
        return close_day(desk.session, desk.party, day, cash_counted, self._actor, desk.now)

    @property
    def _actor(self) -> Actor:
        return Actor(self._desk.person_id, self._desk.party_id, self._desk.message_id)

    def _own(self, buyer_id: int) -> Pair:
        return pair_of(self._desk.session, self._desk.party_id, buyer_id, self._desk.now)

    def _looked_at(self, link: TradeLink, buyer: Party) -> Pair:
        """A pair to look at: its account may move on meanwhile."""
        desk = self._desk
        billing, today = billing_terms(desk.session, desk.party_id), business_day(desk.party, desk.now)
        return Pair(link, desk.party, buyer, billing, desk.now, today, booking_day(billing, today))

    def _receipt(self, receipt_id: int) -> tuple[Pair, Receipt]:
        """A receipt of the own house, behind its pair's lock."""
        self._desk.require(Right.CONFIRM_RECEIPT)
        receipt = self._desk.session.get(Receipt, receipt_id)
        if receipt is None or receipt.seller_id != self._desk.party_id:
            raise Refusal(Code.NOT_FOUND, what="receipt")
        pair = self._own(receipt.buyer_id)
        return pair, of_pair(self._desk.session, pair, receipt_id)
