"""Goods in words: names short enough for a list, quantities, packs."""

from collections.abc import Sequence
from decimal import Decimal

from conversations.text import _, ngettext, number, price
from domain.catalogue.packs import Unit
from domain.catalogue.shelf import Item


def units(quantity: int | Decimal, unit: str) -> str:
    """A quantity with its unit: 2 case, 5 pc."""
    names = {Unit.PIECE: _("pc"), Unit.INNER: _("inner"), Unit.CASE: _("case")}
    return f"{number(quantity)} {names[Unit(unit)]}"


def amount(item: Item, quantity: int, unit: str) -> str:
    """A quantity, with the pieces that it holds where it is not pieces itself: 2 case (192 pc)."""
    each = item.packing.pieces_in(Unit(unit))
    if Unit(unit) is Unit.PIECE or not each:
        return units(quantity, Unit.PIECE)
    return f"{units(quantity, unit)} ({units(quantity * each, Unit.PIECE)})"


def items(count: int) -> str:
    """How many different goods."""
    return ngettext("%(count)s item", "%(count)s items", count)


def brand_of(items: Sequence[Item]) -> str:
    """The brand that all items share; empty where they do not."""
    brands = {item.brand for item in items}
    return brands.pop() if len(brands) == 1 else ""


def short_name(item: Item, brand: str = "") -> str:
    """The name as it stands under its brand's heading."""
    title = item.title
    if brand and title.lower().startswith(brand.lower()):
        return title[len(brand) :].strip(" -:") or title
    return title


def named_price(item: Item, currency: str, brand: str = "") -> str:
    """The short name and the price printed on the pack."""
    name = short_name(item, brand)
    return f"{name}, {price(item.mrp, currency)}" if item.mrp is not None else name
