"""Who is to hear of something, and through which contact."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from domain.network.audience import contact_at, contact_of, people_with
from domain.network.rights import Right
from domain.network.tables import Contact, PartyRole, Person
from tests.builders import MEENA, SHARMA, STRANGER
from tests.clock import MONDAY_MORNING


@pytest.fixture
def session(wiring, network):
    with wiring.database.write() as session:
        yield session


def names(people):
    return [person.name for person in people]


def test_the_people_with_a_right_the_longest_there_first(session, network):
    assert names(people_with(session, network.seller.id, Right.PACK)) == ["Anil Gupta", "Meena"]
    assert names(people_with(session, network.seller.id, Right.DELIVER)) == ["Anil Gupta", "Meena", "Dinesh"]
    assert names(people_with(session, network.sharma.id, Right.BUY)) == ["Mohan Sharma", "Chhotu"]


def test_who_left_or_is_no_longer_active_is_not_told(session, network):
    session.get_one(Person, network.people["gupta"].id).active = False
    role = session.scalars(select(PartyRole).where(PartyRole.person_id == network.people["meena"].id)).one()
    role.ended_at = MONDAY_MORNING
    assert people_with(session, network.seller.id, Right.PACK) == []


def test_a_party_that_is_not_there_has_nobody(session, network):
    assert people_with(session, 999, Right.BUY) == []


def test_a_person_is_reached_where_they_wrote_last(session, network):
    person = network.people["sharma"]
    for minutes, channel in ((1, "whatsapp"), (3, "sim"), (2, "meta")):
        contact = contact_at(session, channel, SHARMA, SHARMA)
        contact.last_inbound_at = MONDAY_MORNING + timedelta(minutes=minutes)
    contact_at(session, "never", SHARMA, SHARMA)
    session.flush()
    assert contact_of(session, person, "whatsapp").channel == "sim"


def test_a_person_who_never_wrote_is_reached_by_phone(session, network):
    contact = contact_of(session, network.people["meena"], "whatsapp")
    assert (contact.channel, contact.external_id, contact.person_id) == ("whatsapp", MEENA, network.people["meena"].id)


def test_a_person_without_phone_and_contact_is_not_reached(session, network):
    person = Person(name="Nobody")
    session.add(person)
    session.flush()
    assert contact_of(session, person, "whatsapp") is None


def test_a_contact_is_made_once_and_knows_whose_it_is(session, network):
    first, again = contact_at(session, "sim", SHARMA, SHARMA), contact_at(session, "sim", SHARMA, SHARMA)
    assert first is again
    assert first.person_id == network.people["sharma"].id


def test_a_stranger_is_known_as_soon_as_the_phone_is(session, network):
    contact = contact_at(session, "sim", STRANGER, STRANGER)
    assert contact.person_id is None
    session.add(Person(name="New", phone=STRANGER))
    session.flush()
    assert contact_at(session, "sim", STRANGER, STRANGER).person_id is not None


def test_the_phone_of_somebody_inactive_is_nobody_s(session, network):
    session.get_one(Person, network.people["sharma"].id).active = False
    assert contact_at(session, "sim", SHARMA, SHARMA).person_id is None
    assert session.scalars(select(col(Contact.external_id))).all() == [SHARMA]
