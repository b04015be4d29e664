"""Orders as text: what is in, where it is, what follows later."""

from datetime import date
from zoneinfo import ZoneInfo

from conversations.cards.goods import items, units
from conversations.text import _, clock, day, full_date, money, number, on
from domain.catalogue.packs import Unit
from domain.catalogue.tables import Product
from domain.desk.orders import Booked
from domain.orders.tables import OrderLine, OrderState


def is_in(booked: Booked) -> str:
    """The news of an order."""
    return _("Order %(number)s is in: %(items)s, %(total)s. Delivery %(day)s.", **_facts(booked))


def is_in_already(booked: Booked) -> str:
    """An order that was in before: no news, and nothing more."""
    return _("%(number)s is placed already: %(items)s, %(total)s. Nothing more was booked.", **_facts(booked))


def _facts(booked: Booked) -> dict[str, str]:
    order = booked.order
    bought = sum(1 for line, _product in booked.lines if not line.free)
    return {
        "number": order.number,
        "items": items(bought),
        "total": money(order.total, order.currency),
        "day": _day_and_date(order.deliver_on),
    }


def _day_and_date(when: date) -> str:
    said, dated = day(when), full_date(when)
    return said if dated in said else f"{said}, {dated}"


def followers(booked: Booked) -> list[str]:
    """What of an order comes later, goods by goods."""
    told = []
    for line, product in booked.short:
        facts = {"count": number(line.short), "goods": product.label or product.name}
        if line.follows_on is not None:
            told.append(_("%(count)s %(goods)s %(when)s.", when=on(line.follows_on), **facts))
        else:
            told.append(_("%(count)s %(goods)s when they come.", **facts))
    return told


def whole(booked: Booked, timezone: str) -> str:
    """An order with its goods and where it is."""
    order = booked.order
    return "\n".join(
        [where(booked, timezone), *goods(booked), _("Total %(total)s", total=money(order.total, order.currency))]
    )


def goods(booked: Booked) -> list[str]:
    """The goods of an order, a line each."""
    return [_line(line, product, booked.order.currency) for line, product in booked.lines]


def _line(line: OrderLine, product: Product, currency: str) -> str:
    goods = product.label or " ".join(part for part in (product.brand, product.name, product.pack) if part)
    if line.free:
        return "  + " + _("%(amount)s %(goods)s free", amount=units(line.pieces, Unit.PIECE), goods=goods)
    return f"  {line.position}. {goods}: {units(line.pieces, Unit.PIECE)} {money(line.net, currency)}"


def where(booked: Booked, timezone: str) -> str:
    """Where an order is, in one sentence."""
    order = booked.order
    facts = {"number": order.number, "seller": booked.seller.name, "day": _day_and_date(order.deliver_on)}
    if order.state is OrderState.PLACED:
        return _("%(number)s is with %(seller)s, not packed yet. Delivery %(day)s.", **facts)
    if order.state is OrderState.HELD:
        return _("%(number)s is on hold at %(seller)s.", **facts)
    if order.state is OrderState.PACKED:
        return _("%(number)s is packed at %(seller)s. Delivery %(day)s.", **facts)
    at = clock(order.state_since, timezone)
    if order.state is OrderState.DISPATCHED:
        return _("%(number)s left at %(time)s.", number=order.number, time=at)
    if order.state is OrderState.DELIVERED:
        on_day = day(order.state_since.astimezone(ZoneInfo(timezone)).date())
        return _("%(number)s was delivered: %(day)s, %(time)s.", number=order.number, day=on_day, time=at)
    return _("%(number)s was cancelled.", number=order.number)
