"""How the business's values lie on disk: money, unit prices, enumerations, moments, and the names of constraints.

Money is integer paise and unit prices are integer ten-thousandths of a rupee on disk, `Decimal` rupees in Python:
SQLite would keep a `Decimal` as a float without a word.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Dialect
from sqlalchemy import Enum as SAEnum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Scaled(TypeDecorator[Decimal]):
    """A `Decimal` kept as an integer number of `1 / parts`; a finer value is refused, never rounded."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, parts: int) -> None:
        super().__init__()
        self.parts = parts

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value) * self.parts
        whole = int(scaled)
        if whole != scaled:
            raise ValueError(f"{value} is finer than 1/{self.parts}")
        return whole

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / self.parts


class Paise(Scaled):
    """Rupees in Python, paise on disk."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(100)


class UnitPrice(Scaled):
    """Rupees a piece in Python, ten-thousandths of a rupee on disk."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(10_000)


class Rate(Scaled):
    """Per cent in Python (18 is 18 %), basis points on disk."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(100)


def json_type() -> TypeEngine[Any]:
    """JSON, binary on PostgreSQL."""
    return JSON().with_variant(JSONB(), "postgresql")


def choice_of(kind: type[StrEnum], name: str = "") -> SAEnum:
    """A column that holds the values of `kind` as text, guarded by the database.

    The second column of a kind in one table needs a `name` of its own for its guard.
    """
    return SAEnum(
        kind,
        native_enum=False,
        create_constraint=True,
        name=f"{name or kind.__name__.lower()}_known",
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


def holds(name: str, rule: str) -> CheckConstraint:
    """A rule that the database itself keeps."""
    return CheckConstraint(rule, name=name)


Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
