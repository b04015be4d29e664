"""Stock put by and given back: how an order spreads over places, what is free, and what the database refuses."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from domain.orders.tables import OrderLine
from domain.stock.availability import free_pieces, next_arrivals
from domain.stock.move import move, place_of
from domain.stock.reserve import Shelfful, lock_stock, release, reserve, spread
from domain.stock.tables import Arrival, Movement, MovementKind, Place, Reservation, ReservationState, Stock
from tests.builders import SHARMA, VERMA, add
from tests.clock import MONDAY_MORNING
from tests.desks import order

GODOWN, VAN = 1, 2


@pytest.mark.parametrize(
    ("free", "wanted", "taken"),
    [
        pytest.param({GODOWN: 4, VAN: 3}, 5, {GODOWN: 4, VAN: 1}, id="five of four and three"),
        pytest.param({GODOWN: 4, VAN: 3}, 10, {GODOWN: 4, VAN: 3}, id="ten: all there is, the rest is short"),
        pytest.param({GODOWN: 2, VAN: 2}, 4, {GODOWN: 2, VAN: 2}, id="what another cart left"),
        pytest.param({GODOWN: 3, VAN: 9}, 5, {VAN: 5}, id="from the fullest alone where it has enough"),
        pytest.param({GODOWN: 5, VAN: 5}, 5, {GODOWN: 5}, id="of two as full from the older"),
        pytest.param({GODOWN: 0, VAN: 1}, 1, {VAN: 1}, id="nothing from an empty place"),
        pytest.param({GODOWN: 3}, 0, {}, id="nothing wanted"),
        pytest.param({}, 5, {}, id="no place"),
    ],
)
def test_how_an_order_spreads_over_places(free, wanted, taken):
    assert spread(wanted, [Shelfful(place, 7, pieces) for place, pieces in free.items()]) == taken


def stock(session, network, sku):
    """On hand and reserved of a product, by place."""
    rows = session.execute(
        select(col(Place.name), col(Stock.on_hand), col(Stock.reserved))
        .join(Stock, col(Stock.place_id) == col(Place.id))
        .where(col(Stock.product_id) == network[sku])
    )
    return {name: (on_hand, reserved) for name, on_hand, reserved in rows}


def test_an_order_of_more_than_one_place_has_takes_from_both(wiring, network):
    order(wiring, SHARMA, {"SOAP": 45})
    with wiring.database.read() as session:
        assert stock(session, network, "SOAP") == {"Godown": (30, 30), "Van": (20, 15)}
        assert free_pieces(session, network.seller.id, [network["SOAP"]]) == {network["SOAP"]: 5}


def test_what_is_not_counted_is_not_there_and_not_zero(wiring, network):
    with wiring.database.read() as session:
        free = free_pieces(session, network.seller.id, [network["CLEANER"], network["BRUSH"]])
    assert free == {network["BRUSH"]: 10}


def test_locked_shelves_come_in_one_order_and_only_the_seller_s(wiring, network):
    with wiring.database.write() as session:
        move(session, place_of(session, network.sharma.id), network["TEA"], 5, MovementKind.OPENING, MONDAY_MORNING)
        shelves = lock_stock(session, network.seller.id, [network["SOAP"], network["TEA"], network["SOAP"]])
    assert {key: [shelf.free for shelf in found] for key, found in shelves.items()} == {
        network["SOAP"]: [30, 20],
        network["TEA"]: [400],
    }


def brushes(session):
    return session.scalars(select(OrderLine)).one()


def test_consumed_is_gone_and_a_release_gives_back_only_what_is_held(wiring, network):
    """Ten there, five put by: five free. Three leave: seven there, two put by. Given back: seven free, and not more."""
    order(wiring, SHARMA, {"BRUSH": 5})
    with wiring.database.write() as session:
        line = brushes(session)
        held = session.scalars(select(Reservation)).one()
        held.quantity, place_id = 2, held.place_id
        gone = Reservation(order_line_id=line.id, place_id=place_id, product_id=network["BRUSH"], quantity=3)
        gone.state = ReservationState.ISSUED
        session.add(gone)
        session.get_one(Stock, (place_id, network["BRUSH"])).reserved -= 3
        session.flush()
        move(session, place_id, network["BRUSH"], -3, MovementKind.SALE, MONDAY_MORNING, order_line_id=line.id)
        assert stock(session, network, "BRUSH") == {"Godown": (7, 2)}
        release(session, [line.id])
        release(session, [line.id])
        session.flush()
        assert stock(session, network, "BRUSH") == {"Godown": (7, 0)}
        assert sorted(session.scalars(select(col(Reservation.state)))) == ["issued", "released"]


def test_the_database_refuses_to_put_by_more_than_there_is(wiring, network):
    order(wiring, SHARMA, {"BRUSH": 5})
    with wiring.database.write() as session:
        line, place_id = brushes(session), place_of(session, network.seller.id)
        with pytest.raises(IntegrityError):
            reserve(session, line.id, network["BRUSH"], {place_id: 6}, MONDAY_MORNING)
        session.rollback()


def test_the_database_refuses_to_take_away_what_is_put_by(wiring, network):
    order(wiring, SHARMA, {"BRUSH": 5})
    with wiring.database.write() as session:
        place_id = place_of(session, network.seller.id)
        with pytest.raises(IntegrityError):
            move(session, place_id, network["BRUSH"], -6, MovementKind.DAMAGE, MONDAY_MORNING)
        session.rollback()


def test_a_first_movement_opens_the_stock_and_the_next_adds_to_it(wiring, network):
    with wiring.database.write() as session:
        place_id = place_of(session, network.verma.id, "Shop")
        assert place_of(session, network.verma.id, "Shop") == place_id
        move(session, place_id, network["TEA"], 5, MovementKind.OPENING, MONDAY_MORNING, reason="first count")
        move(session, place_id, network["TEA"], -2, MovementKind.DAMAGE, MONDAY_MORNING, person_id=1)
        session.flush()
        assert session.get_one(Stock, (place_id, network["TEA"])).on_hand == 3
        moved = session.scalars(select(Movement).where(Movement.place_id == place_id).order_by(col(Movement.id))).all()
    assert [(m.quantity, m.kind, m.reason, m.person_id) for m in moved] == [
        (5, "opening", "first count", None),
        (-2, "damage", "", 1),
    ]


def test_the_earliest_open_arrival_is_what_comes_next(wiring, network):
    with wiring.database.write() as session:
        place_id = place_of(session, network.seller.id)
        for day, reference, arrived in ((20, "PO 2", None), (18, "PO 1", None), (10, "PO 0", MONDAY_MORNING)):
            add(
                session,
                Arrival(
                    place_id=place_id,
                    product_id=network["TEA"],
                    quantity=day,
                    due=date(2026, 6, day),
                    reference=reference,
                    arrived_at=arrived,
                ),
            )
        coming = next_arrivals(session, network.seller.id, [network["TEA"], network["SOAP"]])
        elsewhere = next_arrivals(session, network.verma.id, [network["TEA"]])
    assert {key: (found.quantity, found.reference) for key, found in coming.items()} == {network["TEA"]: (18, "PO 1")}
    assert elsewhere == {}


def test_who_orders_first_has_the_stock(wiring, network):
    order(wiring, SHARMA, {"BRUSH": 8})
    late = order(wiring, VERMA, {"BRUSH": 8})
    with wiring.database.read() as session:
        line = session.scalars(select(OrderLine).where(OrderLine.order_id == late.id)).one()
    assert (line.pieces, line.short) == (8, 6)
