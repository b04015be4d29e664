"""Rounding, splitting, and tax."""

import pytest

from tests.domain.pricing.shop import amount, free, off, priced, row, scheme


def line_of(price, pieces=1, *schemes, **more):
    (line,) = priced(f"A {pieces}", *schemes, prices=[row("A", price, **more)]).lines
    return line


@pytest.mark.parametrize(
    ("price", "pieces", "listed"),
    [("0.125", 1, "0.13"), ("0.125", 3, "0.38"), ("10.8", 192, "2073.60"), ("0.3333", 3, "1.00"), ("0", 5, "0.00")],
)
def test_gross_is_price_times_pieces_rounded_half_up(price, pieces, listed):
    assert line_of(price, pieces)["list"] == listed


def test_discounts_are_rounded_and_never_nets():
    line = line_of("10", 1, scheme(give={"price": "3.335"}))
    assert (line["discount"], line["net"]) == ("6.67", "3.33")
    assert line_of("0.25", 1, scheme(give=off("10")))["discount"] == "0.03"


def test_an_amount_is_split_by_what_is_left():
    first = scheme("FIRST", off("50"), buy={"skus": ["A"]})
    rule = scheme("THEN", amount("15"), scope="mix", priority=1)
    quote = priced("A 10, B 5", first, rule)  # 50 and 100 are left
    assert quote.discounts == ["55.00", "10.00"]


def test_spare_paise_go_to_the_largest_remainders():
    prices = [row("P", "1"), row("Q", "2"), row("R", "4")]
    # 1.00 over 1, 2 and 4: 0.1428.., 0.2857.., 0.5714..: two paise are over.
    quote = priced("P 1, Q 1, R 1", scheme(give=amount("1"), scope="mix"), prices=prices)
    assert quote.discounts == ["0.14", "0.29", "0.57"]


def test_what_a_line_cannot_take_of_an_amount_per_unit_is_lost():
    quote = priced("A 3, C 3", scheme(give=amount("12", "unit"), scope="mix"))
    assert (quote.discounts, quote.amount()) == (["30.00", "36.00"], "66.00")


def test_a_line_never_goes_below_zero():
    quote = priced("A 10", scheme("P1", off("60")), scheme("P2", off("60")), scheme("P3", off("60")))
    assert [quote.amount(code) for code in ("P1", "P2", "P3")] == ["60.00", "40.00", "0.00"]
    assert quote.applied == ["P1", "P2", "P3"]
    assert quote.lines[0]["net"] == "0.00"


@pytest.mark.parametrize(
    ("rate", "parts", "net", "tax"),
    [
        pytest.param("18", 1, "99", "17.82", id="one part"),
        pytest.param("5", 2, "648", "32.40", id="two parts"),
        pytest.param("18", 2, "0.25", "0.04", id="two parts of 0.0225, each 0.02"),
        pytest.param("5", 2, "0.99", "0.04", id="two parts of 0.02475, each 0.02"),
        pytest.param("0", 2, "50", "0.00", id="no tax"),
    ],
)
def test_tax_is_in_equal_parts_each_rounded(rate, parts, net, tax):
    line = line_of(net, 1, tax_rate=rate, tax_parts=parts)
    assert (line["net"], line["tax"]) == (f"{float(net):.2f}", tax)


@pytest.mark.parametrize(
    ("price", "rate", "parts", "listed", "tax"),
    [
        pytest.param("118", "18", 2, "100.00", "18.00", id="118 at 18 %"),
        pytest.param("10", "18", 2, "8.48", "1.52", id="10 at 18 %: two parts of 0.7627"),
        pytest.param("0.03", "18", 2, "0.03", "0.00", id="3 paise at 18 %: two parts of 0.0023"),
        pytest.param("0.10", "18", 1, "0.08", "0.02", id="0.10 at 18 %: 0.0153; 18 % on 0.08 would be 0.01"),
        pytest.param("0.62", "5", 2, "0.60", "0.02", id="0.62 at 5 %: twice 0.0148; 5 % on 0.60 would be twice 0.02"),
    ],
)
def test_a_shelf_price_with_tax_stays_what_it_is(price, rate, parts, listed, tax):
    quote = priced("A 1", prices=[row("A", price, tax_rate=rate, tax_parts=parts, tax_included=True)])
    assert (quote.lines[0]["list"], quote["tax"], float(quote["total"])) == (listed, tax, float(price))


@pytest.mark.parametrize(
    ("give", "net", "tax"),
    [
        pytest.param(off("0"), "0.60", "0.02", id="a discount of 0.00 is none"),
        pytest.param(amount("0.20"), "0.40", "0.02", id="0.20 off: twice 0.01 on 0.40"),
        pytest.param(off("2"), "0.59", "0.02", id="0.01 off: twice 0.01475 on 0.59"),
    ],
)
def test_a_discounted_line_with_tax_inside_is_taxed_on_its_net(give, net, tax):
    line = line_of("0.62", 1, scheme(give=give), tax_rate="5", tax_parts=2, tax_included=True)
    assert (line["net"], line["tax"]) == (net, tax)


def test_a_discounted_shelf_price():
    line = line_of("118", 1, scheme(give=off("10")), tax_rate="18", tax_parts=2, tax_included=True)
    assert (line["list"], line["discount"], line["net"], line["tax"]) == ("100.00", "10.00", "90.00", "16.20")


@pytest.mark.parametrize(
    ("included", "discount"), [(True, "10.00"), (False, "11.80")], ids=["tax in both", "tax in neither"]
)
def test_a_set_price_includes_tax_where_the_row_does(included, discount):
    # 118.00 is 100.00 without tax, and 106.20 is 90.00.
    line = line_of("118", 1, scheme(give={"price": "106.20"}), tax_rate="18", tax_included=included)
    assert line["discount"] == discount


def test_an_absurd_tax_takes_no_more_than_was_charged():
    line = line_of("0.03", 1, tax_rate="300", tax_parts=4, tax_included=True)
    assert (line["list"], line["tax"]) == ("0.03", "0.00")


def test_the_sums():
    prices = [row("A", "10", tax_rate="18"), row("B", "20", tax_rate="5", tax_parts=2)]
    quote = priced("A 3, B 2", scheme("L", off("10")), scheme("F", free("1", "B")), prices=prices)
    assert [line["net"] for line in quote.lines] == ["27.00", "36.00"]
    assert (quote["subtotal"], quote["discount"], quote["tax"], quote["total"]) == ("70.00", "7.00", "6.66", "69.66")
    assert quote["discounts"] == [{"scheme": "L", "amount": "7.00"}]


def test_figures_beyond_all_sense_are_still_exact():
    prices = [row("A", "9999999999999999", pieces_per_case="9999999999999999", tax_rate="18")]
    quote = priced("A 9999999999999999 case", scheme(give=off("10")), prices=prices)
    listed = 9999999999999999**3
    assert quote["subtotal"] == f"{listed}.00"
    net = listed * 90  # paise
    tax = (net * 18 + 50) // 100
    assert quote["total"].replace(".", "") == str(net + tax)
