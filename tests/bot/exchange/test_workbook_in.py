"""Workbooks as people save them, and workbooks that would harm whoever opens them."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.exchange.sheet import SheetError, opened
from tests.bot.exchange.workbooks import OLD_ROWS, changed, lying, ods, ods_row, old_excel, xlsx, zipped

HEAD = ["sku", "name", "mrp"]
SHEET = "xl/worksheets/sheet1.xml"
TOO_LARGE = "the workbook is too large to be read safely: please save it as CSV"


def read(path: Path) -> list[tuple[int, list[object]]]:
    """The rows of a file with their lines."""
    with opened(path) as sheet:
        return [(line, list(cells)) for line, cells in sheet.rows]


def refused(path: Path) -> str:
    """Why a file is refused."""
    with pytest.raises(SheetError) as why:
        read(path)
    return str(why.value)


def test_numbers_texts_days_and_hours_of_excel(tmp_path: Path) -> None:
    rows = [[*HEAD, "day", "ok"], ["00123", "नमक", 28.5, date(2026, 12, 31), True]]
    path = xlsx(tmp_path / "in.csv", rows)  # told by its content, not by its name
    assert read(path)[1] == (2, ["00123", "नमक", 28.5, date(2026, 12, 31), True])


def test_libreoffice(tmp_path: Path) -> None:
    nothing = '<table:table-cell table:number-columns-repeated="16384"/>'
    empty = f'<table:table-row table:number-rows-repeated="1048000">{nothing}</table:table-row>'
    path = ods(tmp_path / "in.ods", ods_row(*HEAD) + ods_row() + ods_row("A-1", "नमक", 28.5) + empty)
    assert read(path) == [(1, HEAD), (3, ["A-1", "नमक", 28.5])]


def test_excel_97(tmp_path: Path) -> None:
    assert [cells for _, cells in read(old_excel(tmp_path / "in.xls"))] == OLD_ROWS


def test_lines_are_those_of_the_sheet(tmp_path: Path) -> None:
    assert [line for line, _ in read(xlsx(tmp_path / "in.xlsx", [[], HEAD, [], ["A-1", "x", 5]]))] == [2, 4]


def test_the_first_visible_sheet_is_read(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        hidden, shown = workbook.add_worksheet("old"), workbook.add_worksheet("new")
        hidden.write_row(0, 0, ["old"])
        shown.write_row(0, 0, HEAD)
        shown.activate()
        hidden.hide()
    assert read(path) == [(1, HEAD)]


def test_a_formula_is_not_run_and_its_last_value_is_taken(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["A-1", "x"])
        sheet.write_formula(1, 2, "=20+8", None, 27)
        sheet.write_row(2, 0, ["A-2", "y"])
        sheet.write_formula(2, 2, "=VLOOKUP(1,A1:A2,1)", None, "#N/A")
    assert [cells[2] for _, cells in read(path)] == ["mrp", 27.0, "#N/A"]


BOMBS = {
    "unpacks to 120 MB": lambda folder: zipped(folder / "in.xlsx", {SHEET: b"<a>" + b" " * 120_000_000 + b"</a>"}),
    "a cell at the far end": lambda folder: changed(
        xlsx(folder / "in.xlsx", [HEAD, ["A-1", "x", 5]]), SHEET, 'r="C2"', 'r="XFD1048576"'
    ),
    "a cell beyond the end": lambda folder: changed(
        xlsx(folder / "in.xlsx", [HEAD, ["A-1", "x", 5]]), SHEET, 'r="C2"', 'r="C999999999"'
    ),
    "a row that is repeated": lambda folder: ods(
        folder / "in.ods", ods_row(*HEAD) + ods_row(*["x"] * 100, repeated=1_000_000)
    ),
    "three thousand parts": lambda folder: zipped(
        folder / "in.xlsx", {f"xl/worksheets/sheet{number}.xml": b"<a/>" for number in range(3000)}
    ),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_small_file_that_becomes_large_is_refused(bomb: object, tmp_path: Path) -> None:
    assert refused(bomb(tmp_path)) == TOO_LARGE  # type: ignore[operator]


@pytest.mark.parametrize("place", [SHEET, "xl/workbook.xml", "[Content_Types].xml", "xl/sharedStrings.xml"])
def test_entities_are_refused(place: str, tmp_path: Path) -> None:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    laughs = f'{head}<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>'
    path = changed(xlsx(tmp_path / "in.xlsx", [HEAD]), place, head, laughs)
    assert refused(path) == "the workbook holds XML with a document type, which no spreadsheet writes"


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "in.xlsx", {SHEET: b"<a>" + b" " * 50_000_000 + b"</a>"})
    assert refused(lying(path, SHEET, 1000)).startswith("the workbook is damaged (")


DAMAGED = {
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-100]),
    "broken XML": lambda path: changed(path, SHEET, "</sheetData>", "</sheet>"),
    "a reference that is none": lambda path: changed(path, SHEET, '<row r="1"', '<row r="x"'),
    "no sheet": lambda path: zipped(path, {"xl/other.xml": b"<a/>"}),
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_workbook_is_refused(damage: object, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "in.xlsx", [HEAD])
    damage(path)  # type: ignore[operator]
    assert refused(path).startswith(("the workbook is damaged (", "the workbook cannot be read ("))


def test_a_bomb_costs_no_memory(tmp_path: Path) -> None:
    path = BOMBS["unpacks to 120 MB"](tmp_path)
    script = f"""
import resource
from pathlib import Path
from bot.exchange.sheet import SheetError, opened
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    with opened(Path({str(path)!r})) as sheet:
        list(sheet.rows)
except SheetError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    grown = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout
    assert int(grown) < 50_000
