"""Reading workbooks (XLSX, ODS, XLS): the first visible sheet. Formulas are not run; the values they had are taken."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from bot.exchange.archive import repacked
from bot.exchange.sheet import Row, Sheet, SheetError, filled

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST_OLD = 20_000_000  # bytes of an XLS file, which holds at most 65,536 rows


@contextmanager
def opened(path: Path) -> Iterator[Sheet]:
    """The rows of a workbook's first visible sheet; raises `SheetError`."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    with path.open("rb") as file:
        content = _content(file)
        try:
            with CalamineWorkbook.from_filelike(content) as workbook:
                sheet = _first_visible(workbook)
                place = Place()
                yield Sheet(filled(place.numbered(sheet.iter_rows())), sheet.total_height, lambda: place.line)
        except PasswordError:
            raise SheetError("the workbook is locked with a password") from None
        except CalamineError as wrong:
            raise SheetError(f"the workbook cannot be read ({wrong})") from None


@dataclass
class Place:
    """How far a sheet was read."""

    line: int = 0

    def numbered(self, rows: Iterable[list[Any]]) -> Iterator[Row]:
        """The rows with their lines, the first is 1."""
        for cells in rows:
            self.line += 1
            yield self.line, cells


def _content(file: BinaryIO) -> BinaryIO:
    if file.read(8) != OLD_EXCEL:
        return repacked(file)
    if file.seek(0, SEEK_END) > LARGEST_OLD:
        raise SheetError(f"an XLS file may have at most {LARGEST_OLD:,} bytes: please save it as CSV")
    file.seek(0)
    return BytesIO(file.read())


def _first_visible(workbook: Any) -> Any:
    from python_calamine import SheetVisibleEnum

    for number, about in enumerate(workbook.sheets_metadata):
        if about.visible == SheetVisibleEnum.Visible:
            return workbook.get_sheet_by_index(number)
    raise SheetError("the workbook has no visible sheet")
