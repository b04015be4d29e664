"""What a dialog has at hand during one turn: the message, the desk, and the words as they were read."""

from datetime import date
from functools import cached_property
from typing import Any

from conversations.message import Message
from conversations.reading import Context, Reading, read
from conversations.step import Step
from domain.catalogue.search import Index
from domain.desk.desk import Desk

EMPTY_INDEX = Index.build([])


class Chat:
    """One turn of one person. `slots` belong to the dialog on top and are kept with the state."""

    def __init__(
        self,
        desk: Desk,
        message: Message,
        *,
        house: str,
        tapped_notice: Step | None = None,
    ) -> None:
        self.desk = desk
        self.message = message
        self.house = house
        self.tapped_notice = tapped_notice
        self.slots: dict[str, Any] = {}
        self.offered: tuple[int, ...] = ()
        self.notes: list[str] = []
        self._instead = ""

    @property
    def text(self) -> str:
        """What was written."""
        return self._instead or self.message.text

    def read_instead(self, words: str) -> None:
        """Goes on with words that were written earlier in place of this message."""
        self._instead = words
        self.__dict__.pop("reading", None)

    @property
    def today(self) -> date:
        return self.desk.today

    def note(self, sentence: str) -> None:
        """Says something once, before the next screen."""
        self.notes.append(sentence)

    def start_over(self, sentence: str) -> None:
        """After a refusal was undone: a fresh look at the books, and the reason to be told."""
        self.desk = self.desk.afresh()
        self.__dict__.pop("reading", None)
        self.notes = [sentence]

    @cached_property
    def reading(self) -> Reading:
        """The message as an order or a wish, read against what this shop can buy."""
        if not self.desk.trades:
            return read(self.text, EMPTY_INDEX)
        return read(self.text, self.desk.shelf.index, self.reading_context)

    @cached_property
    def reading_context(self) -> Context:
        """What is open while the message is read."""
        if not self.desk.trades:
            return Context()
        return Context(
            cart=self.desk.cart.products(),
            offered=self.offered,
            bought=self.desk.history.weights(),
            learned=self.desk.history.learned_names(),
            last=self.desk.cart.last_product(),
        )
