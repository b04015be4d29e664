"""Handing a chat to a person and back, and lists that a clerk has to type."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from domain import events
from domain.care.tables import Handover, ToType
from domain.events import Event
from domain.refusal import Code, Refusal

if TYPE_CHECKING:
    from domain.desk.desk import Desk

QUIET_FOR = timedelta(hours=2)


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
        """Asks a person of the seller to take this chat; the bot keeps quiet for two hours or until it is handed back."""
        desk = self._desk
        self._end_lapsed()
        trade = desk.trade if desk.trades else None
        assert desk.contact.id is not None
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
        assert desk.contact.id is not None
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

    def task(self, task_id: int) -> ToType:
        """A list to type of the own house."""
        task = self._desk.session.get(ToType, task_id)
        if task is None or task.seller_id != self._desk.party_id:
            raise Refusal(Code.NOT_FOUND, what="task")
        return task

    def _end_lapsed(self) -> None:
        lapsed = self._desk.session.scalars(
            select(Handover).where(
                col(Handover.contact_id) == self._desk.contact.id, col(Handover.ended_at).is_(None)
            )
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
