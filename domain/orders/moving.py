"""Moving an order along its life: one conditional update, so that of two who try at once one is told no."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from domain import events
from domain.events import Event
from domain.orders.lifecycle import check_move
from domain.orders.tables import Order, OrderState
from domain.refusal import Code, Refusal

NO_FACTS: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something to an order or an account, from which party, because of which message.

    A payment provider that confirms a payment is no person.
    """

    person_id: int | None
    party_id: int
    message_id: int | None


def check_seen(order: Order, revision: int | None, then: OrderState) -> None:
    """Raises a refusal where an order has moved since it was shown at `revision` (None: nobody says when)."""
    if revision is not None and order.revision != revision:
        raise Refusal(Code.MOVE_NOT_ALLOWED, number=order.number, now=order.state.value, then=then.value)


def change_state(
    session: Session,
    order: Order,
    then: OrderState,
    by: Actor,
    at: datetime,
    reason: str = "",
    *,
    kind: str = "",
    facts: Mapping[str, Any] = NO_FACTS,
) -> None:
    """Moves an order along the table of moves, once: of two who try at the same moment the second is refused.

    The event is named for the new state, unless `kind` says better what happened; `facts` are added to it. A clock that
    jumped back does not let a state begin before the last.
    """
    check_move(order.state, then)
    moved = session.execute(
        update(Order)
        .where(col(Order.id) == order.id, col(Order.state) == order.state, col(Order.revision) == order.revision)
        .values(state=then, revision=col(Order.revision) + 1, state_since=max(at, order.state_since))
        .execution_options(synchronize_session=False)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        raise Refusal(Code.MOVE_NOT_ALLOWED, number=order.number, now=order.state.value, then=then.value)
    before = order.state
    session.refresh(order)
    events.append(
        session,
        Event(
            at=at,
            kind=kind or f"order.{then.value}",
            subject=f"order:{order.id}",
            seller_id=order.seller_id,
            buyer_id=order.buyer_id,
            person_id=by.person_id,
            message_id=by.message_id,
            facts={"number": order.number, "from": before.value, "to": then.value, "reason": reason, **facts},
        ),
    )
