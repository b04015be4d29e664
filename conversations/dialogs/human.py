"""Talking to a person: asked for, or offered after three failed tries."""

from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.prompts import Call, Choice, Choose, Done, Return
from conversations.text import _


class Human(Dialog):
    """A person of the seller takes the chat; the bot keeps quiet meanwhile."""

    name, version = "human", 1

    def start(self, chat: Chat, words: str = "") -> Outcome:
        """Hands the chat over, with the words that ask for it or were not understood."""
        chat.desk.care.hand_over((words or chat.text)[:200])
        return self.handed_over(chat)

    @screen
    def handed_over(self, chat: Chat) -> Outcome:
        """Says who will write, and that the cart is kept."""
        return Done(self._handed_over(chat), Choice(_("Go on without"), self.resume))

    @staticmethod
    def _handed_over(chat: Chat) -> str:
        if not chat.desk.trades:
            return _("No problem. Somebody has been asked to write to you here.")
        seller = chat.desk.trade.seller.name
        told = _("No problem. %(seller)s has been asked to write to you here.", seller=seller)
        return told + " " + _("Your cart is kept.") if chat.desk.cart.is_open else told

    @screen
    def offer(self, chat: Chat) -> Outcome:
        """Offers a person after words that were not understood again and again."""
        return Choose(
            _("I do not understand that yet. Shall a person write to you?"),
            Choice(_("Yes, please"), self.start, (chat.text[:200],), means="yes"),
            Choice(_("Show the menu"), self.menu, means="no"),
        )

    def resume(self, chat: Chat) -> Outcome:
        """The person wants the bot back."""
        chat.desk.care.resume()
        return Return()

    def menu(self, chat: Chat) -> Outcome:
        """Goes to the menu."""
        return Call("menu")
