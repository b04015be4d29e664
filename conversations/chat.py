"""What a dialog has at hand during one turn: the message, the desk, and the words as they were read."""

from datetime import date
from functools import cached_property
from typing import Any

from conversations.message import Message
from conversations.reading import Context, Reading, read
from domain.desk.desk import Desk


class Chat:
    """One turn of one person. `slots` belong to the dialog on top and are kept with the state."""

    def __init__(self, desk: Desk, message: Message) -> None:
        self.desk = desk
        self.message = message
        self.slots: dict[str, Any] = {}
        self.offered: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def today(self) -> date:
        return self.desk.today

    @cached_property
    def reading(self) -> Reading:
        """The message as an order or a wish, read against what this shop can buy."""
        return read(self.text, self.desk.shelf.index, self._context())

    def _context(self) -> Context:
        return Context(
            cart=self.desk.cart.products(),
            offered=self.offered,
            bought=self.desk.history.weights(),
            learned=self.desk.history.learned_names(),
            last=self.desk.cart.last_product(),
        )
