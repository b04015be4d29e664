"""Bills of another system: taken as it says, with their age, and nothing that was booked here is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain.ledger.outside import Difference, OutsideBill, note_age, take_bills
from domain.ledger.paper import Bill
from domain.ledger.tables import BillingTerms, Mode, Receipt
from domain.orders.cancel import cancel
from domain.orders.picking import ShortReason
from domain.orders.tables import Order, OrderState
from tests.builders import SHARMA
from tests.desks import at_desk


@pytest.fixture
def tally(till):
    """A seller who bills in Tally, and whose last word is of an hour ago."""
    till.bills(outside="tally", outside_as_of=till.clock() - timedelta(hours=1))
    return till


def listed(till, number, total, unpaid=None, order="", days=0):
    day = till.today - timedelta(days=days)
    return OutsideBill(
        number, day, day + timedelta(days=15), Decimal(total), Decimal(total if unpaid is None else unpaid), order
    )


def take(till, *bills, age=timedelta(0)):
    with till.open() as (session, pair):
        taken = take_bills(session, pair, "tally", bills, till.clock() - age, till.clerk)
        note_age(session, pair.seller, till.clock() - age, till.clock())
    return taken


def unpaid(till):
    return {bill.number: bill.unpaid for bill in till.all(Bill)}


def test_bills_dues_credit_and_statement_work_on_them(tally):
    till = tally
    taken = take(till, listed(till, "GA/25-26/00881", 12_400, days=24), listed(till, "GA/25-26/00890", 18_840))
    assert (taken.new, taken.changed, taken.differences) == (["GA/25-26/00881", "GA/25-26/00890"], [], [])
    with at_desk(till.wiring, SHARMA) as desk:
        dues = desk.ledger.dues()
        assert desk.ledger.bill("GA/25-26/00881").bill.as_of == till.clock()
        assert desk.ledger.statement(till.today, till.today).closing == Decimal(31_240)
    assert (dues.owed, dues.overdue, dues.exposure) == (Decimal(31_240), Decimal(12_400), Decimal(31_240))
    assert dues.as_of == till.clock(), "every figure shows its age"
    till.bills(overdue_grace_days=7)
    assert till.order({"NOODLE": 96}).state is OrderState.HELD


def test_the_same_file_twice_changes_nothing(tally):
    till = tally
    bills = [listed(till, "1", 1000, 400), listed(till, "2", 500)]
    take(till, *bills)
    receipts = len(till.all(Receipt))
    taken = take(till, *bills)
    assert (taken.new, taken.changed, len(till.all(Receipt))) == ([], [], receipts)
    assert unpaid(till) == {"1": Decimal(400), "2": Decimal(500)}


def test_what_was_paid_there_is_settled_here(tally):
    till = tally
    take(till, listed(till, "1", 1000), listed(till, "2", 500), listed(till, "3", 300))
    till.clock.forward(hours=1)
    taken = take(till, listed(till, "1", 1000, 250), listed(till, "3", 300))
    assert taken.changed == ["1", "2"]
    assert unpaid(till) == {"1": Decimal(250), "2": 0, "3": Decimal(300)}
    assert [(r.mode, r.amount) for r in till.all(Receipt)] == [
        (Mode.OUTSIDE, Decimal(750)),
        (Mode.OUTSIDE, Decimal(500)),
    ]
    assert till.dues().owed == Decimal(550)


def test_what_was_taken_back_there_is_open_again_here(tally):
    till = tally
    take(till, listed(till, "1", 1000, 100))
    till.clock.forward(hours=1)
    taken = take(till, listed(till, "1", 1000, 1000))
    assert (taken.changed, unpaid(till)) == (["1"], {"1": Decimal(1000)})
    till.clock.forward(hours=1)
    take(till, listed(till, "1", 1000, 600))
    assert unpaid(till) == {"1": Decimal(600)}


def test_what_was_paid_here_since_the_file_was_made_stays(tally):
    till = tally
    take(till, listed(till, "1", 1000), age=timedelta(hours=1))
    till.pays(400, Mode.UPI, "1")
    taken = take(till, listed(till, "1", 1000), age=timedelta(minutes=30))
    assert (taken.differences, unpaid(till)) == ([], {"1": Decimal(600)})
    till.clock.forward(hours=2)
    take(till, listed(till, "1", 1000, 600))
    assert unpaid(till) == {"1": Decimal(600)}, "now it knows"


def test_what_the_other_system_never_heard_of_is_told(tally):
    """A payment booked here long before the file was made: somebody should look."""
    till = tally
    take(till, listed(till, "1", 1000))
    till.pays(400, Mode.UPI, "1")
    till.clock.forward(days=1)
    taken = take(till, listed(till, "1", 1000))
    assert taken.differences == [Difference("1", Decimal(600), Decimal(1000))]
    till.clock.forward(days=1)
    assert take(till, listed(till, "1", 1100, 600)).differences == [Difference("1", Decimal(600), Decimal(600))]


def test_an_older_file_is_ignored(tally):
    till = tally
    take(till, listed(till, "1", 1000, 400))
    taken = take(till, listed(till, "1", 1000, 900), age=timedelta(hours=3))
    assert (taken.changed, unpaid(till)) == ([], {"1": Decimal(400)})
    assert till.dues().as_of == till.clock()


def test_money_on_account_is_applied_to_a_new_bill(tally):
    till = tally
    till.pays(300, Mode.UPI, "1")
    till.clock.forward(hours=1)
    take(till, listed(till, "1", 1000, 1000), age=timedelta(hours=2))
    assert (unpaid(till), till.dues().owed) == ({"1": Decimal(700)}, Decimal(700))


# --- orders that are billed there


def test_an_order_is_under_way_until_its_bill_comes(tally):
    till = tally
    placed = till.order({"SOAP": 10, "TEA": 2})
    packed = till.pack(placed, {"SOAP": (2, ShortReason.OTHER)})
    assert packed.bill is None
    shipped = till.dues().exposure
    assert 0 < shipped < placed.total
    assert till.deliver(placed) is None
    assert till.dues().exposure == shipped
    till.clock.forward(minutes=5)
    take(till, listed(till, "881", shipped, order=placed.number))
    assert (till.dues().exposure, till.dues().owed) == (shipped, shipped), "counted once"
    assert till.all(Bill)[0].order_id == placed.id


def test_a_delivered_order_is_covered_by_dues_that_are_newer(tally):
    till = tally
    placed = till.order({"TEA": 4})
    till.pack(placed)
    till.deliver(placed)
    till.clock.forward(minutes=5)
    take(till, listed(till, "881", placed.total), age=timedelta(minutes=10))
    assert till.dues().exposure == 2 * placed.total, "older than the delivery: it cannot know"
    take(till, listed(till, "881", placed.total))
    assert till.dues().exposure == placed.total


def test_without_any_word_a_delivered_order_counts_no_more(till):
    till.bills(outside="tally")
    placed = till.order({"TEA": 4})
    till.pack(placed)
    assert till.dues().exposure == placed.total
    till.deliver(placed)
    assert till.dues().exposure == 0
    take(till, listed(till, "881", placed.total))
    assert till.dues().exposure == placed.total


def test_an_order_is_billed_once(tally):
    till = tally
    placed = till.order({"TEA": 4})
    till.pack(placed)
    take(till, listed(till, "881", 100, order=placed.number), listed(till, "882", 100, order=placed.number))
    assert [bill.order_id for bill in till.all(Bill)] == [placed.id, None]


def test_missing_goods_are_kept_on_the_trail_where_another_system_bills(tally):
    till = tally
    placed = till.order({"TEA": 4})
    till.pack(placed)
    assert till.deliver(placed, {"TEA": 1}) is None


def test_a_packed_order_may_be_cancelled_before_it_is_billed(tally):
    till = tally
    placed = till.order({"SOAP": 10})
    till.pack(placed, {"SOAP": (2, ShortReason.OTHER)})
    with till.wiring.database.write() as session:
        cancel(session, session.get_one(Order, placed.id), till.clerk, till.clock())
    assert till.dues().exposure == 0


def test_a_seller_without_terms_gets_them_with_the_first_word(till):
    with till.open() as (session, pair):
        note_age(session, pair.seller, till.clock(), till.clock())
    assert till.all(BillingTerms)[0].outside_as_of == till.clock()
