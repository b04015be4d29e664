"""One message, one transaction: kept, answered, booked, and the answer written down, or nothing of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.channels.base import Inbound
from bot.database import Database
from bot.post import answers, media
from bot.post.notify import notify
from bot.post.tables import Conversation, InboundMessage, InboundState
from conversations import interrupts, text
from conversations.chat import Chat
from conversations.engine import turn
from conversations.learning import learn_language
from conversations.message import Kind, Message
from conversations.state import State
from domain.columns import Clock
from domain.desk.desk import Desk, Snapshots
from domain.network.audience import contact_at
from domain.network.tables import Contact

log = structlog.get_logger()

TRIES_AFTER = (timedelta(seconds=2), timedelta(seconds=30))


class Received(StrEnum):
    """What became of a message that came in."""

    ANSWERED = "answered"
    DUPLICATE = "duplicate"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class House:
    """What the inbox needs to know about this installation."""

    name: str
    language: str
    timezone: str
    breath: timedelta
    notice_channel: str


class Inbox:
    """Takes messages in. Per person they are handled one at a time and in order, on any number of processes."""

    def __init__(
        self, database: Database, snapshots: Snapshots, house: House, clock: Clock, rang: Callable[[], None]
    ) -> None:
        self.database = database
        self.snapshots = snapshots
        self.house = house
        self.clock = clock
        self.rang = rang

    def receive(self, inbound: Inbound) -> tuple[Received, int | None]:
        """Handles a message once; gives what became of it and its row number.

        A fault of ours is kept as a first failed try, for the worker to try again. Where even that cannot be
        written the fault is raised, so that the provider hears no thanks for a message that is lost.
        """
        row_id: int | None
        try:
            with self.database.write() as session:
                row = self._keep(session, inbound)
                if row is None:
                    return Received.DUPLICATE, None
                received = self._handle(session, row, inbound)
                row_id = row.id
        except Exception:
            log.exception("message_failed", channel=inbound.channel, provider_id=inbound.provider_id)
            row_id = self._keep_for_later(inbound)
            return (Received.WAITING, row_id) if row_id is not None else (Received.DUPLICATE, None)
        self.rang()
        return received, row_id

    def _keep(self, session: Session, inbound: Inbound) -> InboundMessage | None:
        insert = sqlite_insert if self.database.is_sqlite else postgres_insert
        return session.execute(
            insert(InboundMessage)
            .values(
                channel=inbound.channel,
                provider_id=inbound.provider_id,
                external_id=inbound.external_id,
                content=inbound.to_json(),
                state=InboundState.DONE,
                attempts=0,
                error="",
                received_at=self.clock(),
            )
            .on_conflict_do_nothing(index_elements=["channel", "provider_id"])
            .returning(InboundMessage)
        ).scalar_one_or_none()

    def _keep_for_later(self, inbound: Inbound) -> int | None:
        with self.database.write() as session:
            row = self._keep(session, inbound)
            if row is None:
                return None
            row.state = InboundState.WAITING
            row.attempts = 1
            row.due = self.clock() + TRIES_AFTER[0]
            session.flush()
            return row.id

    # --- handling

    def _handle(self, session: Session, row: InboundMessage, inbound: Inbound) -> Received:
        contact = contact_at(session, inbound.channel, inbound.external_id, inbound.phone)
        conversation = self._lock(session, contact)
        self._heard_from(contact, row)
        if self._others_wait(session, row):
            row.state, row.due = InboundState.WAITING, self.clock()
            return Received.WAITING
        try:
            with session.begin_nested():
                self.answer(session, row, inbound, contact, conversation)
        except Exception as fault:
            if isinstance(fault, DBAPIError) and fault.connection_invalidated:
                raise
            self._failed_first(row, fault)
        return Received.ANSWERED if row.state is InboundState.DONE else Received.WAITING

    def _failed_first(self, row: InboundMessage, fault: Exception) -> None:
        """Keeps a message that we failed at in the same transaction, so that what comes behind it waits."""
        log.error("message_failed", exc_info=fault, inbound=row.id)
        row.state, row.attempts, row.due = InboundState.WAITING, 1, self.clock() + TRIES_AFTER[0]

    def _lock(self, session: Session, contact: Contact) -> Conversation:
        """The contact's conversation, its row locked until the commit; its state is read only then."""
        wanted = select(Conversation).where(col(Conversation.contact_id) == contact.id).with_for_update()
        found = session.scalars(wanted.execution_options(populate_existing=True)).first()
        if found is not None:
            return found
        insert = sqlite_insert if self.database.is_sqlite else postgres_insert
        session.execute(
            insert(Conversation)
            .values(contact_id=contact.id, state={}, base={}, changed_at=self.clock())
            .on_conflict_do_nothing(index_elements=["contact_id"])
        )
        return session.scalars(wanted.execution_options(populate_existing=True)).one()

    @staticmethod
    def _heard_from(contact: Contact, row: InboundMessage) -> None:
        """The message is this contact's, who may be written to for a while."""
        row.contact_id = contact.id
        contact.last_inbound_at = max(row.received_at, contact.last_inbound_at or row.received_at)

    @staticmethod
    def _others_wait(session: Session, row: InboundMessage) -> bool:
        """Whether an earlier message of the same person is still to be tried again."""
        return bool(
            session.scalar(
                select(
                    exists().where(
                        col(InboundMessage.state) == InboundState.WAITING,
                        col(InboundMessage.contact_id) == row.contact_id,
                        col(InboundMessage.id) < row.id,
                    )
                )
            )
        )

    def answer(
        self, session: Session, row: InboundMessage, inbound: Inbound, contact: Contact, conversation: Conversation
    ) -> None:
        """Runs the turn and writes down what comes of it."""
        now = self.clock()
        contact.profile_name = inbound.profile_name[:80] or contact.profile_name
        message = self._message(session, row, inbound, contact)
        desk = Desk(session, contact, now, self.snapshots, row.id)
        if self._stays_quiet(desk, message):
            return
        given_way = answers.give_way(session, contact)
        before = State.from_json(conversation.base if given_way else conversation.state)
        learn_language(desk, message.text)
        language = desk.people.language or self.house.language
        zone = desk.party.timezone if desk.posts else self.house.timezone
        with text.speaking(language, now.astimezone(ZoneInfo(zone)).date()):
            step, seen = answers.before_their_eyes(session, contact, message)
            chat = Chat(desk, message, house=self.house.name, tapped_notice=step)
            state, reply = turn(before, chat, session.begin_nested, seen)
        answers.write(session, row, reply, given_way, now, self.house.breath, tapped=message.kind is Kind.TAP)
        notify(session, self.house.notice_channel, now, row.id)
        conversation.base = before.to_json()
        conversation.state = state.to_json()
        conversation.changed_at = now

    def _message(self, session: Session, row: InboundMessage, inbound: Inbound, contact: Contact) -> Message:
        attachments = media.want(session, inbound.attachments, row.id, contact.id, self.clock())
        return Message(
            inbound.kind,
            inbound.at,
            inbound.text,
            inbound.tap,
            inbound.place,
            attachments,
            inbound.profile_name,
            row.id,
        )

    def _stays_quiet(self, desk: Desk, message: Message) -> bool:
        """While a person looks after a chat the bot is still, unless a tap, MENU, STOP or START calls it back."""
        handover = desk.care.open_handover()
        if handover is None:
            return False
        if message.kind is Kind.TAP or interrupts.calls_back(message):
            desk.care.resume()
            return False
        return True

    # --- again

    def try_again(self, limit: int = 20) -> int:
        """Handles messages that failed or wait behind one that did; how many were looked at."""
        with self.database.read() as session:
            due = session.execute(
                select(col(InboundMessage.id), col(InboundMessage.channel))
                .where(col(InboundMessage.state) == InboundState.WAITING, col(InboundMessage.due) <= self.clock())
                .order_by(col(InboundMessage.id))
                .limit(limit)
            ).all()
        for row_id, _channel in due:
            self._try_one(row_id)
        return len(due)

    def _try_one(self, row_id: int) -> None:
        try:
            with self.database.write() as session:
                row = self._claim(session, row_id)
                if row is None:
                    return
                inbound = Inbound.from_json(row.content)
                contact = contact_at(session, inbound.channel, inbound.external_id, inbound.phone)
                conversation = self._lock(session, contact)
                self._heard_from(contact, row)
                if self._others_wait(session, row):
                    row.due = self.clock() + timedelta(seconds=1)
                    return
                self.answer(session, row, inbound, contact, conversation)
                row.state, row.due = InboundState.DONE, None
        except Exception as fault:
            log.exception("message_failed_again", inbound=row_id)
            self._failed_again(row_id, type(fault).__name__)
        self.rang()

    @staticmethod
    def _claim(session: Session, row_id: int) -> InboundMessage | None:
        return session.scalars(
            select(InboundMessage)
            .where(col(InboundMessage.id) == row_id, col(InboundMessage.state) == InboundState.WAITING)
            .with_for_update(skip_locked=True)
        ).first()

    def _failed_again(self, row_id: int, error: str) -> None:
        now = self.clock()
        with self.database.write() as session:
            row = self._claim(session, row_id)
            if row is None:
                return
            row.attempts += 1
            row.error = error
            if row.attempts <= len(TRIES_AFTER):
                row.due = now + TRIES_AFTER[row.attempts - 1]
                return
            row.state, row.due = InboundState.ASIDE, None
            log.error("message_set_aside", alarm=True, inbound=row_id, error=error)
            self._apologise(session, row, now)

    def _apologise(self, session: Session, row: InboundMessage, now: datetime) -> None:
        inbound = Inbound.from_json(row.content)
        contact = contact_at(session, inbound.channel, inbound.external_id, inbound.phone)
        self._heard_from(contact, row)
        answers.write_apology(session, row, contact, self.house.language, now)
