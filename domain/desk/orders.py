"""The orders of whoever stands at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import col

from domain import events
from domain.catalogue.packs import Unit
from domain.catalogue.tables import Product
from domain.events import Event
from domain.network.rights import Right
from domain.network.tables import Party, Person, SellerTerms
from domain.orders import find
from domain.orders.cancel import cancel
from domain.orders.cart import Wish
from domain.orders.moving import Actor, check_seen
from domain.orders.tables import Order, OrderLine, OrderState
from domain.refusal import Code, Refusal

if TYPE_CHECKING:
    from domain.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Booked:
    """An order with its goods and the two parties, as either of them may see it."""

    order: Order
    lines: tuple[tuple[OrderLine, Product], ...]
    seller: Party
    buyer: Party
    placed_by: Person
    at: dict[str, str]

    @property
    def short(self) -> tuple[tuple[OrderLine, Product], ...]:
        """Lines of which something follows later."""
        return tuple((line, product) for line, product in self.lines if line.short)


class OrdersFace:
    """Finds, shows, repeats and cancels orders of the own side."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def _side(self) -> int:
        buyer = self._desk.buyer
        return buyer.id if buyer is not None and buyer.id is not None else self._desk.party_id

    def get(self, order_id: int) -> Booked:
        """An order of the own side by its row number."""
        return self._booked(find.by_id(self._desk.session, order_id, self._side()))

    def numbered(self, number: str) -> Booked:
        """An order of the own side by the number that people say."""
        return self._booked(find.by_number(self._desk.session, number, self._side()))

    def series(self) -> list[str]:
        """The series that numbers of the own side's orders begin with."""
        if self._desk.trades:
            return [trade.terms.series for trade in self._desk.trades]
        terms = self._desk.session.get(SellerTerms, self._desk.party_id)
        return [terms.series] if terms is not None else []

    def last(self) -> Booked | None:
        """The newest order that was not cancelled."""
        order = find.last_of(self._desk.session, self._side())
        return self._booked(order) if order is not None else None

    def under_way(self) -> list[Booked]:
        """Orders that have not arrived yet, the newest first."""
        return [self._booked(order) for order in find.under_way(self._desk.session, self._side())]

    def again(self, order_id: int | None = None) -> list[Wish]:
        """The goods of an order (the last by default) as wishes; what is sold no more is only named."""
        booked = self.last() if order_id is None else self.get(order_id)
        if booked is None:
            raise Refusal(Code.NOT_FOUND, what="order")
        self._desk.people.buy_from(booked.order.seller_id)
        items = self._desk.shelf.items
        wishes = []
        for line, product in booked.lines:
            if line.free:
                continue
            item = items.get(line.product_id)
            if item is None:
                wishes.append(Wish(said=product.name))
                continue
            each = item.packing.pieces_in(Unit(line.unit)) or 1
            whole = line.pieces % each == 0
            wishes.append(
                Wish(
                    said=line.said or item.title,
                    product_id=item.id,
                    quantity=line.pieces // each if whole else line.pieces,
                    unit=line.unit if whole else "piece",
                )
            )
        return wishes

    def cancel(self, order_id: int, revision: int, reason: str = "") -> Booked:
        """Cancels an order as it was shown at `revision`."""
        desk = self._desk
        order = find.by_id(desk.session, order_id, self._side())
        if not (desk.may(Right.BUY) or desk.may(Right.SELL_FOR)):
            raise Refusal(Code.NOT_ALLOWED, right=Right.BUY.value)
        check_seen(order, revision, OrderState.CANCELLED)
        cancel(desk.session, order, Actor(desk.person_id, desk.party_id, desk.message_id), desk.now, reason)
        return self._booked(order)

    def answer(self, order_id: int, agrees: bool) -> Booked:
        """The buyer's word on an order that somebody else placed for him; it is asked for once."""
        desk = self._desk
        order = find.by_id(desk.session, order_id, desk.party_id)
        if order.buyer_id != desk.party_id:
            raise Refusal(Code.NOT_FOUND, what="order")
        desk.require(Right.BUY)
        answered = desk.session.execute(
            update(Order)
            .where(col(Order.id) == order_id, col(Order.buyer_answer) == "asked")
            .values(buyer_answer="agreed" if agrees else "objected")
            .execution_options(synchronize_session=False)
        )
        if answered.rowcount:  # type: ignore[attr-defined]
            desk.session.refresh(order)
            events.append(
                desk.session,
                Event(
                    at=desk.now,
                    kind="order.agreed" if agrees else "order.objected",
                    subject=f"order:{order.id}",
                    seller_id=order.seller_id,
                    buyer_id=order.buyer_id,
                    person_id=desk.person_id,
                    message_id=desk.message_id,
                    facts={"number": order.number, "placed_by": order.placed_by},
                ),
            )
        return self._booked(order)

    def _booked(self, order: Order) -> Booked:
        session = self._desk.session
        lines: Sequence[OrderLine] = find.lines_of(session, order.id)
        seller, buyer = session.get(Party, order.seller_id), session.get(Party, order.buyer_id)
        placed_by = session.get(Person, order.placed_by)
        assert seller is not None
        assert buyer is not None
        assert placed_by is not None
        products = [(line, product) for line in lines if (product := session.get(Product, line.product_id)) is not None]
        moments = {
            event.kind.removeprefix("order."): event.at.isoformat()
            for event in events.of_subject(session, f"order:{order.id}")
        }
        return Booked(order, tuple(products), seller, buyer, placed_by, moments)
