"""Quotes a second of processor time: carts of 1, 5 and 30 lines against 10, 100 and 1,000 live schemes.

The shop is made up with a seed: 300 products of 30 brands in 8 categories, and schemes of every kind, most of them on a
few products, one in fifty on the whole order. The floor is the same cart with no scheme at all.
"""

import json
import os
import platform
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from domain.pricing.book import SchemeBook
from domain.pricing.quoting import quote
from domain.pricing.scheme import (
    SAME,
    AmountOff,
    Basis,
    Calculation,
    Combine,
    FreeGoods,
    Give,
    Goods,
    Per,
    Percent,
    Scheme,
    Scope,
    SetPrice,
    Slab,
)
from domain.pricing.values import Buyer, CartLine, Price, Quote, Unit

Cart = list[CartLine]

PRODUCTS, BRANDS, CATEGORIES = 300, 30, 8
NO_SCHEMES = SchemeBook.of([])
LINES = (1, 5, 30)
SCHEMES = (10, 100, 1000)
CARTS = 40
ROUNDS = 5
SECONDS = 0.2
DAY = date(2026, 11, 24)
BUYER = Buyer(id="SHOP", region="north", class_="A", tier="retailer")


def _slab(start: int, end: int | None, give: Give) -> Slab:
    return Slab(Decimal(start), None if end is None else Decimal(end), give)


KINDS: tuple[dict[str, Any], ...] = (
    {"slabs": (_slab(1, 5, Percent(Decimal(3))), _slab(5, None, Percent(Decimal(5)))), "unit": Unit.CASE},
    {
        "slabs": (_slab(10, None, FreeGoods(SAME, Decimal(1))),),
        "unit": Unit.CASE,
        "calculation": Calculation.RECURRING,
        "combine": Combine.EXCLUSIVE,
    },
    {
        "slabs": (_slab(3, 10, Percent(Decimal(2))), _slab(10, None, Percent(Decimal(4)))),
        "unit": Unit.CASE,
        "scope": Scope.MIX,
        "combine": Combine.ON_NET,
    },
    {"slabs": (_slab(12, None, AmountOff(Decimal("0.50"), Per.UNIT)),), "cap_order": Decimal(500)},
    {
        "slabs": (_slab(1_000, None, AmountOff(Decimal(20), Per.ORDER)),),
        "basis": Basis.AMOUNT,
        "scope": Scope.MIX,
        "calculation": Calculation.RECURRING,
    },
    {"slabs": (_slab(24, None, SetPrice(Decimal(10))),), "combine": Combine.EXCLUSIVE},
)
ORDER: dict[str, Any] = {
    "slabs": (_slab(5_000, 20_000, Percent(Decimal(1))), _slab(20_000, None, Percent(Decimal(2)))),
    "scope": Scope.ORDER,
    "basis": Basis.AMOUNT,
}


def main() -> None:
    """Measures each combination and prints one JSON object."""
    dice = random.Random(2026)
    prices = _price_list(dice)
    results = [_measure(lines, schemes, prices, dice) for schemes in SCHEMES for lines in LINES]
    for result in results:
        print("{lines:3} lines {schemes:5} schemes {quotes_per_cpu_second:7} quotes/CPU-s".format(**result))
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.platform()}
    print(json.dumps({"benchmark": "quote", "machine": machine, "results": results}))


def _measure(lines: int, schemes: int, prices: dict[str, Price], dice: random.Random) -> dict[str, object]:
    book = SchemeBook.of(_scheme(number, dice) for number in range(schemes))
    carts = [_cart(lines, dice) for _ in range(CARTS)]
    cost, floor = _costs(
        carts,
        lambda cart: quote(cart, prices, book, BUYER, DAY),
        lambda cart: quote(cart, prices, NO_SCHEMES, BUYER, DAY),
    )
    touching = statistics.mean(len(quote(cart, prices, book, BUYER, DAY).explain) for cart in carts)
    return {
        "lines": lines,
        "schemes": schemes,
        "schemes_touching_a_cart": round(touching, 1),
        "quotes_per_cpu_second": round(1 / cost),
        "microseconds": round(cost * 1e6),
        "times_the_floor": round(cost / floor, 1),
    }


def _costs(carts: Sequence[Cart], *ways: Callable[[Cart], Quote]) -> list[float]:
    """CPU seconds a cart for each way, the median of rounds in which the ways take turns."""
    rounds = [[_cost(carts, way) for way in ways] for _ in range(ROUNDS)]
    return [statistics.median(costs) for costs in zip(*rounds, strict=True)]


def _cost(carts: Sequence[Cart], way: Callable[[Cart], Quote]) -> float:
    begun, done = time.process_time(), 0
    while time.process_time() - begun < SECONDS:
        for cart in carts:
            way(cart)
        done += len(carts)
    return (time.process_time() - begun) / done


def _price_list(dice: random.Random) -> dict[str, Price]:
    rows = {}
    for number in range(PRODUCTS):
        brand = number % BRANDS
        rows[f"P{number}"] = Price(
            sku=f"P{number}",
            price=Decimal(dice.randrange(200, 40_000)) / 100,
            tax_rate=Decimal(dice.choice((0, 5, 18))),
            tax_included=dice.random() < 0.2,
            tax_parts=2,
            pieces_per_case=dice.choice((12, 24, 48, 96)),
            brand=f"B{brand}",
            category=f"C{brand % CATEGORIES}",
        )
    return rows


def _cart(lines: int, dice: random.Random) -> Cart:
    return [
        CartLine(f"P{product}", Decimal(dice.randrange(1, 13)), dice.choice((Unit.PIECE, Unit.CASE)))
        for product in dice.sample(range(PRODUCTS), lines)
    ]


def _scheme(number: int, dice: random.Random) -> Scheme:
    if number % 50 == 0:
        return Scheme(code=f"S{number}", **ORDER)
    return Scheme(code=f"S{number}", buy=_goods(dice), **KINDS[number % len(KINDS)])


def _goods(dice: random.Random) -> Goods:
    kind = dice.random()
    if kind < 0.7:
        return Goods(skus=frozenset(f"P{product}" for product in dice.sample(range(PRODUCTS), dice.randrange(1, 5))))
    if kind < 0.95:
        return Goods(brands=frozenset((f"B{dice.randrange(BRANDS)}",)))
    return Goods(categories=frozenset((f"C{dice.randrange(CATEGORIES)}",)))


if __name__ == "__main__":
    main()
