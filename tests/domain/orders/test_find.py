"""Looking orders up: each side sees its own, the newest first, and another's is not found."""

from datetime import timedelta

import pytest

from domain.orders import find
from domain.refusal import Code, Refusal
from tests.builders import SHARMA, VERMA
from tests.desks import at_desk, order


@pytest.fixture
def orders(wiring, network):
    """Three orders of Sharma, a day apart, of which the last is cancelled, and one of Verma."""
    made = []
    for goods in ({"TEA": 2}, {"TEA": 2, "NOODLE": "1 case"}, {"SOAP": 12}):
        made.append(order(wiring, SHARMA, goods))
        wiring.clock.forward(days=1)
    with at_desk(wiring, SHARMA) as desk:
        desk.orders.cancel(made[2].id, made[2].revision)
    return [*made, order(wiring, VERMA, {"TEA": 2})]


@pytest.fixture
def session(wiring, orders):
    with wiring.database.read() as session:
        yield session


def numbers(found):
    return [each.number for each in found]


@pytest.mark.parametrize(
    ("party", "number", "there"),
    [
        pytest.param("sharma", "GA-1", True, id="the buyer"),
        pytest.param("seller", "GA-1", True, id="the seller"),
        pytest.param("sharma", "ga-1", True, id="in small letters"),
        pytest.param("verma", "GA-1", False, id="another shop"),
        pytest.param("sharma", "GA-9", False, id="no such number"),
        pytest.param("sharma", "GA-_", False, id="not a pattern"),
    ],
)
def test_an_order_by_its_number(session, network, party, number, there):
    asks = getattr(network, party).id
    if there:
        assert find.by_number(session, number, asks).number == "GA-1"
        return
    with pytest.raises(Refusal) as refused:
        find.by_number(session, number, asks)
    assert refused.value.code is Code.NOT_FOUND


def test_an_order_by_its_row(session, network, orders):
    assert find.by_id(session, orders[0].id, network.sharma.id).number == "GA-1"
    for order_id in (orders[3].id, 999):
        with pytest.raises(Refusal) as refused:
            find.by_id(session, order_id, network.sharma.id)
        assert (refused.value.code, refused.value.facts) == (Code.NOT_FOUND, {"what": "order"})


def test_the_last_order_is_the_newest_that_was_not_cancelled(session, network):
    assert find.last_of(session, network.sharma.id).number == "GA-2"
    assert find.last_of(session, network.sharma.id, network.seller.id).number == "GA-2"
    assert find.last_of(session, network.sharma.id, network.verma.id) is None
    assert find.last_of(session, network.seller.id) is None


def test_what_is_under_way(session, network):
    assert numbers(find.under_way(session, network.sharma.id)) == ["GA-2", "GA-1"]
    assert numbers(find.under_way(session, network.sharma.id, limit=1)) == ["GA-2"]


def test_what_was_bought_counts_orders_and_no_gifts(session, wiring, network):
    since = wiring.clock() - timedelta(days=30)
    assert dict(find.bought(session, network.sharma.id, since)) == {network["TEA"]: 2, network["NOODLE"]: 1}
    assert find.bought(session, network.sharma.id, wiring.clock()) == []


def test_the_lines_of_an_order_and_the_goods_among_them(session, network, orders):
    lines = find.lines_of(session, orders[1].id)
    assert [line.product_id for line in lines] == [network["TEA"], network["NOODLE"], network["SPOON"]]
    assert [line.product_id for line in find.goods(lines)] == [network["TEA"], network["NOODLE"]]
