"""Workbooks for tests, made by hand down to their XML."""

import base64
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"

# A workbook of Excel 97 with the rows of `OLD_ROWS`, as an old program saved it.
OLD_ROWS = [["sku", "name", "mrp", "units_per_case"], ["A-1", "नमक 1 kg", 28.5, 25.0], ["00123", "Soap", 38.0, 48.0]]
_OLD = (
    "eNrtWE1oE0EU/mbzuyFNk5oIrVBCwVprlNZevLRrBe3JUn9AESFu2yglbRI2LaIXqzUnEQRPFi+FXrxUvfiDCurJg1DRgyAIST16EhQ9tFnfvN"
    "1oqjk0oMWf/ZZ5M/PmvW/e7vzszr5YjBTnbreU8AP64ELZVOGt0glKaqUSBrWbpixWcj8l08FfBdVPA+n14EHDc58cQzneJSi45X5CEliidBw5"
    "DGYzqfg6Yg/HoAsZQy9JgeukCaGZo2piOcJyA8ubbPmQ5W7WXGbZS7ZFcQyL2mDnLnsWH1XauC0EyXuXfd6wphsxPJOz+NwVYdl60G+M6eN/Zk"
    "OrO4h50LgNpDIpQx8vIkoDOI9PZhz4WFmpj+OOfn31AqT/slrvq6G/qriBaZgneIIXEMRnl2xxw8iezi/jMG+pMpE6n54i64w+kaLKhJELAVOZ"
    "scl8MpcykiN6Xqr7t3f7ITrUHWpMjdNsjiONUzRb0NXVvbOH3A9l9VxAbuO87MOrln0DL4cgyVE0cjnCiyJMESzf+PBy//CQlmTNNMdkvRA2y3"
    "uAifPSg5xD3MK3AdnSyR7bWF5g1k1cbmEZpeAobx+K2YV9M2xzkVvbqZ8exittS1W5g8qF9wfutRbeaVupvDBQOhtdeK3NoY1eUKPkL68ZJERC"
    "zF6TuK9VcmFvHm9ZNv+0kfiVsB27ab/1GrGCABcjLK2afDriW02xn5VVc1HNZXOJGlyCudy2vWAuGiQ8otgEc11KSIuTzCVZlBosCrN4bRZrvH"
    "w2i8Iss2zxlFn6lCbckS60PX5HAA4cOHDgwIEDBw7+Kwj+eLU+2OUHqcc+DPjs/zorlMrOb5J/FgeRpWuSTop7kaHcwJm65s9GeESFS6zRp/K/"
    "UOII9W7QKXWY40jXPX/pqCOq72fNjuFft4Tq7b9cT5y/uf+vMjrVbQ=="
)


def old_excel(path: Path) -> Path:
    """A workbook of Excel 97."""
    path.write_bytes(zlib.decompress(base64.b64decode(_OLD)))
    return path


def xlsx(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """A workbook with these rows."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet("rows")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def changed(path: Path, part: str, old: str, new: str) -> Path:
    """The same workbook with one text of a part put otherwise."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert old.encode() in parts[part], parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    return zipped(path, parts)


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    """An archive of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return path


def lying(path: Path, name: str, claimed: int) -> Path:
    """An archive of which one part claims to be `claimed` bytes when unpacked, in both places where it says so."""
    content = path.read_bytes()
    with zipfile.ZipFile(BytesIO(content)) as book:
        about = book.getinfo(name)
        start = about.header_offset
    real, wrong = about.file_size.to_bytes(4, "little"), claimed.to_bytes(4, "little")
    local = content[start : start + 30].replace(real, wrong)
    content = content[:start] + local + content[start + 30 :]
    central = content.rindex(name.encode(), start + 30 + len(name)) - 46
    content = content[:central] + content[central : central + 46].replace(real, wrong) + content[central + 46 :]
    path.write_bytes(content)
    return path


def ods(path: Path, rows: str) -> Path:
    """A workbook of LibreOffice with these rows, in XML."""
    names = f'xmlns:office="{_OFFICE}" xmlns:table="{_TABLE}" xmlns:text="{_TEXT}"'
    table = f'<table:table table:name="rows">{rows}</table:table>'
    content = f"<office:document-content {names}><office:body><office:spreadsheet>{table}"
    content += "</office:spreadsheet></office:body></office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    listed = f'<m:manifest xmlns:m="{manifest}"><m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>'
    parts = {"mimetype": kind, "META-INF/manifest.xml": listed, "content.xml": content}
    return zipped(path, {name: text.encode() for name, text in parts.items()})


def ods_row(*cells: str | float, repeated: int = 1) -> str:
    """A row of a LibreOffice workbook."""
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(map(_ods_cell, cells))}</table:table-row>'
    )


def _ods_cell(value: str | float) -> str:
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
