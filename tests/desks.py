"""Standing at the counter without a chat: a desk for the phone of a person, a cart filled by SKU, an order placed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bot.channels.simulator import NAME as SIMULATOR
from bot.wiring import Wiring
from domain.desk.desk import Desk
from domain.network.audience import contact_at
from domain.orders.cart import Wish
from domain.orders.tables import Order

Goods = Mapping[str, int | str]  # SKU to pieces, or to something like "2 case"


@contextmanager
def at_desk(wiring: Wiring, who: str, message_id: int | None = None) -> Iterator[Desk]:
    """The counter with the person of the phone `who` standing at it, in a transaction of its own."""
    with wiring.database.write() as session:
        contact = contact_at(session, SIMULATOR, who, who)
        yield Desk(session, contact, wiring.clock(), wiring.snapshots, message_id)


def fill(desk: Desk, goods: Goods) -> str:
    """Adds goods to the cart; gives the seal of its read-back."""
    desk.cart.add([wish(desk, sku, quantity) for sku, quantity in goods.items()])
    return seal(desk)


def wish(desk: Desk, sku: str, quantity: int | str) -> Wish:
    """Goods asked for by SKU."""
    count, _space, unit = str(quantity).partition(" ")
    item = desk.shelf.by_sku[sku]
    return Wish(said=sku.lower(), name=sku.lower(), product_id=item.id, quantity=int(count), unit=unit or "piece")


def seal(desk: Desk) -> str:
    """The seal of the cart as it would be read back now."""
    priced = desk.cart.view()
    assert priced is not None
    return priced.seal


def order(wiring: Wiring, who: str, goods: Goods) -> Order:
    """Fills a cart, reads it back and places it."""
    with at_desk(wiring, who) as desk:
        return desk.cart.place(fill(desk, goods))
