"""Each invariant of money is broken by one hand, and exactly its check says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.books import invariants, look
from domain.ledger.invariants import MONEY
from domain.ledger.paper_invariants import PAPERS
from tests.clock import SettableClock
from tests.databases import Postgres, Sqlite
from tests.domain.books.test_each_invariant import Broken, breaks
from tests.domain.books.unguarded import write
from tests.domain.ledger.filled import FILLED_UNTIL, fill
from tests.wired import wired

INVOICE = "(SELECT id FROM bill WHERE number = 'INV-1')"
SOAP = "(SELECT id FROM product WHERE sku = 'SOAP')"
FIRST = "(SELECT id FROM orders WHERE number = 'GA-1')"
SCHEME = "(SELECT id FROM scheme WHERE code = 'SOAP5')"
HELD = "(SELECT id FROM orders WHERE number = 'GA-4')"
LINK = "(SELECT id FROM trade_link WHERE buyer_id = (SELECT id FROM party WHERE code = 'SHARMA'))"
OTHER_LINK = "(SELECT id FROM trade_link WHERE buyer_id = (SELECT id FROM party WHERE code = 'VERMA'))"

ACCOUNT = [
    breaks("receivable", "UPDATE receipt SET state = 'counted', unused = amount WHERE reference = 'upi-1'"),
    breaks(
        "balances",
        f"INSERT INTO account_balance (link_id, account, balance) VALUES ({OTHER_LINK}, 'cash', 0)",
        f"UPDATE account_balance SET balance = balance + 5 WHERE link_id = {LINK} AND account = 'cash'",
        f"UPDATE account_balance SET balance = balance - 5 WHERE link_id = {LINK} AND account = 'sales'",
    ),
    breaks(
        "documents_booked",
        "INSERT INTO journal_entry (seller_id, link_id, kind, document, number, day, at) "
        "SELECT seller_id, link_id, kind, 'bill:4711', 'INV-9', day, at FROM journal_entry WHERE number = 'INV-1'",
        "INSERT INTO posting (entry_id, link_id, debit, credit, amount) "
        "SELECT id, link_id, debit, credit, 5 FROM (SELECT MAX(id) AS id, MAX(link_id) AS link_id FROM journal_entry) "
        "AS entry, (SELECT 'receivable' AS debit, 'sales' AS credit UNION SELECT 'sales', 'receivable') AS both_ways",
    ),
    breaks(
        "postings_balance",
        "INSERT INTO posting (entry_id, link_id, debit, credit, amount) "
        "SELECT id, link_id, 'wallet', 'wallet', 5 FROM journal_entry WHERE number = 'INV-1'",
        without=("posting.ck_posting_two_accounts",),
    ),
    breaks(
        "postings_of_their_entry",
        "INSERT INTO posting (entry_id, link_id, debit, credit, amount) "
        f"SELECT id, {OTHER_LINK}, debit, credit, 5 FROM journal_entry, "
        "(SELECT 'cash' AS debit, 'bank' AS credit UNION SELECT 'bank', 'cash') AS both_ways WHERE number = 'INV-1'",
    ),
    breaks(
        "closed_days_closed",
        "INSERT INTO journal_entry (seller_id, link_id, kind, document, number, day, at) "
        "SELECT seller_id, link_id, kind, document, number, "
        "(SELECT day FROM day_close), (SELECT MAX(at) FROM journal_entry) FROM journal_entry WHERE number = 'INV-1'",
    ),
]
ALLOCATION = [
    breaks("bill_allocated", f"UPDATE bill SET unpaid = unpaid + 1 WHERE id = {INVOICE}"),
    breaks("receipt_allocated", "UPDATE receipt SET unused = unused + 1 WHERE reference = 'upi-3'"),
    breaks("note_allocated", "UPDATE credit_note SET unused = unused + 1 WHERE number = 'CN-1'"),
    breaks(
        "no_less_than_nothing",
        "INSERT INTO allocation (bill_id, receipt_id, step, amount, at) "
        f"SELECT {INVOICE}, id, step, 5, at FROM receipt, (SELECT 'apply' AS step UNION SELECT 'undo') AS both_ways "
        "WHERE reference = 'upi-1' AND step = 'undo'",
        "INSERT INTO allocation (bill_id, receipt_id, step, amount, at) "
        "SELECT (SELECT id FROM bill WHERE number = 'OLD'), id, 'apply', 5, at FROM receipt WHERE reference = 'upi-1'",
        f"UPDATE bill SET unpaid = unpaid + 5 WHERE id = {INVOICE}",
        "UPDATE bill SET unpaid = unpaid - 5 WHERE number = 'OLD'",
    ),
]
CREDIT = [
    breaks("exposure", f"UPDATE trade_link SET exposure = exposure + 1 WHERE id = {OTHER_LINK}"),
    breaks("within_limit", "UPDATE order_hold SET beyond = 0 WHERE released_by IS NOT NULL"),
    breaks("held_with_a_reason", f"UPDATE order_hold SET ended_at = at WHERE order_id = {HELD}"),
]
NUMBERS = [
    breaks("numbers_without_gap", "UPDATE number_series SET next = next + 1 WHERE series = 'INV'"),
    breaks(
        "number_fits",
        f"UPDATE bill SET number = 'INV-1234567890123' WHERE id = {INVOICE}",
        without=("bill.ck_bill_number_fits",),
    ),
    breaks("number_of_its_year", "UPDATE bill SET year = 2020 WHERE number = 'OLD'"),
]
PAYMENTS = [
    breaks(
        "one_receipt_a_payment",
        "UPDATE receipt SET reference = 'upi-3', provider = 'upi' WHERE reference = 'upi-1'",
        without=("index one_receipt_a_reference",),
    ),
]
PAPER = [
    breaks(
        "paper_total",
        f"UPDATE bill SET subtotal = subtotal + 1, discount = discount + 1 WHERE id = {INVOICE}",
    ),
    breaks(
        "bill_line_list",
        f"UPDATE bill_line SET list_amount = list_amount + 1, discount = discount + 1 WHERE bill_id = {INVOICE} "
        f"AND product_id = {SOAP}",
        f"UPDATE bill SET subtotal = subtotal + 1, discount = discount + 1 WHERE id = {INVOICE}",
    ),
    breaks(
        "bill_line_tax",
        f"UPDATE bill_line SET tax_rate = tax_rate + 300 WHERE bill_id = {INVOICE} AND price = 113333",
    ),
    breaks("bill_round_off", "UPDATE bill SET round_off = 60, subtotal = subtotal - 60 WHERE number = 'OLD'"),
    breaks(
        "packed_is_billed",
        "UPDATE packed_line SET pieces = pieces - 1 WHERE order_line_id = "
        f"(SELECT id FROM order_line WHERE order_id = {FIRST} AND product_id = {SOAP})",
    ),
    breaks(
        "returned_is_credited",
        f"UPDATE bill_line SET returned = returned + 1 WHERE bill_id = {INVOICE} AND product_id = {SOAP}",
    ),
    breaks(
        "spent_is_billed",
        f"UPDATE scheme_use SET amount = amount + 1 WHERE step = 'spend' AND scheme_id = {SCHEME}",
        f"UPDATE scheme_use SET amount = amount - 1 WHERE step = 'free' AND scheme_id = {SCHEME}",
    ),
]
WALLS = [
    breaks(
        "paper_of_its_pair",
        "UPDATE receipt SET buyer_id = (SELECT id FROM party WHERE code = 'VERMA') WHERE reference = 'upi-1'",
    ),
    breaks(
        "allocated_within_the_pair",
        "INSERT INTO allocation (bill_id, receipt_id, step, amount, at) "
        f"SELECT {INVOICE}, id, step, 5, at FROM receipt, (SELECT 'apply' AS step UNION SELECT 'undo') AS both_ways "
        "WHERE reference = 'upi-4'",
    ),
]
ALL = ACCOUNT + ALLOCATION + CREDIT + NUMBERS + PAYMENTS + PAPER + WALLS


@pytest.fixture(scope="session")
def money_sqlite(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of books filled with money in a SQLite file, closed."""
    folder = tmp_path_factory.mktemp("money")
    url = sqlite.fresh(folder)
    fill(url, folder)
    return url


