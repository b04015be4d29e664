"""What a shop usually buys, and what its own words mean."""

import pytest

from domain.desk import history
from domain.desk.history import Histories
from tests.builders import MEENA, SHARMA, STRANGER
from tests.desks import at_desk, order


def weights(wiring, who=SHARMA):
    with at_desk(wiring, who) as desk:
        return dict(desk.history.weights())


def test_before_the_first_order_nothing_is_known(wiring, network):
    assert (weights(wiring), weights(wiring, STRANGER)) == ({}, {})


def test_how_often_each_product_was_ordered_the_most_often_is_one(wiring, network):
    for goods in ({"TEA": 2, "SOAP": 3}, {"TEA": 2, "NOODLE": 96}, {"TEA": 1, "SOAP": 3}, {"TEA": 2}):
        order(wiring, SHARMA, goods)
    assert weights(wiring) == {network["TEA"]: 1, network["SOAP"]: 0.5, network["NOODLE"]: 0.25}


def test_what_was_bought_long_ago_or_cancelled_is_forgotten(wiring, clock, network):
    order(wiring, SHARMA, {"SOAP": 3})
    clock.forward(days=300)
    cancelled = order(wiring, SHARMA, {"NOODLE": 96})
    with at_desk(wiring, SHARMA) as desk:
        desk.orders.cancel(cancelled.id, cancelled.revision)
    clock.forward(days=100)
    order(wiring, SHARMA, {"TEA": 2})
    assert weights(wiring) == {network["TEA"]: 1}


def test_it_is_kept_until_the_next_order(wiring, network, monkeypatch):
    order(wiring, SHARMA, {"TEA": 2})
    known = weights(wiring)
    monkeypatch.setattr(history.find, "bought", None)
    assert weights(wiring) == known


def test_the_shop_that_was_quiet_longest_is_forgotten_first(monkeypatch):
    monkeypatch.setattr(history, "KEPT_SHOPS", 2)
    kept = Histories()
    kept.put((1, 1), {7: 1.0})
    kept.put((2, 1), {8: 1.0})
    kept.get((1, 1))
    kept.put((3, 1), {9: 1.0})
    assert [kept.get((shop, 1)) is not None for shop in (1, 2, 3)] == [True, False, True]


@pytest.fixture
def desk(wiring, network):
    with at_desk(wiring, SHARMA) as desk:
        yield desk


def test_words_are_learned_replaced_and_forgotten(desk, network):
    desk.history.learn("lal wala", network["TEA"])
    desk.history.learn("lal wala", network["TEA"])
    assert desk.history.learned_names() == {"lal wala": network["TEA"]}
    desk.history.learn("lal wala", network["SOAP"])
    assert desk.history.learned_names() == {"lal wala": network["SOAP"]}
    desk.history.forget("lal wala")
    desk.history.forget("never heard")
    assert desk.history.learned_names() == {}


def test_nothing_is_learned_from_no_words_or_for_nobody(wiring, network, desk):
    desk.history.learn("  ", network["TEA"])
    assert desk.history.learned_names() == {}


def test_a_clerk_teaches_for_the_shop_that_is_served_and_for_no_other(wiring, network):
    with at_desk(wiring, MEENA) as desk:
        desk.people.serve(network.sharma.id)
        desk.history.learn("chai", network["TEA"])
        desk.people.serve(None)
        desk.history.learn("chai", network["SOAP"])
        assert desk.history.learned_names() == {}
    with at_desk(wiring, SHARMA) as desk:
        assert desk.history.learned_names() == {"chai": network["TEA"]}
