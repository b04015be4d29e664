"""An order is in: its number, what follows later, what credit is left; told as news only once."""

from conversations.cards import orders as cards
from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.prompts import Call, Choice, Done
from conversations.text import _, money


class Placed(Dialog):
    """The screen after a yes."""

    name, version, passive = "placed", 1, True

    @screen
    def start(self, chat: Chat, order_id: int, fresh: bool = False) -> Outcome:
        """The order's number, total and day."""
        booked = chat.desk.orders.get(order_id)
        order = booked.order
        told = [cards.is_in(booked) if fresh else cards.is_in_already(booked), *cards.followers(booked)]
        if fresh:
            told += self._after(chat, booked.buyer.name, order.currency)
        if order.unmatched:
            words = ", ".join(f'"{said}"' for said in order.unmatched)
            told.append(_("Passed on as a request: %(words)s.", words=words))
        prompt = Done(
            " ".join(told),
            Choice(_("See order"), self.see, (order_id,)),
            Choice(_("Repeat"), self.repeat, (order_id,)),
            Choice(_("Menu"), self.menu),
            once=f"order_placed:{order_id}" if fresh else "",
            topic=f"order:{order_id}",
        )
        return self.drawn_again_as(prompt, "start", order_id)

    def _after(self, chat: Chat, shop: str, currency: str) -> list[str]:
        if chat.desk.serves_other:
            return [_("%(shop)s gets it on their phone and is asked.", shop=shop)]
        credit = chat.desk.trade.credit_left
        return [] if credit is None else [_("Credit left %(amount)s.", amount=money(credit, currency))]

    def see(self, chat: Chat, order_id: int) -> Outcome:
        """Shows the order."""
        return Call("orders", (order_id,), action="one")

    def repeat(self, chat: Chat, order_id: int) -> Outcome:
        """Fills a new cart with the same goods."""
        return Call("ordering", (order_id,), action="repeat")

    def menu(self, chat: Chat) -> Outcome:
        """Goes to the menu."""
        return Call("menu")
