"""Stage two: order schemes."""

import pytest

from tests.domain.pricing.shop import amount, free, off, priced, scheme


def order(code, give, **more):
    return scheme(code, give, scope="order", **more)


@pytest.mark.parametrize("combine", ["on_base", "on_net"])
def test_both_ways_of_combining_mean_what_is_left_when_the_turn_comes(combine):
    schemes = [scheme("LINE", off("20")), *(order(code, off("10"), combine=combine) for code in ("O1", "O2"))]
    quote = priced("A 10", *schemes)
    assert [quote.amount(code) for code in ("LINE", "O1", "O2")] == ["20.00", "8.00", "7.20"]


@pytest.mark.parametrize("combine", ["on_base", "on_net"])
def test_a_price_takes_off_what_is_left_minus_price(combine):
    quote = priced("A 10", scheme("LINE", off("20")), order("O", {"price": "7"}, combine=combine))
    assert quote.amount("O") == "10.00"


def test_they_come_after_line_and_mix_schemes_whatever_their_priority():
    quote = priced("A 10", scheme("LINE", off("20"), priority=5), order("O", off("10"), priority=1))
    assert quote.amount("O") == "8.00"


def test_line_and_mix_exclusives_do_not_keep_them_out():
    schemes = [scheme("E", off("20"), combine="exclusive"), order("O", off("10"))]
    assert priced("A 10", *schemes).applied == ["E", "O"]


def test_free_goods_are_not_counted():
    schemes = [scheme("FREE", free("50", "G")), order("O", amount("1"), basis="amount", from_="101")]
    assert priced("A 10", *schemes).reason("O") == "below_slab"


def sole(code, give, **more):
    return order(code, give, combine="exclusive", **more)


@pytest.mark.parametrize(
    ("percent", "applied"), [("30", ["SOLE"]), ("28", ["LINE", "O"])], ids=["30 beats 28", "28 does not beat 28"]
)
def test_an_exclusive_one_must_give_strictly_more_than_all_else_together(percent, applied):
    schemes = [scheme("LINE", off("20")), order("O", off("10")), sole("SOLE", off(percent))]
    quote = priced("A 10", *schemes)
    assert quote.applied == applied
    assert {quote.reason(code) for code in ("LINE", "O", "SOLE")} == {"applied", "not_combined"}


def test_an_exclusive_one_is_tested_with_nothing_else_applied():
    # After the 20 % only 80 would be left to count, and to take a half of.
    quote = priced("A 10", scheme("LINE", off("20")), sole("SOLE", off("50"), basis="amount", from_="100"))
    assert (quote.applied, quote["discount"]) == (["SOLE"], "50.00")


def test_free_goods_count_in_the_comparison():
    quote = priced("A 10", scheme("FREE", free("3", "G")), sole("SOLE", off("15")))
    assert quote.applied == ["FREE"]


def test_of_two_exclusive_ones_the_better_then_the_first():
    assert priced("A 10", sole("S1", off("10")), sole("S2", off("11"))).applied == ["S2"]
    assert priced("A 10", sole("S2", off("10")), sole("S1", off("10"))).applied == ["S1"]
    assert priced("A 10", sole("S1", off("10"), priority=1), sole("S2", off("10"))).applied == ["S2"]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        pytest.param({"from_": "11"}, "below_slab", id="it fails before"),
        pytest.param({"budget": "0"}, "not_combined", id="its budget is not asked any more"),
        pytest.param({}, "not_combined", id="it would apply"),
    ],
)
def test_what_the_others_are_told_when_an_exclusive_one_applies(other, reason):
    assert priced("A 10", scheme("N", off("5"), **other), sole("SOLE", off("50"))).reason("N") == reason


def test_an_exclusive_one_that_gives_nothing_does_not_apply():
    assert priced("A 10", sole("SOLE", off("10"), budget="0")).reason("SOLE") == "not_combined"
    assert priced("A 10", sole("SOLE", off("0"))).reason("SOLE") == "not_combined"


def test_an_exclusive_one_below_its_slab():
    quote = priced("A 10", scheme("LINE", off("20")), sole("SOLE", off("50"), basis="amount", from_="130"))
    assert (quote.reason("SOLE"), quote.told("SOLE")["short_by"]) == ("below_slab", "30.00")
