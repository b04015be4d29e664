"""Stage one: the order of schemes, what they take their part of, and which sets stand together."""

import pytest

from tests.domain.pricing.shop import amount, free, off, priced, row, scheme


def alone(code, give, **more):
    return scheme(code, give, combine="exclusive", **more)


@pytest.mark.parametrize(
    ("priorities", "codes", "amounts"),
    [
        pytest.param((1, 2), ("AMOUNT", "SHARE"), ("20.00", "8.00"), id="lower priority first: 10 % of 80"),
        pytest.param((2, 1), ("AMOUNT", "SHARE"), ("20.00", "10.00"), id="lower priority first: 10 % of 100"),
        pytest.param((0, 0), ("A", "B"), ("20.00", "8.00"), id="equal ones by code: amount first"),
        pytest.param((0, 0), ("B", "A"), ("20.00", "10.00"), id="equal ones by code: percent first"),
    ],
)
def test_the_order_of_schemes(priorities, codes, amounts):
    fixed = scheme(codes[0], amount("20"), priority=priorities[0])
    share = scheme(codes[1], off("10"), combine="on_net", priority=priorities[1])
    for schemes in ((fixed, share), (share, fixed)):
        quote = priced("A 10", *schemes)
        assert (quote.amount(codes[0]), quote.amount(codes[1])) == amounts


@pytest.mark.parametrize(
    ("combine", "give", "taken"),
    [
        pytest.param("on_base", off("10"), "10.00", id="a percent of the list amount"),
        pytest.param("on_net", off("10"), "8.00", id="a percent of what is left"),
        pytest.param("on_base", {"price": "7"}, "30.00", id="list minus price"),
        pytest.param("on_net", {"price": "7"}, "10.00", id="what is left minus price"),
        pytest.param("on_net", {"price": "9"}, "0.00", id="never less than nothing"),
    ],
)
def test_after_20_of_100_were_taken(combine, give, taken):
    first = scheme("FIRST", off("20"))
    assert priced("A 10", first, scheme("THEN", give, combine=combine, priority=1)).amount("THEN") == taken


def test_an_exclusive_scheme_shares_its_lines_with_none():
    schemes = [alone("E", off("12")), scheme("N1", off("5")), scheme("N2", off("6"))]
    quote = priced("A 10", *schemes)
    assert (quote.applied, quote["discount"]) == (["E"], "12.00")
    assert [quote.reason(code) for code in ("N1", "N2")] == ["not_combined", "not_combined"]


def test_the_others_stand_together_where_they_give_more():
    quote = priced("A 10", alone("E", off("10")), scheme("N1", off("5")), scheme("N2", off("6")))
    assert (quote.applied, quote["discount"], quote.reason("E")) == (["N1", "N2"], "11.00", "not_combined")


def test_exclusive_schemes_on_different_lines_stand_together():
    quote = priced("A 10, B 5", alone("E1", off("10"), buy={"skus": ["A"]}), alone("E2", off("5"), buy={"skus": ["B"]}))
    assert quote.applied == ["E1", "E2"]


def test_a_scheme_conflicts_as_a_whole():
    # On line B nothing is in the way of the mix, but it also wants line A.
    quote = priced("A 10, B 5", alone("E", off("30"), buy={"skus": ["A"]}), scheme("MIX", off("10"), scope="mix"))
    assert (quote.discounts, quote.reason("MIX")) == (["30.00", "0.00"], "not_combined")


def test_only_lines_that_reached_a_slab_are_its_own():
    # E reaches its slab on the first line only, so the second is free for N.
    quote = priced("A 10, B 5", alone("E", off("10"), from_="10"), scheme("N", off("5"), buy={"skus": ["B"]}))
    assert quote.applied == ["E", "N"]


