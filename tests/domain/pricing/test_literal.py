"""The engine against the contract read literally, on random cases."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from domain.pricing.casefile import read_case
from domain.pricing.quotefile import answer
from tests.domain.pricing import literal
from tests.domain.pricing.drawn import cases

LITTLE_LESS_THAN_NOTHING = Fraction(1, 10**20)  # a third of a case has 28 digits in JSON


def compare(case):
    quote, expected = answer(read_case(case)), literal.quote(case)
    bought = [line for line in quote["lines"] if not line["free"]]
    assert [(line["sku"], line["pieces"]) for line in bought] == [(e["sku"], e["pieces"]) for e in expected["lines"]]
    for key in ("list", "discount", "net", "tax"):
        assert [Fraction(line[key]) for line in bought] == [line[key] for line in expected["lines"]]
    assert [(line["sku"], line["pieces"]) for line in quote["lines"] if line["free"]] == expected["free"]
    assert {each["scheme"]: Fraction(each["amount"]) for each in quote["discounts"]} == expected["discounts"]
    for key in ("subtotal", "discount", "tax", "total"):
        assert Fraction(quote[key]) == expected[key]
    told = [(each["scheme"], each["reason"], Fraction(each["amount"])) for each in quote["explain"]]
    assert told == [each[:3] for each in expected["explain"]]
    for each, (*_, short_by) in zip(quote["explain"], expected["explain"], strict=True):
        assert (each["short_by"] is None) == (short_by is None)
        assert short_by is None or abs(Fraction(each["short_by"]) - short_by) <= LITTLE_LESS_THAN_NOTHING


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(most_schemes=5))
def test_the_engine_says_what_the_contract_says(case):
    compare(case)


@pytest.mark.slow
@settings(max_examples=4000, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(most_schemes=8))
def test_the_engine_says_what_the_contract_says_of_many_schemes(case):
    compare(case)
