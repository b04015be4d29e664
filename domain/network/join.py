"""A stranger becomes a shop: asked with a place on the map, a seller and a beat suggested, taken on by the seller."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from domain import events
from domain.events import Event
from domain.network.distance import kilometres
from domain.network.tables import (
    Beat,
    Contact,
    OutletRequest,
    Party,
    PartyRole,
    Person,
    Role,
    Standing,
    Tier,
    TradeLink,
)
from domain.refusal import Code, Refusal

NEAR_DEGREES = 0.5
NEAR_KM = 25.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who would serve a place: the seller and beat of the nearest shop that is served already."""

    seller_id: int
    seller_name: str
    beat_id: int | None
    beat_name: str
    kilometres: float


def suggest(session: Session, latitude: float, longitude: float) -> Suggestion | None:
    """The seller and beat for a place; None where nobody serves within 25 km."""
    rows = session.execute(
        select(col(Party.latitude), col(Party.longitude), col(TradeLink.seller_id), col(TradeLink.beat_id))
        .join(TradeLink, col(TradeLink.buyer_id) == col(Party.id))
        .where(
            col(Party.tier) == Tier.RETAILER,
            col(Party.standing) == Standing.ACTIVE,
            col(Party.latitude).between(latitude - NEAR_DEGREES, latitude + NEAR_DEGREES),
            col(Party.longitude).between(longitude - NEAR_DEGREES, longitude + NEAR_DEGREES),
        )
    ).all()
    near = [
        (kilometres(latitude, longitude, there_lat, there_long), seller_id, beat_id)
        for there_lat, there_long, seller_id, beat_id in rows
        if there_lat is not None and there_long is not None
    ]
    if not near:
        return None
    far, seller_id, beat_id = min(near, key=lambda found: found[0])
    if far > NEAR_KM:
        return None
    seller = session.get(Party, seller_id)
    beat = session.get(Beat, beat_id) if beat_id is not None else None
    assert seller is not None
    return Suggestion(seller_id, seller.name, beat_id, beat.name if beat else "", far)


def ask(
    session: Session, contact: Contact, name: str, latitude: float, longitude: float, at: datetime
) -> tuple[OutletRequest, Suggestion | None]:
    """Keeps a stranger's wish to be taken on; asked again, the open wish is renewed."""
    suggestion = suggest(session, latitude, longitude)
    request = open_request(session, contact.id)
    if request is None:
        request = OutletRequest(contact_id=contact.id, name=name, latitude=latitude, longitude=longitude, asked_at=at)
        session.add(request)
    request.name, request.latitude, request.longitude = name, latitude, longitude
    request.seller_id = suggestion.seller_id if suggestion else None
    request.beat_id = suggestion.beat_id if suggestion else None
    session.flush()
    events.append(
        session,
        Event(
            at=at,
            kind="outlet.asked",
            subject=f"outlet_request:{request.id}",
            seller_id=request.seller_id,
            facts={"name": name, "contact": contact.id},
        ),
    )
    return request, suggestion


def open_request(session: Session, contact_id: int) -> OutletRequest | None:
    """The wish of a contact that nobody has decided yet."""
    return session.scalars(
        select(OutletRequest).where(col(OutletRequest.contact_id) == contact_id, col(OutletRequest.state) == "asked")
    ).first()


def take_on(session: Session, request_id: int, seller: Party, decider: int, at: datetime) -> Party:
    """Makes a shop, its owner and its link out of a request; the second of two deciders is refused."""
    request = session.get(OutletRequest, request_id)
    if request is None or request.seller_id != seller.id:
        raise Refusal(Code.NOT_FOUND, what="outlet_request")
    _decide(session, request, "taken_on", decider, at)
    contact = session.get(Contact, request.contact_id)
    assert contact is not None
    shop = Party(
        code=f"SHOP-{request.id}",
        name=request.name,
        tier=Tier.RETAILER,
        region=seller.region,
        territory_id=seller.territory_id,
        country=seller.country,
        currency=seller.currency,
        timezone=seller.timezone,
        tax_regime=seller.tax_regime,
        tax_state=seller.tax_state,
        language=contact.language or seller.language,
        latitude=request.latitude,
        longitude=request.longitude,
        phone=contact.phone or "",
        created_at=at,
    )
    person = Person(
        name=contact.profile_name or request.name, phone=contact.phone, language=contact.language or "en", created_at=at
    )
    session.add_all([shop, person])
    session.flush()
    session.add(PartyRole(person_id=person.id, party_id=shop.id, role=Role.OWNER, granted_by=decider, granted_at=at))
    session.add(TradeLink(seller_id=seller.id, buyer_id=shop.id, beat_id=request.beat_id))
    contact.person_id = person.id
    request.party_id = shop.id
    session.flush()
    _tell(session, request, "outlet.taken_on", decider, at)
    return shop


def turn_down(session: Session, request_id: int, seller: Party, decider: int, at: datetime) -> OutletRequest:
    """Says no to a request."""
    request = session.get(OutletRequest, request_id)
    if request is None or request.seller_id != seller.id:
        raise Refusal(Code.NOT_FOUND, what="outlet_request")
    _decide(session, request, "turned_down", decider, at)
    _tell(session, request, "outlet.turned_down", decider, at)
    return request


def _decide(session: Session, request: OutletRequest, state: str, decider: int, at: datetime) -> None:
    decided = session.execute(
        update(OutletRequest)
        .where(col(OutletRequest.id) == request.id, col(OutletRequest.state) == "asked")
        .values(state=state, decided_by=decider, decided_at=at)
        .execution_options(synchronize_session=False)
    )
    if not decided.rowcount:  # type: ignore[attr-defined]
        raise Refusal(Code.MOVE_NOT_ALLOWED, what="outlet_request", now=request.state, then=state)
    session.refresh(request)


def _tell(session: Session, request: OutletRequest, kind: str, decider: int, at: datetime) -> None:
    events.append(
        session,
        Event(
            at=at,
            kind=kind,
            subject=f"outlet_request:{request.id}",
            seller_id=request.seller_id,
            buyer_id=request.party_id,
            person_id=decider,
            facts={"name": request.name, "contact": request.contact_id},
        ),
    )
