"""The search for the best set stays quick where sets are many."""

from decimal import Decimal

import pytest

from domain.pricing import best_set
from domain.pricing.basket import fill
from domain.pricing.book import SchemeBook
from domain.pricing.scheme import Combine, Goods, Percent, Scheme, Scope, Slab
from domain.pricing.slabs import Reached, reach
from domain.pricing.stacking import standing
from domain.pricing.values import CartLine, Price

LINES = 30


def percent(code, rate, skus=None, **more):
    buy = Goods() if skus is None else Goods(skus=frozenset(skus))
    return Scheme(code, (Slab(None, None, Percent(Decimal(rate))),), buy=buy, **more)


def chosen_of(schemes):
    skus = [f"P{number:02}" for number in range(LINES)]
    basket = fill([CartLine(sku, Decimal(10)) for sku in skus], {sku: Price(sku, Decimal(10)) for sku in skus})
    reached = [
        reach(terms, bought, basket, basket.list_amounts()) for terms, bought in SchemeBook.of(schemes).touching(basket)
    ]
    return [
        scheme.terms.scheme.code
        for scheme in standing([scheme for scheme in reached if isinstance(scheme, Reached)], basket, {})
    ]


@pytest.fixture
def branches(monkeypatch):
    """Counts the branches that a search looks at."""
    seen = []
    branch = best_set.BestSet._branch

    def counted(self, *arguments):
        seen.append(1)
        return branch(self, *arguments)

    monkeypatch.setattr(best_set.BestSet, "_branch", counted)
    return seen


def rivals(rate):
    """Three exclusive schemes of the same worth for each of 30 products, and one for all: 4^30 sets."""
    exclusive = [
        percent(f"E{number:02}{rival}", "5", [f"P{number:02}"], combine=Combine.EXCLUSIVE)
        for number in range(LINES)
        for rival in "CAB"
    ]
    return [*exclusive, percent("ALL", rate, scope=Scope.MIX)]


@pytest.mark.parametrize(
    ("rate", "chosen"),
    [("4", [f"E{number:02}A" for number in range(LINES)]), ("6", ["ALL"]), ("5", ["ALL"])],
    ids=["the rivals win, the first of each", "the one for all wins", "a tie: the first code"],
)
def test_many_equal_rivals_are_settled_at_once(rate, chosen, branches):
    assert chosen_of(rivals(rate)) == chosen
    assert len(branches) <= 10 * LINES


def test_a_group_on_one_line_has_a_set_for_each_and_one_for_the_rest(branches):
    schemes = [percent(f"E{number:03}", "5", ["P00"], combine=Combine.EXCLUSIVE) for number in range(200)]
    assert chosen_of([*schemes, percent("N", "6", ["P00"])]) == ["N"]
    assert len(branches) <= 201
