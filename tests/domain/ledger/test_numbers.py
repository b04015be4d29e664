"""Numbers of bills: without gaps within a series and a financial year, also when something is undone."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from domain.ledger.numbers import begin_at, financial_year, written
from domain.ledger.paper import Bill
from domain.ledger.tables import NumberSeries
from domain.network.tables import Party
from domain.orders.pack import pack
from domain.orders.tables import Order


@pytest.mark.parametrize(
    ("country", "day", "year"),
    [
        pytest.param("IN", date(2026, 3, 31), 2025, id="India, the last day"),
        pytest.param("IN", date(2026, 4, 1), 2026, id="India, the first day"),
        pytest.param("NP", date(2026, 7, 16), 2025, id="Nepal, the last day of Asar 2083"),
        pytest.param("NP", date(2026, 7, 17), 2026, id="Nepal, Shrawan 1, 2083"),
        pytest.param("NP", date(2024, 7, 15), 2023, id="Nepal, the last day of Asar 2081"),
        pytest.param("NP", date(2024, 7, 16), 2024, id="Nepal, Shrawan 1, 2081"),
        pytest.param("AE", date(2026, 1, 1), 2026, id="elsewhere: the calendar year"),
    ],
)
def test_the_financial_year(country, day, year):
    assert financial_year(day, country) == year


def numbers(till):
    return [(bill.number, bill.year) for bill in till.all(Bill)]


@pytest.mark.parametrize(
    ("country", "zone", "before", "after"),
    [
        pytest.param(
            "IN", "Asia/Kolkata", datetime(2027, 3, 31, 18, 29, 59, tzinfo=UTC),
            datetime(2027, 3, 31, 18, 30, tzinfo=UTC), id="31 March to 1 April at 18:30 UTC",
        ),
        pytest.param(
            "NP", "Asia/Kathmandu", datetime(2026, 7, 16, 18, 14, 59, tzinfo=UTC),
            datetime(2026, 7, 16, 18, 15, tzinfo=UTC), id="Shrawan 1 at 18:15 UTC",
        ),
    ],
)  # fmt: skip
def test_the_series_begins_anew_with_the_financial_year(till, network, country, zone, before, after):
    """F56: the series restarts; the day, the due day and the year are those at the seller."""
    with till.wiring.database.write() as session:
        party = session.get_one(Party, network.seller.id)
        party.country, party.timezone = country, zone
    till.trades(credit_days=15)
    placed = [till.order({"NOODLE": 96}) for _ in range(3)]
    till.clock.now = before
    till.trades(credit_limit=None)
    first = till.pack(revalidated(till, placed[0])).bill
    till.clock.now = after
    last = [till.pack(revalidated(till, each)).bill for each in placed[1:]]
    begins = first.year + 1
    assert numbers(till) == [("INV-1", begins - 1), ("INV-1", begins), ("INV-2", begins)]
    assert (last[0].day - first.day).days == 1
    assert [(bill.due_on - bill.day).days for bill in (first, *last)] == [15, 15, 15]


def revalidated(till, placed):
    with till.wiring.database.write() as session:
        row = session.get_one(Order, placed.id)
        row.valid_until = till.clock()
        return row


def test_what_is_undone_leaves_no_gap(till):
    first, second = (till.order({"NOODLE": 96}) for _ in range(2))
    with till.wiring.database.write() as session:
        undone = pack(session, session.get_one(Order, first.id), till.clerk, till.clock())
        assert undone.bill.number == "INV-1"
        session.rollback()
    assert till.pack(second).bill.number == "INV-1"
    assert till.pack(first).bill.number == "INV-2"


def test_a_seller_who_numbered_elsewhere_goes_on_from_there(till, network):
    with till.wiring.database.write() as session:
        begin_at(session, network.seller.id, "INV", 2026, 902)
        begin_at(session, network.seller.id, "INV", 2026, 1)
    assert till.billed({"NOODLE": 96}).number == "INV-902"
    [series] = [row for row in till.all(NumberSeries) if row.series == "INV"]
    assert (series.first, series.next) == (902, 903)


def test_series_of_the_sellers_own(till):
    till.bills(invoice_series="GA/26-27/", receipt_series="RCT")
    assert till.billed({"NOODLE": 96}).number == "GA/26-27/-1"
    assert till.pays(1).number == "RCT-1"


@pytest.mark.parametrize(("series", "sequence", "number"), [("INV", 902, "INV-902"), ("A", 10**13, "A-10000000000000")])
def test_how_a_number_is_written(series, sequence, number):
    assert written(series, sequence) == number
    assert len(number) <= 16


def test_a_clock_that_jumps_back_takes_the_next_number(till):
    """F55: no number twice, and no bill before its day."""
    placed = [till.order({"NOODLE": 96}) for _ in range(2)]
    till.pack(placed[0])
    till.clock.forward(minutes=-1)
    assert till.pack(placed[1]).bill.number == "INV-2"


def test_a_number_of_more_than_16_characters_is_refused_by_the_database(till, network):
    till.bills(invoice_series="GUPTA2627")
    with till.wiring.database.write() as session:
        begin_at(session, network.seller.id, "GUPTA2627", 2026, 1_000_000)
    placed = till.order({"NOODLE": 96})
    with pytest.raises(IntegrityError, match="number_fits"):
        till.pack(placed)
    assert till.dues().owed == 0
