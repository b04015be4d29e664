"""The credit judgement as tables: limits, orders under way, late bills, and what to pay so that an order goes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.ledger.credit import Answer, CreditPolicy, LateBill, Standing, Why, excused, judge

TODAY = date(2026, 11, 23)


def late(days: int, unpaid: str, number: str = "INV-1") -> LateBill:
    return LateBill(number, TODAY - timedelta(days=days), Decimal(unpaid))


def money(amount: str | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)


@pytest.mark.parametrize(
    ("limit", "exposure", "amount", "answer", "over_by"),
    [
        pytest.param(None, "100", "1000000", Answer.ALLOW, "0", id="CASES 41: no limit, anything passes"),
        pytest.param("0", "100", "1", Answer.HOLD, "101", id="CASES 41: limit 0, one more is too much"),
        pytest.param("200", "100", "1", Answer.ALLOW, "0", id="CASES 41: limit 200, +1 passes"),
        pytest.param("200", "100", "150", Answer.HOLD, "50", id="CASES 41: limit 200, +150 does not"),
        pytest.param("200", "100", "100", Answer.ALLOW, "0", id="up to the limit, to the paisa"),
        pytest.param("200", "100", "100.01", Answer.HOLD, "0.01", id="a paisa too much"),
        pytest.param("100", "-50", "150", Answer.ALLOW, "0", id="paid ahead"),
    ],
)
def test_the_limit(limit, exposure, amount, answer, over_by):
    verdict = judge(CreditPolicy(limit=money(limit)), Standing(Decimal(exposure)), Decimal(amount), TODAY)
    assert (verdict.answer, verdict.over_by) == (answer, Decimal(over_by))
    assert verdict.to_pay == Decimal(over_by)


@pytest.mark.parametrize(
    ("cap", "limit", "under_way", "reasons", "to_pay"),
    [
        pytest.param(None, None, "0", (), "0", id="CASES 43: no cap"),
        pytest.param("99", None, "0", (Why.ORDER_CAP,), None, id="CASES 43: 100 is over an order cap of 99"),
        pytest.param("150", None, "0", (), "0", id="CASES 43: order cap 150, the first 100 passes"),
        pytest.param("150", None, "100", (Why.ORDER_CAP,), None, id="CASES 43: order cap 150, a second 100 does not"),
        pytest.param(None, "100", "100", (Why.LIMIT,), "100", id="CASES 43: no cap, total limit 100, refused by total"),
        pytest.param("150", "100", "100", (Why.LIMIT, Why.ORDER_CAP), None, id="both are told"),
    ],
)
def test_the_cap_on_orders_under_way(cap, limit, under_way, reasons, to_pay):
    policy = CreditPolicy(limit=money(limit), order_cap=money(cap))
    verdict = judge(policy, Standing(Decimal(under_way), Decimal(under_way)), Decimal(100), TODAY)
    assert (verdict.reasons, verdict.to_pay) == (reasons, money(to_pay))


def test_a_manager_who_lets_200_go_covers_it_and_no_more():
    """CASES 43: the manager continues; 200 are under way then."""
    verdict = judge(CreditPolicy(limit=Decimal(100)), Standing(Decimal(100)), Decimal(100), TODAY)
    assert excused(verdict, frozenset({Why.LIMIT}), Decimal(100))
    assert not excused(verdict, frozenset({Why.LIMIT}), Decimal("99.99"))
    assert not excused(verdict, frozenset({Why.OVERDUE}), Decimal(100))


@pytest.mark.parametrize(
    ("policy", "bills", "overdue", "to_pay"),
    [
        pytest.param(CreditPolicy(limit=Decimal(100)), (), "0", "450", id="CASES 45: 550 open, limit 100"),
        pytest.param(CreditPolicy(limit=Decimal(1100)), (), "0", "0", id="CASES 45: limit 1100 is fine"),
        pytest.param(
            CreditPolicy(overdue_cap=Decimal(499)), (late(1, "550"),), "550", "51", id="CASES 45: 499 may be overdue"
        ),
        pytest.param(CreditPolicy(overdue_cap=Decimal(550)), (late(1, "550"),), "0", "0", id="as much as may be"),
        pytest.param(CreditPolicy(grace_days=0), (late(2, "550"),), "550", "550", id="CASES 45: 2 days late, margin 0"),
        pytest.param(CreditPolicy(grace_days=3), (late(2, "550"),), "0", "0", id="CASES 45: 2 days late, margin 3"),
        pytest.param(CreditPolicy(grace_days=2), (late(2, "550"),), "0", "0", id="on the last day of the margin"),
        pytest.param(
            CreditPolicy(grace_days=7), (late(9, "100"), late(8, "20"), late(7, "3")), "120", "120", id="only past it"
        ),
    ],
)
def test_late_bills(policy, bills, overdue, to_pay):
    verdict = judge(policy, Standing(Decimal(550), late=bills), Decimal(0), TODAY)
    assert (verdict.overdue_amount, verdict.to_pay) == (Decimal(overdue), Decimal(to_pay))
    assert (verdict.answer is Answer.ALLOW) == (Decimal(to_pay) == 0)


def test_what_frees_an_order_to_the_paisa():
    """Transcript 03: limit 50,000; 48,300 open, of which 12,400 is 9 days late; 8,960 would pass the limit by 7,260."""
    policy = CreditPolicy(limit=Decimal(50_000), grace_days=7)
    standing = Standing(Decimal(48_300), late=(late(9, "12400.00", "INV-881"),))
    verdict = judge(policy, standing, Decimal(8960), TODAY)
    assert verdict.answer is Answer.HOLD
    assert verdict.reasons == (Why.OVERDUE, Why.LIMIT)
    assert [bill.number for bill in verdict.overdue] == ["INV-881"]
    assert (verdict.overdue_amount, verdict.over_by, verdict.to_pay) == (Decimal(12400), Decimal(7260), Decimal(12400))
    paid = judge(policy, Standing(Decimal(48_300) - 12_400), Decimal(8960), TODAY)
    assert paid.answer is Answer.ALLOW
    assert Decimal(50_000) - (Decimal(48_300) - 12_400 + 8960) == Decimal(5140)


@pytest.mark.parametrize(
    ("policy", "answer", "to_pay"),
    [
        pytest.param(CreditPolicy(limit=Decimal(0)), Answer.HOLD, "100", id="the usual: it waits"),
        pytest.param(
            CreditPolicy(limit=Decimal(0), when_over=Answer.REFUSE), Answer.REFUSE, "100", id="a strict seller"
        ),
        pytest.param(CreditPolicy(blocked=True), Answer.REFUSE, None, id="CASES 47: a blocked buyer, whatever he pays"),
    ],
)
def test_three_answers(policy, answer, to_pay):
    verdict = judge(policy, Standing(Decimal(0)), Decimal(100), TODAY)
    assert (verdict.answer, verdict.to_pay) == (answer, money(to_pay))


def test_more_is_never_easier():
    """Whatever is allowed for an amount is allowed for less."""
    policy = CreditPolicy(limit=Decimal(1000), order_cap=Decimal(600))
    answers = [
        judge(policy, Standing(Decimal(300), Decimal(100)), Decimal(n), TODAY).answer for n in range(0, 1200, 50)
    ]
    assert answers == sorted(answers, key=lambda answer: answer is not Answer.ALLOW)
