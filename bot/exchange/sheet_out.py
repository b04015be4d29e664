"""Writing rows as CSV or XLSX, so that no cell is a formula and that reading gives the same values again."""

import csv
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, TextIO

from bot.exchange.cells import Written
from bot.exchange.neutral import neutral, neutral_if_marked
from bot.exchange.sheet import SheetError

MOST_ROWS = 1_048_576  # of a workbook's sheet
LONGEST_CELL = 32_767  # characters of a workbook's cell


class SheetWriter(Protocol):
    """Takes rows one after the other."""

    def write(self, cells: Iterable[Written]) -> None:
        """Adds a row; raises `SheetError` where the format cannot hold it."""


@contextmanager
def to_file(path: Path) -> Iterator[SheetWriter]:
    """Writes a file, CSV or XLSX by its name; it is there when all of it is, and not before."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise SheetError(f"{path.name}: a file is written as .csv or .xlsx")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    os.close(handle)
    draft = Path(name)
    try:
        if path.suffix.lower() == ".xlsx":
            with _workbook(draft) as workbook:
                yield workbook
        else:
            with draft.open("w", encoding="utf-8-sig", newline="") as stream:  # the mark makes Excel show Hindi
                yield CsvWriter(stream)
        draft.chmod(0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def to_screen() -> Iterator[SheetWriter]:
    """Writes CSV to standard output."""
    with open(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False) as stream:
        yield CsvWriter(stream)


class CsvWriter:
    """CSV with commas."""

    def __init__(self, stream: TextIO) -> None:
        self._writer = csv.writer(stream)

    def write(self, cells: Iterable[Written]) -> None:
        self._writer.writerow([_plain(cell) for cell in cells])


def _plain(cell: Written) -> str:
    if isinstance(cell, str):
        return neutral(cell)
    return "" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


@contextmanager
def _workbook(path: Path) -> Iterator["XlsxWriter"]:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        yield XlsxWriter(workbook)


class XlsxWriter:
    """The first sheet of a workbook: headings that stay in sight, text as text, numbers as numbers."""

    def __init__(self, workbook: Any) -> None:
        self._sheet = workbook.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._headings = workbook.add_format({"bold": True})
        self._rows = 0

    def write(self, cells: Iterable[Written]) -> None:
        if self._rows == MOST_ROWS:
            raise SheetError(f"more than {MOST_ROWS:,} rows: please export as CSV")
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                self._write_text(place, cell)
            elif cell is not None:
                self._sheet.write_number(self._rows, place, cell)
        self._rows += 1

    def _write_text(self, place: int, cell: str) -> None:
        text = neutral_if_marked(cell)
        if len(text) > LONGEST_CELL:
            raise SheetError(f"a cell has more than {LONGEST_CELL:,} characters: please export as CSV")
        if text:
            self._sheet.write_string(self._rows, place, text, None if self._rows else self._headings)
