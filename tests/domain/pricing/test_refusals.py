"""What cannot be priced, and what the refusal says."""

import copy
from decimal import Decimal

import pytest

from domain.pricing.casefile import parse_case, read_case
from domain.pricing.errors import PricingError
from domain.pricing.quotefile import answer
from domain.pricing.quoting import quote
from domain.pricing.values import CartLine, Price, Used
from tests.domain.pricing.shop import amount, case, free, off, row, scheme

GOOD = case("A 10", scheme(give=off("10")), party={"id": "P"}, used={"S": {"budget": "1"}})

ABSENT = object()


def with_change(path, value):
    """GOOD with another value (or none) at a path such as schemes.0.slabs.0.from."""
    changed = copy.deepcopy(GOOD)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = changed
    for step in way:
        place = place[step]
    if value is ABSENT:
        del place[last]
    else:
        place[last] = value
    return changed


def slabs(*bounds):
    return [{"from": start, "to": end, "give": off("1")} for start, end in bounds]


def test_the_case_that_is_changed_is_good():
    assert answer(read_case(GOOD))["total"] == "90.00"


CHANGES = [
    ("date", ABSENT, "missing", "date"),
    ("date", "15-06-2026", "not_a_day", "date"),
    ("date", "2026-02-30", "not_a_day", "date"),
    ("date", 20260615, "not_a_day", "date"),
    ("cart", ABSENT, "missing", "cart"),
    ("cart", [], "empty_list", "cart"),
    ("cart", {"sku": "A"}, "not_a_list", "cart"),
    ("cart.0", "A", "not_an_object", "cart[0]"),
    ("cart.0.sku", ABSENT, "missing", "cart[0].sku"),
    ("cart.0.sku", 5, "not_text", "cart[0].sku"),
    ("cart.0.sku", "NEW", "no_price", "cart[0].sku"),
    ("cart.0.quantity", ABSENT, "missing", "cart[0].quantity"),
    ("cart.0.quantity", "0", "not_positive", "cart[0].quantity"),
    ("cart.0.quantity", "-5", "not_positive", "cart[0].quantity"),
    ("cart.0.quantity", "2.5", "not_whole", "cart[0].quantity"),
    ("cart.0.quantity", "ten", "bad_number", "cart[0].quantity"),
    ("cart.0.quantity", "५", "bad_number", "cart[0].quantity"),
    ("cart.0.quantity", "1e3", "bad_number", "cart[0].quantity"),
    ("cart.0.quantity", "NaN", "bad_number", "cart[0].quantity"),
    ("cart.0.quantity", float("inf"), "bad_number", "cart[0].quantity"),
    ("cart.0.quantity", True, "bad_number", "cart[0].quantity"),
    ("cart.0.quantity", "9" * 17, "bad_number", "cart[0].quantity"),
    ("cart.0.unit", "dozen", "not_one_of", "cart[0].unit"),
    ("cart.0.units", "case", "unknown_key", "cart[0].units"),
    ("prices", [], "empty_list", "prices"),
    ("prices.0.price", ABSENT, "missing", "prices[0].price"),
    ("prices.0.price", "-1", "negative", "prices[0].price"),
    ("prices.0.price", "", "bad_number", "prices[0].price"),
    ("prices.0.tax_rate", "-5", "negative", "prices[0].tax_rate"),
    ("prices.0.tax_parts", 0, "not_positive", "prices[0].tax_parts"),
    ("prices.0.tax_parts", "1.5", "not_whole", "prices[0].tax_parts"),
    ("prices.0.tax_parts", "101", "too_large", "prices[0].tax_parts"),
    ("prices.0.tax_rate", "1000.01", "too_large", "prices[0].tax_rate"),
    ("prices.0.tax_included", "yes", "not_a_flag", "prices[0].tax_included"),
    ("prices.0.pieces_per_case", "0", "not_positive", "prices[0].pieces_per_case"),
    ("prices.1.sku", "A", "duplicate", "prices[1].sku"),
    ("schemes", "none", "not_a_list", "schemes"),
    ("schemes", [GOOD["schemes"][0]] * 2, "duplicate", "schemes[1].code"),
    ("schemes.0.code", ABSENT, "missing", "schemes[0].code"),
    ("schemes.0.slabs", ABSENT, "missing", "schemes[0].slabs"),
    ("schemes.0.slabs", [], "empty_list", "schemes[0].slabs"),
    ("schemes.0.slabs", slabs(("1", "5"), ("4", None)), "slab_overlap", "schemes[0].slabs"),
    ("schemes.0.slabs", slabs(("1", None), ("4", "5")), "slab_overlap", "schemes[0].slabs"),
    ("schemes.0.slabs", slabs((None, "5"), (None, "3")), "slab_overlap", "schemes[0].slabs"),
    ("schemes.0.slabs", slabs(("5", "9"), ("5", "9")), "slab_overlap", "schemes[0].slabs"),
    ("schemes.0.slabs", slabs(("5", "5")), "empty_slab", "schemes[0].slabs[0].to"),
    ("schemes.0.slabs", slabs(("0", "5")), "not_positive", "schemes[0].slabs[0].from"),
    ("schemes.0.slabs", slabs((None, "0")), "not_positive", "schemes[0].slabs[0].to"),
    ("schemes.0.slabs.0.give", ABSENT, "missing", "schemes[0].slabs[0].give"),
    ("schemes.0.slabs.0.give", {"rebate": "5"}, "not_one_of", "schemes[0].slabs[0].give"),
    ("schemes.0.slabs.0.give", off("-1"), "negative", "schemes[0].slabs[0].give.percent"),
    ("schemes.0.slabs.0.give", {"amount": "5"}, "missing", "schemes[0].slabs[0].give.per"),
    ("schemes.0.slabs.0.give", amount("5", "line"), "not_one_of", "schemes[0].slabs[0].give.per"),
    ("schemes.0.slabs.0.give", {"free_sku": "A"}, "missing", "schemes[0].slabs[0].give.free_quantity"),
    ("schemes.0.slabs.0.give", {**off("5"), **amount("5")}, "unknown_key", "schemes[0].slabs[0].give.amount"),
    ("schemes.0.slabs.0.give", free("1", "NEW"), "no_price", "schemes[0].slabs[0].give.free_sku"),
    ("schemes.0.for", {"regions": []}, "empty_list", "schemes[0].for.regions"),
    ("schemes.0.for", {"region": ["north"]}, "unknown_key", "schemes[0].for.region"),
    ("schemes.0.buy", {"skus": []}, "empty_list", "schemes[0].buy.skus"),
    ("schemes.0.buy", {"skus": "A"}, "not_a_list", "schemes[0].buy.skus"),
    ("schemes.0.buy", {"skus": [1]}, "not_text", "schemes[0].buy.skus[0]"),
    ("schemes.0.on", {"brands": []}, "empty_list", "schemes[0].on.brands"),
    ("schemes.0.max_unit", "1", "unknown_key", "schemes[0].max_unit"),
    ("schemes.0.max_units", "-1", "negative", "schemes[0].max_units"),
    ("schemes.0.min_distinct", 0, "not_positive", "schemes[0].min_distinct"),
    ("schemes.0.basis", "weight", "not_one_of", "schemes[0].basis"),
    ("schemes.0.combine", "always", "not_one_of", "schemes[0].combine"),
    ("schemes.0.priority", "high", "bad_number", "schemes[0].priority"),
    ("schemes.0.budget", "-1", "negative", "schemes[0].budget"),
    ("schemes.0.valid_to", "soon", "not_a_day", "schemes[0].valid_to"),
    ("party.klass", "A", "unknown_key", "party.klass"),
    ("party.first_order", "true", "not_a_flag", "party.first_order"),
    ("used.S.budget", "-1", "negative", "used.S.budget"),
    ("used.S.spent", "1", "unknown_key", "used.S.spent"),
    ("note", "for Monday", "unknown_key", "note"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "code", "field"), CHANGES)
