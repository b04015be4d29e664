"""Free goods when not all that earned them goes out, or when some of it comes back: in proportion, whole pieces. Pure.

A broken piece stays with the buyer where the seller ships short, and goes where the buyer returns.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

from domain.catalogue.tables import Product
from domain.pricing.rounding import exact
from domain.pricing.scheme import Basis, Scheme
from domain.pricing.values import Price, Unit


class GoodsOnPaper(Protocol):
    """Goods of an order or of a bill."""

    id: int
    product_id: int
    pieces: int
    free: bool
    price: Any
    list_amount: Any
    schemes: dict[str, Any]


def still_earned(
    lines: Sequence[GoodsOnPaper],
    kept: Mapping[int, int],
    schemes: Mapping[str, Scheme],
    products: Mapping[int, Product],
    rounded: Callable[[Fraction], int],
) -> dict[int, int]:
    """How many pieces of each free line are earned by the pieces that are `kept` (by line) of what was bought."""
    earned = {}
    for gift in lines:
        if not gift.free:
            continue
        scheme = next((schemes[code] for code in gift.schemes if code in schemes), None)
        bought = [line for line in lines if not line.free and scheme is not None and _fits(scheme, line, products)]
        whole = sum(_weight(scheme, line, line.pieces, products) for line in bought)
        left = sum(_weight(scheme, line, kept[line.id], products) for line in bought)
        earned[gift.id] = rounded(gift.pieces * left / whole) if whole else gift.pieces
    return earned


def _fits(scheme: Scheme, line: GoodsOnPaper, products: Mapping[int, Product]) -> bool:
    product = products[line.product_id]
    return scheme.buy.hold(Price(product.sku, line.price, brand=product.brand, category=product.category))


def _weight(scheme: Scheme | None, line: GoodsOnPaper, pieces: int, products: Mapping[int, Product]) -> Fraction:
    """What a line counts for: its money, or its pieces or cases, as the scheme's slabs do."""
    if scheme is not None and scheme.basis is Basis.AMOUNT:
        return Fraction(exact(line.list_amount)) * pieces / line.pieces
    if scheme is not None and scheme.unit is Unit.CASE:
        return Fraction(pieces, products[line.product_id].pieces_per_case or 1)
    return Fraction(pieces)
