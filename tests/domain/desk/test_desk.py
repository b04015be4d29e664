"""Who stands at the counter: posts and rights, for whom they buy, from whom, and what strangers may not."""

import pytest
from sqlmodel import select

from domain.catalogue.tables import Listing
from domain.desk.desk import Desk
from domain.network.rights import Right
from domain.network.tables import Beat, Contact, Party, PartyRole, Person, Role, Standing, Tier, TradeLink
from domain.orders.cart import Wish
from domain.refusal import Code, Refusal
from tests.builders import ASHA, CHHOTU, DINESH, GUPTA, MEENA, RAVI, SHARMA, STRANGER, VERMA, add, link, party, sells
from tests.desks import at_desk


@pytest.fixture
def several(wiring, network):
    """Sharma also buys from Rival, who lists nothing but Kiran and sells it too."""
    with wiring.database.write() as session:
        rival = party(session, "RIVAL", "Rival", Tier.DISTRIBUTOR)
        sells(session, rival, "RV")
        link(session, rival, network.sharma)
        add(session, Listing(seller_id=rival.id, brand="Kiran"))
        return rival


@pytest.mark.parametrize(
    ("who", "at", "buys"),
    [
        pytest.param(SHARMA, "Sharma Kirana", "Sharma Kirana", id="an owner buys for the shop"),
        pytest.param(CHHOTU, "Sharma Kirana", "Sharma Kirana", id="so do the staff"),
        pytest.param(GUPTA, "Gupta Agencies", "Gupta Agencies", id="a distributor buys too"),
        pytest.param(RAVI, "Gupta Agencies", None, id="a rep only for a shop"),
        pytest.param(DINESH, "Gupta Agencies", None, id="a driver buys nothing"),
        pytest.param(ASHA, "Gupta Agencies", None, id="nor does finance"),
    ],
)
def test_for_whom_somebody_buys(wiring, network, who, at, buys):
    with at_desk(wiring, who) as desk:
        assert desk.party.name == at
        assert (desk.buyer.name if desk.buyer else None) == buys


def test_a_stranger_has_no_person_no_party_and_no_right(wiring, network):
    with at_desk(wiring, STRANGER) as desk:
        assert (desk.is_stranger, desk.person, desk.posts, desk.buyer, desk.trades) == (True, None, (), None, ())
        assert not any(desk.may(right) for right in Right)
        assert desk.zone.key == "Asia/Kolkata"
        for what in ("person_id", "post", "trade", "shelf"):
            with pytest.raises(Refusal):
                getattr(desk, what)


@pytest.mark.parametrize("why", ["the person is not active", "the role ended", "the party closed"])
def test_who_is_no_longer_there_is_a_stranger(wiring, network, why):
    with at_desk(wiring, VERMA) as desk:
        session = desk.session
        if why == "the person is not active":
            session.get_one(Person, network.people["verma"].id).active = False
        elif why == "the role ended":
            wanted = select(PartyRole).where(PartyRole.person_id == network.people["verma"].id)
            session.scalars(wanted).one().ended_at = wiring.clock()
        else:
            session.get_one(Party, network.verma.id).standing = Standing.CLOSED
    with at_desk(wiring, VERMA) as desk:
        assert desk.is_stranger


def test_a_person_of_two_parties_acts_from_the_one_chosen(wiring, network):
    with at_desk(wiring, SHARMA) as desk:
        role = PartyRole(
            person_id=desk.person_id, party_id=network.verma.id, role=Role.STAFF, granted_at=wiring.clock()
        )
        add(desk.session, role)
    with at_desk(wiring, SHARMA) as desk:
        assert [post.party.name for post in desk.posts] == ["Sharma Kirana", "Verma Store"]
        assert desk.party.name == "Sharma Kirana"
        desk.contact.acting_for = network.verma.id
    with at_desk(wiring, SHARMA) as desk:
        assert (desk.party.name, desk.may(Right.PAY)) == ("Verma Store", False)


def test_two_roles_at_one_party_are_one_post(wiring, network):
    with at_desk(wiring, DINESH) as desk:
        add(desk.session, PartyRole(person_id=desk.person_id, party_id=network.seller.id, role=Role.REP))
    with at_desk(wiring, DINESH) as desk:
        assert [post.roles for post in desk.posts] == [{Role.DRIVER, Role.REP}]


