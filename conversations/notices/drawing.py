"""A notice in words, drawn for its reader at the moment of sending; None where it is no longer true."""

from collections.abc import Callable
from typing import Any

from conversations.notices import care, orders
from conversations.prompts import Prompt
from domain.desk.desk import Desk
from domain.refusal import Code, Refusal

DRAW: dict[str, Callable[[Desk, dict[str, Any]], Prompt | None]] = {
    "new_order": orders.new_order,
    "order_for_you": orders.order_for_you,
    "order_cancelled": orders.order_cancelled,
    "back_ordered": orders.back_ordered,
    "order_agreed": orders.order_agreed,
    "order_objected": orders.order_objected,
    "cart_offered": orders.cart_offered,
    "talk_wanted": care.talk_wanted,
    "list_to_type": care.list_to_type,
    "outlet_asked": care.outlet_asked,
    "taken_on": care.taken_on,
    "turned_down": care.turned_down,
}


def draw(kind: str, desk: Desk, facts: dict[str, Any]) -> Prompt | None:
    """The words for the person at `desk`; None where there is nothing to tell any more."""
    try:
        return DRAW[kind](desk, facts)
    except Refusal as refusal:
        if refusal.code in (Code.NOT_FOUND, Code.NOT_ALLOWED, Code.CART_CHANGED):
            return None
        raise
