"""A case in JSON, read: a cart with the prices, schemes and buyer that its quote depends on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from domain.pricing.book import SchemeBook
from domain.pricing.checks import not_empty
from domain.pricing.errors import PricingError
from domain.pricing.fields import Fields
from domain.pricing.scheme import (
    SAME,
    AmountOff,
    Audience,
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
from domain.pricing.values import ZERO, Buyer, CartLine, Price, Unit, Used


@dataclass(frozen=True, slots=True)
class Case:
    """All that a quote depends on."""

    day: date
    buyer: Buyer
    prices: Mapping[str, Price]
    book: SchemeBook
    cart: tuple[CartLine, ...]
    used: Mapping[str, Used]


def parse_case(text: str | bytes) -> Case:
    """The case in `text`; PricingError `not_json`, `duplicate` (a key twice) or what `read_case` raises."""
    try:
        data = json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError) as wrong:
        raise PricingError("not_json", "", why=str(wrong)) from None
    return read_case(data)


def read_case(data: object) -> Case:
    """The case that `data` describes. PricingError names the field that is wrong, as `schemes[2].slabs[0].from`.

    A cart or price list without rows is refused; no schemes at all are fine, since a cart has a price without them.
    """
    with Fields(data) as fields:
        case = Case(
            day=fields.needed(fields.day, "date"),
            buyer=fields.part(_buyer, "party") or Buyer(),
            prices=_by_sku(fields.needed(partial(fields.list_of, read_price), "prices")),
            book=SchemeBook.of(fields.list_of(read_scheme, "schemes") or ()),
            cart=tuple(fields.needed(partial(fields.list_of, _cart_line), "cart")),
            used=fields.part(_used, "used") or {},
        )
    not_empty("prices", case.prices)
    not_empty("cart", case.cart)
    _check_free_goods(case)
    return case


def read_price(data: object) -> Price:
    """One row of prices."""
    with Fields(data) as fields:
        return Price(
            sku=fields.needed(fields.text, "sku"),
            price=fields.needed(fields.number, "price"),
            tax_rate=fields.number("tax_rate") or ZERO,
            tax_included=fields.flag("tax_included"),
            tax_parts=fields.count("tax_parts", absent=1),
            pieces_per_case=fields.count("pieces_per_case", absent=1),
            brand=fields.text("brand"),
            category=fields.text("category"),
        )


def read_scheme(data: object) -> Scheme:
    """One scheme, in the words of the contract."""
    with Fields(data) as fields:
        code = fields.needed(fields.text, "code")
        return Scheme(
            code=code,
            name=fields.text("name") or code,
            valid_from=fields.day("valid_from"),
            valid_to=fields.day("valid_to"),
            audience=fields.part(_audience, "for") or Audience(),
            first_order=fields.flag("first_order"),
            buy=fields.part(_goods, "buy") or Goods(),
            on=fields.part(_goods, "on"),
            max_units=fields.number("max_units"),
            min_distinct=fields.count("min_distinct", absent=1),
            basis=fields.one_of(Basis, "basis") or Basis.QUANTITY,
            unit=fields.one_of(Unit, "unit") or Unit.PIECE,
            scope=fields.one_of(Scope, "scope") or Scope.LINE,
            slabs=tuple(fields.needed(partial(fields.list_of, _slab), "slabs")),
            calculation=fields.one_of(Calculation, "calculation") or Calculation.STEP,
            combine=fields.one_of(Combine, "combine") or Combine.ON_BASE,
            priority=fields.count("priority", absent=0),
            budget=fields.number("budget"),
            cap_order=fields.number("cap_order"),
            cap_party=fields.number("cap_party"),
            claimable=fields.flag("claimable"),
        )


def _slab(data: object) -> Slab:
    with Fields(data) as fields:
        give = fields.part(_give, "give")
        if give is None:
            raise PricingError("missing", "give")
        return Slab(fields.number("from"), fields.number("to"), give)


def _give(data: object) -> Give:
    with Fields(data) as fields:
        if fields.has("percent"):
            return Percent(fields.needed(fields.number, "percent"))
        if fields.has("amount"):
            return AmountOff(fields.needed(fields.number, "amount"), fields.needed(partial(fields.one_of, Per), "per"))
        if fields.has("price"):
            return SetPrice(fields.needed(fields.number, "price"))
        if fields.has("free_sku"):
            return FreeGoods(fields.needed(fields.text, "free_sku"), fields.needed(fields.number, "free_quantity"))
        raise PricingError("not_one_of", "", value=", ".join(fields), known="percent, amount, price, free_sku")


def _audience(data: object) -> Audience:
    with Fields(data) as fields:
        return Audience(
            fields.names("regions"), fields.names("classes"), fields.names("tiers"), fields.names("parties")
        )


def _goods(data: object) -> Goods:
    with Fields(data) as fields:
        return Goods(fields.names("skus"), fields.names("brands"), fields.names("categories"))


def _buyer(data: object) -> Buyer:
    with Fields(data) as fields:
        return Buyer(
            id=fields.text("id"),
            region=fields.text("region"),
            class_=fields.text("class"),
            tier=fields.text("tier"),
            first_order=fields.flag("first_order"),
        )


def _cart_line(data: object) -> CartLine:
    with Fields(data) as fields:
        return CartLine(
            sku=fields.needed(fields.text, "sku"),
            quantity=fields.needed(fields.number, "quantity"),
            unit=fields.one_of(Unit, "unit") or Unit.PIECE,
        )


def _used(data: object) -> dict[str, Used]:
    schemes = Fields(data)
    return {code: schemes.needed(partial(schemes.part, _used_of_one), code) for code in schemes}


def _used_of_one(data: object) -> Used:
    with Fields(data) as fields:
        return Used(fields.number("budget") or ZERO, fields.number("party") or ZERO)


def _by_sku(rows: Sequence[Price]) -> dict[str, Price]:
    prices: dict[str, Price] = {}
    for place, row in enumerate(rows):
        if row.sku in prices:
            raise PricingError("duplicate", f"prices[{place}].sku", value=row.sku)
        prices[row.sku] = row
    return prices


def _check_free_goods(case: Case) -> None:
    """A case is a closed world: what a scheme can give must have a price in it, whether it comes to that or not."""
    for place, scheme in enumerate(case.book.schemes):
        for number, slab in enumerate(scheme.slabs):
            give = slab.give
            if isinstance(give, FreeGoods) and give.sku != SAME and give.sku not in case.prices:
                raise PricingError("no_price", f"schemes[{place}].slabs[{number}].give.free_sku", sku=give.sku)


def _object(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen = [key for key, _ in pairs]
        raise PricingError("duplicate", "", value=next(key for key in seen if seen.count(key) > 1))
    return found
