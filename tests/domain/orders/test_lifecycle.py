"""The moves of an order: the whole table, written out, and that a move happens once."""

from itertools import product

import pytest
from sqlmodel import col, select, update

from domain.events import Event
from domain.orders.lifecycle import MOVES, check_move
from domain.orders.moving import Actor, change_state
from domain.orders.tables import Order, OrderState
from domain.refusal import Code, Refusal
from tests.builders import SHARMA
from tests.desks import order

ALLOWED = {
    ("placed", "held"), ("placed", "packed"), ("placed", "cancelled"),
    ("held", "placed"), ("held", "cancelled"),
    ("packed", "dispatched"), ("packed", "cancelled"),
    ("dispatched", "delivered"),
}  # fmt: skip


@pytest.mark.parametrize(("now", "then"), list(product(OrderState, OrderState)))
def test_every_move(now, then):
    if (now.value, then.value) in ALLOWED:
        check_move(now, then)
        return
    with pytest.raises(Refusal) as refused:
        check_move(now, then)
    assert (refused.value.code, refused.value.facts) == (
        Code.MOVE_NOT_ALLOWED,
        {"now": now.value, "then": then.value},
    )


def test_every_state_has_its_moves():
    assert set(MOVES) == set(OrderState)


def test_a_move_raises_the_revision_and_is_told(wiring, network):
    placed = order(wiring, SHARMA, {"TEA": 4})
    wiring.clock.forward(hours=1)
    by = Actor(network.people["meena"].id, network.seller.id, None)
    with wiring.database.write() as session:
        moved = session.get_one(Order, placed.id)
        change_state(session, moved, OrderState.PACKED, by, wiring.clock(), reason="early")
        told = session.scalars(select(Event).where(Event.kind == "order.packed")).one()
    assert (moved.state, moved.revision, moved.state_since) == ("packed", 2, wiring.clock())
    assert (told.person_id, told.facts["from"], told.facts["to"], told.facts["reason"]) == (
        network.people["meena"].id, "placed", "packed", "early",
    )  # fmt: skip


def test_who_read_the_order_before_another_moved_it_is_refused(wiring, network):
    placed = order(wiring, SHARMA, {"TEA": 4})
    by = Actor(network.people["meena"].id, network.seller.id, None)
    with wiring.database.write() as session:
        read = session.get_one(Order, placed.id)
        other = update(Order).where(col(Order.id) == placed.id).values(revision=2)
        session.execute(other.execution_options(synchronize_session=False))
        with pytest.raises(Refusal) as refused:
            change_state(session, read, OrderState.PACKED, by, wiring.clock())
    assert refused.value.code is Code.MOVE_NOT_ALLOWED
