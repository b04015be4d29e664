"""Promises to pay and disputes: kept or broken on record, and what each stops."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from domain import events
from domain.ledger.dispute import open_dispute
from domain.ledger.promise import judge_promise, make_promise, promises_to_judge
from domain.ledger.tables import Dispute, Mode, Promise, PromiseState
from domain.network.tables import Party
from domain.refusal import Refusal
from tests.builders import ASHA, CHHOTU, MEENA, RAVI, SHARMA, VERMA
from tests.desks import at_desk

OPEN, KEPT, BROKEN, REPLACED = PromiseState.OPEN, PromiseState.KEPT, PromiseState.BROKEN, PromiseState.REPLACED


def promises(till, amount: int, days: int) -> Promise:
    with till.open() as (session, pair):
        return make_promise(session, pair, Decimal(amount), till.today + timedelta(days=days), till.shop)


def judged(till) -> PromiseState:
    with till.open() as (session, pair):
        return judge_promise(session, pair).state


def test_the_promise_of_the_sixth_transcript(till):
    """10,000 by Friday: open until then, the same day too, and broken when the day is over."""
    till.owes("INV-881", 31_240, late=9)
    with at_desk(till.wiring, SHARMA) as desk:
        made = desk.ledger.promise(Decimal(10_000), till.today + timedelta(days=4))
        assert desk.ledger.dues().promise.id == made.id
    assert judged(till) is OPEN
    till.clock.forward(days=4)
    assert judged(till) is OPEN
    till.clock.forward(days=1)
    with till.wiring.database.read() as session:
        assert [promise.id for promise in promises_to_judge(session, till.today)] == [made.id]
    assert judged(till) is BROKEN
    assert judged(till) is BROKEN, "said once"
    with till.wiring.database.read() as session:
        told = [event.kind for event in events.of_subject(session, f"promise:{made.id}")]
    assert told == ["promise.made", "promise.broken"]
    assert till.dues().promise is None


def test_a_promise_is_kept_by_what_comes_until_its_day(till):
    till.owes("OLD", 20_000)
    made = promises(till, 10_000, 4)
    till.pays(6_000)
    assert till.again(made).state is OPEN
    till.clock.forward(days=4)
    till.pays(4_000)
    assert till.again(made).state is KEPT


def test_what_came_before_a_promise_does_not_count(till):
    till.owes("OLD", 20_000)
    till.pays(10_000)
    till.clock.forward(minutes=1)
    assert till.again(promises(till, 10_000, 4)).state is OPEN


def test_a_claim_counts_when_it_is_confirmed(till):
    made = promises(till, 1000, 1)
    claim = till.claims(1000, "1")
    assert till.again(made).state is OPEN
    till.receipt(claim, "confirm")
    assert till.again(made).state is KEPT


def test_days_of_grace(till):
    till.bills(promise_grace_days=2)
    made = promises(till, 1000, 1)
    till.clock.forward(days=3)
    assert judged(till) is OPEN
    till.pays(1000)
    assert till.again(made).state is KEPT


def test_a_cheque_that_bounces_breaks_what_it_kept(till):
    till.owes("OLD", 1000)
    made = promises(till, 1000, 2)
    cheque = till.pays(1000, Mode.CHEQUE, "1")
    assert till.again(made).state is KEPT
    till.receipt(cheque, "bounce")
    assert till.again(made).state is OPEN, "its day is not over"
    again = till.pays(1000, Mode.CHEQUE, "1")
    till.clock.forward(days=3)
    till.receipt(again, "bounce")
    assert till.again(made).state is BROKEN


def test_a_new_promise_takes_the_place_of_the_old(till):
    first, second = promises(till, 1000, 1), promises(till, 2000, 2)
    assert (till.again(first).state, till.again(second).state) == (REPLACED, OPEN)


@pytest.mark.parametrize(
    ("amount", "days", "what"),
    [
        pytest.param(0, 1, "amount", id="nothing"),
        pytest.param(10, -1, "day", id="yesterday"),
        pytest.param(10, 61, "day", id="in two months"),
    ],
)
def test_what_is_no_promise(till, amount, days, what):
    with pytest.raises(Refusal, match=what):
        promises(till, amount, days)


def test_nobody_ever_promised(till):
    with till.open() as (session, pair):
        assert judge_promise(session, pair) is None


@pytest.mark.parametrize(
    ("zone", "last", "over"),
    [
        pytest.param("Asia/Kolkata", "18:29:59", "18:30:00", id="India"),
        pytest.param("Asia/Kathmandu", "18:14:59", "18:15:00", id="Nepal"),
    ],
)
def test_a_promise_ends_with_the_day_at_the_seller(till, network, zone, last, over):
    """F53: the day ends at 18:30 UTC in India, at 18:15 in Nepal."""
    with till.wiring.database.write() as session:
        session.get_one(Party, network.seller.id).timezone = zone
    promises(till, 10, 0)
    till.clock.now = datetime.fromisoformat(f"{date(2026, 6, 15)}T{last}").replace(tzinfo=UTC)
    assert judged(till) is OPEN
    till.clock.now = datetime.fromisoformat(f"{date(2026, 6, 15)}T{over}").replace(tzinfo=UTC)
    assert judged(till) is BROKEN


@pytest.mark.parametrize("who", [CHHOTU, MEENA])
def test_who_may_not_promise(till, who):
    with at_desk(till.wiring, who) as desk, pytest.raises(Refusal):
        desk.ledger.promise(Decimal(1), till.today)


def test_a_rep_promises_for_the_shop_that_he_serves(till, network):
    with at_desk(till.wiring, RAVI) as desk:
        desk.people.serve(network.sharma.id)
        made = desk.ledger.promise(Decimal(10), till.today)
    assert made.person_id == network.people["ravi"].id


# --- disputes


def test_a_dispute_is_a_task_until_the_house_decides(till, network):
    bill = till.owes("INV-881", 12_400, late=9)
    with at_desk(till.wiring, SHARMA) as desk:
        made = desk.ledger.dispute(bill.id, "maal nahi aaya")
        assert desk.ledger.dispute(bill.id, "phir se").id == made.id, "one task a bill"
    assert till.dues().disputed == {bill.id}
    assert till.dues().overdue == Decimal(12_400), "a word does not make it less late"
    with at_desk(till.wiring, MEENA) as desk:
        [(task, of)] = desk.till.disputes()
        assert (task.words, of.number) == ("maal nahi aaya", "INV-881")
        desk.till.decide_dispute(task.id, "delivered, signed by Chhotu")
        assert desk.till.disputes() == []
    ended = till.again(made)
    assert (ended.ended_by, ended.outcome) == (network.people["meena"].id, "delivered, signed by Chhotu")
    assert till.dues().disputed == frozenset()
    with at_desk(till.wiring, ASHA) as desk, pytest.raises(Refusal, match="move_not_allowed"):
        desk.till.decide_dispute(made.id, "again")


def test_a_decided_bill_may_be_disputed_again(till):
    bill = till.owes("INV-881", 100)
    with at_desk(till.wiring, SHARMA) as desk:
        first = desk.ledger.dispute(bill.id, "one")
    with at_desk(till.wiring, MEENA) as desk:
        desk.till.decide_dispute(first.id, "no")
    with at_desk(till.wiring, SHARMA) as desk:
        assert desk.ledger.dispute(bill.id, "two").id != first.id
    with till.wiring.database.read() as session:
        assert open_dispute(session, bill.id).words == "two"


def test_foreign_bills_and_disputes_are_not_found(till, network):
    bill = till.owes("INV-881", 100)
    with at_desk(till.wiring, VERMA) as desk:
        for unknown in (bill.id, 4711):
            with pytest.raises(Refusal, match="not_found"):
                desk.ledger.dispute(unknown, "mine")
    with at_desk(till.wiring, MEENA) as desk, pytest.raises(Refusal, match="not_found"):
        desk.till.decide_dispute(4711, "no")
    assert till.all(Dispute) == []
