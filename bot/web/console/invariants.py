"""What is always true of the back office's own books."""

from domain.books.invariant import Invariant
from domain.books.trail import unguarded

APPEND_ONLY = ("console_access",)

CONSOLE: tuple[Invariant, ...] = (
    Invariant(
        "I17",
        "access_append_only",
        "who saw what in the back office is guarded against being changed or removed",
        "table {table} has lost its guard",
        unguarded(APPEND_ONLY),
    ),
)
