"""Reading CSV: the encodings and separators that spreadsheets and programs of the trade write, one row at a time."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bot.exchange.sheet import Row, Sheet, SheetError, filled

SEPARATORS = ",;\t"
LONGEST_LINE = 1_000_000
_SAMPLE = 65_536
_BLOCK = 1_048_576
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"SQLite format 3")


@contextmanager
def opened(path: Path) -> Iterator[Sheet]:
    """The rows of a text file; raises `SheetError`."""
    with path.open("rb") as binary:
        encoding = encoding_of(binary)
        size = binary.seek(0, io.SEEK_END)
        binary.seek(0)
        text = io.TextIOWrapper(binary, encoding, newline="")
        yield Sheet(filled(_rows(text)), size, binary.tell)


def encoding_of(binary: BinaryIO) -> str:
    """The encoding of a file: by its mark, else the first of UTF-8, UTF-16 and Windows-1252 that can read all of it."""
    binary.seek(0)
    start = binary.read(4096)
    if not start.strip():
        raise SheetError("the file is empty")
    if start.startswith(_NOT_TEXT):
        raise SheetError("this is neither text nor a spreadsheet (CSV, XLSX, XLS and ODS can be read)")
    marked = next((encoding for mark, encoding in _MARKS.items() if start.startswith(mark)), None)
    for encoding in (marked,) if marked else _candidates(start):
        if _reads(binary, encoding):
            return encoding
    raise SheetError("the file's encoding is not known: please save it as CSV UTF-8")


def _candidates(start: bytes) -> tuple[str, ...]:
    """Encodings of a file without a mark. Where every second byte of a file is mostly NUL, it is UTF-16."""
    half = len(start) // 2
    if half and start[1::2].count(0) > half // 2:
        return ("utf-16-le",)
    if half and start[0::2].count(0) > half // 2:
        return ("utf-16-be",)
    return ("utf-8", "cp1252")


def _reads(binary: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    binary.seek(0)
    try:
        while block := binary.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _separator(text: io.TextIOWrapper) -> str:
    """The separator of the rows from here on: the one that cuts the first row into most cells."""
    sample = text.read(_SAMPLE).lstrip()
    text.seek(0)

    def cells(separator: str) -> int:
        try:
            return len(next(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), ()))
        except csv.Error:
            return 0

    return max(SEPARATORS, key=cells)


def _named_separator(text: io.TextIOWrapper) -> str | None:
    """The separator that a first line `sep=;` names, as Excel understands it; such a line is then behind us."""
    found = re.fullmatch(r"sep=(.)\s*", text.readline(_SAMPLE), re.IGNORECASE)
    if found is None:
        text.seek(0)
        return None
    return found[1]


def _rows(text: io.TextIOWrapper) -> Iterator[Row]:
    named = _named_separator(text)
    reader = csv.reader(_lines(text), delimiter=named or _separator(text), strict=True)
    before = 0 if named is None else 1
    line = 1 + before
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1 + before
    except csv.Error as wrong:
        raise SheetError(f"line {line}: {_reason(str(wrong))}") from None


def _reason(said: str) -> str:
    if "field larger" in said or "unexpected end" in said:
        return "a quotation mark is opened and not closed (or one cell is longer than 131,072 characters)"
    if "expected after" in said:
        return 'a quotation mark stands inside a quoted cell (it is written twice there: "")'
    return f"this is not CSV ({said})"


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            raise SheetError(f"a line is longer than {LONGEST_LINE:,} characters")
        yield line
