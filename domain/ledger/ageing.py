"""Ageing: what is open, by how many days it is past due. Pure; money is rupees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NOTHING = Decimal("0.00")
EDGES = (15, 30, 60, 90)


@dataclass(frozen=True, slots=True)
class Due:
    """What is open of a bill, and when it is due."""

    due_on: date
    unpaid: Decimal

    def days_late(self, today: date) -> int:
        """Days past due; 0 on the day itself and before."""
        return max((today - self.due_on).days, 0)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Bills late by `since` to `until` days (None: any more); both 0 for what is not late."""

    since: int
    until: int | None
    amount: Decimal
    bills: int


def age(dues: Iterable[Due], today: date, edges: Sequence[int] = EDGES) -> tuple[Bucket, ...]:
    """What is not late, then a bucket up to each edge, then the rest; empty buckets too."""
    bounds = [(0, 0), *zip([1, *(edge + 1 for edge in edges)], [*edges, None], strict=True)]
    sums = dict.fromkeys(bounds, NOTHING)
    counts = dict.fromkeys(bounds, 0)
    for due in dues:
        days = due.days_late(today)
        bound = next((since, until) for since, until in bounds if until is None or days <= until)
        sums[bound] += due.unpaid
        counts[bound] += 1
    return tuple(Bucket(since, until, sums[since, until], counts[since, until]) for since, until in bounds)


def overdue(dues: Iterable[Due], today: date) -> tuple[int, Decimal]:
    """How many bills are late, and what is open of them."""
    late = [due.unpaid for due in dues if due.days_late(today)]
    return len(late), sum(late, NOTHING)
