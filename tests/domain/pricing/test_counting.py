"""What a scheme counts (x), and which lines it counts and gives on."""

import pytest

from tests.domain.pricing.shop import amount, free, off, priced, row, scheme


@pytest.mark.parametrize(
    ("cart", "reason", "short_by"),
    [
        pytest.param("A 6", "applied", None, id="6 of 12 pieces are half a case"),
        pytest.param("A 3", "below_slab", "0.25", id="3 of 12 are a quarter: not rounded up"),
        pytest.param("C 1", "applied", None, id="without a case size a piece is a case"),
    ],
)
def test_cases_are_not_rounded(cart, reason, short_by):
    quote = priced(cart, scheme(give=off("10"), unit="case", from_="0.5"))
    assert (quote.reason(), quote.told()["short_by"]) == (reason, short_by)


def test_three_thirds_of_a_case_are_a_case():
    prices = [row(sku, "10", pieces_per_case=3) for sku in "PQR"]
    quote = priced("P 1, Q 1, R 1", scheme(give=free("1"), unit="case", scope="mix"), prices=prices)
    assert quote.free == [("P", 3)]


def test_cases_of_the_cart_become_pieces():
    assert [line["pieces"] for line in priced("A 2 case, B 0.5 case, C 3").lines] == [24, 12, 3]


@pytest.mark.parametrize(
    ("scope", "cart", "reason"),
    [
        pytest.param("line", "A 6, A 6", "below_slab", id="line: two lines of one product stay two"),
        pytest.param("mix", "A 6, A 6", "applied", id="mix: summed"),
        pytest.param("mix", "A 6, B 4", "applied", id="mix: summed over products"),
        pytest.param("order", "A 6, B 4", "applied", id="order: summed"),
    ],
)
def test_what_is_weighed_together(scope, cart, reason):
    assert priced(cart, scheme(give=off("10"), from_="10", scope=scope)).reason() == reason


@pytest.mark.parametrize(
    ("cart", "reason"),
    [("A 6, B 4", "applied"), ("A 6, A 4", "product"), ("A 10", "product")],
    ids=["two products", "two lines of one product", "one line"],
)
def test_a_mix_may_need_several_products(cart, reason):
    assert priced(cart, scheme(give=off("10"), scope="mix", min_distinct=2)).reason() == reason


def test_a_line_or_order_scheme_does_not_ask_for_several_products():
    schemes = [scheme("L", off("10"), min_distinct=2), scheme("O", off("10"), min_distinct=2, scope="order")]
    assert priced("A 1", *schemes).applied == ["L", "O"]


def test_amounts_are_list_amounts_whatever_was_taken_off():
    half = scheme("FIRST", off("50"))
    assert priced("A 10", half, scheme(give=amount("1"), basis="amount", from_="100", priority=1)).reason() == "applied"


def test_amounts_are_without_tax():
    prices = [row("A", "118", tax_rate="18", tax_included=True)]
    schemes = [
        scheme("AT", off("1"), basis="amount", from_="100"),
        scheme("OVER", off("1"), basis="amount", from_="100.01"),
    ]
    quote = priced("A 1", *schemes, prices=prices)
    assert (quote.reason("AT"), quote.told("OVER")["short_by"]) == ("applied", "0.01")


def test_an_order_scheme_counts_the_net_after_stage_one():
    schemes = [scheme("LINE", off("10")), scheme("ORDER", off("1"), scope="order", basis="amount", from_="95")]
    quote = priced("A 10", *schemes)
    assert (quote.reason("ORDER"), quote.told("ORDER")["short_by"]) == ("below_slab", "5.00")


def test_every_order_scheme_counts_the_same_net():
    schemes = [scheme(code, off("20"), scope="order", basis="amount", from_="100") for code in ("ONE", "TWO")]
    quote = priced("A 10", *schemes)
    assert (quote.amount("ONE"), quote.amount("TWO")) == ("20.00", "16.00")


