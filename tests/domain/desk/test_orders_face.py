"""Orders at the counter: shown whole, repeated, cancelled as they were shown, answered once by the shop."""

import pytest
from sqlmodel import select

from domain.catalogue import editions
from domain.catalogue.tables import Product
from domain.events import Event
from domain.orders.tables import Order
from domain.refusal import Code, Refusal
from tests.builders import ASHA, CHHOTU, MEENA, RAVI, SHARMA, VERMA
from tests.desks import at_desk, fill, order

GOODS = {"NOODLE": "2 case", "SALT": 10, "TEA": 4}


@pytest.fixture
def placed(wiring, network):
    return order(wiring, SHARMA, GOODS)


def test_an_order_is_shown_with_its_goods_its_parties_and_its_moments(wiring, network, placed):
    with at_desk(wiring, CHHOTU) as desk:
        booked = desk.orders.get(placed.id)
    assert [(product.sku, line.pieces) for line, product in booked.lines] == [
        ("NOODLE", 192), ("SALT", 10), ("TEA", 4), ("SPOON", 2),
    ]  # fmt: skip
    assert [product.sku for _line, product in booked.short] == ["SALT"]
    assert (booked.seller.name, booked.buyer.name, booked.placed_by.name) == (
        "Gupta Agencies", "Sharma Kirana", "Mohan Sharma",
    )  # fmt: skip
    assert booked.at == {"placed": wiring.clock().isoformat()}


@pytest.mark.parametrize(("who", "sees"), [(SHARMA, True), (CHHOTU, True), (MEENA, True), (VERMA, False)])
def test_who_sees_an_order(wiring, network, placed, who, sees):
    with at_desk(wiring, who) as desk:
        for look in (lambda: desk.orders.get(placed.id), lambda: desk.orders.numbered("ga-1")):
            if sees:
                assert look().order.number == "GA-1"
                continue
            with pytest.raises(Refusal) as refused:
                look()
            assert refused.value.code is Code.NOT_FOUND


def test_a_rep_sees_the_orders_of_the_shop_that_he_serves(wiring, network, placed):
    other = order(wiring, VERMA, {"TEA": 2})
    with at_desk(wiring, RAVI) as desk:
        desk.people.serve(network.sharma.id)
        assert desk.orders.last().order.id == placed.id
        with pytest.raises(Refusal):
            desk.orders.get(other.id)


def test_the_series_that_numbers_begin_with(wiring, network):
    for who, series in ((SHARMA, ["GA"]), (MEENA, ["GA"])):
        with at_desk(wiring, who) as desk:
            assert desk.orders.series() == series


def test_what_is_under_way_and_the_last(wiring, network, placed):
    later = order(wiring, SHARMA, {"TEA": 2})
    with at_desk(wiring, SHARMA) as desk:
        assert [booked.order.id for booked in desk.orders.under_way()] == [later.id, placed.id]
        assert desk.orders.last().order.id == later.id
    with at_desk(wiring, VERMA) as desk:
        assert (desk.orders.under_way(), desk.orders.last()) == ([], None)


def wishes(found):
    return [(wish.said, wish.product_id, wish.quantity, wish.unit) for wish in found]


def test_an_order_again_is_its_goods_in_their_units_without_the_gifts(wiring, network, placed):
    with at_desk(wiring, SHARMA) as desk:
        assert (
            wishes(desk.orders.again())
            == wishes(desk.orders.again(placed.id))
            == [
                ("noodle", network["NOODLE"], 2, "case"),
                ("salt", network["SALT"], 10, "piece"),
                ("tea", network["TEA"], 4, "piece"),
            ]
        )


def test_what_is_packed_otherwise_now_comes_in_pieces_and_what_is_sold_no_more_by_name(wiring, network, placed):
    with wiring.database.write() as session:
        session.get_one(Product, network["NOODLE"]).pieces_per_case = 100
        session.get_one(Product, network["TEA"]).active = False
        editions.bump(session, editions.CATALOGUE)
    wiring.__dict__.pop("snapshots")  # another process: its shelves are read anew
    with at_desk(wiring, SHARMA) as desk:
        assert wishes(desk.orders.again()) == [
            ("noodle", network["NOODLE"], 192, "piece"),
            ("salt", network["SALT"], 10, "piece"),
            ("Leaf Tea", None, None, "piece"),
        ]


def test_without_an_order_there_is_nothing_to_repeat(wiring, network):
    with at_desk(wiring, VERMA) as desk, pytest.raises(Refusal) as refused:
        desk.orders.again()
    assert refused.value.code is Code.NOT_FOUND


def test_an_order_is_cancelled_as_it_was_shown(wiring, placed):
    with at_desk(wiring, SHARMA) as desk:
        with pytest.raises(Refusal) as refused:
            desk.orders.cancel(placed.id, placed.revision + 1)
        assert refused.value.code is Code.MOVE_NOT_ALLOWED
        booked = desk.orders.cancel(placed.id, placed.revision, "changed my mind")
    assert booked.order.state == "cancelled"
    assert set(booked.at) == {"placed", "cancelled"}


def test_who_may_neither_buy_nor_sell_cancels_nothing(wiring, network, placed):
    with at_desk(wiring, ASHA) as desk, pytest.raises(Refusal) as refused:
        desk.orders.cancel(placed.id, placed.revision)
    assert refused.value.code is Code.NOT_ALLOWED


@pytest.fixture
def for_sharma(wiring, network):
    """Ravi ordered for Sharma."""
    with at_desk(wiring, RAVI) as desk:
        desk.people.serve(network.sharma.id)
        return desk.cart.place(fill(desk, {"TEA": 2}))


@pytest.mark.parametrize(("agrees", "kind"), [(True, "order.agreed"), (False, "order.objected")])
def test_the_shop_answers_once(wiring, network, for_sharma, agrees, kind):
    with at_desk(wiring, SHARMA) as desk:
        desk.orders.answer(for_sharma.id, agrees)
        desk.orders.answer(for_sharma.id, not agrees)
    with wiring.database.read() as session:
        assert session.get_one(Order, for_sharma.id).buyer_answer == kind.removeprefix("order.")
        told = session.scalars(select(Event).where(Event.kind.in_(["order.agreed", "order.objected"]))).all()
    assert [(event.kind, event.facts["placed_by"]) for event in told] == [(kind, network.people["ravi"].id)]


@pytest.mark.parametrize("who", [VERMA, MEENA], ids=["another shop", "the seller"])
def test_nobody_else_answers_for_the_shop(wiring, network, for_sharma, who):
    with at_desk(wiring, who) as desk, pytest.raises(Refusal) as refused:
        desk.orders.answer(for_sharma.id, True)
    assert refused.value.code is Code.NOT_FOUND


def test_what_the_shop_ordered_itself_is_not_asked_about(wiring, network, placed):
    with at_desk(wiring, SHARMA) as desk:
        assert desk.orders.answer(placed.id, False).order.buyer_answer == "own"
