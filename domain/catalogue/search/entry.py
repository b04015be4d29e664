"""What the search knows of one product: plain values, no database."""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """A product as people may name it. `key` is whatever the caller knows it by (a product id, a sku).

    `mrp` is in rupees; `pieces_per_inner` and `pieces_per_case` are None where the seller did not say;
    `aliases` are other names in any script.
    """

    key: Hashable
    brand: str
    name: str
    pack: str = ""
    label: str = ""
    category: str = ""
    subcategory: str = ""
    mrp: Decimal | None = None
    pieces_per_inner: int | None = None
    pieces_per_case: int | None = None
    aliases: tuple[str, ...] = ()
