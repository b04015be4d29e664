"""The account as it is read: ageing, dues, the statement; and what was there before the books began."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.ledger.ageing import Bucket, Due, age, overdue
from domain.ledger.opening import open_advance, open_bill
from domain.ledger.paper import Bill
from domain.ledger.tables import Mode, Receipt
from domain.orders.returned import Fate
from domain.refusal import Refusal
from tests.builders import ASHA, GUPTA, SHARMA, VERMA
from tests.desks import at_desk

TODAY = date(2026, 11, 23)


def due(days_late: int, unpaid: str) -> Due:
    return Due(TODAY - timedelta(days=days_late), Decimal(unpaid))


# --- ageing


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(-5, 0), (0, 0), (1, 1), (15, 1), (16, 2), (30, 2), (31, 3), (60, 3), (61, 4), (90, 4), (91, 5), (4000, 5)],
)
def test_the_bucket_of_a_bill(days, bucket):
    amounts = [each.amount for each in age([due(days, "7")], TODAY)]
    assert amounts == [Decimal(7) if at == bucket else Decimal(0) for at in range(6)]


def test_the_ageing_of_the_sixth_transcript():
    """31,240 open, 12,400 of it 1 to 15 days late."""
    buckets = age([due(9, "12400.00"), due(-6, "18840.00")], TODAY)
    assert buckets[:2] == (Bucket(0, 0, Decimal("18840.00"), 1), Bucket(1, 15, Decimal("12400.00"), 1))


def test_overdue_counts_what_is_late():
    """CASES 51: 500 due 5 days ago and 1000 due in 30 days: one overdue, 500."""
    assert overdue([due(5, "500"), due(-30, "1000")], TODAY) == (1, Decimal(500))


def test_other_edges():
    assert [(b.since, b.until, b.bills) for b in age([due(31, "1")], TODAY, (30,))] == [
        (0, 0, 0),
        (1, 30, 0),
        (31, None, 1),
    ]


# --- dues


def test_what_a_shop_owes(till):
    till.owes("INV-881", "12400.00", late=9)
    till.owes("INV-890", "18840.00", late=-6)
    with at_desk(till.wiring, SHARMA) as desk:
        dues = desk.ledger.dues()
        assert [bill.number for bill in desk.ledger.open_bills()] == ["INV-881", "INV-890"]
        assert [(trade.seller.name, each.owed) for trade, each in desk.ledger.all_dues()] == [
            ("Gupta Agencies", Decimal("31240.00"))
        ]
    assert (dues.owed, dues.overdue, dues.overdue_bills) == (Decimal("31240.00"), Decimal("12400.00"), 1)
    assert dues.oldest.number == "INV-881"
    assert (dues.limit, dues.exposure, dues.credit_left) == (Decimal(50_000), Decimal(31_240), Decimal(18_760))
    assert dues.as_of is None


def test_an_account_that_nobody_used(till):
    till.trades(credit_limit=None)
    dues = till.dues()
    assert (dues.owed, dues.oldest, dues.credit_left, dues.promise) == (0, None, None, None)


def test_the_house_sees_the_accounts_of_its_buyers(till, network):
    till.owes("OLD", 100)
    with at_desk(till.wiring, ASHA) as desk:
        assert desk.ledger.dues_of(network.sharma.id).owed == Decimal(100)
        assert desk.ledger.statement_of(network.sharma.id, till.today, till.today).closing == Decimal(100)
        with pytest.raises(Refusal, match="not_found"):
            desk.ledger.dues_of(network.seller.id)


def test_a_shop_sees_no_account_but_its_own(till, network):
    bill = till.owes("OLD", 100)
    with at_desk(till.wiring, VERMA) as desk:
        assert desk.ledger.dues().owed == 0
        with pytest.raises(Refusal, match="not_found"):
            desk.ledger.bill(bill.number)


# --- the statement


def test_a_statement_begins_with_what_was_owed_and_ends_with_what_is(till):
    till.owes("OLD", 1000)
    till.clock.forward(days=1)
    bill = till.billed({"NOODLE": 96})
    till.clock.forward(days=1)
    cheque = till.pays(600, Mode.CHEQUE, "77")
    credit = till.take_back(bill, {"NOODLE": (96, Fate.SALEABLE), "+SPOON": (1, Fate.SALEABLE)}).note
    till.clock.forward(days=1)
    till.receipt(cheque, "clear")
    with at_desk(till.wiring, SHARMA) as desk:
        whole = desk.ledger.statement(till.today - timedelta(days=2), till.today)
        later = desk.ledger.statement(till.today - timedelta(days=1), till.today)
        quiet = desk.ledger.statement(till.today, till.today)
    assert whole.opening == Decimal(1000)
    assert [(line.number, line.debit, line.credit, line.balance) for line in whole.lines] == [
        (bill.number, bill.total, 0, 1000 + bill.total),
        ("R-1", 0, Decimal(600), 400 + bill.total),
        (credit.number, 0, bill.total, Decimal(400)),
    ]
    assert whole.closing == later.closing == Decimal(400)
    assert later.opening == 1000 + bill.total
    assert (quiet.opening, quiet.lines, quiet.closing) == (Decimal(400), (), Decimal(400)), "clearing moves no debt"


def test_a_bill_as_it_is_shown(till):
    bill = till.billed({"NOODLE": 96, "TEA": 2})
    credit = till.take_back(bill, {"TEA": (1, Fate.SALEABLE)}).note
    with at_desk(till.wiring, SHARMA) as desk:
        shown = desk.ledger.bill(" inv-1 ")
        assert (shown.bill.id, shown.disputed, shown.to_pay_now) == (bill.id, False, bill.total - credit.total)
        assert [product.sku for _line, product in shown.lines] == ["NOODLE", "TEA", "SPOON"]
        assert [note.number for note in shown.notes] == [credit.number]
        desk.ledger.dispute(bill.id, "not mine")
        assert desk.ledger.bill("INV-1").disputed


# --- openings


def test_openings_are_brought_in_once(till):
    first = till.owes("881", 1000, late=9)
    again = till.owes("881", 1000, late=9)
    assert (first.id, till.dues().owed) == (again.id, Decimal(1000))
    assert (first.source, first.as_of) == ("opening", None)


@pytest.mark.parametrize("unpaid", ["0", "-1"])
def test_an_opening_of_nothing(till, unpaid):
    with till.open() as (session, pair), pytest.raises(Refusal, match="bad_value"):
        open_bill(session, pair, "881", till.today, till.today, Decimal(unpaid), till.clerk)


def test_an_opening_with_two_amounts(till):
    till.owes("881", 1000)
    with pytest.raises(Refusal, match="881"):
        till.owes("881", 900)


def test_an_advance_is_brought_in_once_and_used(till):
    with till.open() as (session, pair):
        advance = open_advance(session, pair, Decimal(5000), till.today, till.clerk)
        assert open_advance(session, pair, Decimal(5000), till.today, till.clerk).id == advance.id
    assert till.dues().owed == Decimal(-5000)
    bill = till.billed({"NOODLE": 96})
    assert till.again(bill).unpaid == 0
    assert [receipt.mode for receipt in till.all(Receipt)] == [Mode.OPENING]
    assert till.all(Bill)[0].unpaid == 0


def test_the_owner_asks_who_owes_without_a_shop_of_his_own(till):
    with at_desk(till.wiring, GUPTA) as desk:
        assert desk.ledger.all_dues() == []
