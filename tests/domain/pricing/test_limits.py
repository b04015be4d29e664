"""Caps and budgets, and how a give is cut to what they leave."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.pricing.casefile import read_case
from domain.pricing.tax import list_amount
from tests.domain.pricing.shop import amount, case, free, off, priced, row, scheme


@pytest.mark.parametrize(
    ("limits", "used", "given", "reason"),
    [
        pytest.param({"cap_order": "8"}, {}, "8.00", "applied", id="a cap per order"),
        pytest.param({"cap_order": "8"}, {"budget": "90", "party": "90"}, "8.00", "applied", id="anew each order"),
        pytest.param({"cap_party": "8"}, {"party": "5"}, "3.00", "applied", id="a cap per party, partly used"),
        pytest.param({"budget": "8"}, {"budget": "6.50"}, "1.50", "applied", id="a budget, partly used"),
        pytest.param({"budget": "8", "cap_order": "5", "cap_party": "6"}, {}, "5.00", "applied", id="the least counts"),
        pytest.param({"budget": "100"}, {}, "10.00", "applied", id="enough for all"),
        pytest.param({"budget": "10"}, {}, "10.00", "applied", id="just enough"),
        pytest.param({"cap_order": "0"}, {}, "0.00", "cap", id="nothing per order"),
        pytest.param({"cap_party": "8"}, {"party": "8"}, "0.00", "cap", id="the party has had its part"),
        pytest.param({"cap_party": "8"}, {"party": "9"}, "0.00", "cap", id="and more"),
        pytest.param({"budget": "8"}, {"budget": "8"}, "0.00", "budget", id="the budget is spent"),
        pytest.param({"budget": "0", "cap_order": "0"}, {}, "0.00", "cap", id="both: the cap is named first"),
        pytest.param({"budget": "0", "cap_order": "5"}, {}, "0.00", "budget", id="the cap would leave something"),
    ],
)
def test_what_caps_and_budget_leave_of_10(limits, used, given, reason):
    quote = priced("A 10", scheme(give=off("10"), **limits), used={"S": used})
    assert (quote.amount(), quote.reason(), quote["discount"]) == (given, reason, given)


CART = "A 10, B 5, C 2"  # 100, 100 and 100


@pytest.mark.parametrize(
    ("scope", "give", "discounts"),
    [
        pytest.param("line", off("10"), ["10.00", "5.00", "0.00"], id="line: the later lines lose first"),
        pytest.param("line", amount("10"), ["10.00", "5.00", "0.00"], id="line, an amount per order"),
        pytest.param("mix", off("10"), ["5.00", "5.00", "5.00"], id="mix: in proportion"),
        pytest.param("mix", amount("1", "unit"), ["8.82", "4.41", "1.77"], id="10, 5, 2: 8.823, 4.412, 1.765"),
        pytest.param("mix", {"price": "10"}, ["0.00", "5.77", "9.23"], id="0, 50, 80: 5.769, 9.231"),
        pytest.param("order", off("10"), ["5.00", "5.00", "5.00"], id="order: in proportion"),
        pytest.param("mix", amount("40"), ["5.00", "5.00", "5.00"], id="an amount per order is cut before it is split"),
    ],
)
def test_how_a_give_is_cut_to_15(scope, give, discounts):
    quote = priced(CART, scheme(give=give, scope=scope, cap_order="15"))
    assert (quote.discounts, quote.amount()) == (discounts, "15.00")


def test_an_amount_per_order_is_cut_before_it_is_split():
    # 1.00 over 100, 20 and 10, not 40.00 over them and then cut: 0.769, 0.154 and 0.077.
    quote = priced("A 10, A 2, A 1", scheme(give=amount("40"), scope="mix", cap_order="1"))
    assert quote.discounts == ["0.77", "0.15", "0.08"]


def test_a_line_scheme_that_gives_on_other_products_is_a_line_scheme():
    rule = scheme(give=off("10"), buy={"skus": ["A"]}, on={"skus": ["B", "C"]}, cap_order="15")
    assert priced(CART, rule).discounts == ["0.00", "10.00", "5.00"]


def test_proportions_are_those_of_what_lines_can_take():
    # N leaves 20 of A's 100, so half of list takes 20 and 50: 15 are shared 2 to 5.
    rest = scheme("N", off("80"), buy={"skus": ["A"]})
    quote = priced("A 10, B 5", rest, scheme("THEN", off("50"), scope="mix", cap_order="15", priority=1))
    assert quote.discounts == ["84.29", "10.71"]


@pytest.mark.parametrize(
    ("cap", "given", "counts", "reason"),
    [
        ("20", [("G", 4)], "20.00", "applied"),
        ("19.99", [("G", 3)], "15.00", "applied"),
        ("5", [("G", 1)], "5.00", "applied"),
        ("4.99", [], "0.00", "cap"),
    ],
)
def test_free_goods_are_cut_to_whole_pieces_at_list(cap, given, counts, reason):
    quote = priced("A 10", scheme(give=free("4", "G"), cap_order=cap))
    assert (quote.free, quote.amount(), quote.reason()) == (given, counts, reason)


def test_free_goods_count_at_the_list_amount_without_tax():
    prices = [row("A"), row("G", "5.90", tax_rate="18", tax_included=True)]
    quote = priced("A 10", scheme(give=free("4", "G"), cap_order="15"), prices=prices)
    assert (quote.free, quote.amount()) == ([("G", 3)], "15.00")


@pytest.mark.parametrize(
    ("limits", "reason"),
    [({"cap_order": "4", "budget": "100"}, "cap"), ({"cap_order": "6", "budget": "4"}, "budget")],
    ids=["no piece within the cap", "a piece within the cap, none within the budget"],
)
def test_which_limit_left_no_piece(limits, reason):
    assert priced("A 10", scheme(give=free("4", "G"), **limits)).reason() == reason


def test_free_goods_of_later_lines_are_lost_first():
    quote = priced("A 10, B 10, A 1", scheme(give=free("2"), cap_order="45"))
    assert (quote.free, quote.amount()) == ([("A", 2), ("B", 1)], "40.00")


def test_goods_without_a_price_are_never_cut():
    quote = priced("A 1", scheme(give=free("4", "Z"), budget="0"), prices=[row("A"), row("Z", "0")])
    assert (quote.free, quote.reason()) == ([("Z", 4)], "applied")


@pytest.mark.parametrize(
    "give", [off("0"), amount("0"), {"price": "10"}, free("0"), free("0.4")], ids=["0 %", "0.00", "price", "0", "0.4"]
)
def test_a_give_of_nothing_that_nothing_cut_applies(give):
    quote = priced("A 10", scheme(give=give, budget="0", cap_order="0"))
    assert (quote.reason(), quote.amount(), quote.free, quote["discounts"]) == ("applied", "0.00", [], [])


def test_a_cut_give_leaves_more_for_the_next():
    schemes = [scheme("CAPPED", off("50"), cap_order="10"), scheme("THEN", off("50"), combine="on_net", priority=1)]
    assert priced("A 10", *schemes).amount("THEN") == "45.00"


@settings(max_examples=300, deadline=None)
@given(
    st.decimals("0.0001", "2", places=4),
    st.sampled_from(("0", "5", "18", "28", "150", "1000")),
    st.integers(1, 6),
    st.booleans(),
    st.integers(0, 300),
    st.integers(0, 200),
)
def test_the_most_pieces_that_a_limit_allows_are_given(price, rate, parts, included, cap, pieces):
    prices = [row("A"), row("G", str(price), tax_rate=rate, tax_parts=parts, tax_included=included)]
    rule = scheme(give=free(str(pieces), "G"), cap_order=f"{cap / 100:.2f}")
    product = read_case(case("A 1", prices=prices)).prices["G"]
    most = max(each for each in range(pieces + 1) if list_amount(product, each) <= cap)
    assert sum(given for _, given in priced("A 1", rule, prices=prices).free) == most


def test_goods_that_cost_next_to_nothing_are_cut_at_once():
    prices = [row("A"), row("G", "0.000000000001", tax_rate="1000", tax_parts=100, tax_included=True)]
    rule = scheme(give=free("9999999999999999", "G"), cap_order="0.03")
    assert priced("A 1", rule, prices=prices).amount() <= "0.03"
