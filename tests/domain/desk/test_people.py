"""A person's own settings: language, consent, and the shop that stands in their words."""

import pytest
from sqlmodel import select

from domain.events import Event
from domain.network.tables import Person
from tests.builders import MEENA, SHARMA, STRANGER
from tests.desks import at_desk


def test_the_language_is_the_contact_s_own_else_the_person_s(wiring, network):
    with at_desk(wiring, SHARMA) as desk:
        desk.session.get_one(Person, desk.person_id).language = "ne"
        assert desk.people.language == "ne"
        desk.people.speak("hi")
        assert desk.people.language == "hi"
    with at_desk(wiring, STRANGER) as desk:
        assert desk.people.language == ""


@pytest.mark.parametrize("who", [SHARMA, STRANGER], ids=["a person", "a stranger"])
def test_consent_is_kept_with_its_proof(wiring, network, who):
    with at_desk(wiring, who, message_id=9) as desk:
        desk.people.consent(offers=False, reminders=True)
        told = desk.session.scalars(select(Event)).one()
        assert (desk.contact.offers_ok, desk.contact.reminders_ok) == (False, True)
        assert (told.kind, told.message_id, told.facts) == (
            "consent.changed", 9, {"offers": False, "reminders": True, "how": "sim"},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("sharma", ["Sharma Kirana"], id="a part of the name"),
        pytest.param("VERMA STORE", ["Verma Store"], id="in capitals"),
        pytest.param("sharmaa kirana", ["Sharma Kirana"], id="misspelt"),
        pytest.param("kumar", [], id="nobody"),
    ],
)
def test_shops_by_a_name_like_theirs(wiring, network, name, found):
    with at_desk(wiring, MEENA) as desk:
        assert [shop.name for shop in desk.people.shops(name)] == found


@pytest.mark.parametrize(
    ("words", "shop", "rest"),
    [
        pytest.param("sharma kirana: 2 case noodles", "Sharma Kirana", "2 case noodles", id="first"),
        pytest.param("2 case noodles, Verma Store", "Verma Store", "2 case noodles", id="last"),
        pytest.param("for SHARMA KIRANA 5 tea", "Sharma Kirana", "for 5 tea", id="in the middle"),
        pytest.param("2 case noodles", None, None, id="none"),
    ],
)
def test_the_shop_that_stands_in_the_words(wiring, network, words, shop, rest):
    with at_desk(wiring, MEENA) as desk:
        found = desk.people.shop_in(words)
        assert (found and (found[0].name, found[1])) == (shop and (shop, rest))
