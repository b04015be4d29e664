"""The orders of the last day or so, at every stage, as `data/under_way.toml` lists them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.demo.calendar import at, last_working_moment, working_day_before
from bot.demo.market import Pair
from bot.demo.sale import Wish
from bot.demo.selling import sell
from bot.demo.year import Year
from domain.catalogue.packs import Unit
from domain.orders.tables import OrderState

TO_LOAD = timedelta(minutes=80)  # from packed to gone
TO_AGREE = timedelta(minutes=12)

Listed = Mapping[str, Any]


def add_under_way(year: Year, listed: Iterable[Listed], now: datetime) -> None:
    """Enters the listed orders into the year, the earliest first."""
    known = [(year.market.pairs[order["seller"], order["shop"]], order) for order in listed]
    placed = [(_placed(pair, order, now), pair, order) for pair, order in known]
    for when, pair, order in sorted(placed, key=lambda each: each[0]):
        _enter(year, pair, order, when, last_working_moment(pair.delivery, now))


def _placed(pair: Pair, order: Listed, now: datetime) -> datetime:
    moment = last_working_moment(pair.delivery, now)
    if "minutes" in order:
        return moment - timedelta(minutes=order["minutes"])
    return at(pair.delivery, working_day_before(pair.delivery, moment.date(), order["days"]), order["at"])


def _enter(year: Year, pair: Pair, order: Listed, placed: datetime, moment: datetime) -> None:
    rep = pair.rep if order.get("by") == "rep" else None
    sale = sell(year.present, pair, [_wish(line) for line in order["lines"]], placed, by_seller=rep)
    if sale is None:
        return
    year.sales.append(sale)
    state = OrderState(order["state"])
    if state is OrderState.PLACED:
        return
    if rep is not None:
        sale.agreed_at = placed + TO_AGREE
    since = moment - timedelta(minutes=order["since"])
    if state is OrderState.PACKED:
        year.pack(sale, since)
    else:
        year.pack(sale, since - TO_LOAD)
        year.dispatch(sale, since)


def _wish(line: str) -> Wish:
    sku, quantity, unit = line.split()
    return Wish(sku, int(quantity), Unit(unit))
