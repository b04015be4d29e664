"""What a shop usually buys, how much of it and how often. Pure but for the dice that it is given."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.demo.market import Goods, Pair
from domain.catalogue.packs import Packing, Unit

NEARLY_ONE = 0.7  # of a case or an inner from which on a whole one is taken
NEPALI_RUPEES = 1.6  # for an Indian one
SURE = 0.85  # how likely what a shop never goes without is on an order
DRAWN = 0.55  # how likely anything else of its shelf is


@dataclass(frozen=True, slots=True)
class Usual:
    """A product that a shop keeps: how many it takes at a time, and how likely it is on an order."""

    sku: str
    quantity: int
    unit: Unit
    chance: float


@dataclass(frozen=True, slots=True)
class Habit:
    """How one shop buys from one seller."""

    pair: Pair
    every_days: int
    usual: tuple[Usual, ...]


def habit_of(pair: Pair, listed: Mapping[str, Any], dice: random.Random) -> Habit:
    """The habit of a shop by its class and country; `listed` is what the settings file says."""
    buyer = pair.trade.buyer
    kind = listed["classes"][buyer.grade]
    certain = tuple(_certain(line) for line in listed["usual"].get(buyer.code, ()) if line.split()[0] in pair.goods)
    settled = {_kind(pair.goods[each.sku]) for each in certain}
    brands = listed["brands"][buyer.country]
    likely = {
        sku: weight
        for sku, goods in pair.goods.items()
        if _kind(goods) not in settled and (weight := likeliness(goods, brands, listed["prices"])) > 0
    }
    drawn = draw(likely, kind["products"] - len(certain), dice)
    worth = kind["line_value"] * (NEPALI_RUPEES if buyer.currency == "NPR" else 1)
    usual = (_drawn(pair.goods[sku], worth * dice.lognormvariate(0, 0.35)) for sku in drawn)
    return Habit(pair, kind["every_days"], (*certain, *usual))


def _kind(goods: Goods) -> tuple[str, str]:
    """Who never goes without one product of a brand and kind takes no other of them."""
    return goods.item.brand, goods.item.subcategory


def likeliness(goods: Goods, brands: Mapping[str, float], prices: list[Mapping[str, float]]) -> float:
    """How likely a product is on a shelf, beside others: by brand and by price."""
    by_price = next(step["likelier"] for step in prices if goods.rate.price <= Decimal(step["up_to"]))
    return brands.get(goods.item.brand, 1) * by_price


def draw(likely: Mapping[str, float], count: int, dice: random.Random) -> list[str]:
    """`count` of the keys, each the likelier the more it weighs, none twice (Efraimidis and Spirakis, 2006)."""
    keyed = sorted(((dice.random() ** (1 / weight), key) for key, weight in likely.items()), reverse=True)
    return [key for _, key in keyed[: max(count, 0)]]


def packed(pieces: float, packing: Packing) -> tuple[int, Unit]:
    """About so many pieces, as people order them: whole cases, else whole inners, else a round number of pieces."""
    for unit in (Unit.CASE, Unit.INNER):
        each = packing.pieces_in(unit)
        if each and pieces >= NEARLY_ONE * each:
            return max(round(pieces / each), 1), unit
    step = 12 if pieces >= 24 else 5 if pieces >= 8 else 1
    return max(round(pieces / step), 1) * step, Unit.PIECE


def _certain(line: str) -> Usual:
    sku, quantity, unit = line.split()
    return Usual(sku, int(quantity), Unit(unit), SURE)


def _drawn(goods: Goods, worth: float) -> Usual:
    quantity, unit = packed(worth / float(goods.rate.price), goods.item.packing)
    return Usual(goods.item.sku, quantity, unit, DRAWN)
