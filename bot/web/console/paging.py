"""What a list is asked for in its address, read so that nothing but listed values comes out, and one page of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from flask import request

from bot.web.console import guard

Row = TypeVar("Row")
Word = TypeVar("Word", bound=StrEnum)

SIZES = (25, 50, 100, 200)
USUAL_SIZE = 50
LAST_PAGE = 1000
LONGEST_WORDS = 80


def words() -> str:
    """What is searched for."""
    return " ".join(request.args.get("words", "").replace("\x00", "").split())[:LONGEST_WORDS]


def one_of(name: str, known: type[Word]) -> Word | None:
    """A filter that is one of a list of values; None for anything else."""
    given = request.args.get(name, "")
    return known(given) if given in set(known) else None


def day(name: str) -> date | None:
    """A day of this century; None for anything else."""
    try:
        given = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return given if 2000 <= given.year < 2100 else None


def number_of(name: str) -> int | None:
    """A row's number, of nine digits at most; None for anything else."""
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


@dataclass(frozen=True, slots=True)
class Rows(Generic[Row]):
    """One page of a list; `more` says that another follows, `by_time` that the newest come first."""

    shown: Sequence[Row]
    page: int
    more: bool
    by_time: bool

    def at(self, page: int) -> str:
        """The address of another page of the same list."""
        kept = [(name, value) for name, value in request.args.items(multi=True) if name not in ("page", "done")]
        return guard.with_query(request.path, [*kept, ("page", str(page))])


def rows(look: Callable[[int, int], Sequence[Row]], *, by_time: bool = False) -> Rows[Row]:
    """The page that is asked for; `look` gives rows from an offset on, at most so many."""
    page = min(max(number_of("page") or 1, 1), LAST_PAGE)
    size = number_of("size")
    size = size if size in SIZES else USUAL_SIZE
    found = look((page - 1) * size, size + 1)
    return Rows(found[:size], page, len(found) > size, by_time)
