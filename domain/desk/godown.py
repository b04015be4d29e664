"""The godown of whoever stands at the desk: orders to pack, to send out and to hand over."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from domain.catalogue.tables import Product
from domain.ledger.paper import CreditReason
from domain.network.rights import Right
from domain.network.tables import Party
from domain.orders import deliver, find, pack, returned
from domain.orders.moving import Actor, check_seen
from domain.orders.pack import Packed
from domain.orders.picking import Missing
from domain.orders.returned import Back, Credited, Fate
from domain.orders.tables import Order, OrderLine, OrderState
from domain.refusal import Code, Refusal
from domain.stock.issue import held_for
from domain.stock.tables import Place, Reservation

if TYPE_CHECKING:
    from domain.desk.desk import Desk

NOTHING_MISSING: Mapping[int, Missing] = {}
ALL_ARRIVED: Mapping[int, int] = {}


@dataclass(frozen=True, slots=True)
class Pick:
    """Goods to pick for a line of an order: how many from which place; nobody counts the stock where there is none."""

    line: OrderLine
    product: Product
    places: tuple[tuple[Place, int], ...]

    @property
    def pieces(self) -> int:
        """How many are to be packed."""
        return self.line.pieces - self.line.short


class GodownFace:
    """Packs, sends out and hands over the orders of the own house."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def to_pack(self) -> list[tuple[Order, Party]]:
        """Orders that may be packed, the earliest delivery first; those of which nothing is there yet are left out."""
        self._desk.require(Right.PACK)
        wanted = (
            select(Order, Party)
            .join(Party, col(Party.id) == col(Order.buyer_id))
            .where(
                col(Order.seller_id) == self._desk.party_id,
                col(Order.state) == OrderState.PLACED,
                select(col(OrderLine.id))
                .where(col(OrderLine.order_id) == col(Order.id), col(OrderLine.short) < col(OrderLine.pieces))
                .exists(),
            )
            .order_by(col(Order.deliver_on), col(Order.id))
        )
        return [(order, buyer) for order, buyer in self._desk.session.execute(wanted)]

    def picks(self, order_id: int) -> list[Pick]:
        """What to pick for an order, line by line."""
        self._desk.require(Right.PACK)
        session, order = self._desk.session, self._order(order_id)
        picks = []
        for line in find.lines_of(session, order.id):
            product = session.get_one(Product, line.product_id)
            picks.append(Pick(line, product, tuple(self._place(held) for held in held_for(session, line.id))))
        return picks

    def would_bill(self, order_id: int, missing: Mapping[int, Missing]) -> Decimal:
        """What the bill would come to with these pieces (by order line) missing."""
        self._desk.require(Right.PACK)
        return pack.would_bill(self._desk.session, self._order(order_id), self._desk.party, self._desk.now, missing)

    def pack(
        self, order_id: int, missing: Mapping[int, Missing] = NOTHING_MISSING, *, seen: int | None = None
    ) -> Packed:
        """Packs an order; what is missing is cancelled with its reason. `seen`: the revision at which it was shown."""
        self._desk.require(Right.PACK)
        order = self._order(order_id)
        check_seen(order, seen, OrderState.PACKED)
        return pack.pack(self._desk.session, order, self._actor, self._desk.now, missing)

    def dispatch(self, order_id: int, carrier: str = "", *, seen: int | None = None) -> Order:
        """Sends a packed order out."""
        self._desk.require(Right.DELIVER)
        order = self._order(order_id)
        check_seen(order, seen, OrderState.DISPATCHED)
        deliver.dispatch(self._desk.session, order, self._actor, self._desk.now, carrier)
        return order

    def deliver(
        self,
        order_id: int,
        missing: Mapping[int, int] = ALL_ARRIVED,
        fate: Fate = Fate.GONE,
        *,
        seen: int | None = None,
    ) -> Credited | None:
        """Hands an order over; pieces (by order line) that are missing are credited."""
        self._desk.require(Right.DELIVER)
        order = self._order(order_id)
        check_seen(order, seen, OrderState.DELIVERED)
        return deliver.deliver(self._desk.session, order, self._actor, self._desk.now, missing, fate)

    def say_missing(self, order_id: int, missing: Mapping[int, int]) -> Decimal:
        """The buyer's word that pieces are missing; gives what the bill would then come to."""
        desk = self._desk
        desk.require(Right.BUY)
        order = find.by_id(desk.session, order_id, desk.party_id)
        if order.buyer_id != desk.party_id:
            raise Refusal(Code.NOT_FOUND, what="order")
        return deliver.say_missing(desk.session, order, missing, self._actor, desk.now)

    def take_back(self, order_id: int, back: Mapping[int, Back], words: str = "") -> Credited:
        """Takes goods (by line of the bill) back and credits them at the bill's prices."""
        self._desk.require(Right.CONFIRM_RECEIPT)
        bill = returned.invoice_of(self._desk.session, self._order(order_id).id)
        if bill is None:
            raise Refusal(Code.NOT_FOUND, what="bill")
        reason = CreditReason.RETURN
        return returned.take_back(self._desk.session, bill, back, reason, self._actor, self._desk.now, words)

    @property
    def _actor(self) -> Actor:
        return Actor(self._desk.person_id, self._desk.party_id, self._desk.message_id)

    def _order(self, order_id: int) -> Order:
        """An order that the own house sells."""
        order = find.by_id(self._desk.session, order_id, self._desk.party_id)
        if order.seller_id != self._desk.party_id:
            raise Refusal(Code.NOT_FOUND, what="order")
        return order

    def _place(self, held: Reservation) -> tuple[Place, int]:
        return self._desk.session.get_one(Place, held.place_id), held.quantity
