"""The search for the best set: right where sets can be tried one by one, quick where they are many."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.pricing import best_set
from domain.pricing.basket import fill
from domain.pricing.book import SchemeBook
from domain.pricing.scheme import Combine, Goods, Percent, Scheme, Scope, Slab
from domain.pricing.slabs import Reached, reach
from domain.pricing.stacking import standing
from domain.pricing.turns import take_turns
from domain.pricing.values import CartLine, Price

LINES = 30


def percent(code, rate, skus=None, **more):
    buy = Goods() if skus is None else Goods(skus=frozenset(skus))
    return Scheme(code, (Slab(None, None, Percent(Decimal(rate))),), buy=buy, **more)


def reached_by(schemes):
    skus = [f"P{number:02}" for number in range(LINES)]
    basket = fill([CartLine(sku, Decimal(10)) for sku in skus], {sku: Price(sku, Decimal(10)) for sku in skus})
    at_list = basket.list_amounts()
    results = [reach(terms, bought, basket, at_list) for terms, bought in SchemeBook.of(schemes).touching(basket)]
    return basket, [result for result in results if isinstance(result, Reached)]


def chosen_of(schemes):
    basket, reached = reached_by(schemes)
    return [scheme.terms.scheme.code for scheme in standing(reached, basket, {})]


@pytest.fixture
def settled(monkeypatch):
    """Counts the groups that a search settles."""
    seen = []
    settle_group = best_set.BestSet._settle_group

    def counted(self, *arguments):
        seen.append(1)
        return settle_group(self, *arguments)

    monkeypatch.setattr(best_set.BestSet, "_settle_group", counted)
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
def test_many_equal_rivals_are_settled_at_once(rate, chosen, settled):
    assert chosen_of(rivals(rate)) == chosen
    assert len(settled) <= 10 * LINES


def test_a_group_on_one_line_has_a_set_for_each_and_one_for_the_rest(settled):
    schemes = [percent(f"E{number:03}", "5", ["P00"], combine=Combine.EXCLUSIVE) for number in range(200)]
    assert chosen_of([*schemes, percent("N", "6", ["P00"])]) == ["N"]
    assert len(settled) <= 201


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.booleans(),  # exclusive
            st.sets(st.integers(0, 6), min_size=1, max_size=4),
            st.integers(0, 8),
            st.sampled_from((Combine.ON_BASE, Combine.ON_NET)),
        ),
        min_size=1,
        max_size=10,
    )
)
def test_the_search_agrees_with_trying_every_set(drawn):
    schemes = [
        percent(
            f"S{number}",
            rate,
            [f"P{line:02}" for line in lines],
            combine=Combine.EXCLUSIVE if exclusive else combine,
            scope=Scope.MIX,
        )
        for number, (exclusive, lines, rate, combine) in enumerate(drawn)
    ]
    basket, reached = reached_by(schemes)
    touches = [scheme.touches for scheme in reached]
    exclusive = [scheme.is_exclusive for scheme in reached]
    places = range(len(reached))
    against = [
        sum(1 << b for b in places if b != a and touches[a] & touches[b] and (exclusive[a] or exclusive[b]))
        for a in places
    ]

    def stands(chosen):
        return not any(chosen >> a & 1 and against[a] & chosen for a in places)

    def is_full(chosen):
        return all(chosen >> a & 1 or against[a] & chosen for a in places)

    def value(chosen):
        row = [scheme for place, scheme in enumerate(reached) if chosen >> place & 1]
        ranks = [-scheme.terms.rank for scheme in row]
        return take_turns(row, basket, {}, basket.list_amounts()).amount, ranks

    best = max((chosen for chosen in range(1 << len(reached)) if stands(chosen) and is_full(chosen)), key=value)
    expected = [scheme.terms.scheme.code for place, scheme in enumerate(reached) if best >> place & 1]
    assert [scheme.terms.scheme.code for scheme in standing(reached, basket, {})] == expected
