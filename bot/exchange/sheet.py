"""A file as headings and rows, whatever it was written with."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from bot.exchange.cells import Raw
from bot.exchange.neutral import original

MOST_ROWS = 2_000_000


class SheetError(Exception):
    """A file cannot be read as a table; the message says why, in one line."""


Row = tuple[int, Sequence[Raw]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a file, row by row with the line that each stands in. `place` tells how much of `size` was read."""

    rows: Iterator[Row]
    size: int
    place: Callable[[], int]


def opened(path: Path) -> AbstractContextManager[Sheet]:
    """The table in a file, told by its content: XLSX, ODS, XLS, else text with commas, semicolons or tabs.

    Raises `SheetError` for a file that holds none, or that could not be read in bounded time and memory.
    """
    from bot.exchange import csv_in, workbook_in

    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK\x03\x04") or start == workbook_in.OLD_EXCEL:
        return workbook_in.opened(path)
    return csv_in.opened(path)


def filled(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows that hold anything, cells trimmed and as they were before an export made them safe."""
    for count, (line, cells) in enumerate(rows):
        if count > MOST_ROWS:
            raise SheetError(f"more than {MOST_ROWS:,} rows: please divide the file")
        plain = [original(cell.strip(" \t\r\n\ufeff\u00a0")) if isinstance(cell, str) else cell for cell in cells]
        if any(cell not in (None, "") for cell in plain):
            yield line, plain
