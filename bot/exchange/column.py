"""A column of a kind, and what is said of a cell that cannot be taken."""

from dataclasses import dataclass
from typing import Any

from bot.exchange.cells import Cell, Raw, Unreadable, Written


class BadCell(Exception):  # noqa: N818 - an answer to whoever wrote the row
    """A row breaks a rule; `column` is where it is best put right."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column, reason)
        self.column = column
        self.reason = reason


class NotKnown(BadCell):
    """A row names something that the books do not know, or not yet: a later row may bring it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row was not taken: its line in the file, the column, and the reason as a half sentence."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.reason}" if self.column else f"line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it means, how its cells are read, and an example.

    `empty` is what an empty cell means, and what a new record gets where the file has no such column; `required` says
    that there is no such meaning. `also` are other headings for it. Changes of an `audited` column are kept as events.
    A column that is not `stored` is only read: another column holds what comes of it.
    """

    name: str
    means: str
    cell: Cell
    example: str = ""
    required: bool = False
    empty: Any = None
    also: tuple[str, ...] = ()
    audited: bool = False
    stored: bool = True

    def read(self, raw: Raw) -> Any:
        """The value of a cell, filled or empty; raises `BadCell`."""
        if raw is None or raw == "":
            if self.required:
                raise BadCell(self.name, "is empty")
            return self.empty
        try:
            return self.cell.read(raw)
        except Unreadable as why:
            raise BadCell(self.name, str(why)) from None

    def write(self, value: Any) -> Written:
        """What stands in a sheet for a value; nothing for what an empty cell means and no text could say."""
        return None if value is None else self.cell.write(value)
