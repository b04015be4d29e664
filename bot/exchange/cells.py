"""What the cells of a column hold: read from whatever a sheet gives, and written back so that reading gives the same.

A `Cell` reads a filled cell; empty ones are the column's business (`column.py`).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

import orjson

Raw = str | int | float | bool | date | datetime | time | timedelta | None
Written = str | int | Decimal | None

# What a spreadsheet shows where a formula failed.
SPREADSHEET_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"})

_PIECE = re.compile(r"\\[\\|]|\||[^\\|]+|\\")
_NOT_PRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_YES = frozenset({"yes", "y", "true", "1", "1.0"})
_NO = frozenset({"no", "n", "false", "0", "0.0"})


class Unreadable(Exception):  # noqa: N818 - an answer to whoever wrote the cell
    """A cell does not hold what its column wants; the message is the reason, as a half sentence."""


class Cell(Protocol):
    """How one kind of value is read and written. `hint` says in a few words what may stand there."""

    @property
    def hint(self) -> str:
        """In a few words, what may stand there."""

    def read(self, raw: Raw) -> Any:
        """The value of a filled cell; raises `Unreadable`."""

    def write(self, value: Any) -> Written:
        """What stands in a sheet for a value."""


def as_text(raw: Raw) -> str:
    """A cell as text. Spreadsheets keep whole numbers as floats: 9800000001.0 is 9800000001."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, date | datetime | time):
        return raw.isoformat()
    return "" if raw is None else str(raw)


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text in one line, or in several where `lines` says so, without blanks around it."""

    longest: int = 200
    lines: bool = False

    @property
    def hint(self) -> str:
        return f"text, at most {self.longest} characters"

    def read(self, raw: Raw) -> str:
        text = as_text(raw)
        if text in SPREADSHEET_ERRORS:
            raise Unreadable(f"holds the spreadsheet error {text}")
        if _NOT_PRINTED.search(text):
            raise Unreadable("holds a control character (such as NUL), which no text has")
        text = self.write(text)
        if len(text) > self.longest:
            raise Unreadable(f"has {len(text)} characters, at most {self.longest} are kept")
        return text

    def write(self, value: str) -> str:
        composed = unicodedata.normalize("NFC", value).strip()
        return composed if self.lines else re.sub(r"[ ]*[\r\n]+[ ]*", " ", composed)


@dataclass(frozen=True, slots=True)
class YesNo:
    """yes or no."""

    @property
    def hint(self) -> str:
        return "yes or no"

    def read(self, raw: Raw) -> bool:
        word = as_text(raw).strip().casefold()
        if word in _YES:
            return True
        if word in _NO:
            return False
        raise Unreadable(f"{shown(raw)} is not yes or no")

    def write(self, value: bool) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word of a short list; capitals, blanks and hyphens do not matter."""

    words: type[StrEnum]
    without: tuple[StrEnum, ...] = ()

    @property
    def hint(self) -> str:
        return "one of " + ", ".join(word.value for word in self.words if word not in self.without)

    def read(self, raw: Raw) -> StrEnum:
        word = re.sub(r"[\s-]+", "_", as_text(raw).strip().casefold())
        if word not in set(self.words) - set(self.without):
            raise Unreadable(f"{shown(raw)} is not {self.hint}")
        return self.words(word)

    def write(self, value: StrEnum) -> str:
        return str(value.value)


@dataclass(frozen=True, slots=True)
class Several:
    r"""Any number of values in one cell, divided by `|` (a value's own `|` and `\` are written `\|` and `\\`).

    With `gaps` an empty part is kept as None: the values stand beside those of another column.
    Where all of them are alike they are then written once.
    """

    of: Cell
    gaps: bool = False

    @property
    def hint(self) -> str:
        beside = "; one for all, or one each divided by |" if self.gaps else "; several divided by |"
        return self.of.hint + beside

    def read(self, raw: Raw) -> tuple[Any, ...]:
        if not isinstance(raw, str):
            return (self.of.read(raw),)
        parts = [part.strip() for part in divided(raw)]
        if self.gaps:
            return tuple(self.of.read(part) if part else None for part in parts)
        return tuple(self.of.read(part) for part in parts if part)

    def write(self, value: Iterable[Any]) -> Written:
        parts = [None if each is None else self.of.write(each) for each in value]
        if self.gaps and len(set(parts)) == 1:
            return parts[0]
        return "|".join("" if part is None else str(part).replace("\\", "\\\\").replace("|", "\\|") for part in parts)


@dataclass(frozen=True, slots=True)
class Json:
    """A JSON object."""

    @property
    def hint(self) -> str:
        return "a JSON object"

    def read(self, raw: Raw) -> dict[str, Any]:
        try:
            value = orjson.loads(as_text(raw))
        except orjson.JSONDecodeError as wrong:
            raise Unreadable(f"is not JSON (see its character {wrong.colno})") from None
        if not isinstance(value, dict):
            raise Unreadable("is not a JSON object")
        return value

    def write(self, value: dict[str, Any]) -> str:
        return orjson.dumps(value).decode()


def divided(text: str) -> list[str]:
    """The parts of a text between its `|`, without the marks that keep a `|` from dividing."""
    parts = [""]
    for piece in _PIECE.findall(text):
        if piece == "|":
            parts.append("")
        else:
            parts[-1] += piece[1:] if piece in ("\\|", "\\\\") else piece
    return parts


def shown(raw: Raw) -> str:
    """A cell as a reason quotes it: in quotation marks, cut where it is long."""
    text = as_text(raw)
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'
