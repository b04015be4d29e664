"""Counting stock: movements of the difference, and who has to wait where less is there than was promised."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.commands.books import invariants
from bot.database import Database
from bot.wiring import Wiring
from domain.books.invariant import check
from domain.events import Event
from domain.network.tables import Party
from domain.orders.tables import Cart, CartState, Order, OrderLine, OrderState
from domain.refusal import Code, Refusal
from domain.stock.count import BackOrdered, Counted, count
from domain.stock.move import place_of
from domain.stock.reserve import release, reserve
from domain.stock.tables import Arrival, Movement, MovementKind, Reservation, ReservationState, Stock
from tests.builders import SHARMA, Network, add, small_network
from tests.clock import MONDAY_MORNING, SettableClock
from tests.talking import Talk
from tests.wired import wired

SALT, SOAP = "SALT", "SOAP"


def ordered(session: Session, network: Network, buyer: Party, number: str, pieces: int, minutes: int) -> OrderLine:
    """An order of soap, put by in the godown some minutes after the others."""
    at = MONDAY_MORNING + timedelta(minutes=minutes)
    zero = Decimal(0)
    cart = add(session, Cart(buyer_id=buyer.id, seller_id=network.seller.id, state=CartState.PLACED))
    order = add(
        session,
        Order(
            number=number, seller_id=network.seller.id, buyer_id=buyer.id, cart_id=cart.id, state=OrderState.PLACED,
            subtotal=zero, discount=zero, tax=zero, total=zero, placed_by=network.people["sharma"].id,
            placed_by_party=buyer.id, placed_at=at, deliver_on=at.date(), valid_until=at, state_since=at,
        ),
    )  # fmt: skip
    line = add(
        session,
        OrderLine(
            order_id=order.id, position=1, product_id=network[SOAP], pieces=pieces, price=zero, list_amount=zero,
            discount=zero, net=zero, tax_rate=zero, tax=zero,
        ),
    )  # fmt: skip
    reserve(session, line.id, network[SOAP], {place_of(session, network.seller.id): pieces}, at)
    session.flush()
    return line


def shelf(session: Session, network: Network, sku: str) -> tuple[int, int]:
    """On hand and reserved of a product in the godown."""
    row = session.get_one(Stock, (place_of(session, network.seller.id), network[sku]), populate_existing=True)
    return row.on_hand, row.reserved


def counted(session: Session, network: Network, pieces: int, sku: str = SOAP) -> list[BackOrdered]:
    """Counts a product in the godown."""
    place = place_of(session, network.seller.id)
    return count(session, [Counted(place, network[sku], pieces)], MONDAY_MORNING, reason="stock-taking")


@pytest.mark.parametrize(
    ("found", "moved"),
    [(30, []), (45, [15]), (12, [-18]), (0, [-30])],
    ids=["as the books say", "more", "less", "nothing"],
)
def test_the_difference_is_a_movement(found: int, moved: list[int], database: Database, network: Network) -> None:
    with database.write() as session:
        assert counted(session, network, found) == []
        assert shelf(session, network, SOAP) == (found, 0)
        movements = session.scalars(select(Movement).where(col(Movement.kind) == MovementKind.COUNT)).all()
    assert [(movement.quantity, movement.reason) for movement in movements] == [
        (each, "stock-taking") for each in moved
    ]


def test_a_first_count_opens_the_shelf_even_where_nothing_is(database: Database, network: Network) -> None:
    with database.write() as session:
        before = session.scalars(select(Movement)).all()
        counted(session, network, 0, "CLEANER")
        assert shelf(session, network, "CLEANER") == (0, 0)
        movements = session.scalars(select(Movement).order_by(col(Movement.id))).all()
    assert [(each.quantity, each.kind) for each in movements[len(before) :]] == [(0, MovementKind.OPENING)]


# Reserved so far: A-1 has 10, A-2 has 8, A-3 has 6 of the 30 pieces, in this order.
SHORT = [
    (30, {}),
    (24, {}),
    (23, {"A-3": 1}),
    (18, {"A-3": 6}),
    (17, {"A-3": 6, "A-2": 1}),
    (10, {"A-3": 6, "A-2": 8}),
    (4, {"A-3": 6, "A-2": 8, "A-1": 6}),
    (0, {"A-3": 6, "A-2": 8, "A-1": 10}),
]


@pytest.mark.parametrize(("found", "waits"), SHORT, ids=[f"{found} found" for found, _ in SHORT])
def test_the_newest_reservations_wait(found: int, waits: dict[str, int], database: Database, network: Network) -> None:
    with database.write() as session:
        lines = {
            number: ordered(session, network, buyer, number, pieces, minutes)
            for number, buyer, pieces, minutes in (
                ("A-1", network.sharma, 10, 0),
                ("A-2", network.verma, 8, 1),
                ("A-3", network.sharma, 6, 2),
            )
        }
        assert {each.number: each.pieces for each in counted(session, network, found)} == waits
        assert shelf(session, network, SOAP) == (found, 24 - sum(waits.values()))
    with database.read() as session:
        for number, line in lines.items():
            now = session.get_one(OrderLine, line.id)
            held = session.scalars(
                select(col(Reservation.quantity)).where(
                    col(Reservation.order_line_id) == line.id, col(Reservation.state) == ReservationState.HELD
                )
            ).all()
            assert now.short == waits.get(number, 0)
            assert sum(held) + now.short == now.pieces
        events = session.scalars(select(Event).where(col(Event.kind) == "order.back_ordered")).all()
        assert {event.facts["number"]: event.facts["pieces"] for event in events} == waits
        assert all(event.hash for event in events)


def test_the_last_pieces_that_are_left_can_be_given_back(database: Database, network: Network) -> None:
    with database.write() as session:
        line = ordered(session, network, network.sharma, "A-1", 10, 0)
        counted(session, network, 4)
        release(session, [line.id])
        session.flush()
        assert shelf(session, network, SOAP) == (4, 0)


@pytest.mark.parametrize("due", [None, date(2026, 6, 20)], ids=["nothing on the way", "on the way"])
def test_what_is_short_follows_with_the_next_arrival(due: date | None, database: Database, network: Network) -> None:
    with database.write() as session:
        if due is not None:
            place = place_of(session, network.seller.id)
            add(session, Arrival(place_id=place, product_id=network[SOAP], quantity=48, due=due, reference="PO 7"))
        line = ordered(session, network, network.sharma, "A-1", 10, 0)
        counted(session, network, 9)
        assert session.get_one(OrderLine, line.id).follows_on == due


def test_another_place_is_left_alone(database: Database, network: Network) -> None:
    with database.write() as session:
        counted(session, network, 5)
        van = place_of(session, network.seller.id, "Van")
        assert session.get_one(Stock, (van, network[SOAP])).on_hand == 20


@pytest.mark.parametrize("numbers", [[-1], [1, 1]], ids=["below zero", "one shelf twice"])
def test_a_count_that_cannot_be(numbers: list[int], database: Database, network: Network) -> None:
    with database.write() as session:
        place = place_of(session, network.seller.id)
        with pytest.raises(Refusal) as why:
            count(session, [Counted(place, network[SOAP], number) for number in numbers], MONDAY_MORNING)
        assert why.value.code is Code.BAD_VALUE
        assert shelf(session, network, SOAP) == (30, 0)


def test_the_books_are_right_after_an_order_was_cut_short(wiring: Wiring, network: Network, talk: Talk) -> None:
    talk.say(SHARMA, "20 bath soap")
    talk.tap(SHARMA, "Send order")
    with wiring.database.write() as session:
        place = place_of(session, network.seller.id)
        short = count(session, [Counted(place, network[SOAP], 5)], wiring.clock())
        assert [each.pieces for each in short] == [15]
    with wiring.database.read() as session:
        assert check(session, invariants(), wiring.clock()) == []


def test_who_cancels_while_it_is_counted_waits_for_the_count(
    postgres_url: str, clock: SettableClock, tmp_path: Path
) -> None:
    wiring = wired(postgres_url, clock, tmp_path)
    with wiring.database.write() as session:
        network = small_network(session, clock())
        ordered(session, network, network.sharma, "A-1", 18, 0)
        newest = ordered(session, network, network.verma, "A-2", 6, 1).id

    def cancel() -> None:
        with wiring.database.write() as session:
            release(session, [newest])

    canceller = Thread(target=cancel)
    with wiring.database.write() as session:
        assert [each.pieces for each in counted(session, network, 20)] == [4]
        session.flush()
        canceller.start()
        canceller.join(timeout=0.5)
        assert canceller.is_alive()
    canceller.join()
    with wiring.database.read() as session:
        assert shelf(session, network, SOAP) == (20, 18)
    wiring.database.close()
