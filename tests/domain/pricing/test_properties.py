"""What holds for every cart and all schemes."""

from decimal import Decimal
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.pricing.basket import fill
from domain.pricing.casefile import read_case
from domain.pricing.eligibility import closed_because
from domain.pricing.explanation import explain_all
from domain.pricing.quoting import quote
from domain.pricing.scheme import Scope
from domain.pricing.slabs import Reached, reach
from domain.pricing.stacking import conflict, standing
from domain.pricing.turns import take_turns
from domain.pricing.values import Reason, Used
from tests.domain.pricing.drawn import cases, one_in

quickly = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def quoted(case):
    read = read_case(case)
    return read, quote(read.cart, read.prices, read.book, read.buyer, read.day, read.used)


@quickly
@given(cases())
def test_nothing_is_negative(case):
    _, told = quoted(case)
    assert min(told.subtotal, told.discount, told.tax, told.total) >= 0
    for line in told.lines:
        assert min(line.pieces, line.list, line.discount, line.net, line.tax) >= 0
    assert all(explanation.amount >= 0 for explanation in told.explain)


@quickly
@given(cases())
def test_parts_sum_to_the_whole(case):
    read, told = quoted(case)
    for line in told.lines:
        assert line.list - line.discount == line.net
        assert sum(amount for _, amount in line.discounts) == line.discount
        assert sum(line.tax_parts) == line.tax
        assert len(line.tax_parts) == read.prices[line.sku].tax_parts
    assert sum(line.list for line in told.lines) == told.subtotal
    assert sum(line.discount for line in told.lines) == told.discount == sum(amount for _, amount in told.discounts)
    assert sum(line.tax for line in told.lines) == told.tax
    assert told.subtotal - told.discount + told.tax == told.total == sum(line.net + line.tax for line in told.lines)


@quickly
@given(cases())
def test_every_scheme_is_explained_once_with_what_it_took(case):
    read, told = quoted(case)
    everything = explain_all(told, read.book, read.buyer, read.day)
    assert [each.scheme for each in everything] == [scheme.code for scheme in read.book.schemes]
    off, gifts = dict(told.discounts), {line.given_by for line in told.lines if line.free}
    for each in everything:
        assert each.applied or (each.amount == 0 and each.scheme not in off and each.scheme not in gifts)
        assert off.get(each.scheme, 0) <= each.amount
        assert (each.short_by is not None and each.short_by > 0) == (each.reason is Reason.BELOW_SLAB)
        assert bool(each.kept_out_by) <= (each.reason is Reason.NOT_COMBINED)


@quickly
@given(cases())
def test_caps_and_budgets_hold(case):
    read, told = quoted(case)
    taken = {each.scheme: each.amount for each in told.explain}
    for scheme in read.book.schemes:
        amount, used = taken.get(scheme.code, Decimal(0)), read.used.get(scheme.code, Used())
        assert scheme.cap_order is None or amount <= scheme.cap_order
        assert scheme.cap_party is None or amount <= max(Decimal(0), scheme.cap_party - used.party)
        assert scheme.budget is None or amount <= max(Decimal(0), scheme.budget - used.budget)


@quickly
@given(cases())
def test_free_goods_are_whole_lines_for_nothing(case):
    read, told = quoted(case)
    assert [line.free for line in told.lines[: len(read.cart)]] == [False] * len(read.cart)
    for line in told.lines[len(read.cart) :]:
        assert line.free
        assert line.pieces >= 1
        assert line.list == line.discount == line.net == line.tax == 0


@quickly
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_schemes_in_the_file_does_not_matter(case, random):
    _, told = quoted(case)
    shuffled = {**case, "schemes": random.sample(case["schemes"], len(case["schemes"]))}
    _, again = quoted(shuffled)
    assert (again.lines, again.discounts, again.total) == (told.lines, told.discounts, told.total)
    assert {each.scheme: each for each in again.explain} == {each.scheme: each for each in told.explain}


@quickly
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter_where_nothing_is_split_or_cut(case, random):
    keys = ("budget", "cap_order", "cap_party", "on", "max_units")
    plain = [
        {key: value for key, value in scheme.items() if key not in keys}
        for scheme in case["schemes"]
        if all("percent" in slab["give"] for slab in scheme["slabs"])
    ]
    _, told = quoted({**case, "schemes": plain})
    shuffled = random.sample(case["cart"], len(case["cart"]))
    _, again = quoted({**case, "schemes": plain, "cart": shuffled})
    assert sorted(map(str, again.lines)) == sorted(map(str, told.lines))
    assert (again.discounts, again.total) == (told.discounts, told.total)


@quickly
@given(cases())
def test_a_scheme_that_no_line_has_to_do_with_changes_nothing(case):
    _, told = quoted(case)
    slabs = [{"from": "1", "give": {"percent": "100"}}]
    stranger = {"code": "STRANGER", "buy": {"skus": ["NOT_HERE"]}, "combine": "exclusive", "slabs": slabs}
    _, again = quoted({**case, "schemes": [*case["schemes"], stranger]})
    assert again == told


@quickly
@given(cases(most_schemes=7), one_in(2, st.just("exclusive")))
def test_the_best_set_is_taken(case, combine):
    schemes = [{**scheme, "combine": combine or scheme.get("combine", "on_base")} for scheme in case["schemes"]]
    read = read_case({**case, "schemes": schemes})
    basket = fill(read.cart, read.prices)
    at_list = basket.list_amounts()
    open_ = [
        reach(terms, bought, basket, at_list)
        for terms, bought in read.book.touching(basket)
        if terms.scheme.scope is not Scope.ORDER and closed_because(terms.scheme, read.buyer, read.day) is None
    ]
    reached = [scheme for scheme in open_ if isinstance(scheme, Reached)]

    def gain(row):
        return take_turns(row, basket, read.used, at_list).amount

    chosen = standing(reached, basket, read.used)
    sets = [row for size in range(len(reached) + 1) for row in combinations(reached, size)]
    possible = [row for row in sets if not any(conflict(*pair) for pair in combinations(row, 2))]
    full = [row for row in possible if all(any(conflict(new, one) for one in row) for new in reached if new not in row)]
    best = max(map(gain, full))
    equals = [row for row in full if gain(row) == best]
    assert gain(chosen) == best
    assert [scheme.terms.rank for scheme in chosen] == min([scheme.terms.rank for scheme in row] for row in equals)
