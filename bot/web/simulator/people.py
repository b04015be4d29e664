"""Who can hold a phone: the people of the network in groups, a pair to begin with, and the places they may share."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from domain.network.tables import Beat, Party, PartyRole, Person, Role, Standing, Tier, TradeLink


class Group(StrEnum):
    """The heading under which a person is found."""

    SHOPS = "Shops"
    DISTRIBUTORS = "Distributors"
    REPS = "Reps"
    BRANDS = "Brand"


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with a phone. `number` is in digits only, as addresses carry it."""

    number: str
    name: str
    party: str
    roles: tuple[str, ...]
    language: str
    group: Group


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place to share, in degrees: the middle of the shops of a beat."""

    name: str
    latitude: float
    longitude: float


def holders(session: Session) -> list[Holder]:
    """Everybody who may write, each once, by group and then as the network lists them."""
    rows = session.execute(
        select(Person, col(PartyRole.role), Party)
        .join(PartyRole, col(PartyRole.person_id) == col(Person.id))
        .join(Party, col(Party.id) == col(PartyRole.party_id))
        .where(col(PartyRole.ended_at).is_(None), col(Person.active), col(Person.phone).is_not(None))
        .order_by(col(Party.tier), col(Party.id), col(PartyRole.id))
    )
    found: dict[int | None, list[tuple[Person, Role, Party]]] = {}
    for person, role, party in rows:
        found.setdefault(person.id, []).append((person, Role(role), party))
    order = list(Group)
    return sorted((_holder(parts) for parts in found.values()), key=lambda holder: order.index(holder.group))


def _holder(parts: list[tuple[Person, Role, Party]]) -> Holder:
    person, _role, party = parts[0]
    roles = [role for _person, role, of in parts if of.id == party.id]
    others = len({of.id for _person, _role, of in parts}) - 1
    return Holder(
        digits(person.phone or ""),
        person.name,
        f"{party.name} + {others} more" if others else party.name,
        tuple(role.value.replace("_", " ") for role in roles),
        person.language,
        _group(roles, party.tier),
    )


def _group(roles: Iterable[Role], tier: Tier) -> Group:
    if Role.REP in roles:
        return Group.REPS
    if tier is Tier.RETAILER:
        return Group.SHOPS
    return Group.BRANDS if tier is Tier.BRAND else Group.DISTRIBUTORS


def digits(number: str) -> str:
    """A number without its plus sign."""
    return number.removeprefix("+")


def first_pair(session: Session) -> tuple[str, ...]:
    """The numbers to begin with: the first shop that somebody serves, and a clerk of that seller."""
    at_shop, at_seller, owner, clerk = aliased(PartyRole), aliased(PartyRole), aliased(Person), aliased(Person)
    pair = session.execute(
        select(col(owner.phone), col(clerk.phone))
        .select_from(TradeLink)
        .join(Party, col(Party.id) == col(TradeLink.buyer_id))
        .join(at_shop, col(at_shop.party_id) == col(TradeLink.buyer_id))
        .join(at_seller, col(at_seller.party_id) == col(TradeLink.seller_id))
        .join(owner, col(owner.id) == col(at_shop.person_id))
        .join(clerk, col(clerk.id) == col(at_seller.person_id))
        .where(
            col(Party.tier) == Tier.RETAILER,
            col(TradeLink.standing) == Standing.ACTIVE,
            col(at_seller.role) == Role.CLERK,
            col(at_shop.ended_at).is_(None),
            col(at_seller.ended_at).is_(None),
            col(owner.phone).is_not(None),
            col(clerk.phone).is_not(None),
        )
        .order_by(col(TradeLink.buyer_id), col(at_shop.id), col(TradeLink.id), col(at_seller.id))
        .limit(1)
    ).first()
    return tuple(digits(phone) for phone in pair if phone) if pair else ()


def named_places(session: Session, most: int = 12) -> list[NamedPlace]:
    """Places that shops of this network know: the middle of each beat, with the seller who serves it."""
    seller = aliased(Party)
    rows = session.execute(
        select(col(Beat.name), col(seller.name), func.avg(col(Party.latitude)), func.avg(col(Party.longitude)))
        .select_from(TradeLink)
        .join(Beat, col(Beat.id) == col(TradeLink.beat_id))
        .join(Party, col(Party.id) == col(TradeLink.buyer_id))
        .join(seller, col(seller.id) == col(Beat.seller_id))
        .where(col(Party.latitude).is_not(None), col(Party.longitude).is_not(None))
        .group_by(col(Beat.id), col(Beat.name), col(seller.id), col(seller.name))
        .order_by(col(seller.id), col(Beat.id))
        .limit(most)
    )
    return [
        NamedPlace(f"{beat} ({by})", round(float(latitude), 5), round(float(longitude), 5))
        for beat, by, latitude, longitude in rows
    ]
