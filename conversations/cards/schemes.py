"""A scheme in one line: what to buy, what comes of it, until when."""

from collections.abc import Mapping

from conversations.cards.goods import units
from conversations.text import _, full_date, money, number
from domain.catalogue.shelf import Item
from domain.desk.desk import Desk
from domain.pricing.scheme import SAME, AmountOff, Basis, Calculation, FreeGoods, Per, Percent, Scheme, Scope, Slab

Goods = Mapping[str, Item]


def line(desk: Desk, scheme: Scheme) -> str:
    """The scheme's name and its terms, for a list."""
    told = f"• {scheme.name or scheme.code}: {terms(scheme, desk.shelf.by_sku, desk.trade.seller.currency)}"
    if scheme.valid_to is None:
        return _("%(scheme)s.", scheme=told)
    return _("%(scheme)s. Until %(day)s.", scheme=told, day=full_date(scheme.valid_to))


def terms(scheme: Scheme, goods: Goods, currency: str) -> str:
    """What to buy and what comes of it, slab by slab; `goods` are the products by SKU."""
    slabs = "; ".join(_slab(scheme, slab, goods, currency) for slab in scheme.by_start())
    return f"{_bought(scheme, goods)}: {slabs}"


def _bought(scheme: Scheme, by_sku: Goods) -> str:
    if scheme.scope is Scope.ORDER:
        return _("on the whole order")
    if scheme.buy.skus:
        names = [by_sku[sku].title for sku in sorted(scheme.buy.skus) if sku in by_sku]
        told = ", ".join(names[:3])
        return told if len(names) <= 3 else _("%(goods)s and others", goods=told)
    if scheme.buy.brands:
        return ", ".join(sorted(scheme.buy.brands))
    if scheme.buy.categories:
        return ", ".join(sorted(scheme.buy.categories))
    return _("all goods")


def _slab(scheme: Scheme, slab: Slab, goods: Goods, currency: str) -> str:
    gain = _gain(scheme, slab, goods, currency)
    if slab.start is None:
        return gain
    bound = money(slab.start, currency) if scheme.basis is Basis.AMOUNT else units(slab.start, scheme.unit)
    if _is_repeated(scheme, slab):
        return _("for every %(bound)s %(gain)s", bound=bound, gain=gain)
    return _("from %(bound)s %(gain)s", bound=bound, gain=gain)


def _is_repeated(scheme: Scheme, slab: Slab) -> bool:
    """Whether it is given again for every further `from`; a percent, a price and an amount a unit never are."""
    counted = isinstance(slab.give, FreeGoods) or (isinstance(slab.give, AmountOff) and slab.give.per is Per.ORDER)
    return scheme.calculation is not Calculation.STEP and counted


def _gain(scheme: Scheme, slab: Slab, goods: Goods, currency: str) -> str:
    give = slab.give
    if isinstance(give, Percent):
        return _("%(percent)s%% off", percent=number(give.percent))
    if isinstance(give, AmountOff):
        off = money(give.amount, currency)
        if give.per is Per.UNIT:
            return _("%(amount)s off each %(unit)s", amount=off, unit=units(1, scheme.unit).split(" ", 1)[1])
        return _("%(amount)s off", amount=off)
    if isinstance(give, FreeGoods):
        item = goods.get(give.sku)
        named = "" if give.sku == SAME or item is None else " " + item.title
        return _("%(amount)s free", amount=units(give.quantity, scheme.unit) + named)
    return _("at %(price)s", price=money(give.price, currency))
