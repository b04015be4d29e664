"""Which slab holds x, how often its give is given, and what `max_units` limits."""

import pytest

from tests.domain.pricing.shop import amount, free, off, priced, row, scheme

SLABS = [
    {"from": "10", "to": "20", "give": off("20")},
    {"from": "3", "to": "5", "give": off("10")},
    {"from": "20", "to": "30", "give": off("30")},
]


@pytest.mark.parametrize(
    ("pieces", "reason", "discount", "short_by"),
    [
        (2, "below_slab", "0.00", "1"),
        (3, "applied", "3.00", None),
        (4, "applied", "4.00", None),
        (5, "below_slab", "0.00", "5"),
        (9, "below_slab", "0.00", "1"),
        (10, "applied", "20.00", None),
        (19, "applied", "38.00", None),
        (20, "applied", "60.00", None),
        (29, "applied", "87.00", None),
        (30, "above_slab", "0.00", None),
    ],
)
def test_from_is_inside_and_to_is_outside(pieces, reason, discount, short_by):
    quote = priced(f"A {pieces}", scheme(slabs=SLABS))
    assert (quote.reason(), quote["discount"], quote.told()["short_by"]) == (reason, discount, short_by)


@pytest.mark.parametrize("to", [{}, {"to": None}], ids=["absent", "null"])
def test_no_to_is_without_end(to):
    assert priced("A 100000", scheme(slabs=[{"from": "3", "give": off("10"), **to}])).reason() == "applied"


@pytest.mark.parametrize(
    ("give", "step", "recurring", "prorata"),
    [
        pytest.param(amount("7"), "7.00", "14.00", "17.50", id="an amount per order"),
        pytest.param(off("10"), "25.00", "25.00", "25.00", id="a percent is never multiplied"),
        pytest.param({"price": "9"}, "25.00", "25.00", "25.00", id="a price is never multiplied"),
        pytest.param(amount("0.50", "unit"), "12.50", "12.50", "12.50", id="an amount per unit is never multiplied"),
    ],
)
def test_25_pieces_on_a_slab_from_10(give, step, recurring, prorata):
    rules = {kind: scheme(give=give, from_="10", calculation=kind) for kind in ("step", "recurring", "prorata")}
    given = {kind: priced("A 25", rule).amount() for kind, rule in rules.items()}
    assert given == {"step": step, "recurring": recurring, "prorata": prorata}


@pytest.mark.parametrize(
    ("quantity", "step", "recurring", "prorata"),
    [("1", 1, 2, 2), ("3", 3, 6, 7), ("0.5", 0, 1, 1)],
    ids=["1 each 10", "3 each 10", "half a piece each 10"],
)
def test_free_goods_for_25_pieces_on_a_slab_from_10(quantity, step, recurring, prorata):
    def pieces(kind):
        return sum(n for _, n in priced("A 25", scheme(give=free(quantity), from_="10", calculation=kind)).free)

    assert (pieces("step"), pieces("recurring"), pieces("prorata")) == (step, recurring, prorata)


def test_prorata_is_rounded_once():
    quote = priced("A 25", scheme(give=amount("1"), from_="3", calculation="prorata"))
    assert quote.amount() == "8.33"


def test_a_recurring_amount_of_money():
    quote = priced("A 25", scheme(give=amount("5"), from_="100", basis="amount", calculation="recurring"))
    assert quote.amount() == "10.00"


@pytest.mark.parametrize("kind", ["step", "recurring", "prorata"])
def test_without_from_it_is_given_once(kind):
    assert priced("A 25", scheme(give=amount("7"), from_=None, calculation=kind)).amount() == "7.00"


@pytest.mark.parametrize(
    ("cart", "pieces"),
    [pytest.param("A 60", 15, id="5 cases: 2.5 cases of 6"), pytest.param("A 62", 15, id="62 pieces: 15.5, floored")],
)
def test_free_cases_become_pieces_first_and_are_floored_then(cart, pieces):
    rule = scheme(give=free("1", "G"), from_="2", unit="case", calculation="prorata")
    assert priced(cart, rule).free == [("G", pieces)]


@pytest.mark.parametrize(
    ("give", "more", "amount_given"),
    [
        pytest.param(off("10"), {}, "4.00", id="a percent of 4 units"),
        pytest.param({"price": "9"}, {}, "4.00", id="a price for 4 units"),
        pytest.param(amount("2", "unit"), {}, "8.00", id="an amount on 4 units"),
        pytest.param(amount("30"), {}, "30.00", id="not an amount per order"),
        pytest.param(free("9"), {}, "40.00", id="free goods"),
        pytest.param(free("2"), {"calculation": "recurring"}, "40.00", id="free goods given several times"),
    ],
)
def test_max_units_of_4(give, more, amount_given):
    assert priced("A 10", scheme(give=give, max_units="4", **more)).amount() == amount_given


def test_max_units_count_on_each_line():
    assert priced("A 10, A 3", scheme(give=off("10"), max_units="4", scope="mix")).discounts == ["4.00", "3.00"]


def test_max_units_are_in_the_unit_of_the_scheme():
    quote = priced("A 3 case", scheme(give=off("10"), max_units="1.5", unit="case"))
    assert quote.amount() == "18.00"
    assert priced("A 3 case", scheme(give=free("9", "G"), max_units="1.5", unit="case")).free == [("G", 9)]


def test_a_price_and_an_amount_per_unit_are_in_the_unit_of_the_scheme():
    prices = [row("A", "10", pieces_per_case=12)]
    assert priced("A 30", scheme(give={"price": "100"}, unit="case"), prices=prices).amount() == "50.00"
    assert priced("A 30", scheme(give=amount("3", "unit"), unit="case"), prices=prices).amount() == "7.50"


def test_a_price_above_the_list_takes_nothing_off():
    quote = priced("A 5", scheme(give={"price": "12"}))
    assert (quote.amount(), quote.reason()) == ("0.00", "applied")
