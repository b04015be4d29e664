"""Handing a chat to a person and back, and lists that the seller's clerk types."""

from datetime import timedelta

import pytest
from sqlmodel import select

from domain.care.tables import Handover
from domain.desk.care import QUIET_FOR
from domain.events import Event
from domain.refusal import Code, Refusal
from tests.builders import DINESH, MEENA, SHARMA, STRANGER, VERMA
from tests.desks import at_desk


@pytest.fixture
def handed_over(wiring, network):
    """Sharma asked for a person."""
    with at_desk(wiring, SHARMA, message_id=3) as desk:
        return desk.care.hand_over("asked")


def quiet(wiring, who=SHARMA):
    with at_desk(wiring, who) as desk:
        return desk.care.open_handover() is not None


def test_the_seller_hears_of_who_asks_for_a_person(wiring, network, handed_over):
    with wiring.database.read() as session:
        told = session.scalars(select(Event)).one()
    assert (told.kind, told.subject, told.seller_id, told.buyer_id, told.message_id) == (
        "care.asked", f"handover:{handed_over.id}", network.seller.id, network.sharma.id, 3,
    )  # fmt: skip


def test_the_bot_keeps_quiet_in_that_chat_only(wiring, handed_over):
    assert (quiet(wiring), quiet(wiring, VERMA)) == (True, False)


def test_for_two_hours(wiring, clock, handed_over):
    clock.now = clock.now + QUIET_FOR - timedelta(seconds=1)
    assert quiet(wiring)
    clock.forward(seconds=1)
    assert not quiet(wiring)


def test_or_until_it_is_handed_back(wiring, network, handed_over):
    with at_desk(wiring, MEENA) as desk:
        desk.care.hand_back(handed_over.id)
    assert not quiet(wiring)
    with wiring.database.read() as session:
        assert session.scalars(select(Handover)).one().taken_by == network.people["meena"].id


def test_or_until_the_person_wants_the_bot_back(wiring, handed_over):
    with at_desk(wiring, SHARMA) as desk:
        desk.care.resume()
        desk.care.resume()
    assert not quiet(wiring)


def test_asking_again_begins_anew_and_the_lapsed_one_ends_when_it_lapsed(wiring, clock, handed_over):
    clock.forward(hours=5)
    with at_desk(wiring, SHARMA) as desk:
        again = desk.care.hand_over("asked")
    with wiring.database.read() as session:
        first = session.get_one(Handover, handed_over.id)
    assert (first.ended_at, again.id != first.id) == (first.quiet_until, True)


def test_a_stranger_can_ask_too(wiring, network):
    with at_desk(wiring, STRANGER) as desk:
        made = desk.care.hand_over("lost")
    assert (made.seller_id, made.buyer_id) == (None, None)
    assert quiet(wiring, STRANGER)


@pytest.mark.parametrize("act", ["hand_back", "talk"])
def test_another_house_s_chat_is_not_found(wiring, network, handed_over, act):
    for who, number in ((VERMA, handed_over.id), (MEENA, 999)):
        with at_desk(wiring, who) as desk, pytest.raises(Refusal) as refused:
            getattr(desk.care, act)(number)
        assert refused.value.code is Code.NOT_FOUND


@pytest.fixture
def task(wiring, network):
    """Verma sent a photographed list."""
    with at_desk(wiring, VERMA, message_id=4) as desk:
        return desk.care.to_type("photo", 12)


def test_a_list_goes_to_the_seller_s_clerk(wiring, network, task):
    with at_desk(wiring, MEENA) as desk:
        told = desk.session.scalars(select(Event)).one()
        assert (told.kind, told.subject, told.facts["media"]) == ("care.to_type", f"to_type:{task.id}", 12)
        found = desk.care.task(task.id)
        assert (desk.care.shop_of(found), found.kind, found.media_id) == ("Verma Store", "photo", 12)
        assert desk.care.take(task.id).typed_by == network.people["meena"].id
        assert desk.care.waiting().lists == ()


def test_who_may_not_sell_takes_no_list(wiring, task):
    with at_desk(wiring, DINESH) as desk, pytest.raises(Refusal) as refused:
        desk.care.take(task.id)
    assert refused.value.code is Code.NOT_ALLOWED


def test_another_house_s_list_is_not_found(wiring, network, task):
    with at_desk(wiring, SHARMA) as desk, pytest.raises(Refusal) as refused:
        desk.care.task(task.id)
    assert refused.value.code is Code.NOT_FOUND


def test_everything_that_waits_for_the_house(wiring, clock, network, handed_over, task):
    with at_desk(wiring, STRANGER) as desk:
        desk.contact.profile_name = "Laxmi"
        desk.joining.ask("Laxmi Store", 25.611, 85.141)
    with at_desk(wiring, MEENA) as desk:
        waits = desk.care.waiting()
        assert [each.shop for each in waits.lists] == ["Verma Store"]
        assert [each.name for each in waits.outlets] == ["Laxmi Store"]
        assert [(each.name, each.phone, each.reason) for each in waits.talks] == [("Sharma Kirana", SHARMA, "asked")]
        assert desk.care.talk(handed_over.id) == waits.talks[0]
    with at_desk(wiring, VERMA) as desk:
        assert desk.care.waiting() == type(waits)((), (), ())
    clock.forward(hours=3)
    with at_desk(wiring, MEENA) as desk:
        assert desk.care.waiting().talks == ()


def test_joining_at_the_counter(wiring, network):
    with at_desk(wiring, STRANGER) as desk:
        with pytest.raises(Refusal) as refused:
            desk.joining.add_paper("10AAACG0000A1Z5")
        assert refused.value.code is Code.NOT_FOUND
        desk.joining.ask("Laxmi Store", 25.611, 85.141)
        desk.joining.add_paper("10AAACG0000A1Z5")
        desk.joining.add_paper("photo:7")
        request = desk.joining.pending()
        assert request.papers == "10AAACG0000A1Z5 photo:7"
        assert desk.joining.served_by(request) == ("Gupta Agencies", "Boring Road")
        request.beat_id = None
        assert desk.joining.served_by(request) == ("Gupta Agencies", "")
        request.seller_id = None
        assert desk.joining.served_by(request) is None
        request.seller_id = network.seller.id
    with at_desk(wiring, DINESH) as desk:
        for decide in (desk.joining.take_on, desk.joining.turn_down):
            with pytest.raises(Refusal) as refused:
                decide(request.id)
            assert refused.value.code is Code.NOT_ALLOWED
    with at_desk(wiring, SHARMA) as desk, pytest.raises(Refusal) as refused:
        desk.joining.request(request.id)
    assert refused.value.code is Code.NOT_FOUND
    with at_desk(wiring, MEENA) as desk:
        assert desk.joining.request(request.id).name == "Laxmi Store"
        assert desk.joining.turn_down(request.id).state == "turned_down"


def test_who_was_taken_on_may_order_at_once(wiring, network):
    with at_desk(wiring, STRANGER) as desk:
        desk.joining.ask("Laxmi Store", 25.611, 85.141)
        request = desk.joining.pending()
    with at_desk(wiring, MEENA) as desk:
        desk.joining.take_on(request.id)
    with at_desk(wiring, STRANGER) as desk:
        assert (desk.buyer.name, desk.trade.seller.name) == ("Laxmi Store", "Gupta Agencies")
