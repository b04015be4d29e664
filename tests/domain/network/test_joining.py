"""A stranger becomes a shop: who would serve it, asking twice, taken on once, turned down."""

import pytest
from sqlmodel import col, select

from domain.events import Event
from domain.network import join
from domain.network.audience import contact_at
from domain.network.distance import kilometres
from domain.network.tables import OutletRequest, PartyRole, Person, Role, Standing, Tier, TradeLink
from domain.refusal import Code, Refusal
from tests.builders import STRANGER, link, party
from tests.clock import MONDAY_MORNING

NEAR = (25.612, 85.142)  # a few hundred metres from Sharma's shop
FAR = (27.70, 85.32)  # Kathmandu


@pytest.fixture
def session(wiring, network):
    with wiring.database.write() as session:
        yield session


@pytest.fixture
def contact(session):
    made = contact_at(session, "sim", STRANGER, STRANGER)
    made.profile_name = "Laxmi Devi"
    made.language = "hi"
    return made


def ask(session, contact, place=NEAR, name="Laxmi Store"):
    return join.ask(session, contact, name, *place, MONDAY_MORNING)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        pytest.param((25.61, 85.14), (25.61, 85.14), 0.0, id="the same place"),
        pytest.param((0.0, 0.0), (0.0, 1.0), 111.195, id="a degree of the equator"),
        pytest.param((25.5941, 85.1376), (27.7172, 85.3240), 236.8, id="Patna to Kathmandu"),
        pytest.param((0.0, 179.5), (0.0, -179.5), 111.195, id="over the date line"),
    ],
)
def test_distances(one, other, apart):
    assert kilometres(*one, *other) == pytest.approx(apart, abs=0.1)


def test_the_seller_and_beat_of_the_nearest_shop_are_suggested(session, network):
    other = party(session, "RIVAL", "Rival", Tier.DISTRIBUTOR)
    shop = party(session, "SHOP9", "Shop", Tier.RETAILER, latitude=25.66, longitude=85.20)
    link(session, other, shop)
    here, there = join.suggest(session, *NEAR), join.suggest(session, 25.659, 85.199)
    assert (here.seller_name, here.beat_name) == ("Gupta Agencies", "Boring Road")
    assert here.kilometres == pytest.approx(0.3, abs=0.1)
    assert (there.seller_name, there.beat_id, there.beat_name) == ("Rival", None, "")


@pytest.mark.parametrize("place", [FAR, (25.61, 85.55)], ids=["another country", "40 km on"])
def test_nobody_is_suggested_who_is_too_far(session, network, place):
    assert join.suggest(session, *place) is None


def test_a_shop_that_is_closed_is_no_neighbour(session, network):
    for shop in (network.sharma, network.verma):
        session.merge(shop).standing = Standing.CLOSED
    assert join.suggest(session, *NEAR) is None


def test_asking_is_kept_with_the_seller_and_told(session, network, contact):
    request, suggestion = ask(session, contact)
    assert (request.state, request.seller_id, request.beat_id) == ("asked", network.seller.id, suggestion.beat_id)
    told = session.scalars(select(Event).where(Event.kind == "outlet.asked")).one()
    assert (told.subject, told.seller_id) == (f"outlet_request:{request.id}", network.seller.id)


def test_asking_again_renews_the_same_wish(session, network, contact):
    first, _ = ask(session, contact)
    again, suggestion = ask(session, contact, FAR, "Laxmi General Store")
    assert again is first
    assert (again.name, again.latitude, again.seller_id, suggestion) == ("Laxmi General Store", FAR[0], None, None)


def test_taking_on_makes_the_shop_its_owner_and_the_link(session, network, contact):
    request, _ = ask(session, contact)
    shop = join.take_on(session, request.id, network.seller, network.people["meena"].id, MONDAY_MORNING)
    owner = session.get_one(Person, contact.person_id)
    role = session.scalars(select(PartyRole).where(PartyRole.person_id == owner.id)).one()
    linked = session.scalars(select(TradeLink).where(TradeLink.buyer_id == shop.id)).one()
    assert (shop.name, shop.tier, shop.region, shop.language) == ("Laxmi Store", Tier.RETAILER, "Bihar", "hi")
    assert (owner.name, owner.phone) == ("Laxmi Devi", STRANGER)
    assert (role.role, role.party_id, role.granted_by) == (Role.OWNER, shop.id, network.people["meena"].id)
    assert (linked.seller_id, linked.beat_id) == (network.seller.id, request.beat_id)
    assert (request.state, request.party_id, request.decided_by) == ("taken_on", shop.id, network.people["meena"].id)
    told = session.scalars(select(Event).where(Event.kind == "outlet.taken_on")).one()
    assert (told.buyer_id, told.chain_position) == (shop.id, 1)


def test_turning_down_makes_nothing(session, network, contact):
    request, _ = ask(session, contact)
    join.turn_down(session, request.id, network.seller, network.people["meena"].id, MONDAY_MORNING)
    assert (request.state, request.party_id, contact.person_id) == ("turned_down", None, None)
    assert join.open_request(session, contact.id) is None


@pytest.mark.parametrize("decide", [join.take_on, join.turn_down])
@pytest.mark.parametrize("before", [join.take_on, join.turn_down])
def test_the_second_who_decides_is_refused(session, network, contact, before, decide):
    request, _ = ask(session, contact)
    before(session, request.id, network.seller, network.people["meena"].id, MONDAY_MORNING)
    with pytest.raises(Refusal) as refused:
        decide(session, request.id, network.seller, network.people["gupta"].id, MONDAY_MORNING)
    assert refused.value.code is Code.MOVE_NOT_ALLOWED


@pytest.mark.parametrize("decide", [join.take_on, join.turn_down])
def test_a_request_to_another_house_is_not_found(session, network, contact, decide):
    request, _ = ask(session, contact)
    other = party(session, "RIVAL", "Rival", Tier.DISTRIBUTOR)
    for request_id in (request.id, 999):
        with pytest.raises(Refusal) as refused:
            decide(session, request_id, other, network.people["meena"].id, MONDAY_MORNING)
        assert refused.value.code is Code.NOT_FOUND
    assert session.scalars(select(col(OutletRequest.state))).all() == ["asked"]
