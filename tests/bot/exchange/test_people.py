"""People with their roles, and beats with their reps, from a file."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from domain.events import Event
from domain.network.tables import Beat, PartyRole, Person
from tests.bot.exchange.conftest import Desk, counts, told
from tests.builders import RAVI, SHARMA, Network
from tests.clock import SettableClock

pytestmark = pytest.mark.usefixtures("network")
HEAD = "phone,name,party,role,language,order_limit,active\n"
NEW = HEAD + "98765-00077,Mina,SHARMA,staff,,2000,\n9876500077,Mina,VERMA,owner,,,"


def person(desk: Desk, phone: str) -> Person:
    """A person of the books."""
    with desk.session() as session:
        found: Person = session.scalars(select(Person).where(col(Person.phone) == phone)).one()
        return found


def test_a_new_person_with_two_roles(desk: Desk) -> None:
    people = desk.count(Person)
    assert counts(desk.bring("people", NEW)) == (2, 0, 0, 0)
    assert desk.count(Person) == people + 1
    assert (person(desk, "+919876500077").name, person(desk, "+919876500077").language) == ("Mina", "en")
    assert counts(desk.bring("people", NEW)) == (0, 0, 2, 0)
    with desk.session() as session:
        facts = session.scalars(select(col(Event.facts)).where(col(Event.kind) == "role.imported")).all()
    assert facts == [
        {"order_limit": [None, "2000.00"], "active": [None, "yes"], "line": 2},
        {"active": [None, "yes"], "line": 3},
    ]


@pytest.mark.parametrize("phone", ["9876500011", "+919876500011", "919876500011", "09876500011", "0091 98765 00011"])
def test_one_number_however_it_is_written(phone: str, desk: Desk) -> None:
    assert counts(desk.bring("people", f"phone,name,party,role\n{phone},Mohan Sharma,SHARMA,owner")) == (0, 0, 1, 0)


def test_a_role_ends_and_begins_again(desk: Desk, clock: SettableClock) -> None:
    row = f"{SHARMA},Mohan Sharma,SHARMA,owner,en,,"
    assert counts(desk.bring("people", HEAD + row + "no")) == (0, 1, 0, 0)
    with desk.session() as session:
        role = session.scalars(select(PartyRole).where(col(PartyRole.person_id) == person(desk, SHARMA).id)).one()
    assert role.ended_at == clock.now
    assert person(desk, SHARMA).active
    assert counts(desk.bring("people", HEAD + row + "no")) == (0, 0, 1, 0)
    assert counts(desk.bring("people", HEAD + row + "yes")) == (0, 1, 0, 0)
    with desk.session() as session:
        assert session.get_one(PartyRole, role.id).ended_at is None


def test_a_name_changes_and_a_language_that_is_not_said_stays(desk: Desk) -> None:
    desk.bring("people", f"phone,name,party,role,language\n{SHARMA},Mohan Sharma,SHARMA,owner,hi-latn")
    assert counts(desk.bring("people", f"phone,name,party,role\n{SHARMA},M. Sharma,SHARMA,owner")) == (0, 1, 0, 0)
    assert (person(desk, SHARMA).name, person(desk, SHARMA).language) == ("M. Sharma", "hi-Latn")


BAD = {
    "too short": ("12345,X,SHARMA,owner,,,", 'line 2, phone: "12345" is no phone number (of IN, where it has no +)'),
    "no number": (
        "call me,X,SHARMA,owner,,,",
        'line 2, phone: "call me" is no phone number (of IN, where it has no +)',
    ),
    "no such party": ("9876500077,X,NOBODY,owner,,,", 'line 2, party: no party "NOBODY" is in the books'),
    "no such role": (
        "9876500077,X,SHARMA,boss,,,",
        'line 2, role: "boss" is not one of owner, staff, clerk, rep, area_manager, brand_manager, finance, driver',
    ),
    "two names": (
        "9876500077,X,SHARMA,owner,,,\n9876500077,Y,SHARMA,staff,,,",
        'line 3, name: another row of +919876500077 has "X"; a person has only one',
    ),
    "twice": (
        "9876500077,X,SHARMA,owner,,,\n+919876500077,X,SHARMA,owner,,,",
        "line 3, role: the same phone and party and role as in line 2",
    ),
}


@pytest.mark.parametrize(("rows", "reason"), BAD.values(), ids=BAD)
def test_bad_rows(rows: str, reason: str, desk: Desk) -> None:
    before = desk.count(Person), desk.count(PartyRole)
    assert told(desk.bring("people", HEAD + rows)) == [reason]
    assert (desk.count(Person), desk.count(PartyRole)) == before


def test_beats(desk: Desk, network: Network) -> None:
    rows = "seller,name,rep,weekdays\nGUPTA,Boring Road,9876500003,Mon Thu\nGUPTA,Kankarbagh,,2"
    assert counts(desk.bring("beats", rows)) == (1, 0, 1, 0)
    assert counts(desk.bring("beats", "seller,name,rep\nGUPTA,Kankarbagh,9876500003")) == (0, 1, 0, 0)
    with desk.session() as session:
        beat = session.scalars(select(Beat).where(col(Beat.name) == "Kankarbagh")).one()
    assert (beat.seller_id, beat.rep_id, beat.weekdays) == (network.seller.id, network.people["ravi"].id, "2")
    assert network.people["ravi"].phone == RAVI
    outcome = desk.bring("beats", "seller,name,rep\nGUPTA,X,9876599999\nNOBODY,X,")
    assert told(outcome) == [
        'line 2, rep: no person with the phone "+919876599999" is in the books',
        'line 3, seller: no party "NOBODY" is in the books',
    ]
