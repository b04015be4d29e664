"""The back office put together."""

from flask import Blueprint

from bot.web.console.blueprint import Console
from bot.web.console.faults import faults
from bot.web.console.pages.accounts import accounts_room
from bot.web.console.pages.entrance import entrance
from bot.web.console.pages.goods import goods_room
from bot.web.console.pages.letters import letters_room
from bot.web.console.pages.me import me_room
from bot.web.console.pages.orders import orders_room
from bot.web.console.pages.parties import parties_room
from bot.web.console.pages.payments import payments_room
from bot.web.console.pages.today import today_room
from bot.web.console.shown import shown
from bot.wiring import Wiring

ROOMS = (
    today_room,
    orders_room,
    letters_room,
    accounts_room,
    payments_room,
    parties_room,
    goods_room,
    me_room,
)


def console(wiring: Wiring) -> Blueprint:
    """Every route under /console."""
    office = Console(wiring)
    shown(office.routes)
    faults(office.routes)
    entrance(office.routes, wiring)
    for room in ROOMS:
        room(office)
    return office.routes
