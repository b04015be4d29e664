"""The order book of the own house: what it sold and bought, found by state, day and name; each order with its story."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlmodel import col

from domain.events import Event
from domain.network.rights import Right
from domain.network.tables import Party, Person
from domain.orders import find
from domain.orders.lifecycle import ON_THE_WAY
from domain.orders.tables import Order, OrderLine, OrderState
from domain.refusal import Code, Refusal

if TYPE_CHECKING:
    from domain.desk.desk import Desk

SEES_ORDERS = frozenset(
    {Right.SELL_FOR, Right.PACK, Right.DELIVER, Right.RELEASE_HOLD, Right.SEE_FIGURES, Right.ANSWER}
)


class Side(StrEnum):
    """On which side of the trade the own house stands."""

    SOLD = "sold"
    BOUGHT = "bought"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders: of one side, in these states (none: any), of one other party, placed from `since` before `until`,
    with `words` in their number or in the other party's name. The newest come first, or what is due for delivery.
    """

    side: Side = Side.SOLD
    states: Collection[OrderState] = ()
    other_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""
    by_delivery: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An order in the book, with the other party and how many goods it has."""

    order: Order
    other: Party
    lines: int


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to an order, and who did it."""

    event: Event
    by: str


class OrderBookFace:
    """Finds orders of the own house. A rep sees those of the shops on his beats."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def listed(self, wanted: Wanted, *, offset: int = 0, most: int = 50) -> list[Entry]:
        """Orders that fit."""
        self._may_see()
        newest = (col(Order.placed_at).desc(), col(Order.id).desc())
        other = Order.buyer_id if wanted.side is Side.SOLD else Order.seller_id
        query = (
            select(Order, Party, _lines())
            .join(Party, col(Party.id) == col(other))
            .where(*self._of(wanted.side), *_fitting(wanted, other))
            .order_by(*((col(Order.deliver_on), col(Order.id)) if wanted.by_delivery else newest))
            .offset(offset)
            .limit(most)
        )
        return [Entry(*row) for row in self._desk.session.execute(query)]

    def counts(self) -> dict[OrderState, tuple[int, Decimal]]:
        """How many sold orders are under way in each state, and what they come to in rupees."""
        self._may_see()
        query = (
            select(col(Order.state), func.count(), func.sum(col(Order.total)))
            .where(*self._of(Side.SOLD), col(Order.state).in_(ON_THE_WAY))
            .group_by(col(Order.state))
        )
        return {OrderState(state): (count, total) for state, count, total in self._desk.session.execute(query)}

    def placed_since(self, moment: datetime) -> tuple[int, Decimal]:
        """How many orders came since a moment, without cancelled ones, and what they come to in rupees."""
        self._may_see()
        query = select(func.count(), func.sum(col(Order.total))).where(
            *self._of(Side.SOLD), col(Order.placed_at) >= moment, col(Order.state) != OrderState.CANCELLED
        )
        count, total = self._desk.session.execute(query).one()
        return count, total or Decimal("0.00")

    def order(self, order_id: int) -> Order:
        """An order that the person may see; refused as not found for any other."""
        self._may_see()
        order = find.by_id(self._desk.session, order_id, self._desk.party_id)
        if order.seller_id == self._desk.party_id and self._desk.buyers.are_of_beats:
            self._desk.buyers.get(order.buyer_id)
        return order

    def story(self, order: Order) -> list[Happened]:
        """What happened to an order, the oldest first."""
        query = (
            select(Event, col(Person.name))
            .outerjoin(Person, col(Person.id) == col(Event.person_id))
            .where(col(Event.subject) == f"order:{order.id}")
            .order_by(col(Event.id))
        )
        return [Happened(event, name or "") for event, name in self._desk.session.execute(query)]

    def _may_see(self) -> None:
        if not SEES_ORDERS & self._desk.post.rights:
            raise Refusal(Code.NOT_ALLOWED, what="orders")

    def _of(self, side: Side) -> Sequence[ColumnElement[bool]]:
        desk = self._desk
        if side is Side.BOUGHT:
            desk.require(Right.BUY)
            return [col(Order.buyer_id) == desk.party_id]
        own = [col(Order.seller_id) == desk.party_id]
        return [*own, col(Order.buyer_id).in_(desk.buyers.ids())] if desk.buyers.are_of_beats else own


def _lines() -> ColumnElement[int]:
    counted: Select[int] = select(func.count()).where(col(OrderLine.order_id) == col(Order.id), ~col(OrderLine.free))
    return counted.correlate(Order).scalar_subquery()


def _fitting(wanted: Wanted, other: int) -> list[ColumnElement[bool]]:
    fits: list[ColumnElement[bool]] = []
    if wanted.states:
        fits.append(col(Order.state).in_(wanted.states))
    if wanted.other_id is not None:
        fits.append(col(other) == wanted.other_id)
    if wanted.since is not None:
        fits.append(col(Order.placed_at) >= wanted.since)
    if wanted.until is not None:
        fits.append(col(Order.placed_at) < wanted.until)
    if wanted.words:
        said = wanted.words.lower()
        named = (func.lower(col(column)).contains(said, autoescape=True) for column in (Order.number, Party.name))
        fits.append(or_(*named))
    return fits
