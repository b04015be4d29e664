"""Typed fields out of a JSON object, each refusal naming its field."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self, TypeVar

from domain.pricing.errors import PricingError

# Sixteen digits of rupees are more than any budget; without a bound one number could keep a processor busy.
_DECIMAL = re.compile(r"-?\d{1,16}(\.\d{1,12})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

T = TypeVar("T")
Kind = TypeVar("Kind", bound=StrEnum)


@contextmanager
def inside(place: str) -> Iterator[None]:
    """Puts `place` in front of the field that a refusal names."""
    try:
        yield
    except PricingError as refusal:
        raise refusal.inside(place) from None


class Fields:
    """One JSON object; a key that is missing, or null, is absent. Used in a `with`, so that no key stays unread.

    Raises PricingError with the codes `not_an_object`, `not_a_list`, `empty_list`, `not_text`, `bad_number`,
    `not_whole`, `not_a_flag`, `not_a_day`, `not_one_of`, `missing` and `unknown_key`.
    """

    def __init__(self, data: object) -> None:
        if not isinstance(data, Mapping):
            raise PricingError("not_an_object", "", value=data)
        self._data = data
        self._known: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        # A misspelt `max_unit` must not make a scheme without a limit.
        unread = [key for key in self._data if key not in self._known]
        if error is None and unread:
            raise PricingError("unknown_key", unread[0])

    def __iter__(self) -> Iterator[str]:
        """All keys, for an object whose keys are names."""
        return iter(self._data)

    def has(self, key: str) -> bool:
        """Whether `key` is there."""
        return self._data.get(key) is not None

    def get(self, key: str) -> object:
        """Whatever stands at `key`; None where it is absent."""
        self._known.add(key)
        return self._data.get(key)

    def needed(self, read: Callable[[str], T | None], key: str) -> T:
        """What `read` finds at `key`, which must be there."""
        value = read(key)
        if value is None:
            raise PricingError("missing", key)
        return value

    def text(self, key: str) -> str | None:
        """A text; an empty one is absent."""
        value = self.get(key)
        if value is not None and not isinstance(value, str):
            raise PricingError("not_text", key, value=value)
        return value or None

    def number(self, key: str) -> Decimal | None:
        """A decimal, written as a string or as a JSON number."""
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not _DECIMAL.fullmatch(str(value)):
            raise PricingError("bad_number", key, value=value)
        return Decimal(str(value))

    def count(self, key: str, absent: int) -> int:
        """A whole number."""
        value = self.number(key)
        if value is None:
            return absent
        if value % 1:
            raise PricingError("not_whole", key, value=value)
        return int(value)

    def flag(self, key: str) -> bool:
        """true or false; absent is false."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            raise PricingError("not_a_flag", key, value=value)
        return bool(value)

    def day(self, key: str) -> date | None:
        """A day, as 2026-12-31."""
        value = self.get(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(value if isinstance(value, str) and _DAY.fullmatch(value) else "")
        except ValueError:
            raise PricingError("not_a_day", key, value=value) from None

    def one_of(self, kinds: type[Kind], key: str) -> Kind | None:
        """One of the words of `kinds`."""
        value = self.get(key)
        if value is None:
            return None
        try:
            return kinds(str(value))
        except ValueError:
            raise PricingError("not_one_of", key, value=value, known=", ".join(kinds)) from None

    def names(self, key: str) -> frozenset[str] | None:
        """A list of texts."""
        names = self.list_of(_name, key)
        return None if names is None else frozenset(names)

    def part(self, read: Callable[[object], T], key: str) -> T | None:
        """The object at `key`, as `read` makes it."""
        value = self.get(key)
        if value is None:
            return None
        with inside(key):
            return read(value)

    def list_of(self, read: Callable[[object], T], key: str) -> list[T] | None:
        """The list at `key`, each element as `read` makes it."""
        values = self.get(key)
        if values is None:
            return None
        if not isinstance(values, list | tuple):
            raise PricingError("not_a_list", key, value=values)
        found = []
        for place, value in enumerate(values):
            with inside(f"{key}[{place}]"):
                found.append(read(value))
        return found


def _name(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise PricingError("not_text", "", value=value)
    return value