@pytest.mark.parametrize(
    ("other", "applied"),
    [
        pytest.param({"buy": {"skus": ["C"]}}, ["E"], id="the line it gives on"),
        pytest.param({"buy": {"skus": ["B"]}}, ["E"], id="the line on which it reached a slab"),
        pytest.param({"buy": {"skus": ["A"]}}, ["E", "N"], id="not a line that it only looked at"),
        pytest.param({"buy": {"skus": ["G"]}, "on": {"skus": ["C"]}}, ["E"], id="the other gives on its line"),
    ],
)
def test_lines_it_gives_on_are_its_own_too(other, applied):
    # E is weighed on B, the larger of A and B, and gives on C.
    buy_soap = alone("E", off("50"), buy={"categories": ["soap"]}, on={"skus": ["C"]})
    assert priced("A 5, B 10, C 1, G 1", buy_soap, scheme("N", off("10"), **other)).applied == applied


def test_a_set_takes_in_all_it_can():
    # ZERO brings nothing, but on its line it is in nobody's way.
    schemes = [alone("ZERO", off("0"), buy={"skus": ["B"]}), alone("E", off("10"), buy={"skus": ["A"]})]
    assert priced("A 10, B 5", *schemes).applied == ["ZERO", "E"]


def test_a_chain_of_conflicts():
    # MIDDLE shares a line with each of the others: 12 for it alone, 8 + 8 for the two.
    left, right = alone("LEFT", off("8"), buy={"skus": ["A"]}), alone("RIGHT", off("8"), buy={"skus": ["C"]})
    middle = alone("MIDDLE", off("4"), scope="mix")
    assert priced("A 10, B 5, C 2", left, middle, right).applied == ["LEFT", "RIGHT"]
    assert priced("A 10, B 5, C 2", left, {**middle, "slabs": scheme(give=off("6"))["slabs"]}, right).applied == [
        "MIDDLE"
    ]


@pytest.mark.parametrize(
    ("schemes", "applied"),
    [
        pytest.param([("B", 1), ("A", 2)], ["B"], id="the lower priority"),
        pytest.param([("B", 0), ("A", 0)], ["A"], id="then the code"),
        pytest.param([("B", 10), ("A", 9)], ["A"], id="priorities are numbers"),
    ],
)
def test_ties_go_by_priority_and_code(schemes, applied):
    assert priced("A 10", *(alone(code, off("10"), priority=at) for code, at in schemes)).applied == applied


def test_ties_compare_the_sorted_pairs_of_the_sets():
    # One set is {(1, ONE), (9, LAST)}, the other {(2, TWO), (3, THREE)}: both give 10.
    schemes = [
        alone("ONE", amount("5"), buy={"skus": ["A"]}, priority=1),
        alone("LAST", amount("5"), buy={"skus": ["B"]}, priority=9),
        alone("TWO", amount("10"), scope="mix", priority=2),
    ]
    assert priced("A 10, B 5", *schemes).applied == ["ONE", "LAST"]
    assert priced("A 10, B 5", *schemes[:2], {**schemes[2], "priority": 0}).applied == ["TWO"]


def test_what_counts_is_what_is_left_by_caps_and_budgets():
    schemes = [alone("BIG", off("50"), budget="1000"), alone("SMALL", off("6"))]
    assert priced("A 10", *schemes).applied == ["BIG"]
    assert priced("A 10", *schemes, used={"BIG": {"budget": "995"}}).applied == ["SMALL"]


def test_free_goods_count_at_list():
    schemes = [alone("OFF", off("11")), alone("FREE", free("3", "G"))]  # 11.00 against 15.00
    quote = priced("A 10", *schemes)
    assert (quote.applied, quote["discount"], quote.free) == (["FREE"], "0.00", [("G", 3)])


def test_free_goods_count_without_tax():
    prices = [row("A", "10"), row("G", "5.90", tax_rate="18", tax_included=True)]  # 5.00 without tax
    schemes = [alone("OFF", off("5.5")), alone("FREE", free("1", "G"))]
    assert priced("A 10", *schemes, prices=prices).applied == ["OFF"]


def test_a_scheme_that_is_used_up_gives_way():
    spent = alone("SPENT", off("50"), budget="10")
    quote = priced("A 10", spent, scheme("N", off("1")), used={"SPENT": {"budget": "10"}})
    assert (quote.applied, quote.reason("SPENT")) == (["N"], "not_combined")
    assert priced("A 10", spent, used={"SPENT": {"budget": "10"}}).reason("SPENT") == "budget"
