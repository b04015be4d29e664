"""A scheme in one line: what to buy, what comes of it, until when."""

from decimal import Decimal

from conversations.cards.goods import units
from conversations.text import _, full_date, money, number
from domain.desk.desk import Desk
from domain.pricing.scheme import SAME, AmountOff, Basis, FreeGoods, Per, Percent, Scheme, Scope, Slab


def line(desk: Desk, scheme: Scheme) -> str:
    """The scheme's name and its slabs in words."""
    slabs = "; ".join(_slab(desk, scheme, slab) for slab in scheme.by_start())
    told = f"• {scheme.name or scheme.code}: {_goods(desk, scheme)}: {slabs}"
    if scheme.valid_to is None:
        return _("%(scheme)s.", scheme=told)
    return _("%(scheme)s. Until %(day)s.", scheme=told, day=full_date(scheme.valid_to))


def _goods(desk: Desk, scheme: Scheme) -> str:
    if scheme.scope is Scope.ORDER:
        return _("on the whole order")
    by_sku = desk.shelf.by_sku
    if scheme.buy.skus:
        names = [by_sku[sku].title for sku in sorted(scheme.buy.skus) if sku in by_sku]
        told = ", ".join(names[:3])
        return told if len(names) <= 3 else _("%(goods)s and others", goods=told)
    if scheme.buy.brands:
        return ", ".join(sorted(scheme.buy.brands))
    if scheme.buy.categories:
        return ", ".join(sorted(scheme.buy.categories))
    return _("all goods")


def _slab(desk: Desk, scheme: Scheme, slab: Slab) -> str:
    if slab.start is None:
        return _gain(desk, scheme, slab)
    return _("from %(bound)s %(gain)s", bound=_bound(desk, scheme, slab.start), gain=_gain(desk, scheme, slab))


def _bound(desk: Desk, scheme: Scheme, bound: Decimal) -> str:
    if scheme.basis is Basis.AMOUNT:
        return money(bound, desk.trade.seller.currency)
    return units(bound, scheme.unit)


def _gain(desk: Desk, scheme: Scheme, slab: Slab) -> str:
    give, currency = slab.give, desk.trade.seller.currency
    if isinstance(give, Percent):
        return _("%(percent)s%% off", percent=number(give.percent))
    if isinstance(give, AmountOff):
        off = money(give.amount, currency)
        if give.per is Per.UNIT:
            return _("%(amount)s off each %(unit)s", amount=off, unit=units(1, scheme.unit).split(" ", 1)[1])
        return _("%(amount)s off", amount=off)
    if isinstance(give, FreeGoods):
        item = desk.shelf.by_sku.get(give.sku)
        goods = "" if give.sku == SAME or item is None else " " + item.title
        return _("%(amount)s free", amount=units(give.quantity, scheme.unit) + goods)
    return _("at %(price)s", price=money(give.price, currency))
