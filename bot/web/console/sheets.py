"""A page's list as a CSV file: the same rows and words, every cell safe in a spreadsheet."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from flask import Response

from bot.exchange.sheet_out import CsvWriter

MOST_ROWS = 10_000
MARK = "\ufeff"  # makes Excel show Hindi


def sheet(name: str, heading: Sequence[str], rows: Iterable[Iterable[object]]) -> Response:
    """The rows as a download."""
    written = io.StringIO()
    writer = CsvWriter(written)
    writer.write(heading)
    for row in rows:
        writer.write(_cell(value) for value in row)
    answer = Response((MARK + written.getvalue()).encode(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _cell(value: object) -> str | int | Decimal | None:
    if value is None or isinstance(value, str | int | Decimal):
        return value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