def test_a_refusal_names_the_field(path, value, code, field):
    with pytest.raises(PricingError) as refusal:
        answer(read_case(with_change(path, value)))
    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schemes", []),
        ("schemes", ABSENT),
        ("party", ABSENT),
        ("party.id", None),
        ("used", {"OTHER": {}}),
        ("cart.0.quantity", 10),
        ("prices.0.price", 10),
        ("prices.0.brand", ""),
        ("schemes.0.slabs", slabs(("5", None), (None, "5"))),
        ("schemes.0.for", {}),
        ("schemes.0.buy", {"skus": ["A", "NOT_IN_THE_LIST"]}),
    ],
)
def test_what_is_not_refused(path, value):
    assert answer(read_case(with_change(path, value)))["subtotal"] == "100.00"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        (b"\xff\xfe", "not_json"),
        ("[" * 100_000, "not_json"),
        ('{"date": ' + "1" * 5000 + "}", "not_json"),
        ("[]", "not_an_object"),
        ("null", "not_an_object"),
        ('{"date": "2026-06-15", "date": "2026-06-16"}', "duplicate"),
    ],
)
def test_what_is_no_case_at_all(text, code):
    with pytest.raises(PricingError) as refusal:
        parse_case(text)
    assert refusal.value.code == code


def test_a_free_product_needs_a_price_when_it_is_given():
    chosen = read_case(case("A 10", scheme(give=free("1", "G"))))
    without = {sku: price for sku, price in chosen.prices.items() if sku != "G"}
    with pytest.raises(PricingError) as refusal:
        quote(chosen.cart, without, chosen.book, chosen.buyer, chosen.day)
    assert (refusal.value.code, refusal.value.field, refusal.value.facts) == ("no_price", "free_sku", {"sku": "G"})


def test_a_whole_number_of_pieces_may_be_a_part_of_a_case():
    assert answer(read_case(case("A 2.5 case", prices=[row("A", pieces_per_case=4)])))["lines"][0]["pieces"] == 10


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize(
    "make",
    [lambda value: Price("A", value), lambda value: CartLine("A", value), lambda value: Used(budget=value)],
    ids=["a price", "a quantity", "a use"],
)
def test_values_are_numbers(make, value):
    with pytest.raises(PricingError) as refusal:
        make(Decimal(value))
    assert refusal.value.code == "bad_number"
