"""Tax on bills: by HSN and day, under CGST and SGST, IGST or VAT by the place of supply."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from domain.catalogue import editions
from domain.ledger.journal import Account, balance_of
from domain.ledger.taxes import by_head
from domain.network.tables import Party
from domain.network.trade import tax_parts
from domain.orders.picking import ShortReason
from domain.pricing.tables import TaxRule
from domain.pricing.taxrules import rate_after, rate_on
from tests.builders import add, product, stock


@pytest.mark.parametrize(
    ("regime", "seller", "buyer", "parts", "heads"),
    [
        pytest.param("gst", "BR", "BR", 2, {"cgst": "9", "sgst": "9"}, id="within a state of India"),
        pytest.param("gst", "BR", "UP", 1, {"igst": "9"}, id="between states"),
        pytest.param("gst", "BR", "", 2, {"cgst": "9", "sgst": "9"}, id="no state on record: the seller's"),
        pytest.param("vat", "", "", 1, {"vat": "9"}, id="Nepal"),
        pytest.param("none", "", "", 1, {"vat": "9"}, id="elsewhere"),
    ],
)
def test_the_heads_of_a_tax(regime, seller, buyer, parts, heads):
    between = [Party(code=state, name=state, tax_regime=regime, tax_state=state) for state in (seller, buyer)]
    assert tax_parts(*between) == parts
    expected = dict.fromkeys(("cgst", "sgst", "igst", "vat"), Decimal(0)) | {k: Decimal(v) for k, v in heads.items()}
    assert by_head(regime, parts, Decimal(9)) == expected


RULES = [
    ("gst", "1902", date(2017, 7, 1), Decimal(12)),
    ("gst", "1902", date(2025, 9, 22), Decimal(5)),
    ("gst", "19", date(2026, 1, 1), Decimal(28)),
]


@pytest.mark.parametrize(
    ("hsn", "day", "rate"),
    [
        pytest.param("19023010", date(2025, 9, 21), "12", id="the day before"),
        pytest.param("19023010", date(2025, 9, 22), "5", id="the day of the change"),
        pytest.param("19023010", date(2026, 6, 1), "5", id="the longer HSN wins over the newer"),
        pytest.param("1905", date(2026, 6, 1), "28", id="the chapter's"),
        pytest.param("3402", date(2026, 6, 1), "18", id="no rule: the product's own"),
        pytest.param("19023010", date(2017, 6, 30), "18", id="before every rule"),
    ],
)
def test_the_rate_of_an_hsn_on_a_day(hsn, day, rate):
    assert rate_on(RULES, "gst", hsn, Decimal(18), day) == Decimal(rate)


@pytest.mark.parametrize(
    ("agreed_on", "billed_on", "rate"),
    [
        pytest.param(date(2025, 9, 20), date(2025, 9, 21), "11", id="nothing changed: as it was agreed"),
        pytest.param(date(2025, 9, 20), date(2025, 9, 22), "5", id="changed before the bill: the law of that day"),
        pytest.param(date(2025, 9, 22), date(2025, 9, 23), "11", id="changed before the order: it knew"),
    ],
)
def test_a_rate_that_changes_between_order_and_bill(agreed_on, billed_on, rate):
    assert rate_after(RULES, "gst", "1902", Decimal(11), agreed_on, billed_on) == Decimal(rate)


@pytest.fixture
def pasta(till, network):
    """Goods at 100 rupees before tax, 12 % until 16 June, 5 % from then on."""
    with till.wiring.database.write() as session:
        pasta = product(session, "PASTA", "Tej", "Pasta", "1 kg", "124.44", tax=12, hsn="19023010", category="pasta")
        stock(session, network.seller, pasta, 100, till.clock())
        add(session, TaxRule(regime="gst", hsn="1902", rate=Decimal(12), valid_from=date(2020, 1, 1)))
        add(session, TaxRule(regime="gst", hsn="1902", rate=Decimal(5), valid_from=date(2026, 6, 16)))
        editions.bump(session, editions.SCHEMES)
    network.products["PASTA"] = pasta
    return pasta


def test_a_price_with_tax_inside_stays_when_the_rate_changes(till, pasta):
    placed = till.order({"PASTA": 10})
    assert (placed.total, placed.tax) == (Decimal("1120.00"), Decimal("120.00"))
    till.clock.forward(days=1)
    bill = till.pack(placed).bill
    assert (bill.total, bill.tax) == (Decimal("1120.00"), Decimal("53.34")), "1120 x 5 / 105 in two parts of 26.67"
    assert till.order({"PASTA": 10}).tax == Decimal("53.34")


def test_the_journal_owes_each_tax_under_its_head(till, network):
    bill = till.billed({"NOODLE": 96, "CLEANER": 3})
    with till.wiring.database.read() as session:
        link = till.link().id
        cgst, sgst, igst, sales = (
            balance_of(session, link, account) for account in (Account.CGST, Account.SGST, Account.IGST, Account.SALES)
        )
    assert (cgst, sgst, igst) == (-bill.cgst, -bill.sgst, 0)
    assert sales == -(bill.subtotal - bill.discount)
    assert bill.cgst == bill.sgst > 0


@pytest.mark.parametrize(
    ("regime", "state", "head"),
    [pytest.param("gst", "UP", "igst", id="between states"), pytest.param("vat", "", "vat", id="Nepal")],
)
def test_one_tax_on_the_bill(till, network, regime, state, head):
    with till.wiring.database.write() as session:
        session.get_one(Party, network.seller.id).tax_regime = regime
        session.get_one(Party, network.sharma.id).tax_state = state
        add(session, TaxRule(regime="vat", hsn="", rate=Decimal(13), valid_from=date(2020, 1, 1)))
        editions.bump(session, editions.SCHEMES)
    placed = till.order({"NOODLE": 97, "CLEANER": 3})
    bill = till.pack(placed, {"NOODLE": (1, ShortReason.OTHER)}).bill
    assert getattr(bill, head) == bill.tax > 0
    credited = till.deliver(placed, {"CLEANER": 1}).note
    assert getattr(credited, head) == credited.tax > 0


def test_a_bill_remembers_who_it_was_for(till, network):
    bill = till.billed({"NOODLE": 96})
    with till.wiring.database.write() as session:
        session.get_one(Party, network.sharma.id).name = "Sharma & Sons"
    assert till.again(bill).parties["buyer"]["name"] == "Sharma Kirana"
    assert till.again(bill).day == datetime(2026, 6, 15, tzinfo=UTC).date()
