"""How the demo's year begins: every shop with its habits, every godown full."""

import random
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from bot.demo import files
from bot.demo.calendar import Calendar, at
from bot.demo.godown import Came, Godown
from bot.demo.habits import Habit, habit_of
from bot.demo.market import Market
from bot.demo.restocking import opening, weekly_sales
from bot.demo.selling import Present
from bot.demo.year import Year
from domain.stock.tables import MovementKind

OPENED = time(7, 0)

Weekly = Mapping[str, Mapping[str, float]]  # pieces by the seller's code and the sku


def begin(market: Market, begins: date, seed: int) -> Year:
    """The year before its first day; the same seed and the same files make the same year."""
    dice = random.Random(seed)  # noqa: S311 - a believable year, no secret
    listed = files.settings("habits")
    habits = tuple(
        habit_of(pair, listed, dice)
        for pair in market.pairs.values()
        if pair.is_shop and pair.trade.buyer.code not in listed["new"]
    )
    weekly = _weekly(market, habits)
    uncounted = files.settings("stock")["uncounted"]
    godowns = {
        code: _filled(market, code, weekly[code], frozenset(uncounted.get(code, ())), listed["brands"], begins)
        for code in market.places
    }
    return Year(market, Present(godowns), habits, weekly, Calendar.of(files.settings("calendar")), dice)


def _weekly(market: Market, habits: tuple[Habit, ...]) -> Weekly:
    """What each seller expects to sell: to its shops, and to those who sell on what they buy from it."""
    weekly = {
        code: weekly_sales(habit for habit in habits if habit.pair.trade.seller.code == code) for code in market.places
    }
    for seller, buyer in market.pairs:
        if seller in weekly and buyer in weekly:
            for sku, pieces in weekly[buyer].items():
                weekly[seller][sku] = weekly[seller].get(sku, 0.0) + pieces
    return weekly


def _filled(
    market: Market, code: str, weekly: Mapping[str, float], uncounted: frozenset[str], brands: Any, begins: date
) -> Godown:
    """A godown with a full stock of everything that somebody may ask for there."""
    pair = market.sold_by(code)[0]
    asked_for = brands[pair.trade.seller.country]
    godown = Godown(market.places[code])
    opened = at(pair.delivery, begins, OPENED)
    for sku, goods in pair.goods.items():
        if sku not in uncounted and asked_for.get(goods.item.brand, 1) > 0:
            pieces = opening(goods, weekly.get(sku, 0.0))
            godown.take_in(Came(goods.item.id, pieces, MovementKind.OPENING, opened))
    return godown
