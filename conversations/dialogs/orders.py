"""Where is my order: its state, its goods, cancelling it; and the yes or no to one that somebody placed for me."""

from conversations import reading
from conversations.cards import orders as cards
from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.prompts import Call, Choice, Choose, Done
from conversations.text import _, money
from domain.desk.orders import Booked
from domain.orders.lifecycle import BUYER_MAY_CANCEL


class Orders(Dialog):
    """Orders of the own shop."""

    name, version, passive = "orders", 1, True

    def start(self, chat: Chat) -> Outcome:
        """The order that was named, else those that are under way."""
        number = reading.order_number(chat.text, chat.desk.orders.series())
        if number is not None:
            booked = chat.desk.orders.numbered(number)
            return self.one(chat, booked.order.id)
        return self.under_way(chat)

    @screen
    def under_way(self, chat: Chat) -> Outcome:
        """Orders that have not arrived yet."""
        found = chat.desk.orders.under_way() or [last for last in [chat.desk.orders.last()] if last is not None]
        if not found:
            return Done(_("No order is under way. Write what you need, like: 2 case maggi, 5 soap."), *self._on(chat))
        if len(found) == 1:
            return self.one(chat, found[0].order.id)
        told = [cards.where(booked, chat.desk.party.timezone) for booked in found]
        listed = [
            Choice(booked.order.number, self.one, (booked.order.id,), money(booked.order.total, booked.order.currency))
            for booked in found
        ]
        return Choose("\n".join(self._with_cart(chat, told)), *listed, *self._on(chat))

    @screen
    def one(self, chat: Chat, order_id: int) -> Outcome:
        """One order with its goods."""
        booked = chat.desk.orders.get(order_id)
        told = self._with_cart(chat, [cards.whole(booked, chat.desk.party.timezone)])
        ways = []
        if booked.order.state in BUYER_MAY_CANCEL:
            ways.append(Choice(_("Cancel this order"), self.sure, (order_id, booked.order.revision)))
        return Done("\n".join(told), *ways, *self._on(chat), topic=f"order:{order_id}")

    def _with_cart(self, chat: Chat, told: list[str]) -> list[str]:
        return [*told, _("Your cart is kept.")] if chat.desk.cart.is_open else told

    def _on(self, chat: Chat) -> list[Choice]:
        ways = [Choice(_("Back to cart"), self.cart)] if chat.desk.cart.is_open else []
        return [*ways, Choice(_("Menu"), self.menu)]

    # --- cancelling

    def cancel_last(self, chat: Chat) -> Outcome:
        """Asks about cancelling the order that was named, else the newest that can still be cancelled."""
        number = reading.order_number(chat.text, chat.desk.orders.series())
        if number is not None:
            booked: Booked | None = chat.desk.orders.numbered(number)
        elif chat.desk.cart.is_open:
            return Call("ordering", action="cancelled")
        else:
            booked = next(iter(chat.desk.orders.under_way()), None)
        if booked is None:
            chat.note(_("There is no order to cancel."))
            return self.under_way(chat)
        return self.sure(chat, booked.order.id, booked.order.revision)

    @screen
    def sure(self, chat: Chat, order_id: int, revision: int) -> Outcome:
        """Asks before cancelling."""
        booked = chat.desk.orders.get(order_id)
        order = booked.order
        if order.state not in BUYER_MAY_CANCEL or order.revision != revision:
            chat.note(_("%(number)s can no longer be cancelled here.", number=order.number))
            return self.one(chat, order_id)
        return Choose(
            _("Cancel %(number)s, %(total)s?", number=order.number, total=money(order.total, order.currency)),
            Choice(_("Yes, cancel it"), self.cancel, (order_id, revision), means="yes"),
            Choice(_("No, keep it"), self.one, (order_id,), means="no"),
        )

    def cancel(self, chat: Chat, order_id: int, revision: int) -> Outcome:
        """Cancels the order as it was shown."""
        chat.desk.orders.cancel(order_id, revision)
        return self.gone(chat, order_id)

    @screen
    def gone(self, chat: Chat, order_id: int) -> Outcome:
        """Says that it is cancelled."""
        booked = chat.desk.orders.get(order_id)
        text = _("%(number)s is cancelled. Nothing will be billed.", number=booked.order.number)
        return Done(text, *self._on(chat), once=f"order_cancelled:{order_id}", topic=f"order:{order_id}")

    # --- an order that somebody placed for me

    def agree(self, chat: Chat, order_id: int) -> Outcome:
        """The shop says yes."""
        booked = chat.desk.orders.answer(order_id, agrees=True)
        chat.note(self._answered(booked))
        return self.one(chat, order_id)

    def object(self, chat: Chat, order_id: int) -> Outcome:
        """The shop says that something is wrong: the seller hears, and the order can be cancelled."""
        booked = chat.desk.orders.answer(order_id, agrees=False)
        chat.note(self._answered(booked))
        return self.one(chat, order_id)

    @staticmethod
    def _answered(booked: Booked) -> str:
        if booked.order.buyer_answer == "agreed":
            return _("Thank you, noted: %(number)s is right.", number=booked.order.number)
        return _("Noted, %(seller)s has been told that %(number)s is not right.", seller=booked.seller.name,
                 number=booked.order.number)  # fmt: skip

    def cart(self, chat: Chat) -> Outcome:
        """Back to the cart."""
        return Call("ordering")

    def menu(self, chat: Chat) -> Outcome:
        """Goes to the menu."""
        return Call("menu")
