"""CSV as programs of the trade write it, and files that are none."""

from pathlib import Path

import pytest

from bot.exchange.sheet import SheetError, opened

TABLE = [["sku", "name", "mrp"], ["A-1", "Salt", "28"], ["A-2", "Tea", "120"]]
NAMED = "sku,name,mrp\nA-1,नमक,28\n"


def read(path: Path) -> list[list[object]]:
    """The rows of a file."""
    with opened(path) as sheet:
        return [list(cells) for _, cells in sheet.rows]


def written(folder: Path, content: bytes) -> Path:
    """A file of these bytes."""
    path = folder / "in.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"sku,name,mrp\nA-1,Salt,28\nA-2,Tea,120\n",
        b"sku;name;mrp\r\nA-1;Salt;28\r\nA-2;Tea;120",
        b"sku\tname\tmrp\nA-1\tSalt\t28\nA-2\tTea\t120\n",
        b"sep=;\r\nsku;name;mrp\r\nA-1;Salt;28\r\nA-2;Tea;120\r\n",
        b"\n\n sku , name , mrp \n\nA-1, Salt ,28\n,,\nA-2,Tea,120,,\n\n",
        b'"sku","name","mrp"\n"A-1","Salt","28"\n"A-2","Tea","120"\n',
        b"\xef\xbb\xbfsku,name,mrp\nA-1,Salt,28\nA-2,Tea,120\n",
        "\ufeffsku,name,mrp\nA-1,Salt,28\nA-2,Tea,120\n".encode("utf-16-le"),
        "\ufeffsku,name,mrp\nA-1,Salt,28\nA-2,Tea,120\n".encode("utf-16-be"),
        "sku,name,mrp\nA-1,Salt,28\nA-2,Tea,120\n".encode("utf-16-le"),
        "sku,name,mrp\nA-1,Salt,28\nA-2,Tea,120\n".encode("utf-16-be"),
    ],
    ids=[
        "commas", "semicolons", "tabs", "separator named", "blanks and empty lines", "quoted", "utf-8 marked",
        "utf-16-le marked", "utf-16-be marked", "utf-16-le", "utf-16-be",
    ],
)  # fmt: skip
def test_a_table_is_the_same_however_it_was_saved(content: bytes, tmp_path: Path) -> None:
    rows = [[cell for cell in row if cell != ""] for row in read(written(tmp_path, content))]
    assert rows == TABLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_devanagari(encoding: str, tmp_path: Path) -> None:
    assert read(written(tmp_path, NAMED.encode(encoding)))[1] == ["A-1", "नमक", "28"]


def test_windows_1252(tmp_path: Path) -> None:
    assert read(written(tmp_path, "sku,name,mrp\nA-1,Café – ½ kg,28\n".encode("cp1252")))[1][1] == "Café – ½ kg"


def test_lines_are_told_where_they_begin(tmp_path: Path) -> None:
    path = written(tmp_path, b'sep=,\na,b\n\n1,"x\ny\nz"\n2,y\n')
    with opened(path) as sheet:
        assert [line for line, _ in sheet.rows] == [2, 4, 7]


BROKEN = {
    "empty": (b"", "the file is empty"),
    "blank": (b"  \n\n", "the file is empty"),
    "quotation mark not closed": (
        b'sku,name\nA-1,"Salt\nA-2,Tea\n',
        "line 2: a quotation mark is opened and not closed (or one cell is longer than 131,072 characters)",
    ),
    "quotation mark inside": (
        b'sku,name\nA-1,"5" nail"\n',
        'line 2: a quotation mark stands inside a quoted cell (it is written twice there: "")',
    ),
    "a cell without end": (
        b'sku,name\nA-1,"' + b"x\n" * 100_000,
        "line 2: a quotation mark is opened and not closed (or one cell is longer than 131,072 characters)",
    ),
    "a line without end": (b"sku,name\n" + b"x" * 1_100_000, "a line is longer than 1,000,000 characters"),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\x00",
        "this is neither text nor a spreadsheet (CSV, XLSX, XLS and ODS can be read)",
    ),
    "a PDF": (b"%PDF-1.7 sku,name", "this is neither text nor a spreadsheet (CSV, XLSX, XLS and ODS can be read)"),
    "no known encoding": (b"sku,name\nA,\x81\x8d\n", "the file's encoding is not known: please save it as CSV UTF-8"),
    "broken utf-16": (
        b"\xff\xfes\x00k\x00u\x00\x00\xd8\n",
        "the file's encoding is not known: please save it as CSV UTF-8",
    ),
}


@pytest.mark.parametrize(("content", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_no_table_is_refused_with_its_reason(content: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(SheetError) as why:
        read(written(tmp_path, content))
    assert str(why.value) == reason
