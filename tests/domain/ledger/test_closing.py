"""Closing a day, and the guards of the database that nothing gets past."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.ledger.tables import BillingTerms, DayClose, Mode
from domain.refusal import Refusal
from tests.builders import ASHA, RAVI
from tests.desks import at_desk


def close(till, day, counted="0"):
    with at_desk(till.wiring, ASHA) as desk:
        return desk.till.close_day(day, Decimal(counted))


def test_a_closed_day_keeps_its_figures(till):
    bill = till.billed({"NOODLE": 96})
    till.pays(500)
    till.pays(300, Mode.UPI, "1")
    till.receipt(till.pays(100, Mode.CHEQUE, "2"), "bounce")
    closed = close(till, till.today, "480")
    assert (closed.cash_booked, closed.cash_counted) == (Decimal(500), Decimal(480))
    assert closed.figures["bill"] == {"documents": 1, "amount": f"{bill.total:.2f}"}
    assert closed.figures["receipt"] == {"documents": 3, "amount": "900.00"}
    assert closed.figures["received"]["bank"] == "300.00"
    assert closed.figures["received"]["cheques_to_clear"] == "100.00"


def test_what_comes_after_the_close_is_booked_on_the_next_day(till):
    """Also by a clock that jumps back: a closed day stays as it is."""
    close(till, till.today)
    late = till.billed({"NOODLE": 96})
    assert late.day == till.today + timedelta(days=1)
    with at_desk(till.wiring, till.network.people["sharma"].phone) as desk:
        [line] = desk.ledger.statement(till.today, till.today + timedelta(days=1)).lines
    assert line.day == late.day
    till.clock.forward(days=1)
    following = close(till, till.today)
    assert following.figures["bill"]["documents"] == 1


def test_days_that_were_forgotten_are_closed_with_the_next(till):
    till.pays(100)
    till.clock.forward(days=3)
    till.pays(50)
    assert close(till, till.today, "150").cash_booked == Decimal(150)


@pytest.mark.parametrize(
    "days", [pytest.param(1, id="tomorrow"), pytest.param(0, id="again"), pytest.param(-1, id="before")]
)
def test_what_cannot_be_closed(till, days):
    if days <= 0:
        close(till, till.today)
    with pytest.raises(Refusal, match="move_not_allowed"):
        close(till, till.today + timedelta(days=days))


def test_a_rep_closes_nothing(till):
    with at_desk(till.wiring, RAVI) as desk, pytest.raises(Refusal, match="not_allowed"):
        desk.till.close_day(till.today, Decimal(0))
    assert till.all(DayClose) == []


def test_terms_that_were_there_stay(till):
    till.bills(bounce_charge=Decimal(5))
    close(till, till.today)
    [terms] = till.all(BillingTerms)
    assert (terms.bounce_charge, terms.closed_until) == (Decimal(5), till.today)


# --- the database says no by itself

REFUSED = [
    pytest.param("UPDATE journal_entry SET number = 'X'", "append-only", id="an entry is changed"),
    pytest.param("DELETE FROM journal_entry", "append-only", id="an entry is removed"),
    pytest.param("UPDATE posting SET amount = amount + 1", "append-only", id="a posting is changed"),
    pytest.param("DELETE FROM allocation", "append-only", id="an allocation is removed"),
    pytest.param("UPDATE packed_line SET pieces = 0", "append-only", id="what was packed is changed"),
    pytest.param("UPDATE bill SET total = total + 1", "frozen|append-only", id="a bill is changed"),
    pytest.param("UPDATE bill SET number = 'INV-2'", "frozen|append-only", id="a bill is renumbered"),
    pytest.param("DELETE FROM bill_line", "frozen|append-only", id="goods of a bill are removed"),
    pytest.param("UPDATE bill_line SET net = net + 1", "frozen|append-only", id="goods of a bill are changed"),
    pytest.param("UPDATE bill SET unpaid = total + 1", "unpaid_within_total", id="more open than billed"),
    pytest.param("UPDATE bill SET unpaid = -1", "unpaid_within_total", id="less open than nothing"),
    pytest.param("UPDATE bill_line SET returned = pieces + 1", "returned_within_pieces", id="more back than billed"),
    pytest.param("UPDATE receipt SET unused = amount + 1", "unused_within_amount", id="more unused than paid"),
    pytest.param("UPDATE receipt SET state = 'void', unused = 1", "unused_is_in_the_books", id="unused, not booked"),
    pytest.param("UPDATE number_series SET next = 0", "numbers_positive", id="a series runs back"),
    pytest.param(
        "INSERT INTO posting (entry_id, link_id, debit, credit, amount) SELECT id, link_id, 'cash', 'cash', 1 "
        "FROM journal_entry", "two_accounts", id="from an account to itself",
    ),
    pytest.param(
        "INSERT INTO posting (entry_id, link_id, debit, credit, amount) SELECT id, link_id, 'cash', 'bank', 0 "
        "FROM journal_entry", "amount_positive", id="a posting of nothing",
    ),
    pytest.param(
        "INSERT INTO receipt (link_id, seller_id, buyer_id, series, year, sequence, number, mode, provider, reference, "
        "amount, unused, state, day, bills, words, at) SELECT link_id, seller_id, buyer_id, series, year, 99, 'R-99', "
        "mode, provider, reference, amount, 0, 'pending', day, bills, words, at FROM receipt",
        "one_receipt_a_reference|UNIQUE|unique", id="a payment twice",
    ),
    pytest.param(
        "INSERT INTO allocation (bill_id, step, amount, at) SELECT id, 'apply', 1, at FROM bill", "one_source",
        id="an allocation of nothing",
    ),
    pytest.param(
        "INSERT INTO order_hold (order_id, placed_by, released_by, reasons, over_by, overdue, at, ended, why, beyond) "
        "SELECT id, placed_by, placed_by, '[]', 0, 0, placed_at, '', '', 0 FROM orders", "not_by_the_orderer",
        id="let go by the orderer",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "guard"), REFUSED)
def test_the_database_itself_refuses(till, statement, guard):
    till.billed({"NOODLE": 96})
    till.pays(500, Mode.UPI, "1")
    with till.wiring.database.write() as session:
        with pytest.raises(DBAPIError, match=guard):
            session.execute(text(statement))
        session.rollback()


def test_the_database_itself_refuses_what_is_booked_on_a_closed_day(till):
    till.pays(1)
    close(till, till.today)
    with till.wiring.database.write() as session:
        with pytest.raises(DBAPIError, match="the day is closed"):
            session.execute(
                text(
                    "INSERT INTO journal_entry (seller_id, link_id, kind, document, number, day, at) "
                    "SELECT seller_id, link_id, kind, document, number, day, at FROM journal_entry"
                )
            )
        session.rollback()
