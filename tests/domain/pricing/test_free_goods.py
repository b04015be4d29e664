"""Free goods: lines of their own, and which product is the same."""

import pytest

from tests.domain.pricing.shop import free, off, priced, row, scheme


def test_they_are_lines_of_their_own_with_nothing_to_pay():
    quote = priced("A 10", scheme("FREE", free("2", "G")), scheme("OFF", off("50"), scope="order"))
    assert quote["lines"][1] == {
        "sku": "G", "pieces": 2, "list": "0.00", "discount": "0.00", "net": "0.00", "tax": "0.00", "free": True,
    }  # fmt: skip
    assert quote["subtotal"] == "100.00"


def test_each_give_is_a_line():
    assert priced("A 10, A 3", scheme(give=free("1"))).free == [("A", 1), ("A", 1)]


def test_they_are_never_counted():
    counts_gifts = scheme("GIFTS", off("10"), buy={"skus": ["G"]}, scope="order")
    quote = priced("A 10", scheme("FREE", free("2", "G")), counts_gifts)
    assert quote.reason("GIFTS") == "product"


@pytest.mark.parametrize(
    ("scope", "cart", "given"),
    [
        pytest.param("line", "B 2, A 2", [("B", 1), ("A", 1)], id="line: the bought product"),
        pytest.param("mix", "B 2, A 2", [("A", 1)], id="mix: the cheapest"),
        pytest.param("order", "B 2, A 2", [("A", 1)], id="order: the cheapest"),
        pytest.param("mix", "P 1, Q 1", [("P", 1)], id="ties to the earlier line"),
        pytest.param("mix", "Q 1, P 1", [("Q", 1)], id="ties to the earlier line, the other way round"),
        pytest.param("mix", "P 1, T 1", [("T", 1)], id="without tax: 11.80 with 18 % inside is 10.00"),
    ],
)
def test_the_same_product(scope, cart, given):
    prices = [
        row("A", "10"), row("B", "20"), row("P", "10.50"), row("Q", "10.50"),
        row("T", "11.80", tax_rate="18", tax_included=True),
    ]  # fmt: skip
    assert priced(cart, scheme(give=free("1"), scope=scope), prices=prices).free == given


def test_free_cases_are_cases_of_the_free_product():
    assert priced("A 12", scheme(give=free("1", "G"), unit="case")).free == [("G", 6)]


def test_a_product_that_is_not_bought():
    assert priced("A 12", scheme(give=free("1", "C"))).free == [("C", 1)]