def test_the_day_is_the_day_where_the_person_is(wiring, network, clock):
    clock.forward(hours=14)  # half past midnight on Tuesday in India
    with at_desk(wiring, SHARMA) as desk:
        assert desk.today.isoformat() == "2026-06-16"


def test_a_rep_serves_the_shops_of_his_beats_and_a_clerk_all(wiring, network):
    with at_desk(wiring, RAVI) as desk:
        assert [shop.name for shop in desk.people.shops()] == ["Sharma Kirana"]
    with at_desk(wiring, MEENA) as desk:
        assert [shop.name for shop in desk.people.shops()] == ["Sharma Kirana", "Verma Store"]


def test_serving_a_shop_is_buying_for_it_from_the_own_house(wiring, network, several):
    with at_desk(wiring, RAVI) as desk:
        desk.people.serve(network.sharma.id)
        assert (desk.buyer.name, desk.serves_other) == ("Sharma Kirana", True)
        assert [trade.seller.name for trade in desk.trades] == ["Gupta Agencies"]
        desk.people.serve(None)
        assert desk.buyer is None


def test_a_shop_of_another_beat_is_not_found(wiring, network):
    with at_desk(wiring, RAVI) as desk, pytest.raises(Refusal) as refused:
        desk.people.serve(network.verma.id)
    assert refused.value.code is Code.NOT_FOUND


def test_a_shop_that_left_the_beat_is_served_no_more(wiring, network):
    with at_desk(wiring, RAVI) as desk:
        desk.people.serve(network.sharma.id)
        desk.session.scalars(select(Beat)).one().rep_id = network.people["meena"].id
    with at_desk(wiring, RAVI) as desk:
        assert desk.buyer is None


def test_who_may_not_sell_sees_no_shops(wiring, network):
    with at_desk(wiring, SHARMA) as desk, pytest.raises(Refusal) as refused:
        desk.people.shops()
    assert (refused.value.code, refused.value.facts) == (Code.NOT_ALLOWED, {"right": "sell_for"})


def test_of_several_sellers_the_chosen_one_is_dealt_with(wiring, network, several):
    with at_desk(wiring, SHARMA) as desk:
        assert desk.trade.seller.name == "Gupta Agencies"
        desk.people.buy_from(several.id)
        assert desk.trade.seller.name == "Rival"
    with at_desk(wiring, SHARMA) as desk:
        assert desk.trade.seller.name == "Rival"
        with pytest.raises(Refusal) as refused:
            desk.people.buy_from(network.verma.id)
    assert refused.value.code is Code.NOT_FOUND


def test_who_sells_what_and_who_must_be_asked(wiring, network, several):
    with at_desk(wiring, SHARMA) as desk:
        sellers = {sku: [trade.seller.name for trade in desk.sellers_of(network[sku])] for sku in ("TEA", "BRUSH")}
        must = {sku: len(desk.people.must_choose_seller([network[sku]])) for sku in ("TEA", "BRUSH")}
        assert (sellers, must) == (
            {"TEA": ["Gupta Agencies"], "BRUSH": ["Gupta Agencies", "Rival"]},
            {"TEA": 0, "BRUSH": 2},
        )
        desk.people.buy_from(several.id)
        assert desk.people.must_choose_seller([network["BRUSH"]]) == []
    with at_desk(wiring, VERMA) as desk:
        assert desk.people.must_choose_seller([network["BRUSH"]]) == []


def test_who_buys_from_nobody_has_no_seller(wiring, network):
    with at_desk(wiring, VERMA) as desk:
        linked = desk.session.scalars(select(TradeLink).where(TradeLink.buyer_id == network.verma.id)).one()
        linked.standing = Standing.CLOSED
    with at_desk(wiring, VERMA) as desk, pytest.raises(Refusal) as refused:
        desk.cart.add([Wish("tea", network["TEA"], quantity=2)])
    assert refused.value.code is Code.NO_SELLER


def test_a_desk_afresh_has_forgotten_what_it_looked_up(wiring, network):
    with at_desk(wiring, SHARMA, message_id=7) as desk:
        assert desk.party.name == "Sharma Kirana"
        again = desk.afresh()
        assert isinstance(again, Desk)
        assert ("posts" in again.__dict__, again.message_id, again.contact) == (False, 7, desk.contact)


def test_contacts_are_rows_of_their_own(wiring, network):
    for who in (SHARMA, SHARMA, STRANGER):
        with at_desk(wiring, who):
            pass
    with wiring.database.read() as session:
        assert len(session.scalars(select(Contact)).all()) == 2
