"""News of orders for those who did not place them."""

from typing import Any

from conversations.cards import cart as cart_cards
from conversations.cards import orders as cards
from conversations.cards.goods import items
from conversations.dialogs.ordering import Ordering
from conversations.dialogs.orders import Orders
from conversations.prompts import Choice, Prompt
from conversations.text import _, clock, money
from domain.desk.desk import Desk
from domain.desk.orders import Booked
from domain.orders.tables import OrderState


def _facts(desk: Desk, booked: Booked) -> dict[str, str]:
    order = booked.order
    goods = sum(1 for line, _product in booked.lines if not line.free)
    return {
        "number": order.number,
        "total": money(order.total, order.currency),
        "items": items(goods),
        "shop": booked.buyer.name,
        "seller": booked.seller.name,
        "person": booked.placed_by.name,
        "time": clock(order.placed_at, desk.party.timezone),
    }


def new_order(desk: Desk, facts: dict[str, Any]) -> Prompt | None:
    """To the godown: an order to pack."""
    booked = desk.orders.get(facts["order"])
    if booked.order.state is not OrderState.PLACED or booked.order.placed_by == desk.person_id:
        return None
    text = _("New order %(number)s from %(shop)s: %(items)s, %(total)s.", **_facts(desk, booked))
    if booked.order.unmatched:
        text += " " + _(
            "Asked for besides: %(words)s.", words=", ".join(f'"{said}"' for said in booked.order.unmatched)
        )
    return Prompt(text, (Choice(_("See order"), Orders().one, (booked.order.id,)),))


def order_for_you(desk: Desk, facts: dict[str, Any]) -> Prompt | None:
    """To the shop: somebody ordered for you; is it right?"""
    booked = desk.orders.get(facts["order"])
    if booked.order.state is OrderState.CANCELLED or booked.order.buyer_answer != "asked":
        return None
    told = _("%(person)s ordered for you at %(time)s: %(number)s, %(items)s, %(total)s. Right?", **_facts(desk, booked))
    order_id = booked.order.id
    return Prompt(
        "\n".join([told, *cards.goods(booked)]),
        (
            Choice(_("Yes"), Orders().agree, (order_id,), means="yes"),
            Choice(_("Something is wrong"), Orders().object, (order_id,), means="no"),
        ),
    )


def order_cancelled(desk: Desk, facts: dict[str, Any]) -> Prompt | None:
    """To the other side: an order is gone."""
    booked = desk.orders.get(facts["order"])
    if booked.order.state is not OrderState.CANCELLED:
        return None
    return Prompt(_("%(number)s of %(shop)s (%(total)s) was cancelled.", **_facts(desk, booked)))


def back_ordered(desk: Desk, facts: dict[str, Any]) -> Prompt | None:
    """To the shop: goods that were put by for it turned out not to be there."""
    booked = desk.orders.get(facts["order"])
    short = [(line, product) for line, product in booked.short if product.id == facts["product"]]
    if not short or booked.order.state not in (OrderState.PLACED, OrderState.HELD):
        return None
    (_line, product), *_rest = short
    return Prompt(
        _(
            "%(number)s: %(count)s %(goods)s are not there after a count at %(seller)s; they follow later.",
            count=facts["pieces"],
            goods=product.label or product.name,
            **_facts(desk, booked),
        ),
        (Choice(_("See order"), Orders().one, (booked.order.id,)),),
    )


def order_agreed(desk: Desk, facts: dict[str, Any]) -> Prompt | None:
    """To whoever placed it: the shop says yes."""
    booked = desk.orders.get(facts["order"])
    if booked.order.placed_by != desk.person_id:
        return None
    return Prompt(_("%(shop)s says that %(number)s is right.", **_facts(desk, booked)))


def order_objected(desk: Desk, facts: dict[str, Any]) -> Prompt | None:
    """To the seller's people: the shop says no."""
    booked = desk.orders.get(facts["order"])
    return Prompt(
        _("%(shop)s says that %(number)s (%(total)s, placed by %(person)s) is not right.", **_facts(desk, booked)),
        (Choice(_("See order"), Orders().one, (booked.order.id,)),),
    )


def cart_offered(desk: Desk, facts: dict[str, Any]) -> Prompt | None:
    """To the shop: the list was typed; is this what you want?"""
    desk.people.buy_from(facts["seller"])
    priced = desk.cart.view()
    if priced is None or priced.cart_id != facts["cart"] or not priced.goods:
        return None
    names = desk.offers_of(priced.trade.seller_id).names
    heading = _("%(seller)s wrote down your list. Is this right?", seller=priced.trade.seller.name)
    return Ordering().offered(desk, priced, cart_cards.cart(priced, names, None, heading))