def test_an_order_scheme_counts_and_gives_on_what_its_buy_fits():
    rule = scheme(give=amount("10"), scope="order", basis="amount", from_="100", buy={"brands": ["Beta"]})
    quote = priced("A 10, B 5", rule)
    assert (quote.discounts, quote.amount()) == (["0.00", "10.00"], "10.00")
    assert priced("A 10, B 4", rule).told()["short_by"] == "20.00"


@pytest.mark.parametrize(
    ("buy", "discounts"),
    [
        pytest.param({}, ["10.00", "10.00", "10.00"], id="nothing named: everything"),
        pytest.param({"skus": ["A", "B"]}, ["10.00", "10.00", "0.00"], id="within a key any value is enough"),
        pytest.param({"brands": ["Beta"]}, ["0.00", "10.00", "10.00"], id="a brand"),
        pytest.param({"brands": ["Beta"], "categories": ["soap"]}, ["0.00", "10.00", "0.00"], id="every key must fit"),
        pytest.param({"skus": ["A"], "categories": ["tea"]}, ["0.00", "0.00", "0.00"], id="no product fits both"),
    ],
)
def test_which_products_fit(buy, discounts):
    assert priced("A 10, B 5, C 2", scheme(give=off("10"), buy=buy)).discounts == discounts


BUY_SOAP_GIVE_ON_TEA = {"buy": {"categories": ["soap"]}, "on": {"categories": ["tea"]}}


@pytest.mark.parametrize(
    ("scope", "give", "discount"),
    [
        pytest.param("line", amount("7"), "7.00", id="line, an amount per order: once, not for each line"),
        pytest.param("line", off("10"), "20.00", id="line, a percent: once"),
        pytest.param("mix", amount("7"), "7.00", id="mix"),
        pytest.param("order", off("10"), "20.00", id="order"),
    ],
)
def test_a_give_on_other_products_counts_once_an_order(scope, give, discount):
    quote = priced("A 3, B 5, C 4", scheme(give=give, scope=scope, **BUY_SOAP_GIVE_ON_TEA))
    assert quote.discounts == ["0.00", "0.00", discount]


def test_a_give_on_other_products_falls_on_all_of_them_in_the_cart():
    quote = priced("A 3, C 1, G 2", scheme(give=off("10"), buy={"skus": ["A"]}, on={"skus": ["C", "G"]}))
    assert quote.discounts == ["0.00", "5.00", "1.00"]


def test_a_give_on_other_products_is_weighed_on_the_line_with_the_largest_x():
    slabs = [{"from": "2", "to": "4", "give": off("50")}, {"from": "4", "to": "6", "give": off("10")}]
    rule = scheme(slabs=slabs, **BUY_SOAP_GIVE_ON_TEA)
    assert priced("A 2, B 5, C 1", rule).discounts == ["0.00", "0.00", "5.00"]
    assert priced("A 2, B 6, C 1", rule).reason() == "above_slab"


def test_of_two_equal_lines_the_earlier_is_the_bought_one():
    rule = scheme(give=free("1"), buy={"categories": ["soap"]}, on={"skus": ["C"]})
    assert priced("B 5, A 5, C 1", rule).free == [("B", 1)]


def test_nothing_in_the_cart_to_give_on():
    assert priced("A 3", scheme(give=off("10"), **BUY_SOAP_GIVE_ON_TEA)).reason() == "product"


def test_an_amount_per_order_of_a_line_scheme_is_given_for_each_line_that_reaches_a_slab():
    quote = priced("A 5, A 4, B 9", scheme(give=amount("7"), from_="5"))
    assert (quote.discounts, quote.amount()) == (["7.00", "0.00", "7.00"], "14.00")


def test_every_line_has_its_own_slab():
    slabs = [{"from": "1", "to": "5", "give": off("10")}, {"from": "5", "give": amount("2", "unit")}]
    assert priced("A 4, A 5", scheme(slabs=slabs)).discounts == ["4.00", "10.00"]
