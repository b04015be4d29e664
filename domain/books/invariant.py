"""What a check of the books is: a sentence that must always be true, and a look at the rows for which it is not."""

import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session
from sqlmodel import UTCDateTime

Facts = Mapping[str, Any]
Finder = Callable[[Session, datetime], Iterable[Facts]]

# The queries are the same on both databases but for these two, which look into a JSON column.
OF_JSON = {
    "sqlite": {"pairs": "json_each", "length_of": "json_array_length"},
    "postgresql": {"pairs": "jsonb_each_text", "length_of": "jsonb_array_length"},
}


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that is always true of the books.

    `code` groups what belongs together and begins the line that a person reads, `name` is unique. `finds` gives the
    facts of each offending row, `tells` says them in one line (`{total:rupees}` for paise).
    """

    code: str
    name: str
    says: str
    tells: str
    finds: Finder


@dataclass(frozen=True, slots=True)
class Violation:
    """A row for which an invariant is not true."""

    invariant: Invariant
    facts: Facts

    def __str__(self) -> str:
        return f"{self.invariant.code} {_TELLING.vformat(self.invariant.tells, (), self.facts)}"


def check(session: Session, invariants: Iterable[Invariant], now: datetime) -> list[Violation]:
    """Every violation at `now` (aware). The session must see one state of the books from beginning to end."""
    return [Violation(invariant, facts) for invariant in invariants for facts in invariant.finds(session, now)]


def rows(sql: str, **parts: str) -> Finder:
    """Finds what a query gives. `$name` in it stands for one of `parts`, `:now` is the moment of the check."""
    sql = string.Template(sql).substitute(parts)

    def find(session: Session, now: datetime) -> Iterable[Facts]:
        statement = text(spoken(sql, session.get_bind().dialect.name))
        if ":now" in sql:
            statement = statement.bindparams(bindparam("now", now, UTCDateTime()))
        return [{name: _plain(value) for name, value in row.items()} for row in session.execute(statement).mappings()]

    return find


def spoken(sql: str, dialect: str) -> str:
    """A query with the functions over JSON called as `dialect` calls them."""
    for ours, theirs in OF_JSON[dialect].items():
        sql = sql.replace(f"{ours}(", f"{theirs}(")
    return sql


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, Decimal) else value  # PostgreSQL adds integers up to a numeric


class _Telling(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "rupees":
            return "none" if value is None else f"{Decimal(value) / 100:.2f}"
        return str(super().format_field(value, format_spec))


_TELLING = _Telling()
