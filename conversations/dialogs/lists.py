"""Photographed lists and voice notes: given to the seller's clerk, typed by the clerk, confirmed by the shop."""

from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.prompts import Call, Choice, Done
from conversations.text import _


class Lists(Dialog):
    """From a picture or a voice to a cart that the shop confirms."""

    name, version = "lists", 1

    def photographed(self, chat: Chat) -> Outcome:
        """Gives a photographed list to the seller's clerk."""
        return self._to_clerk(chat, "photo")

    def spoken(self, chat: Chat) -> Outcome:
        """Gives a voice note to the seller's clerk."""
        return self._to_clerk(chat, "voice")

    def _to_clerk(self, chat: Chat, kind: str) -> Outcome:
        if chat.desk.buyer is None:
            return Call("shops")
        file = chat.message.attachments[0] if chat.message.attachments else None
        chat.desk.care.to_type(kind, file.media_id if file else None)
        return self.with_clerk(chat, kind)

    @screen
    def with_clerk(self, chat: Chat, kind: str) -> Outcome:
        """Says who writes it down."""
        seller = chat.desk.trade.seller.name
        if kind == "voice":
            text = _(
                "I cannot listen to voice notes myself. It is with the clerk of %(seller)s, who will write it down"
                " for you to confirm. Or type it here.",
                seller=seller,
            )
        else:
            text = _(
                "Your list is with the clerk of %(seller)s, who will write it down for you to confirm."
                " Or type it here.",
                seller=seller,
            )
        ways = [Choice(_("Back to cart"), self.cart)] if chat.desk.cart.is_open else []
        return Done(text, *ways, Choice(_("Menu"), self.menu))

    def type(self, chat: Chat, task_id: int) -> Outcome:
        """The clerk takes a list: whatever is typed now goes into that shop's cart."""
        task = chat.desk.care.take(task_id)
        chat.desk.people.serve(task.buyer_id)
        return self.typing(chat, task_id)

    @screen
    def typing(self, chat: Chat, task_id: int) -> Outcome:
        """Asks for the lines."""
        task = chat.desk.care.task(task_id)
        shop = chat.desk.care.shop_of(task)
        return Done(_("Write what stands there for %(shop)s; they will be asked to confirm.", shop=shop))

    def cart(self, chat: Chat) -> Outcome:
        """Back to the cart."""
        return Call("ordering")

    def menu(self, chat: Chat) -> Outcome:
        """Goes to the menu."""
        return Call("menu")
