"""Many rows in one statement."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import insert, update
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

Item = TypeVar("Item")

BATCH = 2000  # rows in memory at once; a query may ask for two keys of each, well below the 32,766 that SQLite takes


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The items in lists of `size`, the last one shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def add_rows(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Adds rows; columns that a row does not name get the table's defaults, so all rows name the same ones."""
    if rows:
        session.execute(insert(table), list(rows))


def add_numbered(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Adds rows like `add_rows` and gives their ids, in the order of the rows."""
    if not rows:
        return []
    id_column = table.__table__.c.id  # type: ignore[attr-defined]
    return list(session.scalars(insert(table).returning(id_column, sort_by_parameter_order=True), list(rows)))


def change_rows(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Changes rows found by the primary key that each names."""
    if rows:
        session.execute(update(table), list(rows))
