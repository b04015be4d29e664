"""The next step: which there are, what they bring, and in which order."""

from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings

from domain.pricing.casefile import read_case
from domain.pricing.nudge import nudges
from domain.pricing.quoting import quote
from domain.pricing.values import CartLine, Unit
from tests.domain.pricing.drawn import cases
from tests.domain.pricing.shop import amount, case, free, off, row, scheme


def steps(cart, *schemes, at_most="1", **more):
    read = read_case(case(cart, *schemes, **more))
    found = nudges(read.cart, read.prices, read.book, read.buyer, read.day, read.used, Decimal(at_most))
    return [(step.scheme, step.sku, step.pieces, str(step.gain)) for step in found]


@pytest.mark.parametrize(
    ("cart", "rule", "found"),
    [
        pytest.param("A 8", {"give": off("10"), "from_": "10"}, [("S", "A", 2, "10.00")], id="the first slab"),
        pytest.param("A 8", {"give": free("1"), "from_": "10"}, [("S", "A", 2, "10.00")], id="free goods"),
        pytest.param("A 10", {"give": off("10"), "from_": "10"}, [], id="reached, and there is no other"),
        pytest.param(
            "A 15", {"give": free("1"), "from_": "10", "calculation": "recurring"}, [("S", "A", 5, "10.00")],
            id="a recurring give once more",
        ),
        pytest.param(
            "A 8", {"give": off("10"), "from_": "100", "basis": "amount"}, [("S", "A", 2, "10.00")], id="an amount",
        ),
        pytest.param("A 8", {"give": off("0"), "from_": "10"}, [], id="a slab that gives nothing"),
        pytest.param("A 4", {"give": off("10"), "from_": "10"}, [], id="more than as much again"),
        pytest.param("A 8", {"give": off("10"), "from_": "10", "budget": "0"}, [], id="the budget is spent"),
        pytest.param("A 8", {"give": off("10"), "from_": "10", "valid_to": "2026-01-01"}, [], id="over"),
        pytest.param("A 8", {"give": off("10"), "from_": "10", "buy": {"skus": ["B"]}}, [], id="for other goods"),
        pytest.param(
            "A 8, B 9, A 9", {"give": off("10"), "from_": "10"},
            [("S", "A", 1, "10.00"), ("S", "A", 2, "10.00"), ("S", "B", 1, "20.00")],
            id="each line, least effort first",
        ),
        pytest.param(
            "B 5, A 8", {"give": off("10"), "from_": "15", "scope": "mix"}, [("S", "A", 2, "20.00")],
            id="a mix: by the line that takes least",
        ),
    ],
)  # fmt: skip
def test_which_steps_there_are(cart, rule, found):
    assert steps(cart, scheme(**rule)) == found


def test_the_next_slab_brings_what_it_gives_beyond_this_one():
    slabs = [{"from": "5", "to": "10", "give": off("5")}, {"from": "10", "give": off("10")}]
    assert steps("A 9", scheme(slabs=slabs)) == [("S", "A", 1, "5.50")]  # 10.00 instead of 4.50


def test_more_may_be_taken_than_as_much_again():
    assert steps("A 4", scheme(give=off("10"), from_="10"), at_most="2") == [("S", "A", 6, "10.00")]


def test_goods_for_nothing_never_make_an_amount():
    rule = scheme(give=amount("1"), from_="100", basis="amount", scope="mix")
    assert steps("Z 5, A 9", rule, prices=[row("A"), row("Z", "0")]) == [("S", "A", 1, "1.00")]


def test_an_order_counts_what_line_schemes_leave():
    # 9 pieces are 81.00 after 10 %; it takes 3 more, not 2, to bring 100.00.
    schemes = [scheme("LINE", off("10")), scheme("ORDER", amount("5"), scope="order", basis="amount", from_="100")]
    assert steps("A 9", *schemes) == [("ORDER", "A", 3, "5.00")]


def test_an_order_that_never_grows_has_no_step():
    schemes = [scheme("ALL", off("100")), scheme("ORDER", amount("5"), scope="order", basis="amount", from_="50")]
    assert steps("A 9", *schemes) == []


def test_cases_are_said_as_cases_where_they_are_whole():
    read = read_case(case("A 7 case, A 90", scheme(give=off("10"), from_="8", unit="case")))
    found = nudges(read.cart, read.prices, read.book, read.buyer, read.day)
    assert [(step.line, step.quantity, step.unit) for step in found] == [(1, 6, Unit.PIECE), (0, 1, Unit.CASE)]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_a_nudge_keeps_its_word(drawn):
    """Whoever takes the step pays `cost` more, gets the scheme, and no step is dearer than the one after it."""
    read = read_case(drawn)
    now = quote(read.cart, read.prices, read.book, read.buyer, read.day, read.used)
    for step in islice(nudges(read.cart, read.prices, read.book, read.buyer, read.day, read.used), 5):
        larger = list(read.cart)
        larger[step.line] = CartLine(step.sku, Decimal(now.lines[step.line].pieces + step.pieces))
        then = quote(larger, read.prices, read.book, read.buyer, read.day, read.used)
        assert then == step.then
        assert step.cost == then.total - now.total
        assert step.scheme in {told.scheme for told in then.explain if told.applied}
        assert step.gain > 0
