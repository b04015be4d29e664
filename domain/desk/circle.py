"""Whose chats concern the own house: its buyers' people, who asked it for a person, who asked to be taken on.

A shop writes to one number and buys from several houses. What it says to another house is not ours to read: the
whole chat may be read only where its writer buys from nobody else.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Select, select, union
from sqlmodel import col

from domain.care.tables import Handover, ToType
from domain.events import Event
from domain.network.rights import Right
from domain.network.tables import Contact, OutletRequest, Party, PartyRole, TradeLink
from domain.orders.tables import Order
from domain.refusal import Code, Refusal

if TYPE_CHECKING:
    from domain.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which a person of the house looked after a chat; open where `until` is None."""

    since: datetime
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.since <= at and (self.until is None or at <= self.until)


class CircleFace:
    """Says which contacts a person of the house may look at, and how much of their chats."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def writers(self) -> Select[int]:
        """The contacts whose chats concern the house, as part of another query."""
        desk = self._desk
        desk.require(Right.ANSWER)
        of_buyers = (
            select(col(Contact.id))
            .join(PartyRole, col(PartyRole.person_id) == col(Contact.person_id))
            .where(col(PartyRole.ended_at).is_(None), col(PartyRole.party_id).in_(desk.buyers.ids()))
        )
        asked_for_us = select(col(Handover.contact_id)).where(col(Handover.seller_id) == desk.party_id)
        want_to_join = select(col(OutletRequest.contact_id)).where(col(OutletRequest.seller_id) == desk.party_id)
        everybody = union(of_buyers, asked_for_us, want_to_join).subquery()
        return select(everybody.c[0])

    def own_people(self) -> Select[int]:
        """The contacts of the house's own people: not theirs to be read, but what did not reach them is to be seen."""
        return (
            select(col(Contact.id))
            .join(PartyRole, col(PartyRole.person_id) == col(Contact.person_id))
            .where(col(PartyRole.ended_at).is_(None), col(PartyRole.party_id) == self._desk.party_id)
        )

    def contact(self, contact_id: int) -> Contact:
        """A contact whose chat concerns the house; refused as not found for any other."""
        wanted = select(Contact).where(col(Contact.id) == contact_id, col(Contact.id).in_(self.writers()))
        contact = self._desk.session.scalars(wanted).first()
        if contact is None:
            raise Refusal(Code.NOT_FOUND, what="contact")
        return contact

    def parties_of(self, contact: Contact) -> list[Party]:
        """The buyers of the house for whom this contact writes."""
        wanted = (
            select(Party)
            .join(PartyRole, col(PartyRole.party_id) == col(Party.id))
            .where(
                col(PartyRole.person_id) == contact.person_id,
                col(PartyRole.ended_at).is_(None),
                col(Party.id).in_(self._desk.buyers.ids()),
            )
            .order_by(col(PartyRole.id))
        )
        return list(dict.fromkeys(self._desk.session.scalars(wanted)))

    def ours_alone(self, contacts: Collection[Contact]) -> set[int]:
        """Of these contacts those who write for nobody that buys from, or sells to, another house as well.

        Their whole chats concern the house.
        """
        people = {contact.person_id for contact in contacts if contact.person_id is not None}
        strangers = {contact.id for contact in contacts if contact.person_id is None}
        elsewhere, asked_others = self._dealing_elsewhere(people), self._asking_others(strangers)
        return {
            contact.id for contact in contacts if contact.person_id not in elsewhere and contact.id not in asked_others
        }

    def _dealing_elsewhere(self, person_ids: Collection[int]) -> set[int | None]:
        """The people who work for a party that buys from another house, or that sells itself."""
        deals = (
            # a party that sells to others has talks about those too
            (col(TradeLink.buyer_id) == col(PartyRole.party_id)) & (col(TradeLink.seller_id) != self._desk.party_id)
        ) | (col(TradeLink.seller_id) == col(PartyRole.party_id))
        wanted = select(col(PartyRole.person_id)).join(TradeLink, deals)
        wanted = wanted.where(col(PartyRole.person_id).in_(person_ids), col(PartyRole.ended_at).is_(None))
        return set(self._desk.session.scalars(wanted))

    def _asking_others(self, contact_ids: Collection[int]) -> set[int]:
        """The strangers who asked another house for a person or to be taken on."""
        own, handover, request = self._desk.party_id, Handover, OutletRequest
        asked = union(
            select(col(handover.contact_id)).where(
                col(handover.contact_id).in_(contact_ids), col(handover.seller_id) != own
            ),
            select(col(request.contact_id)).where(
                col(request.contact_id).in_(contact_ids), col(request.seller_id) != own
            ),
        )
        return set(self._desk.session.scalars(asked))

    def spans(self, contact: Contact) -> list[Span]:
        """When people of the house looked after this chat."""
        wanted = select(Handover).where(
            col(Handover.contact_id) == contact.id, col(Handover.seller_id) == self._desk.party_id
        )
        return [
            Span(handover.asked_at, handover.ended_at or min(handover.quiet_until, self._desk.now))
            for handover in self._desk.session.scalars(wanted)
        ]

    def about_us(self, message_ids: Collection[int]) -> set[int]:
        """Which of these messages changed something of the house's, or gave it something to do."""
        own = self._desk.party_id
        found = union(
            select(col(Event.message_id)).where(col(Event.message_id).in_(message_ids), col(Event.seller_id) == own),
            select(col(ToType.message_id)).where(col(ToType.message_id).in_(message_ids), col(ToType.seller_id) == own),
        )
        return set(self._desk.session.scalars(found))

    def our_orders(self, order_ids: Collection[int]) -> set[int]:
        """Which of these orders the house sold."""
        wanted = select(col(Order.id)).where(col(Order.id).in_(order_ids), col(Order.seller_id) == self._desk.party_id)
        return set(self._desk.session.scalars(wanted))
