"""What a kind of file is: a master or a ledger of the books as a table with columns.

A kind is one class in one file of `kinds/`. What it says: its columns, which of them find a record (`key`), how the
records that are there come out (`records`), and, where it can be imported, the rules of a row and how rows are written.
Whether a row is new, changed or the same follows from comparing it with the record in the form in which it would be
written to a file, so a file that was exported always says "the same".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.exchange.column import Column

Values = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class House:
    """What this installation takes for granted where a file says nothing."""

    country: str
    currency: str
    timezone: str
    language: str


@dataclass
class Books:
    """The open books: one transaction, the moment, and the notes that a run leaves for whoever started it."""

    session: Session
    now: datetime
    house: House
    notes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day here."""
        return self.now.astimezone(ZoneInfo(self.house.timezone)).date()

    def note(self, what: str, which: str) -> None:
        """Leaves a note, once."""
        known = self.notes.setdefault(what, [])
        if which not in known:
            known.append(which)


@dataclass(frozen=True, slots=True)
class Found:
    """A record of the books: its values by column, and whatever its kind needs to change it."""

    values: Values
    ref: Any = None


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is to be written: the record's values as they will be, and the record as it is (None: a new one)."""

    line: int
    after: Values
    found: Found | None


class Kind:
    """A table that can be exported. One object serves one run."""

    name: ClassVar[str]
    about: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]

    def __init__(self, books: Books) -> None:
        self.books = books
        self.session = books.session

    def records(self, keys: Sequence[Key] | None = None) -> Iterator[Found]:
        """The records of these keys (and perhaps some more), or all of them in the order of an export."""
        raise NotImplementedError


class Master(Kind):
    """A table that can be imported too. Rows come in batches; every method sees one batch."""

    key: ClassVar[tuple[str, ...]]
    one: ClassVar[str]
    audits_new: ClassVar[bool] = False

    def look_up(self, rows: Sequence[Values]) -> None:
        """Loads at once what the rows of a batch refer to."""

    def resolve(self, given: Values) -> None:
        """Puts the cells of a row into the form of the books, before its record is looked for.

        Raises `BadCell`, or `NotKnown` for a reference that a later row may bring.
        """

    def complete(self, after: Values, given: Mapping[str, Any], found: Found | None) -> None:
        """Fills in what the row leaves open and checks it as a whole; `given` is what the file says.

        Raises `BadCell`.
        """

    def write(self, changes: Sequence[Change]) -> None:
        """Writes new and changed records."""
        raise NotImplementedError

    def finish(self) -> None:
        """What is left to do after the last row, where any was written."""

    @classmethod
    def key_of(cls, values: Mapping[str, Any]) -> Key:
        """The values that find a record."""
        return tuple(values[name] for name in cls.key)


# --- columns that are plain attributes of a table

Fields = Mapping[str, str]


def same(names: str, **other: str) -> Fields:
    """Columns and the attributes that hold them: `names` are the same in both, `other` maps column to attribute."""
    return {name: name for name in names.split()} | other


def values_of(row: object, fields: Fields) -> Values:
    """The values of a row of a table, by column."""
    return {name: getattr(row, attribute) for name, attribute in fields.items()}


def row_of(values: Values, fields: Fields) -> dict[str, Any]:
    """The same values by attribute."""
    return {attribute: values[name] for name, attribute in fields.items()}
