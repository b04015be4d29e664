"""The first page: what somebody of this house should do next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal

from flask.typing import ResponseReturnValue

from bot.web.console import unsent
from bot.web.console.blueprint import Console
from bot.web.console.visit import Visit
from conversations.text import _
from domain.desk.order_book import Wanted
from domain.orders.tables import OrderState

MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure that leads to its list: how many, and what they come to where that says something."""

    endpoint: str
    label: str
    count: int
    amount: Decimal | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    urgent: bool = False


def today_room(console: Console) -> None:
    """Adds the page."""

    @console.page("/")
    def today(visit: Visit) -> ResponseReturnValue:
        return visit.render(
            "today.html",
            tiles=_tiles(visit),
            to_pack=_to_pack(visit),
            held=visit.desk.till.held()[:MOST_SHOWN] if visit.may("release") else [],
            waits=visit.desk.care.waiting() if visit.may("waiting") else None,
            unsent=unsent.unsent(visit)[:MOST_SHOWN] if visit.may("unsent_letters") else [],
            placed=_placed_today(visit),
        )


def _tiles(visit: Visit) -> list[Tile]:
    tiles: list[Tile] = []
    if visit.may("orders"):
        counts = visit.desk.order_book.counts()
        for state, label in ((OrderState.PLACED, _("to pack")), (OrderState.DISPATCHED, _("on their way"))):
            count, amount = counts.get(state, (0, Decimal(0)))
            tiles.append(Tile("orders", label, count, amount, {"state": state.value}))
        count, amount = counts.get(OrderState.HELD, (0, Decimal(0)))
        endpoint, query = ("holds", {}) if visit.may("holds") else ("orders", {"state": OrderState.HELD.value})
        tiles.append(Tile(endpoint, _("on hold"), count, amount, query, urgent=count > 0))
    if visit.may("confirm_receipt"):
        claimed = visit.desk.till.to_confirm()
        amount = sum((receipt.amount for receipt, _buyer in claimed), Decimal(0))
        tiles.append(Tile("receipts", _("payments to confirm"), len(claimed), amount, urgent=bool(claimed)))
    if visit.may("waiting"):
        waits = visit.desk.care.waiting()
        count = len(waits.lists) + len(waits.outlets) + len(waits.talks)
        tiles.append(Tile("waiting", _("waiting for you"), count, urgent=count > 0))
    if visit.may("unsent_letters"):
        count = len(unsent.unsent(visit))
        tiles.append(Tile("unsent_letters", _("not sent"), count, urgent=count > 0))
    return tiles


def _to_pack(visit: Visit) -> object:
    if not visit.may("orders"):
        return []
    return visit.desk.order_book.listed(Wanted(states=(OrderState.PLACED,), by_delivery=True), most=MOST_SHOWN)


def _placed_today(visit: Visit) -> tuple[int, Decimal] | None:
    if not visit.may("orders"):
        return None
    return visit.desk.order_book.placed_since(datetime.combine(visit.desk.today, time.min, visit.desk.zone))
