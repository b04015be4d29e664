"""Orders: the list, one order with its story, what is done with it; orders on hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask.typing import ResponseReturnValue
from pydantic import Field

from bot.web.console import letters, paging
from bot.web.console.blueprint import Console
from bot.web.console.forms import Packing, Seen
from bot.web.console.once import Outcome
from bot.web.console.sheets import MOST_ROWS, sheet
from bot.web.console.visit import Visit
from conversations.text import _
from domain.desk.order_book import Entry, Happened, Side, Wanted
from domain.desk.till import HeldOrder
from domain.orders.tables import Order, OrderState


class Reasoned(Seen):
    """Something that is done for a reason, which is kept."""

    why: str = Field(min_length=3, max_length=200)


class Sending(Seen):
    """Sending an order out with somebody."""

    carrier: str = Field(default="", max_length=80)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to."""

    side: Side
    state: OrderState | None
    wanted: Wanted
    since: str
    until: str


def orders_room(console: Console) -> None:
    """Adds the pages of orders."""
    _list(console)
    _one(console)
    _holds(console)
    _moves(console)


def _list(console: Console) -> None:
    @console.page("/orders")
    def orders(visit: Visit) -> ResponseReturnValue:
        asked = _asked(visit)
        rows = paging.rows(lambda offset, most: _look(visit, asked, offset, most), by_time=True)
        return visit.render("orders.html", asked=asked, rows=rows, states=OrderState, sides=_sides(visit))

    @console.page("/orders.csv")
    def orders_csv(visit: Visit) -> ResponseReturnValue:
        entries = _look(visit, _asked(visit), 0, MOST_ROWS)
        heading = ("number", "party", "placed_at", "state", "deliver_on", "items", "currency", "total")
        return sheet("orders", heading, (_cells(entry, visit.desk.zone) for entry in entries))


def _one(console: Console) -> None:
    @console.page("/orders/<row:order_id>")
    def order(visit: Visit, order_id: int) -> ResponseReturnValue:
        booked = visit.desk.orders.get(visit.desk.order_book.order(order_id).id)
        sold = booked.seller.id == visit.desk.party_id
        visit.shows(f"party:{booked.buyer.id}" if sold else f"party:{booked.seller.id}")
        story = visit.desk.order_book.story(booked.order)
        return visit.render(
            "order.html",
            booked=booked,
            sold=sold,
            story=story,
            letters=_letters(visit, booked.order, story),
            bill=visit.desk.accounts.of_order(order_id) if sold and visit.may("bill") else None,
            held=_held(visit, order_id) if sold and booked.order.state is OrderState.HELD else None,
        )


def _holds(console: Console) -> None:
    @console.page("/holds")
    def holds(visit: Visit) -> ResponseReturnValue:
        return visit.render("holds.html", held_orders=visit.desk.till.held())

    @console.action("/orders/<row:order_id>/release", Reasoned)
    def release(visit: Visit, form: Reasoned, order_id: int) -> Outcome:
        order = visit.desk.till.release(order_id, form.why, seen=form.revision)
        return Outcome(form.back, _("%(number)s is released and goes to packing.", number=order.number))


def _moves(console: Console) -> None:
    @console.action("/orders/<row:order_id>/pack", Packing)
    def pack(visit: Visit, form: Packing, order_id: int) -> Outcome:
        packed = visit.desk.godown.pack(order_id, form.missing, seen=form.revision)
        number = packed.order.number
        if packed.hold is not None:
            return Outcome(form.back, _("%(number)s may not go any more: it is on hold.", number=number), refused=True)
        if packed.bill is None:
            return Outcome(form.back, _("%(number)s is packed.", number=number))
        return Outcome(form.back, _("%(number)s is packed; bill %(bill)s.", number=number, bill=packed.bill.number))

    @console.action("/orders/<row:order_id>/dispatch", Sending)
    def dispatch(visit: Visit, form: Sending, order_id: int) -> Outcome:
        order = visit.desk.godown.dispatch(order_id, form.carrier, seen=form.revision)
        return Outcome(form.back, _("%(number)s is on its way.", number=order.number))

    @console.action("/orders/<row:order_id>/deliver", Packing)
    def deliver(visit: Visit, form: Packing, order_id: int) -> Outcome:
        missing = {line: gone.pieces for line, gone in form.missing.items()}
        visit.desk.godown.deliver(order_id, missing, seen=form.revision)
        return Outcome(form.back, _("%(number)s is delivered.", number=visit.desk.order_book.order(order_id).number))

    @console.action("/orders/<row:order_id>/cancel", Reasoned)
    def cancel(visit: Visit, form: Reasoned, order_id: int) -> Outcome:
        visit.desk.order_book.order(order_id)
        booked = visit.desk.orders.cancel(order_id, form.revision, form.why)
        return Outcome(form.back, _("%(number)s is cancelled.", number=booked.order.number))


# --- what is asked for


def _asked(visit: Visit) -> Filter:
    side = paging.one_of("side", Side) or Side.SOLD
    side = side if side in _sides(visit) else Side.SOLD
    state = paging.one_of("state", OrderState)
    since, until = paging.day("since"), paging.day("until")
    zone = visit.desk.zone
    wanted = Wanted(
        side,
        (state,) if state else (),
        paging.number_of("party"),
        datetime.combine(since, time.min, zone) if since else None,
        datetime.combine(until + timedelta(days=1), time.min, zone) if until else None,
        paging.words(),
    )
    return Filter(side, state, wanted, since.isoformat() if since else "", until.isoformat() if until else "")


def _sides(visit: Visit) -> tuple[Side, ...]:
    return (Side.SOLD, Side.BOUGHT) if visit.desk.trades else (Side.SOLD,)


def _look(visit: Visit, asked: Filter, offset: int, most: int) -> list[Entry]:
    return visit.desk.order_book.listed(asked.wanted, offset=offset, most=most)


def _cells(entry: Entry, zone: ZoneInfo) -> tuple[object, ...]:
    order, placed_at = entry.order, entry.order.placed_at.astimezone(zone)
    money = (order.currency, order.total)
    return order.number, entry.other.name, placed_at, order.state.value, order.deliver_on, entry.lines, *money


def _letters(visit: Visit, order: Order, story: Sequence[Happened]) -> list[letters.Line]:
    """Every message about the order, for those who may read messages."""
    if not visit.may("chat"):
        return []
    return letters.about_order(visit, order, [step.event.message_id for step in story if step.event.message_id])


def _held(visit: Visit, order_id: int) -> HeldOrder | None:
    """Why it waits, for those who may release it."""
    if not visit.may("release"):
        return None
    return next((held for held in visit.desk.till.held() if held.order.id == order_id), None)
