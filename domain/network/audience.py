"""Who is to hear of something: the people of a party with a right, and through which contact each is reached."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.network.rights import Right, rights_of
from domain.network.tables import Contact, Party, PartyRole, Person, Role


def people_with(session: Session, party_id: int, right: Right) -> list[Person]:
    """The people who hold a right at a party now, the longest there first."""
    party = session.get(Party, party_id)
    if party is None:
        return []
    rows = session.execute(
        select(Person, col(PartyRole.role))
        .join(PartyRole, col(PartyRole.person_id) == col(Person.id))
        .where(col(PartyRole.party_id) == party_id, col(PartyRole.ended_at).is_(None), col(Person.active))
        .order_by(col(PartyRole.id))
    )
    found: dict[int | None, Person] = {}
    for person, role in rows:
        if right in rights_of(frozenset({Role(role)}), party.tier):
            found.setdefault(person.id, person)
    return list(found.values())


def contact_of(session: Session, person: Person, channel: str) -> Contact | None:
    """The contact that reaches a person: where they wrote last, else their phone on `channel`."""
    contact = session.scalars(
        select(Contact)
        .where(col(Contact.person_id) == person.id)
        .order_by(col(Contact.last_inbound_at).desc().nulls_last(), col(Contact.id).desc())
    ).first()
    if contact is not None or person.phone is None:
        return contact
    return contact_at(session, channel, person.phone, person.phone)


def contact_at(session: Session, channel: str, external_id: str, phone: str | None) -> Contact:
    """The contact of an address on a channel, made at its first message; a known phone tells whose it is."""
    wanted = select(Contact).where(col(Contact.channel) == channel, col(Contact.external_id) == external_id)
    contact = session.scalars(wanted).first()
    if contact is None:
        _make_contact(session, channel, external_id, phone)
        contact = session.scalars(wanted).one()
    if contact.person_id is None and phone is not None:
        contact.person_id = session.scalars(
            select(col(Person.id)).where(col(Person.phone) == phone, col(Person.active))
        ).first()
    session.flush()
    return contact


def _make_contact(session: Session, channel: str, external_id: str, phone: str | None) -> None:
    """Makes a contact unless another message of the same person just did."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    made = Contact(channel=channel, external_id=external_id, phone=phone)
    session.execute(
        insert(Contact)
        .values(made.model_dump(exclude={"id"}))
        .on_conflict_do_nothing(index_elements=["channel", "external_id"])
    )
