"""The terms of a simple scheme from columns of their own: one condition, one give, one or more slabs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.exchange.cells import OneOf, Several, Text, YesNo
from bot.exchange.column import BadCell, Column
from bot.exchange.numbers import MONEY, PERCENT, Number, Whole
from bot.exchange.times import Day
from domain.network.tables import Tier
from domain.pricing.scheme import SAME, Basis, Calculation, Combine, Per, Scope
from domain.pricing.values import Unit

UNITS = Number("number of units or rupees", places=2, above=True)
NAMES = Several(Text())
EACH_SLAB = "; several slabs are divided by |"

SPREAD = tuple(
    Column(name, means, cell, example, empty=() if isinstance(cell, Several) else None, stored=False)
    for name, means, cell, example in (
        ("valid_from", "first day", Day(), "2026-10-01"),
        ("valid_to", "last day", Day(), "2026-11-15"),
        ("region", "only for these regions", NAMES, "Bihar"),
        ("class", "only for these classes of shops", NAMES, "A|B"),
        ("tier", "only for these tiers", Several(OneOf(Tier)), "retailer"),
        ("buyer", "only for these parties", NAMES, "SHARMA"),
        ("first_order", "only for a first order", YesNo(), "no"),
        ("sku", "these products must be bought", NAMES, "SALT-1KG"),
        ("brand", "these brands must be bought", NAMES, "Tej"),
        ("category", "these categories must be bought", NAMES, "soap"),
        ("min_distinct", "so many different products at least", Whole("products", 1, 1000), "2"),
        ("from", "how much must be bought" + EACH_SLAB, Several(UNITS, gaps=True), "12|24"),
        ("to", "end of a slab, itself outside; empty: where the next begins", Several(UNITS, gaps=True), ""),
        ("percent", "gives per cent off" + EACH_SLAB, Several(PERCENT, gaps=True), "5|8"),
        ("amount", "or rupees off" + EACH_SLAB, Several(MONEY, gaps=True), "10.00"),
        ("per", "what an amount is for; order", OneOf(Per), "order"),
        ("price", "or this price a unit" + EACH_SLAB, Several(MONEY, gaps=True), "22.00"),
        ("free_quantity", "or so many free" + EACH_SLAB, Several(UNITS, gaps=True), "1"),
        ("free_sku", "of this product; empty: of the one that was bought", Text(60), "SPOON"),
        ("unit", "what counts; piece", OneOf(Unit), "case"),
        ("basis", "quantity or amount bought; quantity", OneOf(Basis), "quantity"),
        ("scope", "weighed a line, over all lines, or the order; line", OneOf(Scope), "line"),
        ("calculation", "once, for every full slab, or in proportion; step", OneOf(Calculation), "recurring"),
        ("combine", "how it stands with other schemes; on_base", OneOf(Combine), "on_net"),
        ("priority", "lower ones come first; 0", Whole("place"), "1"),
        ("max_units", "at most so many units of the give, a line", UNITS, "100"),
        ("budget", "rupees that it may give in all", MONEY, "50000.00"),
        ("cap_order", "rupees an order", MONEY, "500.00"),
        ("cap_party", "rupees a party", MONEY, "2000.00"),
        ("claimable", "whether the seller may claim it from the brand", YesNo(), "yes"),
    )
)

_GIVES = ("percent", "amount", "price", "free_quantity")
_PLAIN = (
    "valid_from", "valid_to", "first_order", "min_distinct", "max_units", "unit", "basis", "scope", "calculation",
    "combine", "priority", "budget", "cap_order", "cap_party", "claimable",
)  # fmt: skip
_FOR = {"region": "regions", "class": "classes", "tier": "tiers", "buyer": "parties"}
_BUY = {"sku": "skus", "brand": "brands", "category": "categories"}


def terms_from(given: Mapping[str, Any]) -> dict[str, Any] | None:
    """The terms in the words of the contract, code and name left out; None where no column says anything.

    Raises `BadCell` where there is no give or more than one, or where the slabs do not fit together.
    """
    said = {column.name for column in SPREAD if given.get(column.name) not in (None, ())}
    if not said:
        return None
    terms = {name: _json(given[name]) for name in _PLAIN if name in said}
    for key, names in (("for", _FOR), ("buy", _BUY)):
        chosen = {plural: [_json(value) for value in given[name]] for name, plural in names.items() if name in said}
        if chosen:
            terms[key] = chosen
    return terms | {"slabs": _slabs(given, said)}


def _slabs(given: Mapping[str, Any], said: set[str]) -> list[dict[str, Any]]:
    kinds = [name for name in _GIVES if name in said]
    if len(kinds) != 1:
        raise BadCell(kinds[1] if kinds else "percent", "a scheme gives exactly one of " + ", ".join(_GIVES))
    starts: Sequence[Decimal | None] = given.get("from") or (None,)
    gives = given[kinds[0]]
    ends = given.get("to") or (*starts[1:], None)
    for name, values in ((kinds[0], gives), ("to", ends)):
        if len(values) != len(starts) or (name != "to" and None in values):
            raise BadCell(name, f"has {len(values)}, and `from` has {len(starts)}")
    return [_slab(*slab, kinds[0], given) for slab in zip(starts, ends, gives, strict=True)]


def _slab(start: Any, end: Any, value: Any, kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    give = {kind: _json(value)}
    if kind == "amount":
        give["per"] = (given.get("per") or Per.ORDER).value
    if kind == "free_quantity":
        give["free_sku"] = given.get("free_sku") or SAME
    bounds = {"from": start, "to": end}
    return {name: _json(bound) for name, bound in bounds.items() if bound is not None} | {"give": give}


def _json(value: Any) -> Any:
    """A value as the contract writes it: decimals and days are strings."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if isinstance(value, bool | int) else str(value)
