"""What was exported and is imported again changes nothing; into empty books it makes the same books."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, update

from bot.exchange.files import Exchange
from bot.exchange.kind import House, Master
from bot.exchange.kinds import KINDS
from domain.books.invariant import check
from domain.books.invariants import INVARIANTS
from domain.catalogue import editions
from domain.catalogue.tables import Alias, Product
from domain.events import Event
from domain.network.tables import Beat, Party, Territory, TradeLink
from domain.pricing.tables import PriceList
from tests.bot.exchange.conftest import Desk, counts
from tests.builders import SHARMA, VERMA, Network, add
from tests.clock import SettableClock
from tests.databases import Sqlite
from tests.talking import Talk
from tests.wired import wired

MASTERS = [name for name, kind in KINDS.items() if issubclass(kind, Master)]
DANGEROUS = ["=1+1", "+91", "-5", "@x", "'=x", "a|b\\", 'नमक, "1 kg"']


@pytest.fixture
def awkward(desk: Desk, network: Network) -> Desk:
    """The small network with names that a spreadsheet would take for formulas, and with cells that are often empty."""
    with desk.exchange.database.write() as session:
        patna = add(session, Territory(code="PATNA", name="=Patna"))
        for number, name in enumerate(DANGEROUS):
            add(session, Product(sku=f"-{number}", name=name, label=name, category=name))
            add(session, Alias(product_id=network["SALT"], name=name, language="hi" if number % 2 else ""))
        add(session, Beat(seller_id=network.seller.id, name="+Beat|1"))
        session.execute(
            update(Party).where(col(Party.id) == network.sharma.id).values(name="@Sharma", territory_id=patna.id)
        )
        session.execute(update(PriceList).values(name="-A"))
        session.execute(update(TradeLink).values(delivery_weekdays="14"))
    return desk


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("kind", MASTERS)
def test_importing_an_export_changes_nothing(kind: str, suffix: str, awkward: Desk) -> None:
    before = awkward.reads(kind), awkward.edition(), awkward.edition(editions.SCHEMES), awkward.count(Event)
    outcome = awkward.bring(kind, awkward.take(kind, suffix))
    assert [str(fault) for fault in outcome.faults] == []
    assert counts(outcome) == (0, 0, len(before[0]), 0)
    assert (
        awkward.reads(kind), awkward.edition(), awkward.edition(editions.SCHEMES), awkward.count(Event),
    ) == before  # fmt: skip


def test_all_exports_make_the_same_books_again(
    awkward: Desk, sqlite: Sqlite, clock: SettableClock, tmp_path: Path
) -> None:
    awkward.bring("products", awkward.take("products"))
    other = wired(sqlite.fresh(tmp_path), clock, tmp_path)
    copy = Desk(Exchange(other.database, House("IN", "INR", "Asia/Kolkata", "en"), clock), tmp_path, {})
    for kind in MASTERS:
        outcome = copy.bring(kind, awkward.take(kind))
        assert [str(fault) for fault in outcome.faults] == []
    for kind in MASTERS:
        leaving = {"mrp_since"} if kind == "products" else set()
        ours, theirs = (
            sorted(
                str({name: value for name, value in row.items() if name not in leaving}) for row in books.reads(kind)
            )
            for books in (awkward, copy)
        )
        assert ours == theirs
    with copy.session() as session:
        assert check(session, INVARIANTS, clock()) == []
    other.database.close()


@pytest.mark.parametrize("name", ["two\nlines", "\ttab", " blanks ", "\rreturn", "e\u0301"], ids=repr)
def test_a_name_that_would_be_written_otherwise_today_is_the_same(name: str, desk: Desk) -> None:
    with desk.exchange.database.write() as session:
        goods = add(session, Product(sku="A", name=name))
        add(session, Alias(product_id=goods.id, name=name))
    assert counts(desk.bring("products", desk.take("products"))) == (0, 0, 1, 0)
    assert desk.product("A").name == name


def test_no_cell_of_any_export_is_a_formula(awkward: Desk, talk: Talk) -> None:
    talk.say(SHARMA, "=5 soap\n2 tea", name="=cmd")
    for kind in KINDS:
        with awkward.take(kind).open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert cells
        assert [cell for cell in cells if cell[:1] in {*"=+-@\t\r\x00"}] == []


def test_orders_line_by_line(desk: Desk, network: Network, talk: Talk) -> None:
    talk.say(SHARMA, "1 case noodles\n20 bath soap")
    talk.tap(SHARMA, "Send order")
    with desk.take("orders").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["sku"], row["pieces"], row["free"], row["buyer"]) for row in rows] == [
        ("NOODLE", "96", "no", "SHARMA"),
        ("SOAP", "20", "no", "SHARMA"),
        ("SPOON", "1", "yes", "SHARMA"),
    ]
    with desk.session() as session:
        total = session.execute(text("SELECT total FROM orders")).scalar_one()
    assert {row["order_total"] for row in rows} == {f"{total / 100:.2f}"}
    assert rows[1]["schemes"] == "SOAP5"
    assert rows[0]["placed_at"] == "2026-06-15T04:30:00Z"
    assert network.sharma.name == rows[0]["buyer_name"]


def test_messages_in_and_out_by_time(desk: Desk, talk: Talk, clock: SettableClock) -> None:
    talk.say(SHARMA, "2 bath soap")
    clock.forward(minutes=1)
    talk.say(VERMA, "hello")
    rows = desk.reads("messages")
    assert [(row["direction"], row["contact"], row["person"]) for row in rows] == [
        ("in", SHARMA, "Mohan Sharma"),
        ("out", SHARMA, "Mohan Sharma"),
        ("in", VERMA, "Sita Verma"),
        ("out", VERMA, "Sita Verma"),
    ]
    assert [row["state"].value for row in rows] == ["done", "sent", "done", "sent"]
    assert rows[0]["text"] == "2 bath soap"
    assert rows[1]["sent_at"] is not None
