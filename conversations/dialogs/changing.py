"""Changing single lines of a cart by taps and digits alone."""

from conversations import reading
from conversations.cards.goods import amount
from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.dialogs.wishes import problem_told
from conversations.hearing import how_many
from conversations.prompts import Ask, Call, Choice, Choose, Return, To
from conversations.text import _

MOST_LISTED = 8


class Changing(Dialog):
    """Which line, and what of it."""

    name, version = "changing", 1

    @screen
    def start(self, chat: Chat, skip: int = 0) -> Outcome:
        """Lists the lines to change one."""
        priced = chat.desk.cart.view()
        lines = [line for line in priced.goods if line.line is not None] if priced else []
        page = lines[skip : skip + MOST_LISTED]
        if not page:
            return Return()
        listed = [
            Choice(
                line.item.title,
                self.line,
                (line.line.id,),
                amount(line.item, line.line.quantity or 0, line.line.unit),
            )
            for line in page
            if line.line is not None
        ]
        if len(lines) > skip + MOST_LISTED:
            listed.append(Choice(_("More"), self.start, (skip + MOST_LISTED,)))
        return Choose(
            _("Which line? Or write it, like: change maggi to 3, or: remove soap."),
            *listed,
            Choice(_("Back to cart"), self.done, means="no"),
        )

    @screen
    def line(self, chat: Chat, line_id: int) -> Outcome:
        """Asks for the new quantity of one line."""
        line = chat.desk.cart.line(line_id)
        item = chat.desk.shelf.items.get(line.product_id or 0)
        if item is None or line.quantity is None:
            return Return()
        now = amount(item, line.quantity, line.unit)
        return Ask(
            _("%(goods)s is %(amount)s now. How many?", goods=item.title, amount=now),
            how_many,
            To(self.recounted, (line_id,)),
            Choice(_("Take it out"), self.take_out, (line_id,)),
            Choice(_("Back to cart"), self.done, means="no"),
        )

    def recounted(self, chat: Chat, line_id: int) -> Outcome:
        """Takes the new quantity."""
        line = chat.desk.cart.line(line_id)
        read = reading.quantity(chat.text)
        told = problem_told(read, line.unit) if read is not None else _("I could not read that number.")
        if told is not None or read is None or read.quantity is None:
            chat.note(told or "")
            return self.line(chat, line_id)
        unit = line.unit if read.unit is reading.Unit.NONE else read.unit.value
        chat.desk.cart.set_quantity(line_id, int(read.quantity), unit)
        return Return(line_id)

    def take_out(self, chat: Chat, line_id: int) -> Outcome:
        """Drops the line."""
        chat.desk.cart.remove([line_id])
        return Return()

    def done(self, chat: Chat) -> Outcome:
        """Back to the cart."""
        return Return()

    def cancelled(self, chat: Chat) -> Outcome:
        return Call("ordering")
