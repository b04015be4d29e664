"""What is always true of single values: nothing negative, whole numbers where they must be, no moment in the future."""

import string
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Integer, text
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from domain.books.invariant import Facts, Invariant, rows
from domain.columns import Scaled

CLOCKS_DIFFER = timedelta(minutes=2)

NOT_NEGATIVE = {
    "product": ("mrp", "tax_rate"),
    "mrp_lot": ("mrp",),
    "seller_terms": ("margin", "minimum_order", "lead_days", "order_validity_days"),
    "trade_link": ("credit_limit", "credit_days", "orders_placed"),
    "party_role": ("order_limit",),
    "price_item": ("price", "mrp"),
    "tax_rule": ("rate",),
    "scheme": ("budget", "held", "spent"),
    "scheme_account": ("taken", "cap"),
    "stock": ("on_hand", "reserved"),
    "orders": ("subtotal", "discount", "tax", "total"),
    "order_line": ("short", "mrp", "price", "list_amount", "discount", "net", "tax_rate", "tax"),
    "packed_line": ("pieces", "short", "amount"),
    "order_hold": ("over_by", "overdue", "beyond"),
    "bill": ("subtotal", "discount", "cgst", "sgst", "igst", "vat", "total", "unpaid"),
    "bill_line": (
        "mrp",
        "price",
        "list_amount",
        "discount",
        "net",
        "tax_rate",
        "cgst",
        "sgst",
        "igst",
        "vat",
        "returned",
    ),
    "credit_note": ("subtotal", "discount", "cgst", "sgst", "igst", "vat", "total", "unused"),
    "credit_note_line": ("price", "list_amount", "discount", "net", "cgst", "sgst", "igst", "vat"),
    "receipt": ("unused",),
}
POSITIVE = {
    "product": ("pieces_per_inner", "pieces_per_case"),
    "cart_line": ("quantity",),
    "order_line": ("pieces",),
    "reservation": ("quantity",),
    "arrival": ("quantity",),
    "scheme_use": ("amount",),
    "bill_line": ("pieces",),
    "credit_note_line": ("pieces",),
    "receipt": ("amount",),
    "allocation": ("amount",),
    "posting": ("amount",),
    "promise": ("amount",),
}

# What people did at a moment; jobs may be run as if it were another moment, so what they write is left out.
DONE_AT = (
    ("party", "created_at"),
    ("person", "created_at"),
    ("party_role", "granted_at"),
    ("outlet_request", "asked_at"),
    ("cart", "opened_at"),
    ("orders", "placed_at"),
)
FIRST_THEN = (
    ("party_role", "granted_at", "ended_at"),
    ("outlet_request", "asked_at", "decided_at"),
    ("orders", "placed_at", "state_since"),
    ("handover", "asked_at", "ended_at"),
    ("to_type", "asked_at", "done_at"),
)


def _looks(template: str, looked_at: Iterable[tuple[str, ...]], *names: str) -> str:
    """One query that looks at many columns: the template with each set of names filled in."""
    each = string.Template(template)
    return " UNION ALL ".join(each.substitute(dict(zip(names, columns, strict=True))) for columns in looked_at)


def _columns(by_table: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(table, column) for table, columns in by_table.items() for column in columns]


_BELOW = "SELECT '$table' AS in_table, '$column' AS in_column, $column AS value FROM $table WHERE $column "
_LATER = "SELECT '$table' AS in_table, '$column' AS in_column, COUNT(*) AS times FROM $table WHERE $column > :now"
_BACKWARDS = """SELECT '$table' AS in_table, '$first' AS first_moment, '$then' AS then_moment, COUNT(*) AS times
                FROM $table WHERE $then < $first"""
_ODD = "SELECT rowid AS number, $names FROM $table WHERE $odd"


@cache
def whole_columns() -> dict[str, tuple[str, ...]]:
    """The columns of money, prices, rates, counts and references, by table."""
    found = {
        table.name: tuple(column.name for column in table.columns if isinstance(column.type, Scaled | Integer))
        for table in SQLModel.metadata.sorted_tables
    }
    return {table: names for table, names in found.items() if names}


def not_whole(session: Session, now: datetime) -> Iterator[Facts]:
    """Values that are no integers. SQLite keeps 12.5 in an INTEGER column without a word; PostgreSQL cannot."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for table, names in whole_columns().items():
        odd = " OR ".join(f"typeof({name}) NOT IN ('integer', 'null')" for name in names)
        look = string.Template(_ODD).substitute(table=table, names=", ".join(names), odd=odd)
        for number, *values in session.execute(text(look)):
            for name, value in zip(names, values, strict=True):
                if value is not None and not isinstance(value, int):
                    yield {"table": table, "row": number, "column": name, "value": value}


_LATE = rows("SELECT * FROM ($looks) AS looked WHERE times > 0", looks=_looks(_LATER, DONE_AT, "table", "column"))


def from_the_future(session: Session, now: datetime) -> Iterable[Facts]:
    """Columns that hold a moment later than now, beyond what clocks may differ."""
    return _LATE(session, now + CLOCKS_DIFFER)


VALUES = (
    Invariant(
        "I19",
        "nothing_negative",
        "prices, amounts, limits and budgets are not negative; quantities are positive",
        "{in_table}: {in_column} is {value}",
        rows(
            "$not_negative UNION ALL $positive",
            not_negative=_looks(_BELOW + "< 0", _columns(NOT_NEGATIVE), "table", "column"),
            positive=_looks(_BELOW + "< 1", _columns(POSITIVE), "table", "column"),
        ),
    ),
    Invariant(
        "I20",
        "whole_numbers",
        "money, prices, rates and counts are whole numbers on disk",
        "{table} row {row}: {column} is {value}",
        not_whole,
    ),
    Invariant(
        "I30",
        "nothing_from_the_future",
        "what somebody did is not later than now",
        "{in_table}: {in_column} of {times} rows is in the future",
        from_the_future,
    ),
    Invariant(
        "I30",
        "nothing_ends_before_it_began",
        "nothing ends before it began",
        "{in_table}: {then_moment} of {times} rows is before {first_moment}",
        rows(
            "SELECT * FROM ($looks) AS looked WHERE times > 0",
            looks=_looks(_BACKWARDS, FIRST_THEN, "table", "first", "then"),
        ),
    ),
)
