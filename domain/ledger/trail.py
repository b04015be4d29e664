"""What happens to a pair's account goes on its trail: one way to say it."""

from typing import Any

from sqlalchemy.orm import Session

from domain import events
from domain.events import Event
from domain.ledger.pair import Pair
from domain.orders.moving import Actor


def tell(session: Session, pair: Pair, kind: str, subject: str, by: Actor, facts: dict[str, Any]) -> None:
    """Appends to the pair's trail what happened to which subject (`bill:12`), by whom, with the facts of it."""
    events.append(
        session,
        Event(
            at=pair.now,
            kind=kind,
            subject=subject,
            seller_id=pair.seller.id,
            buyer_id=pair.buyer.id,
            person_id=by.person_id,
            message_id=by.message_id,
            facts=facts,
        ),
    )
