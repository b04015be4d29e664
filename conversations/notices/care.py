"""News for those who look after people: who wants to talk, to join, to have a list typed."""

from typing import Any

from conversations.dialogs.lists import Lists
from conversations.dialogs.menu import Menu
from conversations.dialogs.waiting import Waiting
from conversations.prompts import Choice, Prompt
from conversations.text import _
from domain.desk.desk import Desk


def talk_wanted(desk: Desk, facts: dict[str, Any]) -> Prompt | None:
    """To the seller: a shop wants a person."""
    talk = desk.care.talk(facts["talk"])
    text = _('%(name)s (%(phone)s) wants to talk: "%(words)s".', name=talk.name, phone=talk.phone, words=talk.reason)
    return Prompt(text, (Choice(_("Hand back"), Waiting().hand_back, (facts["talk"],)),))


def list_to_type(desk: Desk, facts: dict[str, Any]) -> Prompt | None:
    """To the seller: a photographed list or a voice note has come."""
    task = desk.care.task(facts["task"])
    if task.done_at is not None:
        return None
    shop = desk.care.shop_of(task)
    text = (
        _("%(shop)s sent a voice note to write down.", shop=shop)
        if task.kind == "voice"
        else _("%(shop)s sent a list to write down.", shop=shop)
    )
    return Prompt(text, (Choice(_("Type it"), Lists().type, (task.id,)),), attach={"media": task.media_id})


def outlet_asked(desk: Desk, facts: dict[str, Any]) -> Prompt | None:
    """To the seller: a shop asks to be taken on."""
    request = desk.joining.request(facts["request"])
    if request.state != "asked":
        return None
    return Prompt(
        _("%(shop)s asks to buy from you.", shop=request.name),
        (
            Choice(_("Take on"), Waiting().take_on, (request.id,), means="yes"),
            Choice(_("Turn down"), Waiting().turn_down, (request.id,), means="no"),
        ),
    )


def taken_on(desk: Desk, facts: dict[str, Any]) -> Prompt | None:
    """To the new shop: you can order."""
    trade = next((trade for trade in desk.trades if trade.seller_id == facts["seller"]), None)
    if trade is None:
        return None
    text = _("%(seller)s has taken you on. Write what you need, like: 2 case maggi, 5 soap.", seller=trade.seller.name)
    return Prompt(text, (Choice(_("Menu"), Menu().start),))


def turned_down(desk: Desk, facts: dict[str, Any]) -> Prompt | None:
    """To the stranger: not now."""
    return Prompt(_("We cannot serve %(shop)s at present. Thank you for asking.", shop=facts["name"]))