@pytest.fixture(scope="session")
def money_postgres(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of books filled with money on PostgreSQL, closed."""
    with postgres.fresh() as url:
        fill(url, tmp_path_factory.mktemp("money"))
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def books_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of filled books of the test's own, on either database."""
    filled = request.getfixturevalue(f"money_{request.param}")
    if request.param == "sqlite":
        yield Sqlite.copy(filled, tmp_path)
        return
    with request.getfixturevalue("postgres").copy(filled) as url:
        yield url


def found(url: str, folder: Path) -> dict[str, str]:
    """The names of the checks that fail, each with the line of its first violation."""
    wiring = wired(url, SettableClock(FILLED_UNTIL), folder)
    try:
        return {violation.invariant.name: str(violation) for violation in reversed(look(wiring, invariants()))}
    finally:
        wiring.database.close()


def test_books_that_nobody_touched_are_right(books_url, tmp_path):
    assert found(books_url, tmp_path) == {}


@pytest.mark.parametrize("broken", ALL, ids=lambda broken: broken.name)
def test_exactly_its_check_fails(broken: Broken, books_url, tmp_path):
    write(books_url, broken.sql, broken.without)
    assert list(found(books_url, tmp_path)) == [broken.name]


def test_no_invariant_is_left_unbroken():
    assert {invariant.name for invariant in MONEY + PAPERS} == {broken.name for broken in ALL}
