"""Looking into a zipped workbook before anything reads it: how large it becomes, what its XML would do.

A small file can unpack to gigabytes, name one cell at the far end of an empty sheet, or define entities that multiply.
So sizes are checked before anything is unpacked, each part is unpacked to no more than it declares and read by a parser
that refuses document types, and what the spreadsheet reader gets is a fresh archive of exactly these parts.
"""

import re
import zipfile
from io import BytesIO
from typing import BinaryIO
from xml.parsers import expat

from bot.exchange.sheet import SheetError

LARGEST_UNPACKED = 100_000_000  # bytes of XML: a sheet of about 150,000 rows; larger tables come as CSV
MOST_CELLS = 5_000_000  # of the rectangle that holds all filled cells, which is what is kept in memory
MOST_PARTS = 2000

_READ = (".xml", ".rels")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml|content\.xml")
_CELL = re.compile(r"([A-Z]+)([0-9]+)", re.IGNORECASE)
_FAILED_FORMULA = re.compile(rb'(<c\b[^>]*\bt=)"e"')
_TOO_LARGE = "the workbook is too large to be read safely: please save it as CSV"


def repacked(file: BinaryIO) -> BytesIO:
    """The workbook without whatever is not read, checked; raises `SheetError`."""
    try:
        with zipfile.ZipFile(file) as packed:
            return _copy(packed, _parts(packed))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as wrong:
        raise SheetError(f"the workbook is damaged ({wrong})") from None


def _parts(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    parts = [part for part in packed.infolist() if part.filename == "mimetype" or part.filename.endswith(_READ)]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise SheetError(_TOO_LARGE)
    return parts


def _copy(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> BytesIO:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as plain:
        for part in parts:
            data = packed.read(part)  # reads no more than the size that was checked
            if part.filename != "mimetype":
                inspect(part.filename, data)
            # The reader shows a failed formula as an empty cell; as text its #N/A is seen and refused.
            plain.writestr(part.filename, _FAILED_FORMULA.sub(rb'\1"str"', data))
    content.seek(0)
    return content


def inspect(name: str, data: bytes) -> None:
    """Refuses XML with a document type, XML that is broken, and a sheet whose cells are spread too far."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if _SHEET.fullmatch(name):
        parser.StartElementHandler = Spread().see
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as wrong:
        raise SheetError(f"the workbook is damaged ({name}: {wrong})") from None


def _refuse_doctype(*_: object) -> None:
    raise SheetError("the workbook holds XML with a document type, which no spreadsheet writes")


class Spread:
    """How large a rectangle the cells of a sheet span, in the notation of XLSX (`r="B7"`) or of ODS (repeats)."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self._row = 0
        self._column = 0

    def see(self, tag: str, attributes: dict[str, str]) -> None:
        """Counts one element; raises `SheetError` where the rectangle has become too large."""
        match tag.rpartition(" ")[2]:
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
                self._column = 0
            case "c":
                self._go_to(attributes.get("r", ""))
                self._keep()
            case "table-row":
                self._row += _repeats(attributes, "number-rows-repeated")
                self._column = 0
            case "table-cell" | "covered-table-cell":
                self._column += _repeats(attributes, "number-columns-repeated")
                # Empty cells to the end of a sheet are written once, and nobody keeps them.
                if any(name.endswith(" value-type") for name in attributes):
                    self._keep()

    def _go_to(self, reference: str) -> None:
        found = _CELL.fullmatch(reference)
        if found is None:
            self._column += 1
            return
        self._column = 0
        for letter in found[1].upper():
            self._column = self._column * 26 + ord(letter) - ord("A") + 1
        self._row = int(found[2])

    def _keep(self) -> None:
        self.rows = max(self.rows, self._row)
        self.columns = max(self.columns, self._column)
        if self.rows * self.columns > MOST_CELLS:
            raise SheetError(_TOO_LARGE)


def _repeats(attributes: dict[str, str], name: str) -> int:
    return next((int(value) for key, value in attributes.items() if key.rpartition(" ")[2] == name), 1)
