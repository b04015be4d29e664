"""A small shop to write cases in: `priced("A 5, B 2 case", scheme(...))`."""

from dataclasses import dataclass
from typing import Any

from domain.pricing.casefile import read_case
from domain.pricing.quotefile import answer

Json = dict[str, Any]

TODAY = "2026-06-15"


def row(sku: str, price: str = "10", **more: Any) -> Json:
    """A price row."""
    return {"sku": sku, "price": price, **more}


PRICES = [
    row("A", "10", brand="Alfa", category="soap", pieces_per_case=12),
    row("B", "20", brand="Beta", category="soap", pieces_per_case=24),
    row("C", "50", brand="Beta", category="tea"),
    row("G", "5", category="gift", pieces_per_case=6),
]


def scheme(code: str = "S", give: Json | None = None, *, slabs: list[Json] | None = None, **more: Any) -> Json:
    """A scheme with one slab from 1 on, or with `slabs`; `for_` stands for `for`."""
    start = more.pop("from_", "1")
    one = [{"give": give} if start is None else {"from": start, "give": give}]
    return {"code": code, "slabs": slabs or one, **{key.rstrip("_"): value for key, value in more.items()}}


def off(percent: str) -> Json:
    return {"percent": percent}


def amount(rupees: str, per: str = "order") -> Json:
    return {"amount": rupees, "per": per}


def free(quantity: str, sku: str = "same") -> Json:
    return {"free_sku": sku, "free_quantity": quantity}


@dataclass(frozen=True)
class Priced:
    """A quote's JSON, easier to point at."""

    quote: Json

    @property
    def lines(self) -> list[Json]:
        return [line for line in self.quote["lines"] if not line["free"]]

    @property
    def discounts(self) -> list[str]:
        """Money off, line by line."""
        return [line["discount"] for line in self.lines]

    @property
    def free(self) -> list[tuple[str, int]]:
        return [(line["sku"], line["pieces"]) for line in self.quote["lines"] if line["free"]]

    def told(self, code: str = "S") -> Json:
        (told,) = [told for told in self.quote["explain"] if told["scheme"] == code]
        return told

    def reason(self, code: str = "S") -> str:
        return self.told(code)["reason"]

    def amount(self, code: str = "S") -> str:
        return self.told(code)["amount"]

    @property
    def applied(self) -> list[str]:
        return [told["scheme"] for told in self.quote["explain"] if told["applied"]]

    def __getitem__(self, key: str) -> Any:
        return self.quote[key]


def case(cart: str, *schemes: Json, prices: list[Json] | None = None, **more: Any) -> Json:
    """A case as a file would hold it; `cart` as "A 5, B 2 case"."""
    lines = [dict(zip(("sku", "quantity", "unit"), line.split(), strict=False)) for line in cart.split(",")]
    return {"date": TODAY, "prices": prices or PRICES, "schemes": list(schemes), "cart": lines, **more}


def priced(cart: str, *schemes: Json, **more: Any) -> Priced:
    """The quote of `case(...)`."""
    return Priced(answer(read_case(case(cart, *schemes, **more))))
