"""Many want the same thing at once, in several processes: the limits hold to the piece and the paisa."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import col, func, select

from domain.books.invariant import check
from domain.books.invariants import INVARIANTS
from domain.network.tables import Role, SellerTerms, Tier
from domain.orders.tables import Order, OrderLine
from domain.pricing.tables import SchemeRow, SchemeUse
from domain.stock.move import place_of
from domain.stock.tables import Reservation
from tests.builders import CHHOTU, SHARMA, VERMA, link, party, person, scheme
from tests.desks import at_desk, fill
from tests.racing import Counting, Placing, PlacingAndCancelling, race

pytestmark = pytest.mark.slow

PROCESSES = 4


@pytest.fixture
def open_house(wiring, network):
    """The network with a seller who takes the smallest order."""
    with wiring.database.write() as session:
        session.get_one(SellerTerms, network.seller.id).minimum_order = Decimal(0)
    return network


def shops(wiring, network, how_many, goods):
    """Owners of so many new shops, each with a cart of these goods."""
    since = wiring.clock() - timedelta(days=30)
    with wiring.database.write() as session:
        owners = [f"+9198765010{number:02d}" for number in range(how_many)]
        for owner in owners:
            shop = party(session, f"SHOP{owner[-2:]}", f"Shop {owner[-2:]}", Tier.RETAILER, created_at=since)
            link(session, network.seller, shop)
            person(session, f"Owner {owner[-2:]}", owner, shop, Role.OWNER, since)
    for owner in owners:
        with at_desk(wiring, owner) as desk:
            fill(desk, goods)
    return owners


def shared_out(owners):
    """The same work for each process."""
    return [Placing(owners[first::PROCESSES]) for first in range(PROCESSES)]


def words(outcomes):
    """How often each thing happened."""
    return Counter(outcome.split()[0] for outcome in outcomes)


def violations(wiring):
    with wiring.database.read() as session:
        return [str(violation) for violation in check(session, INVARIANTS, wiring.clock())]


def pieces_held(wiring, network, sku):
    with wiring.database.read() as session:
        wanted = select(func.sum(col(Reservation.quantity)))
        wanted = wanted.where(col(Reservation.product_id) == network[sku], col(Reservation.state) == "held")
        return session.execute(wanted).scalar_one()


def test_thirty_shops_order_the_last_ten_pieces_and_exactly_ten_are_sold(wiring, open_house, tmp_path):
    with wiring.database.write() as session:
        session.get_one(SellerTerms, open_house.seller.id).keeps_back_orders = False
    owners = shops(wiring, open_house, 30, {"BRUSH": 1})
    assert words(race(wiring, shared_out(owners), tmp_path)) == {"placed": 10, "short": 20}
    assert pieces_held(wiring, open_house, "BRUSH") == 10
    assert violations(wiring) == []


def test_where_the_rest_may_follow_all_thirty_are_booked_and_twenty_wait(wiring, open_house, tmp_path):
    owners = shops(wiring, open_house, 30, {"BRUSH": 1})
    assert words(race(wiring, shared_out(owners), tmp_path)) == {"placed": 30}
    assert pieces_held(wiring, open_house, "BRUSH") == 10
    with wiring.database.read() as session:
        assert session.execute(select(func.sum(col(OrderLine.short)))).scalar_one() == 20
    assert violations(wiring) == []


def test_the_last_hundred_rupees_of_a_scheme_are_spent_exactly(wiring, open_house, tmp_path):
    with wiring.database.write() as session:
        scheme(session, open_house.seller, "LAST100", {"percent": "10"}, buy={"skus": ["BISCUIT"]}, budget="100")
    owners = shops(wiring, open_house, 50, {"BISCUIT": 10})  # 42.86 before tax: 4.29 each, for the first 23
    assert words(race(wiring, shared_out(owners), tmp_path)) == {"placed": 50}
    with wiring.database.read() as session:
        row = session.scalars(select(SchemeRow).where(SchemeRow.code == "LAST100")).one()
        used = session.scalars(select(col(SchemeUse.amount)).where(SchemeUse.scheme_id == row.id)).all()
        given = session.scalars(select(col(Order.discount))).all()
    assert (row.held, sum(used), sum(given)) == (100, 100, 100)
    assert Counter(used) == {Decimal("4.29"): 23, Decimal("1.33"): 1}
    assert violations(wiring) == []


def test_the_same_cart_sent_at_once_by_all_its_people_is_one_order(wiring, network, tmp_path):
    with at_desk(wiring, SHARMA) as desk:
        fill(desk, {"TEA": 4})
    runners = [Placing([who], again=False) for who in (SHARMA, CHHOTU, SHARMA, CHHOTU)]
    happened = words(race(wiring, runners, tmp_path))
    assert (happened["placed"], happened.total() - happened["placed"]) == (1, 3)
    assert set(happened) <= {"placed", "cart_changed", "cart_empty"}
    assert violations(wiring) == []


def test_goods_in_any_order_and_cancellations_never_lock_each_other_out(wiring, open_house, tmp_path):
    goods = [{"TEA": 2, "SOAP": 1, "BISCUIT": 3}, {"BISCUIT": 3, "SOAP": 1, "TEA": 2}]
    people = [(SHARMA, goods[0]), (CHHOTU, goods[1]), (VERMA, goods[0]), (VERMA, goods[1])]
    runners = [PlacingAndCancelling(who, wanted, times=10) for who, wanted in people]
    happened = race(wiring, runners, tmp_path)
    assert [outcome for outcome in happened if ":" in outcome] == []
    assert set(words(happened)) <= {"placed", "cancelled", "cart_changed", "cart_empty"}
    assert violations(wiring) == []


def test_a_count_between_orders_and_cancellations_keeps_the_books(wiring, open_house, tmp_path):
    with wiring.database.write() as session:
        place_id = place_of(session, open_house.seller.id)
    runners = [
        Counting(place_id, open_house["SOAP"], [40, 3, 25, 0, 60, 12, 30, 1]),
        PlacingAndCancelling(SHARMA, {"SOAP": 7}, times=10),
        PlacingAndCancelling(VERMA, {"SOAP": 5, "TEA": 1}, times=10),
    ]
    happened = race(wiring, runners, tmp_path)
    assert [outcome for outcome in happened if ":" in outcome] == []
    assert violations(wiring) == []
