"""Cancelling and lapsing: who may until when, what comes back, and that it happens once."""

from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from domain.books.invariant import check
from domain.books.invariants import INVARIANTS
from domain.events import Event
from domain.network.tables import TradeLink
from domain.orders.cancel import cancel
from domain.orders.lapse import lapse
from domain.orders.moving import Actor, change_state
from domain.orders.tables import Order, OrderState
from domain.refusal import Code, Refusal
from domain.stock.availability import free_pieces
from domain.stock.count import Counted, count
from domain.stock.move import place_of
from tests.builders import SHARMA
from tests.desks import order

GOODS = {"NOODLE": "2 case", "SALT": 10, "TEA": 4}


@pytest.fixture
def placed(wiring, network):
    return order(wiring, SHARMA, GOODS)


@pytest.fixture
def shop(network):
    return Actor(network.people["sharma"].id, network.sharma.id, None)


@pytest.fixture
def seller(network):
    return Actor(network.people["meena"].id, network.seller.id, None)


def violations(wiring):
    with wiring.database.read() as session:
        return [str(violation) for violation in check(session, INVARIANTS, wiring.clock())]


def test_stock_budgets_and_credit_come_back(wiring, network, placed, shop):
    with wiring.database.write() as session:
        cancel(session, session.get_one(Order, placed.id), shop, wiring.clock(), reason="changed my mind")
    with wiring.database.read() as session:
        free = free_pieces(session, network.seller.id, [network[sku] for sku in ("NOODLE", "SALT", "TEA", "SPOON")])
        link = session.scalars(select(TradeLink).where(TradeLink.buyer_id == network.sharma.id)).one()
        told = session.scalars(select(Event).where(Event.kind == "order.cancelled")).one()
    assert list(free.values()) == [960, 4, 400, 50]
    assert (link.exposure, link.orders_placed) == (0, 1)
    assert (told.facts["reason"], told.person_id) == ("changed my mind", network.people["sharma"].id)
    assert violations(wiring) == []


STEPS = {
    "placed": [],
    "held": [OrderState.HELD],
    "packed": [OrderState.PACKED],
    "dispatched": [OrderState.PACKED, OrderState.DISPATCHED],
    "delivered": [OrderState.PACKED, OrderState.DISPATCHED, OrderState.DELIVERED],
}


@pytest.mark.parametrize(
    ("state", "buyer_may", "seller_may"),
    [
        ("placed", True, True),
        ("packed", False, True),
        ("dispatched", False, False),
        ("delivered", False, False),
    ],
)
@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_who_may_cancel_until_when(wiring, placed, shop, seller, state, buyer_may, seller_may, side):
    allowed = buyer_may if side == "buyer" else seller_may
    with wiring.database.write() as session:
        found = session.get_one(Order, placed.id)
        for step in STEPS[state]:
            change_state(session, found, step, seller, wiring.clock())
        if allowed:
            cancel(session, found, shop if side == "buyer" else seller, wiring.clock())
            assert found.state is OrderState.CANCELLED
            return
        with pytest.raises(Refusal) as refused:
            cancel(session, found, shop if side == "buyer" else seller, wiring.clock())
    assert refused.value.code is Code.MOVE_NOT_ALLOWED


def test_a_second_cancel_is_refused_and_gives_nothing_back_twice(wiring, placed, shop, seller):
    with wiring.database.write() as session:
        cancel(session, session.get_one(Order, placed.id), shop, wiring.clock())
    with wiring.database.write() as session, pytest.raises(Refusal) as refused:
        cancel(session, session.get_one(Order, placed.id), seller, wiring.clock())
    assert refused.value.code is Code.MOVE_NOT_ALLOWED
    assert violations(wiring) == []


def test_an_order_that_was_moved_since_it_was_read_is_not_cancelled(wiring, placed, shop):
    with wiring.database.write() as session:
        read = session.get_one(Order, placed.id)
        moved = update(Order).where(col(Order.id) == placed.id).values(revision=2)
        session.execute(moved.execution_options(synchronize_session=False))
        with pytest.raises(Refusal) as refused:
            cancel(session, read, shop, wiring.clock())
    assert refused.value.code is Code.MOVE_NOT_ALLOWED


def test_what_a_count_took_from_the_order_does_not_come_back(wiring, network, placed, shop):
    with wiring.database.write() as session:
        place_id = place_of(session, network.seller.id)
        count(session, [Counted(place_id, network["NOODLE"], 100)], wiring.clock(), person_id=1)
    with wiring.database.write() as session:
        cancel(session, session.get_one(Order, placed.id), shop, wiring.clock())
    with wiring.database.read() as session:
        assert free_pieces(session, network.seller.id, [network["NOODLE"]]) == {network["NOODLE"]: 100}
    assert violations(wiring) == []


@pytest.mark.parametrize(
    ("days", "state", "lapses"),
    [
        pytest.param(7, "placed", False, id="on the last moment of its validity"),
        pytest.param(7.001, "placed", True, id="a minute later"),
        pytest.param(8, "packed", False, id="not when it is packed"),
        pytest.param(8, "delivered", False, id="nor when it has arrived"),
    ],
)
def test_an_order_lapses_that_nobody_packed(wiring, placed, seller, days, state, lapses):
    with wiring.database.write() as session:
        for step in STEPS[state]:
            change_state(session, session.get_one(Order, placed.id), step, seller, wiring.clock())
    later = wiring.clock() + timedelta(days=days)
    with wiring.database.write() as session:
        assert lapse(session, placed.id, later) is lapses
        found = session.get_one(Order, placed.id)
        assert (found.state is OrderState.CANCELLED) is lapses
        told = session.scalars(select(Event).where(Event.kind == "order.cancelled")).all()
    assert [event.facts["reason"] for event in told] == (["lapsed"] if lapses else [])


def test_what_lapsed_does_not_lapse_again_and_what_is_not_there_never(wiring, placed):
    later = wiring.clock() + timedelta(days=8)
    with wiring.database.write() as session:
        assert lapse(session, placed.id, later)
        assert not lapse(session, placed.id, later)
        assert not lapse(session, 999, later)
