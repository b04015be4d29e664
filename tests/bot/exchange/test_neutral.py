"""No cell of an export is a formula, and reading an export gives what was written."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.exchange.neutral import neutral, neutral_if_marked, original
from bot.exchange.sheet import SheetError, opened
from bot.exchange.sheet_out import to_file

CASES = {
    "plain": ("Tata Salt", "Tata Salt"),
    "equals": ("=1+1", "'=1+1"),
    "plus, as of a phone": ("+919800000001", "'+919800000001"),
    "minus": ("-5", "'-5"),
    "at": ("@SUM(A1)", "'@SUM(A1)"),
    "tab": ("\tx", "'\tx"),
    "carriage return": ("\rx", "'\rx"),
    "line feed": ("\n=x", "'\n=x"),
    "NUL": ("\x00=x", "'\x00=x"),
    "full-width equals": ("＝1", "'＝1"),
    "an apostrophe before it": ("'=1", "''=1"),
    "only an apostrophe": ("'tis", "'tis"),
    "a quotation mark": ('"=1"', '"=1"'),
}


@pytest.mark.parametrize(("text", "safe"), CASES.values(), ids=CASES)
def test_neutral(text: str, safe: str) -> None:
    assert neutral(text) == safe
    assert original(safe) == text


@settings(deadline=None)
@given(st.text(alphabet="'=+-@\t\r\n\x00a1＝ ", max_size=8))
def test_every_text_comes_back_from_csv_and_from_a_workbook(text: str) -> None:
    assert original(neutral(text)) == text
    assert original(neutral_if_marked(text)) == text
    assert neutral(text)[:1] not in {*"=+-@\t\r\n\x00"}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_file_of_dangerous_texts_is_read_as_it_was(suffix: str, tmp_path: Path) -> None:
    texts = ["=1+1", "+91", "-5", "@x", "\tx", "'=x", "''", '=HYPERLINK("http://a.b")', "a,b;c", "x\r\ny", "नमक"]
    path = tmp_path / f"out{suffix}"
    with to_file(path) as writer:
        writer.write(["a", "b"])
        for text in texts:
            writer.write([text, 5])
    with opened(path) as sheet:
        read = [cells[0] for _, cells in sheet.rows][1:]
    assert read == texts if suffix == ".csv" else [text.replace("\r\n", "\n") for text in texts]


def test_no_cell_of_a_csv_file_begins_like_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with to_file(path) as writer:
        writer.write(["=cmd|' /C calc'!A0", "+91", "-1", "@a", "\t=1", "\r=1"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert all(cell.startswith("'") for cell in next(csv.reader(file)))


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("what was there")
    with pytest.raises(SheetError), to_file(path.with_suffix(".xlsx")) as writer:
        writer.write(["x" * 40_000])
    with pytest.raises(UnicodeEncodeError), to_file(path) as writer:
        writer.write(["\ud800"])
    assert path.read_text() == "what was there"
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
