"""Writes the year's events into the books, each pair's linked into its chain."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from bot.demo.sale import Booked
from bot.exchange.bulk import add_rows
from domain.events import Event, fingerprint
from domain.network.tables import TradeLink
from domain.orders.tables import OrderState


def book_events(session: Session, booked: Iterable[Booked]) -> None:
    """Books what happened to every order, in the order in which it happened."""
    happened = [(event, order.sale.pair.trade.link) for order in booked for event in _events(order)]
    happened.sort(key=lambda each: each[0].at)
    for event, link in happened:
        _chain(event, link)
    add_rows(session, Event, [event.model_dump(exclude={"id"}) for event, _ in happened])


def _chain(event: Event, link: TradeLink) -> None:
    """Links an event to the one before it, as `domain.events.chain` does one by one."""
    link.chain_length += 1
    event.link_id, event.chain_position, event.previous_hash = link.id, link.chain_length, link.chain_hash
    event.hash = link.chain_hash = fingerprint(event)


def _events(order: Booked) -> Iterator[Event]:
    sale = order.sale
    facts = {"number": sale.number, "total": str(sale.quote.total), "lines": len(sale.lines)}
    facts |= {"for_other": sale.by_seller, "from": None, "to": OrderState.PLACED.value}
    yield _event(order, "placed", sale.placed.at, sale.placed.person_id, facts)
    if sale.agreed_at is not None:
        facts = {"number": sale.number, "placed_by": sale.placed.person_id}
        yield _event(order, "agreed", sale.agreed_at, sale.pair.owner, facts)
    for before, step in zip(sale.steps, sale.steps[1:], strict=False):
        facts = {"number": sale.number, "from": before.state.value, "to": step.state.value, "reason": ""}
        yield _event(order, step.state.value, step.at, step.person_id, facts)


def _event(order: Booked, kind: str, at: datetime, person_id: int, facts: dict[str, object]) -> Event:
    trade = order.sale.pair.trade
    return Event(
        at=at.astimezone(UTC),
        kind=f"order.{kind}",
        subject=f"order:{order.order_id}",
        seller_id=trade.seller_id,
        buyer_id=trade.buyer_id,
        person_id=person_id,
        facts=facts,
    )
