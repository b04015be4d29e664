"""Handing a chat to a person and back, and lists that a clerk has to type."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from domain import events
from domain.care.tables import Handover, ToType
from domain.events import Event
from domain.network.rights import Right
from domain.network.tables import Contact, OutletRequest, Party
from domain.refusal import Code, Refusal

if TYPE_CHECKING:
    from domain.desk.desk import Desk

QUIET_FOR = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class ListToType:
    """A list that a clerk should type, and the shop that sent it; `kind` is photo or voice."""

    id: int
    shop: str
    kind: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """A chat that a person should look after."""

    id: int
    contact_id: int
    asked_at: datetime
    name: str
    phone: str
    reason: str


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits for a house's people."""

    lists: tuple[ListToType, ...]
    outlets: tuple[OutletRequest, ...]
    talks: tuple[Talk, ...]


class CareFace:
    """What a person should look after."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def open_handover(self) -> Handover | None:
        """The hand-over in which the bot keeps quiet now, if there is one."""
        return self._desk.session.scalars(
            select(Handover).where(
                col(Handover.contact_id) == self._desk.contact.id,
                col(Handover.ended_at).is_(None),
                col(Handover.quiet_until) > self._desk.now,
            )
        ).first()

    def hand_over(self, reason: str) -> Handover:
        """Asks a person of the seller to take this chat; the bot is quiet for two hours or until it is handed back."""
        desk = self._desk
        self._end_lapsed()
        trade = desk.trade if desk.trades else None
        handover = Handover(
            contact_id=desk.contact.id,
            buyer_id=trade.buyer_id if trade else None,
            seller_id=trade.seller_id if trade else None,
            reason=reason,
            message_id=desk.message_id,
            asked_at=desk.now,
            quiet_until=desk.now + QUIET_FOR,
        )
        desk.session.add(handover)
        desk.session.flush()
        self._tell("care.asked", f"handover:{handover.id}", {"reason": reason})
        return handover

    def hand_back(self, handover_id: int) -> None:
        """Ends a hand-over of the own house; the bot answers again."""
        handover = self._desk.session.get(Handover, handover_id)
        if handover is None or handover.seller_id != self._desk.party_id:
            raise Refusal(Code.NOT_FOUND, what="handover")
        handover.ended_at = self._desk.now
        handover.taken_by = self._desk.person_id

    def resume(self) -> None:
        """The person in the chat wants the bot back."""
        handover = self.open_handover()
        if handover is not None:
            handover.ended_at = self._desk.now

    def to_type(self, kind: str, media_id: int | None) -> ToType:
        """Gives a photographed list or a voice note to the seller's clerk."""
        desk = self._desk
        task = ToType(
            seller_id=desk.trade.seller_id,
            buyer_id=desk.trade.buyer_id,
            contact_id=desk.contact.id,
            kind=kind,
            media_id=media_id,
            message_id=desk.message_id,
            asked_at=desk.now,
        )
        desk.session.add(task)
        desk.session.flush()
        self._tell("care.to_type", f"to_type:{task.id}", {"kind": kind, "media": media_id})
        return task

    # --- for the seller's people

    def task(self, task_id: int) -> ToType:
        """A list to type of the own house."""
        task = self._desk.session.get(ToType, task_id)
        if task is None or task.seller_id != self._desk.party_id:
            raise Refusal(Code.NOT_FOUND, what="task")
        return task

    def take(self, task_id: int) -> ToType:
        """Takes a list to type; whoever takes it last types it."""
        self._desk.require(Right.SELL_FOR)
        task = self.task(task_id)
        task.typed_by = self._desk.person_id
        task.done_at = self._desk.now
        return task

    def shop_of(self, task: ToType) -> str:
        """The name of the shop that sent a list."""
        shop = self._desk.session.get(Party, task.buyer_id)
        return shop.name if shop else ""

    def talk(self, handover_id: int) -> Talk:
        """A chat of the own house that a person should look after."""
        handover = self._desk.session.get(Handover, handover_id)
        if handover is None or handover.seller_id != self._desk.party_id:
            raise Refusal(Code.NOT_FOUND, what="handover")
        return self._talk(handover)

    def waiting(self) -> Waits:
        """Everything of the own house that waits for a person, the oldest first."""
        desk = self._desk
        lists = desk.session.scalars(
            select(ToType)
            .where(col(ToType.seller_id) == desk.party_id, col(ToType.done_at).is_(None))
            .order_by(col(ToType.id))
        ).all()
        talks = desk.session.scalars(
            select(Handover)
            .where(
                col(Handover.seller_id) == desk.party_id,
                col(Handover.ended_at).is_(None),
                col(Handover.quiet_until) > desk.now,
            )
            .order_by(col(Handover.id))
        ).all()
        outlets = desk.session.scalars(
            select(OutletRequest)
            .where(col(OutletRequest.seller_id) == desk.party_id, col(OutletRequest.state) == "asked")
            .order_by(col(OutletRequest.id))
        ).all()
        return Waits(
            tuple(ListToType(task.id, self.shop_of(task), task.kind, task.asked_at) for task in lists),
            tuple(outlets),
            tuple(self._talk(handover) for handover in talks),
        )

    def _talk(self, handover: Handover) -> Talk:
        contact = self._desk.session.get(Contact, handover.contact_id)
        assert contact is not None
        buyer = self._desk.session.get(Party, handover.buyer_id) if handover.buyer_id else None
        name = buyer.name if buyer else contact.profile_name
        phone = contact.phone or contact.external_id
        return Talk(handover.id, contact.id, handover.asked_at, name, phone, handover.reason)

    def _end_lapsed(self) -> None:
        lapsed = self._desk.session.scalars(
            select(Handover).where(col(Handover.contact_id) == self._desk.contact.id, col(Handover.ended_at).is_(None))
        )
        for handover in lapsed:
            handover.ended_at = min(self._desk.now, handover.quiet_until)
        self._desk.session.flush()

    def _tell(self, kind: str, subject: str, facts: dict[str, object]) -> None:
        desk = self._desk
        trade = desk.trade if desk.trades else None
        events.append(
            desk.session,
            Event(
                at=desk.now,
                kind=kind,
                subject=subject,
                seller_id=trade.seller_id if trade else None,
                buyer_id=trade.buyer_id if trade else None,
                person_id=desk.person.id if desk.person else None,
                message_id=desk.message_id,
                facts=facts | {"contact": desk.contact.id},
            ),
        )
