"""Why a scheme applied or did not: the first test that fails, and by how much a slab was missed."""

from datetime import date

import pytest

from domain.pricing.casefile import read_case
from domain.pricing.quoting import quote
from tests.domain.pricing.shop import amount, case, free, off, priced, scheme

FAILS = {
    "not_started": {"valid_from": "2026-06-16"},
    "ended": {"valid_to": "2026-06-14"},
    "party": {"for_": {"regions": ["south"]}},
    "product": {"buy": {"skus": ["Z"]}},
    "below_slab": {"from_": "11"},
}


@pytest.mark.parametrize("first", range(len(FAILS)), ids=list(FAILS))
def test_the_first_test_that_fails_is_the_reason(first):
    reasons = list(FAILS)
    # A day cannot be both too early and too late, so `ended` stands apart from `not_started`.
    fails = {key: value for reason in reasons[first:] for key, value in FAILS[reason].items()}
    if reasons[first] == "not_started":
        del fails["valid_to"]
    assert priced("A 10", scheme(give=off("10"), **fails), party={"region": "north"}).reason() == reasons[first]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"slabs": [{"from": "1", "to": "10", "give": off("10")}], "budget": "0"}, "above_slab"),
        ({"combine": "exclusive", "cap_order": "0", "budget": "0"}, "not_combined"),
        ({"cap_order": "0", "budget": "0"}, "cap"),
        ({"budget": "0"}, "budget"),
        ({}, "applied"),
    ],
    ids=["above_slab", "not_combined", "cap", "budget", "applied"],
)
def test_the_later_tests_in_their_order(more, reason):
    rule = {**scheme(give=off("10")), **more}
    assert priced("A 10", rule, scheme("BETTER", off("1"))).reason() == reason


@pytest.mark.parametrize(
    ("day", "reason"),
    [("2026-06-14", "not_started"), ("2026-06-15", "applied"), ("2026-06-17", "applied"), ("2026-06-18", "ended")],
)
def test_both_end_days_are_inside(day, reason):
    rule = scheme(give=off("10"), valid_from="2026-06-15", valid_to="2026-06-17")
    assert priced("A 1", rule, date=day).reason() == reason


@pytest.mark.parametrize(
    ("for_", "party", "applies"),
    [
        pytest.param({}, {}, True, id="for all"),
        pytest.param({"regions": ["north", "east"]}, {"region": "east"}, True, id="any value of a key is enough"),
        pytest.param({"regions": ["north"]}, {"region": "south"}, False, id="another region"),
        pytest.param({"regions": ["north"]}, {}, False, id="no region known"),
        pytest.param({"classes": ["A"], "tiers": ["retailer"]}, {"class": "A", "tier": "retailer"}, True, id="both"),
        pytest.param(
            {"classes": ["A"], "tiers": ["retailer"]}, {"class": "A", "tier": "brand"}, False, id="one of two"
        ),
        pytest.param({"parties": ["P1"]}, {"id": "P1"}, True, id="the party itself"),
    ],
)
def test_for_whom(for_, party, applies):
    assert (priced("A 1", scheme(give=off("10"), for_=for_), party=party).reason() == "applied") is applies


@pytest.mark.parametrize(
    ("asks", "first_order", "applies"),
    [(True, True, True), (True, False, False), (True, None, False), (False, False, True), (None, True, True)],
)
def test_first_orders(asks, first_order, applies):
    rule = scheme(give=off("10"), first_order=asks)
    assert (priced("A 1", rule, party={"first_order": first_order}).reason() == "applied") is applies


@pytest.mark.parametrize(
    ("rule", "short_by"),
    [
        pytest.param({"from_": "12"}, "2", id="pieces, of the line that is nearest"),
        pytest.param({"from_": "24", "scope": "mix"}, "6", id="pieces of a mix"),
        pytest.param({"from_": "1", "unit": "case"}, "0.1666666666666666666666666667", id="cases"),
        pytest.param({"from_": "200", "basis": "amount"}, "40.00", id="rupees"),
        pytest.param({"from_": "200.005", "basis": "amount"}, "40.005", id="rupees with a bound finer than money"),
        pytest.param({"from_": "5"}, None, id="nothing where it applies"),
    ],
)
def test_short_by(rule, short_by):
    assert priced("A 10, B 8", scheme(give=off("1"), **rule)).told()["short_by"] == short_by


def test_one_line_below_makes_it_below():
    rule = scheme(slabs=[{"from": "9", "to": "10", "give": off("1")}])
    assert (priced("A 10, B 8", rule).reason(), priced("A 10", rule).reason()) == ("below_slab", "above_slab")


def test_every_scheme_is_named_once_in_the_order_of_the_file():
    schemes = [
        scheme("Z", off("1"), buy={"skus": ["A"]}, priority=3),
        scheme("M", off("1"), buy={"skus": ["B"]}, priority=2),
        scheme("Q", off("1"), buy={"skus": ["C"]}, priority=1),
    ]
    assert [told["scheme"] for told in priced("A 1, C 1", *schemes)["explain"]] == ["Z", "M", "Q"]


def test_discounts_hold_money_off_lines_only():
    schemes = [scheme("FREE", free("1")), scheme("ZERO", off("0")), scheme("OFF", off("10"))]
    quote = priced("A 10", *schemes)
    assert quote["discounts"] == [{"scheme": "OFF", "amount": "10.00"}]
    assert [quote.amount(code) for code in ("FREE", "ZERO", "OFF")] == ["10.00", "0.00", "10.00"]


def test_whom_a_scheme_had_to_give_way_to():
    schemes = [
        scheme("E", off("30"), combine="exclusive", buy={"skus": ["A"]}),
        scheme("N", off("10"), scope="mix"),
        scheme("ELSEWHERE", off("10"), buy={"skus": ["B"]}),
    ]
    chosen = read_case(case("A 10, B 1", *schemes))
    quoted = quote(chosen.cart, chosen.prices, chosen.book, chosen.buyer, date(2026, 6, 15))
    assert {told.scheme: told.kept_out_by for told in quoted.explain} == {"E": (), "N": ("E",), "ELSEWHERE": ()}


def test_whom_all_had_to_give_way_to():
    schemes = [scheme("LINE", off("10")), scheme("SOLE", amount("50"), scope="order", combine="exclusive")]
    chosen = read_case(case("A 10", *schemes))
    quoted = quote(chosen.cart, chosen.prices, chosen.book, chosen.buyer, date(2026, 6, 15))
    assert {told.scheme: told.kept_out_by for told in quoted.explain} == {"LINE": ("SOLE",), "SOLE": ()}
