"""What can be done here: the menu, and help by example."""

from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.prompts import Call, Choice, Choose
from conversations.text import _
from domain.network.rights import Right


class Menu(Dialog):
    """The way to everything, by taps or digits alone."""

    name, version, passive = "menu", 1, True

    @screen
    def start(self, chat: Chat) -> Outcome:
        """Greets by name and lists what this person can do."""
        if chat.desk.is_stranger:
            return Call("joining")
        name = chat.desk.person.name if chat.desk.person else ""
        return Choose(_("Namaste %(name)s. What would you like?", name=name), *self._ways(chat))

    def _ways(self, chat: Chat) -> list[Choice]:
        desk = chat.desk
        ways: list[Choice] = []
        if desk.buyer is not None and desk.trades:
            if desk.cart.is_open:
                ways.append(Choice(_("Your cart"), self.cart))
            if desk.orders.last() is not None:
                ways.append(Choice(_("Repeat last order"), self.repeat))
            ways += [Choice(_("My orders"), self.orders), Choice(_("Schemes for me"), self.schemes)]
        if desk.may(Right.SELL_FOR):
            ways.append(Choice(_("Order for a shop"), self.shops))
        if desk.may(Right.ANSWER) or desk.may(Right.TAKE_ON):
            ways.append(Choice(_("Waiting for me"), self.waiting))
        if desk.offices:
            ways.append(Choice(_("Back office"), self.back_office))
        ways += [
            Choice(_("How to write"), self.help),
            Choice(_("Language"), self.language),
            Choice(_("Talk to a person"), self.human),
        ]
        return ways

    def lost_in_it(self, chat: Chat) -> Outcome:
        """Somebody who says so in the middle of an order gets a person; anybody else an example."""
        in_the_middle = bool(chat.desk.trades) and chat.desk.cart.is_open
        return Call("human") if in_the_middle else self.help(chat)

    @screen
    def help(self, chat: Chat) -> Outcome:
        """Shows by example what can be written."""
        if chat.desk.is_stranger:
            return Call("joining")
        return Choose(
            _(
                "Just write as you would to your salesman:\n"
                "  2 peti maggi, 5 wala parle g 1 ctn\n"
                "  change maggi to 3 · remove soap\n"
                "  same as last time · where is my order\n"
                "  rate of tata salt · why\n"
                "menu, back, cancel, human, language, stop: these work everywhere."
            ),
            Choice(_("Menu"), self.start),
            Choice(_("Talk to a person"), self.human),
        )

    def cart(self, chat: Chat) -> Outcome:
        return Call("ordering")

    def repeat(self, chat: Chat) -> Outcome:
        return Call("ordering", action="repeat")

    def orders(self, chat: Chat) -> Outcome:
        return Call("orders")

    def schemes(self, chat: Chat) -> Outcome:
        return Call("goods", action="schemes")

    def shops(self, chat: Chat) -> Outcome:
        return Call("shops")

    def waiting(self, chat: Chat) -> Outcome:
        return Call("waiting")

    def back_office(self, chat: Chat) -> Outcome:
        return Call("backoffice")

    def language(self, chat: Chat) -> Outcome:
        return Call("language")

    def human(self, chat: Chat) -> Outcome:
        return Call("human")
