"""Who else must hear of what happened: the one place where that is decided."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from domain.events import Event
from domain.network.rights import Right


@dataclass(frozen=True, slots=True)
class Audience:
    """The people of a party with a right, or one contact."""

    party_id: int | None = None
    right: Right | None = None
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell: its kind and facts, to whom, and the occasion of which nobody hears twice.

    `done_by` is the person who did it, and so is not told.
    """

    kind: str
    to: Audience
    occasion: str
    facts: dict[str, Any] = field(default_factory=dict)
    done_by: int | None = None


def from_events(events: Iterable[Event]) -> list[Notice]:
    """The notices that events call for."""
    return [
        replace(notice, done_by=event.person_id)
        for event in events
        if event.kind in RULES
        for notice in RULES[event.kind](event)
    ]


def _number(event: Event) -> int:
    return int(event.subject.rpartition(":")[2])


def _order_placed(event: Event) -> list[Notice]:
    facts = {"order": _number(event)}
    told = [Notice("new_order", Audience(event.seller_id, Right.PACK), event.subject, facts)]
    if event.facts.get("for_other"):
        told.append(Notice("order_for_you", Audience(event.buyer_id, Right.BUY), event.subject, facts))
    return told


def _order_cancelled(event: Event) -> list[Notice]:
    facts = {"order": _number(event)}
    return [
        Notice("order_cancelled", Audience(event.seller_id, Right.PACK), event.subject, facts),
        Notice("order_cancelled", Audience(event.buyer_id, Right.BUY), event.subject, facts),
    ]


def _back_ordered(event: Event) -> list[Notice]:
    facts = {"order": _number(event), "product": event.facts["product"], "pieces": event.facts["pieces"]}
    occasion = f"{event.subject}:{event.facts['product']}:{event.facts['short']}"
    return [Notice("back_ordered", Audience(event.buyer_id, Right.BUY), occasion, facts)]


def _order_answered(event: Event) -> list[Notice]:
    kind = "order_agreed" if event.kind == "order.agreed" else "order_objected"
    return [Notice(kind, Audience(event.seller_id, Right.SELL_FOR), event.subject, {"order": _number(event)})]


def _cart_offered(event: Event) -> list[Notice]:
    facts = {"cart": _number(event), "revision": event.facts["revision"], "seller": event.seller_id}
    occasion = f"{event.subject}:{event.facts['revision']}"
    return [Notice("cart_offered", Audience(event.buyer_id, Right.BUY), occasion, facts)]


def _talk_wanted(event: Event) -> list[Notice]:
    if event.seller_id is None:
        return []
    return [Notice("talk_wanted", Audience(event.seller_id, Right.ANSWER), event.subject, {"talk": _number(event)})]


def _to_type(event: Event) -> list[Notice]:
    return [Notice("list_to_type", Audience(event.seller_id, Right.SELL_FOR), event.subject, {"task": _number(event)})]


def _outlet_asked(event: Event) -> list[Notice]:
    if event.seller_id is None:
        return []
    facts = {"request": _number(event)}
    return [Notice("outlet_asked", Audience(event.seller_id, Right.TAKE_ON), event.subject, facts)]


def _outlet_decided(event: Event) -> list[Notice]:
    kind = "taken_on" if event.kind == "outlet.taken_on" else "turned_down"
    to = Audience(contact_id=event.facts["contact"])
    return [Notice(kind, to, event.subject, {"seller": event.seller_id, "name": event.facts["name"]})]


RULES: dict[str, Callable[[Event], list[Notice]]] = {
    "order.placed": _order_placed,
    "order.cancelled": _order_cancelled,
    "order.back_ordered": _back_ordered,
    "order.agreed": _order_answered,
    "order.objected": _order_answered,
    "cart.offered": _cart_offered,
    "care.asked": _talk_wanted,
    "care.to_type": _to_type,
    "outlet.asked": _outlet_asked,
    "outlet.taken_on": _outlet_decided,
    "outlet.turned_down": _outlet_decided,
}
