"""Cash discount: a per cent of the bill before tax for paying within days, credited when the money is there."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain.ledger.discount import cash_discount, to_pay_with_discount
from domain.ledger.journal import Account, balance_of
from domain.ledger.paper import Bill, BillKind, CreditNote, CreditReason
from domain.ledger.tables import BillingTerms, Mode
from tests.builders import SHARMA
from tests.clock import MONDAY_MORNING
from tests.desks import at_desk

BILLED_ON = MONDAY_MORNING.date()


@pytest.fixture
def two_percent(till):
    """2 % within 3 days."""
    till.bills(cash_discount=Decimal(2), cash_discount_days=3)
    till.trades(credit_days=15)
    return till


@pytest.mark.parametrize(
    ("days", "bill", "earns"),
    [
        pytest.param(0, {}, "20.01", id="at delivery: 2 % of 1000.50 before tax, rounded half up"),
        pytest.param(3, {}, "20.01", id="on the last day"),
        pytest.param(4, {}, "0.00", id="a day late"),
        pytest.param(0, {"discount": Decimal("0.50")}, "20.00", id="after trade discount"),
        pytest.param(0, {"source": "tally"}, "0.00", id="bills of another system bring their own"),
        pytest.param(0, {"kind": BillKind.DEBIT_NOTE}, "0.00", id="charges do not earn"),
    ],
)
def test_what_it_comes_to(days, bill, earns):
    terms = BillingTerms(party_id=1, cash_discount=Decimal(2), cash_discount_days=3)
    columns = {"kind": BillKind.INVOICE, "discount": Decimal(0), "subtotal": Decimal("1000.50"), "source": ""} | bill
    made = Bill(day=BILLED_ON, unpaid=Decimal("1180.59"), **columns)
    assert cash_discount(terms, made, BILLED_ON + timedelta(days=days)) == Decimal(earns)
    assert to_pay_with_discount(terms, made, BILLED_ON + timedelta(days=days)) == Decimal("1180.59") - Decimal(earns)


def notes(till):
    return [(note.number, note.reason, note.total, note.unused) for note in till.all(CreditNote)]


def test_paying_less_the_discount_settles_the_bill(two_percent):
    till = two_percent
    bill = till.billed({"NOODLE": 96})
    with at_desk(till.wiring, SHARMA) as desk:
        shown = desk.ledger.bill(bill.number)
    earned = cash_discount(BillingTerms(party_id=1, cash_discount=Decimal(2), cash_discount_days=3), bill, bill.day)
    assert shown.to_pay_now == bill.total - earned
    till.pays(shown.to_pay_now)
    assert (till.again(bill).unpaid, till.dues().owed) == (0, 0)
    assert notes(till) == [("CN-1", CreditReason.CASH_DISCOUNT, earned, 0)]
    with till.wiring.database.read() as session:
        assert balance_of(session, till.link().id, Account.DISCOUNT) == earned


def test_who_pays_all_in_time_has_it_waiting_for_the_next_bill(two_percent):
    till = two_percent
    bill = till.billed({"NOODLE": 96})
    till.pays(bill.total)
    [(_number, _reason, earned, unused)] = notes(till)
    assert unused == earned > 0
    following = till.billed({"BISCUIT": 144})
    assert till.again(following).unpaid == following.total - earned


@pytest.mark.parametrize(
    ("days", "short"),
    [pytest.param(4, 0, id="too late"), pytest.param(0, 1, id="a paisa short of what settles it")],
)
def test_no_discount(two_percent, days, short):
    till = two_percent
    bill = till.billed({"NOODLE": 96})
    with at_desk(till.wiring, SHARMA) as desk:
        to_pay = desk.ledger.bill(bill.number).to_pay_now
    till.clock.forward(days=days)
    till.pays(to_pay - Decimal(short) / 100)
    assert notes(till) == []
    assert till.again(bill).unpaid == bill.total - to_pay + Decimal(short) / 100


def test_paying_in_two_parts_in_time_earns_it_once(two_percent):
    till = two_percent
    bill = till.billed({"NOODLE": 96})
    till.pays(500)
    till.pays(bill.total - 500)
    assert len(notes(till)) == 1
    till.pays(100)
    assert len(notes(till)) == 1


def test_a_claim_counts_on_the_day_on_which_it_was_paid(two_percent):
    """Credited on the actual receipt date: confirmed late, but paid in time."""
    till = two_percent
    bill = till.billed({"NOODLE": 96})
    claim = till.claims(bill.total, "1")
    till.clock.forward(days=9)
    till.receipt(claim, "confirm")
    assert len(notes(till)) == 1


def test_a_cheque_earns_when_it_clears_in_time(two_percent):
    till = two_percent
    bill = till.billed({"NOODLE": 96})
    cheque = till.pays(bill.total, Mode.CHEQUE, "1")
    assert notes(till) == []
    till.clock.forward(days=3)
    till.receipt(cheque, "clear")
    assert len(notes(till)) == 1


def test_a_cheque_that_clears_late_earns_nothing(two_percent):
    till = two_percent
    bill = till.billed({"NOODLE": 96})
    cheque = till.pays(bill.total, Mode.CHEQUE, "1")
    till.clock.forward(days=4)
    till.receipt(cheque, "clear")
    assert notes(till) == []


def test_a_receipt_that_is_taken_back_takes_its_discount_along(two_percent):
    till = two_percent
    bill = till.billed({"NOODLE": 96})
    with at_desk(till.wiring, SHARMA) as desk:
        to_pay = desk.ledger.bill(bill.number).to_pay_now
    receipt = till.pays(to_pay)
    till.receipt(receipt, "void", "not ours")
    assert till.dues().owed == bill.total
    with till.wiring.database.read() as session:
        assert balance_of(session, till.link().id, Account.DISCOUNT) == 0
    till.pays(bill.total)
    assert len(notes(till)) == 2, "paid rightly it is earned again"
