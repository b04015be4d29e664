"""Which column of a kind stands where in a file."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.exchange.cells import Raw, as_text
from bot.exchange.column import BadCell, Column, Fault
from bot.exchange.kind import Values
from bot.exchange.sheet import SheetError


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of a file by place, and its headings that are no columns of the kind."""

    columns: tuple[tuple[int, Column], ...]
    unknown: tuple[str, ...]
    width: int

    def read(self, line: int, cells: Sequence[Raw]) -> tuple[Values, list[Fault]]:
        """The values of a row by column, and every cell that could not be read."""
        values: Values = {}
        faults: list[Fault] = []
        if any(cell not in (None, "") for cell in cells[self.width :]):
            faults.append(Fault(line, "", f"has more cells than there are headings ({self.width})"))
        for place, column in self.columns:
            try:
                values[column.name] = column.read(cells[place] if place < len(cells) else None)
            except BadCell as bad:
                faults.append(Fault(line, bad.column, bad.reason))
        return values, faults


def matched(kind: str, columns: Sequence[Column], row: Sequence[Raw]) -> Headings:
    """The columns that a file's first row names.

    Raises `SheetError` where a required column is missing, where none is known, or where one stands there twice.
    """
    known = {name: column for column in columns for name in (column.name, *column.also)}
    headings = [as_text(cell).strip() for cell in row]
    placed: dict[str, tuple[int, Column]] = {}
    unknown = []
    for place, heading in enumerate(headings):
        column = known.get(_plain(heading))
        if column is None:
            unknown.extend([heading] if heading else [])
        elif column.name in placed:
            raise SheetError(f'the column "{column.name}" stands there twice ({", ".join(filter(None, headings))})')
        else:
            placed[column.name] = (place, column)
    missing = [column.name for column in columns if column.required and column.name not in placed]
    if missing or not placed:
        raise SheetError(_not_there(kind, missing or [column.name for column in columns], headings))
    return Headings(tuple(placed.values()), tuple(_suggested(name, known) for name in unknown), len(headings))


def _plain(heading: str) -> str:
    return re.sub(r"[\s\-_/.]+", "_", heading.casefold()).strip("_")


def _not_there(kind: str, missing: Sequence[str], headings: Sequence[str]) -> str:
    word = "column" if len(missing) == 1 else "columns"
    there = ", ".join(heading for heading in headings if heading)[:300]
    return f"{kind} need the {word} {', '.join(missing)}; the file's headings are: {there}"


def _suggested(heading: str, known: dict[str, Column]) -> str:
    near = difflib.get_close_matches(_plain(heading), known, n=1, cutoff=0.65)
    return f'{heading} (did you mean "{near[0]}"?)' if near else heading
