"""Credit: may a pair's trade go on? One judgement for every path, with three answers. Pure; money is rupees.

Exposure is what the seller would lose if the buyer stopped paying: what is owed net of money on account, cheques that
have not cleared, and orders under way that are not billed yet. `TradeLink.exposure` holds it, kept by the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

NOTHING = Decimal("0.00")


class Answer(StrEnum):
    """What becomes of an order: it goes, it waits with its reason, or it is not taken."""

    ALLOW = "allow"
    HOLD = "hold"
    REFUSE = "refuse"


class Why(StrEnum):
    """What stands in the way."""

    BLOCKED = "blocked"
    OVERDUE = "overdue"
    LIMIT = "limit"
    ORDER_CAP = "order_cap"


@dataclass(frozen=True, slots=True)
class CreditPolicy:
    """How far a seller trusts a buyer.

    `limit` bounds the exposure and `order_cap` what is under way unbilled (None: no bound). Bills late by more than
    `grace_days` block once they come to more than `overdue_cap`. `when_over` is HOLD or REFUSE.
    """

    limit: Decimal | None = None
    order_cap: Decimal | None = None
    overdue_cap: Decimal = NOTHING
    grace_days: int = 0
    when_over: Answer = Answer.HOLD
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class LateBill:
    """A bill that is late, and what of it is open."""

    number: str
    due_on: date
    unpaid: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """How a pair stands without the order in question: exposure, orders under way, bills open past their due day."""

    exposure: Decimal
    under_way: Decimal = NOTHING
    late: Sequence[LateBill] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its reasons. `over_by`: how far the limit would be passed; `overdue`: the bills that block.

    `to_pay` is what lets it go today, to the paisa; None where no payment would.
    """

    answer: Answer
    reasons: tuple[Why, ...] = ()
    over_by: Decimal = NOTHING
    overdue: tuple[LateBill, ...] = ()
    to_pay: Decimal | None = NOTHING

    @property
    def overdue_amount(self) -> Decimal:
        """What is open of the bills that block."""
        return sum((bill.unpaid for bill in self.overdue), NOTHING)


def judge(policy: CreditPolicy, standing: Standing, amount: Decimal, today: date) -> Verdict:
    """Whether an order of `amount` may go."""
    past_grace = tuple(bill for bill in standing.late if (today - bill.due_on).days > policy.grace_days)
    overdue = sum((bill.unpaid for bill in past_grace), NOTHING)
    to_clear = max(overdue - policy.overdue_cap, NOTHING)
    over_by = _over(policy.limit, standing.exposure + amount)
    over_cap = _over(policy.order_cap, standing.under_way + amount)
    stands = {Why.BLOCKED: policy.blocked, Why.OVERDUE: to_clear, Why.LIMIT: over_by, Why.ORDER_CAP: over_cap}
    reasons = tuple(why for why, found in stands.items() if found)
    if not reasons:
        return Verdict(Answer.ALLOW)
    payable = not policy.blocked and not over_cap
    return Verdict(
        Answer.REFUSE if policy.blocked else policy.when_over,
        reasons,
        over_by,
        past_grace if to_clear else (),
        max(to_clear, over_by) if payable else None,
    )


def excused(verdict: Verdict, reasons: frozenset[Why], beyond: Decimal) -> bool:
    """Whether what a person allowed (these reasons, this far beyond the limit) covers what stands in the way."""
    return set(verdict.reasons) <= reasons and verdict.over_by <= beyond


def _over(bound: Decimal | None, amount: Decimal) -> Decimal:
    return NOTHING if bound is None else max(amount - bound, NOTHING)
