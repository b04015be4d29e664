"""Brings the demo's businesses and people into being: who they are, where, who buys from whom, who works for whom."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from bot.demo import files
from domain.catalogue.tables import Listing
from domain.network.tables import (
    Beat,
    Holiday,
    Party,
    PartyRole,
    Person,
    Role,
    SellerTerms,
    Territory,
    Tier,
    TradeLink,
)
from domain.stock.tables import Place

Row = Mapping[str, str]


def add_network(session: Session, since: datetime) -> None:
    """Adds all parties with their people, links, beats and terms of sale, as known since a moment."""
    listed = files.table("parties")
    territories = _add_territories(session)
    parties = {row["code"]: _party(row, territories, since) for row in listed}
    session.add_all(parties.values())
    people = {row["phone"]: _person(row, since) for row in files.table("people")}
    session.add_all(people.values())
    session.flush()
    for row in files.table("people"):
        session.add(_role(row, people[row["phone"]].id, parties[row["party"]].id, since))
    beats = {row["name"]: _beat(row, parties, people) for row in files.table("beats")}
    session.add_all(beats.values())
    session.flush()
    for row in listed:
        for seller in filter(None, row["buys_from"].split("|")):
            session.add(_link(row, parties[seller].id, parties[row["code"]].id, beats.get(row["beat"])))
    for code, terms in files.settings("sellers").items():
        _add_seller(session, parties[code], terms)
    session.flush()


def _add_territories(session: Session) -> dict[str, int]:
    ids: dict[str, int] = {}
    for row in files.table("territories"):
        territory = Territory(code=row["code"], name=row["name"], parent_id=ids.get(row["parent"]))
        session.add(territory)
        session.flush()
        ids[row["code"]] = territory.id
    return ids


def _party(row: Row, territories: Mapping[str, int], since: datetime) -> Party:
    return Party(
        code=row["code"],
        name=row["name"],
        tier=Tier(row["tier"]),
        grade=row["class"],
        territory_id=territories[row["territory"]],
        region=row["region"],
        country=row["country"],
        currency=row["currency"],
        timezone=row["timezone"],
        tax_regime=row["tax_regime"],
        tax_state=row["state"],
        tax_number=row["tax_number"],
        language=row["language"],
        address=row["address"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        phone=row["phone"],
        created_at=since,
    )


def _person(row: Row, since: datetime) -> Person:
    return Person(name=row["name"], phone=row["phone"], language=row["language"], created_at=since)


def _role(row: Row, person_id: int, party_id: int, since: datetime) -> PartyRole:
    return PartyRole(
        person_id=person_id,
        party_id=party_id,
        role=Role(row["role"]),
        order_limit=Decimal(row["order_limit"]) if row["order_limit"] else None,
        granted_at=since,
    )


def _beat(row: Row, parties: Mapping[str, Party], people: Mapping[str, Person]) -> Beat:
    rep = people[row["rep"]].id if row["rep"] else None
    return Beat(seller_id=parties[row["seller"]].id, name=row["name"], rep_id=rep, weekdays=row["weekdays"])


def _link(row: Row, seller_id: int, buyer_id: int, beat: Beat | None) -> TradeLink:
    return TradeLink(
        seller_id=seller_id,
        buyer_id=buyer_id,
        credit_limit=Decimal(row["credit_limit"]) if row["credit_limit"] else None,
        credit_days=int(row["credit_days"] or 0),
        beat_id=beat.id if beat is not None and beat.seller_id == seller_id else None,
    )


def _add_seller(session: Session, party: Party, terms: Mapping[str, Any]) -> None:
    session.add(
        SellerTerms(
            party_id=party.id,
            series=terms["series"],
            next_number=terms["next_number"],
            margin=Decimal(terms["margin"]),
            prices_with_tax=terms.get("prices_with_tax", False),
            minimum_order=Decimal(terms["minimum_order"]),
            delivery_weekdays=terms["delivery_weekdays"],
            lead_days=terms["lead_days"],
            cut_off=terms["cut_off"],
        )
    )
    session.add_all(Listing(seller_id=party.id, brand=brand) for brand in terms.get("lists", ()))
    session.add_all(Holiday(party_id=party.id, day=day, name=name) for day, name in _closed(party).items())
    if terms["keeps_stock"]:
        session.add(Place(party_id=party.id, name="Godown"))


def _closed(party: Party) -> dict[date, str]:
    return {
        day: festival["name"]
        for festival in files.settings("calendar")["festival"]
        if festival["closed"] and {party.country, party.region} & set(festival["where"])
        for day in festival["days"]
    }
