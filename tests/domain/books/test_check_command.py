"""`sauda check`: what it prints, what it answers to whoever called it, and how it says what is wrong."""

import json
from decimal import Decimal

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import app
from bot.commands.books import invariants
from bot.commands.failure import Failed
from domain.books.invariant import Invariant, Violation, check, rows
from tests.clock import MONDAY_MORNING
from tests.domain.books.unguarded import write


@pytest.fixture
def sauda(books_url, monkeypatch):
    """Runs the command on filled books."""
    monkeypatch.setenv("DATABASE_URL", books_url)
    return lambda *arguments: CliRunner().invoke(app, ["check", *arguments])


def test_right_books(sauda):
    told = sauda()
    assert told.exit_code == 0
    assert told.stdout.startswith(f"all {len(invariants())} checks hold (")


def break_two(url):
    write(
        url,
        [
            "UPDATE orders SET subtotal = subtotal + 100, discount = discount + 100 WHERE number = 'GA-1'",
            "UPDATE orders SET total = total + 100, round_off = round_off + 100 WHERE number = 'GA-2'",
        ],
    )


def test_one_line_a_violation(sauda, books_url):
    break_two(books_url)
    told = sauda()
    assert isinstance(told.exception, Failed)
    assert str(told.exception) == "2 violations of the books"
    assert [line.split(":")[0] for line in told.stdout.splitlines()] == ["I5 order GA-1", "I7 order GA-2"]
    assert told.stdout.splitlines()[1] == "I7 order GA-2: round-off 1.00, total 5186.78"


def test_the_same_as_json(sauda, books_url):
    break_two(books_url)
    answer = json.loads(sauda("--json").stdout)
    assert answer["checks"] == len(invariants())
    assert [(v["code"], v["name"], v["facts"]["number"]) for v in answer["violations"]] == [
        ("I5", "order_parts", "GA-1"),
        ("I7", "round_off", "GA-2"),
    ]
    assert answer["violations"][1]["facts"] == {"number": "GA-2", "round_off": 100, "total": 518678}


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        pytest.param({"who": "x", "amount": 10000, "other": 9900}, "I5 x: 100.00, other 99.00", id="rupees"),
        pytest.param({"who": "x", "amount": Decimal(5), "other": -1}, "I5 x: 0.05, other -0.01", id="paise"),
        pytest.param({"who": "x", "amount": 0, "other": None}, "I5 x: 0.00, other none", id="nothing"),
    ],
)
def test_how_a_violation_is_told(facts, line):
    invariant = Invariant("I5", "n", "says", "{who}: {amount:rupees}, other {other:rupees}", lambda *_: [])
    assert str(Violation(invariant, facts)) == line


def test_a_query_knows_the_moment_and_what_stands_for_a_name(database):
    late = rows("SELECT '$name' AS name, 1 AS one WHERE :now > '$moment'", name="x", moment="2026-01-01 00:00:00")
    if not database.is_sqlite:
        late = rows(
            "SELECT '$name' AS name, 1 AS one WHERE :now > TIMESTAMPTZ '$moment'", name="x", moment="2026-01-01"
        )
    with database.read() as session:
        assert list(late(session, MONDAY_MORNING)) == [{"name": "x", "one": 1}]


def test_all_checks_see_one_state_of_the_books(wiring, network):
    """What somebody changes between two checks is seen by neither."""
    seen = []

    def look(session, now):
        seen.append(session.execute(text("SELECT name FROM party WHERE code = 'VERMA'")).scalar_one())
        return []

    def change(session, now):
        with wiring.database.write() as writing:
            writing.execute(text("UPDATE party SET name = 'Changed' WHERE code = 'VERMA'"))
        return []

    acts = [Invariant("T", str(place), "", "", finds) for place, finds in enumerate((look, change, look))]
    with wiring.database.read() as session:
        check(session, acts, wiring.clock())
    assert seen == ["Verma Store", "Verma Store"]
