"""What the seller's people do with orders: release what waits for credit, pack, send out, hand over.

Whoever acts says at which revision they saw the order; if it has moved since, nothing is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from domain.ledger.credit import Verdict
from domain.ledger.pair import Pair, billing_terms, booking_day, business_day, pair_of
from domain.network.rights import Right
from domain.network.tables import Party, Person, TradeLink
from domain.orders import deliver, hold, pack
from domain.orders.moving import Actor
from domain.orders.pack import Packed
from domain.orders.picking import Missing
from domain.orders.tables import Order, OrderHold, OrderState
from domain.refusal import Code, Refusal

if TYPE_CHECKING:
    from domain.desk.desk import Desk

NONE_MISSING: Mapping[int, Missing] = {}
ALL_ARRIVED: Mapping[int, int] = {}


@dataclass(frozen=True, slots=True)
class Held:
    """An order that waits for credit: for whom, why it was held, what stands in its way now, and who placed it."""

    order: Order
    buyer: Party
    link: TradeLink
    hold: OrderHold
    verdict: Verdict
    placed_by: Person


class FulfilmentFace:
    """Moves the own house's orders on."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    # --- orders that wait for credit

    def held(self) -> list[Held]:
        """Orders that wait, the oldest first; nothing is locked, so a release looks again."""
        desk = self._desk
        query = (
            select(Order, Party, TradeLink, OrderHold, Person)
            .join(Party, col(Party.id) == col(Order.buyer_id))
            .join(
                TradeLink, (col(TradeLink.seller_id) == Order.seller_id) & (col(TradeLink.buyer_id) == Order.buyer_id)
            )
            .join(OrderHold, (col(OrderHold.order_id) == Order.id) & col(OrderHold.ended_at).is_(None))
            .join(Person, col(Person.id) == col(Order.placed_by))
            .where(col(Order.seller_id) == desk.party_id, col(Order.state) == OrderState.HELD)
            .order_by(col(OrderHold.at), col(Order.id))
        )
        if desk.buyers.are_of_beats:
            query = query.where(col(Order.buyer_id).in_(desk.buyers.ids()))
        return [
            Held(order, buyer, link, held, self._verdict(order, buyer, link), placed_by)
            for order, buyer, link, held, placed_by in desk.session.execute(query)
        ]

    def _verdict(self, order: Order, buyer: Party, link: TradeLink) -> Verdict:
        desk = self._desk
        billing, today = billing_terms(desk.session, desk.party_id), business_day(desk.party, desk.now)
        pair = Pair(link, desk.party, buyer, billing, desk.now, today, booking_day(billing, today))
        return hold.what_frees(desk.session, pair, order)

    def release(self, order_id: int, revision: int, why: str) -> Order:
        """Lets an order go beyond the buyer's credit; whoever placed it may not."""
        self._desk.require(Right.RELEASE_HOLD)
        order = self._seen_at(order_id, revision, OrderState.PLACED)
        pair = pair_of(self._desk.session, order.seller_id, order.buyer_id, self._desk.now)
        hold.release(self._desk.session, pair, order, self._actor, why)
        return order

    # --- on its way

    def pack(self, order_id: int, revision: int, missing: Mapping[int, Missing] = NONE_MISSING) -> Packed:
        """Packs and bills an order; `missing` says by line what is not there."""
        self._desk.require(Right.PACK)
        order = self._seen_at(order_id, revision, OrderState.PACKED)
        return pack.pack(self._desk.session, order, self._actor, self._desk.now, missing)

    def dispatch(self, order_id: int, revision: int, carrier: str = "") -> Order:
        """Sends a packed order out."""
        if not (self._desk.may(Right.PACK) or self._desk.may(Right.DELIVER)):
            raise Refusal(Code.NOT_ALLOWED, right=Right.DELIVER.value)
        order = self._seen_at(order_id, revision, OrderState.DISPATCHED)
        deliver.dispatch(self._desk.session, order, self._actor, self._desk.now, carrier)
        return order

    def deliver(self, order_id: int, revision: int, missing: Mapping[int, int] = ALL_ARRIVED) -> Order:
        """Hands an order over; `missing` pieces by line are credited."""
        self._desk.require(Right.DELIVER)
        order = self._seen_at(order_id, revision, OrderState.DELIVERED)
        deliver.deliver(self._desk.session, order, self._actor, self._desk.now, missing)
        return order

    @property
    def _actor(self) -> Actor:
        return Actor(self._desk.person_id, self._desk.party_id, self._desk.message_id)

    def _seen_at(self, order_id: int, revision: int, then: OrderState) -> Order:
        """The own house's order, locked, as it was shown; refused where it has moved since."""
        desk = self._desk
        order = desk.session.get(Order, order_id, with_for_update=True, populate_existing=True)
        if order is None or order.seller_id != desk.party_id:
            raise Refusal(Code.NOT_FOUND, what="order")
        if desk.buyers.are_of_beats:
            desk.buyers.get(order.buyer_id)
        if order.revision != revision:
            raise Refusal(Code.MOVE_NOT_ALLOWED, number=order.number, now=order.state.value, then=then.value)
        return order
