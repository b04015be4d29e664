"""Who can hold a phone, under which heading, and where they may be."""

from datetime import timedelta

import pytest

from bot.web.simulator.people import Group, NamedPlace, first_pair, holders, named_places
from bot.wiring import Wiring
from domain.network.tables import PartyRole, Role, Tier
from tests.builders import MEENA, SHARMA, Network, add, party, person


@pytest.mark.parametrize(
    ("tier", "role", "group"),
    [
        (Tier.RETAILER, Role.OWNER, Group.SHOPS),
        (Tier.RETAILER, Role.STAFF, Group.SHOPS),
        (Tier.DISTRIBUTOR, Role.CLERK, Group.DISTRIBUTORS),
        (Tier.SUPER_STOCKIST, Role.OWNER, Group.DISTRIBUTORS),
        (Tier.SUB_STOCKIST, Role.DRIVER, Group.DISTRIBUTORS),
        (Tier.DISTRIBUTOR, Role.REP, Group.REPS),
        (Tier.BRAND, Role.REP, Group.REPS),
        (Tier.BRAND, Role.AREA_MANAGER, Group.BRANDS),
        (Tier.BRAND, Role.FINANCE, Group.BRANDS),
    ],
)
def test_each_role_has_its_heading(wiring: Wiring, tier: Tier, role: Role, group: Group) -> None:
    with wiring.database.write() as session:
        house = party(session, "HOUSE", "House", tier)
        person(session, "Somebody", "+919800001234", house, role, wiring.clock())
        found = holders(session)
    assert [(holder.number, holder.group) for holder in found] == [("919800001234", group)]


def test_a_person_of_two_houses_is_listed_once(wiring: Wiring, network: Network) -> None:
    with wiring.database.write() as session:
        add(
            session,
            PartyRole(person_id=network.people["sharma"].id, party_id=network.verma.id, role=Role.OWNER),
        )
        found = [holder for holder in holders(session) if holder.number == SHARMA[1:]]
    assert [holder.party for holder in found] == ["Sharma Kirana + 1 more"]


def test_whoever_left_has_no_phone(wiring: Wiring, network: Network) -> None:
    with wiring.database.write() as session:
        role = session.get(PartyRole, 1)
        assert role is not None
        role.ended_at = wiring.clock() - timedelta(days=1)
        session.flush()
        names = [holder.name for holder in holders(session)]
    assert "Anil Gupta" not in names
    assert "Meena" in names


def test_the_first_pair_is_a_shop_and_its_sellers_clerk(wiring: Wiring, network: Network) -> None:
    with wiring.database.read() as session:
        assert first_pair(session) == (SHARMA[1:], MEENA[1:])


def test_an_empty_network_has_nobody_and_no_place(wiring: Wiring) -> None:
    with wiring.database.read() as session:
        assert (holders(session), first_pair(session), named_places(session)) == ([], (), [])


def test_a_place_is_the_middle_of_a_beats_shops(wiring: Wiring, network: Network) -> None:
    with wiring.database.read() as session:
        assert named_places(session) == [NamedPlace("Boring Road (Gupta Agencies)", 25.61, 85.14)]
