"""The only code that sends: claims what is due, draws it, paces it, hands it over, and writes down what came of it."""

import random
import secrets
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from bot.channels.base import CannotTell, Channel, Outbound, Progress, Report, SendError, Trouble
from bot.database import Database
from bot.post import pace
from bot.post.drawing import Drawing, NothingToSay, Wait
from bot.post.tables import Lane, OutboundMessage, OutboundState
from domain.columns import Clock
from domain.network.tables import Contact

log = structlog.get_logger()

LEASE = timedelta(seconds=20)  # a send takes at most eight seconds, its place in the row about one
WAIT_FOR_REPORT = timedelta(seconds=3)
MOST_TRIES = 8
MOST_WAIT = timedelta(minutes=10)
BATCH = 40

RANK = {
    OutboundState.DROPPED: 9,
    OutboundState.FAILED: 5,
    OutboundState.READ: 4,
    OutboundState.DELIVERED: 3,
    OutboundState.SENT: 2,
    OutboundState.UNKNOWN: 1,
    OutboundState.CLAIMED: 1,
    OutboundState.NEW: 0,
}
REPORTED = {
    Progress.SENT: OutboundState.SENT,
    Progress.DELIVERED: OutboundState.DELIVERED,
    Progress.READ: OutboundState.READ,
    Progress.FAILED: OutboundState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that this worker may send, as it was before: an `unclear` one may have been sent already."""

    id: int
    contact_id: int
    channel: str
    unclear: bool
    attempts: int


class Outbox:
    """Sends what is written. Any number of workers may run; each row goes to one of them at a time."""

    def __init__(
        self, database: Database, channels: Mapping[str, Channel], drawing: Drawing, clock: Clock, rate: float
    ) -> None:
        self.database = database
        self.channels = channels
        self.drawing = drawing
        self.clock = clock
        self.rate = rate
        self.name = secrets.token_hex(6)

    def run_once(self, pool: ThreadPoolExecutor | None = None, only: Sequence[int] | None = None) -> int:
        """Sends what is due (of `only` these rows, where given); how many rows were taken."""
        claimed = self.claim(only)
        if pool is None:
            for row in claimed:
                self.deliver(row)
        else:
            list(pool.map(self.deliver, claimed))
        return len(claimed)

    def recover(self) -> int:
        """Takes back what an earlier process of ours had claimed when it died; only where no other can be sending."""
        if not self.database.is_sqlite:
            return 0
        with self.database.write() as session:
            pace.take_all_pens_back(session)
            found = session.execute(
                update(OutboundMessage)
                .where(col(OutboundMessage.state) == OutboundState.CLAIMED)
                .values(state=OutboundState.UNKNOWN, lease_until=None, due=self.clock() + WAIT_FOR_REPORT)
                .execution_options(synchronize_session=False)
            )
        return int(found.rowcount)  # type: ignore[attr-defined]

    # --- claiming

    def claim(self, only: Sequence[int] | None = None) -> list[Claimed]:
        """Takes rows that are due, at most one a contact, answers before news before offers."""
        now = self.clock()
        with self.database.write() as session:
            due = self._due(session, now, only)
            claimed = []
            taken: set[int] = set()
            for row, channel in due:
                if row.contact_id in taken or channel not in self.channels:
                    continue
                paced = self.channels[channel].capabilities.paced and row.attempts == 0
                if not pace.take_pen(session, row.contact_id, now, now + LEASE, paced=paced):
                    continue
                taken.add(row.contact_id)
                unclear = row.state in (OutboundState.UNKNOWN, OutboundState.CLAIMED)
                row.attempts += 1
                claimed.append(Claimed(row.id, row.contact_id, channel, unclear, row.attempts))
                row.state, row.claimed_by, row.lease_until = OutboundState.CLAIMED, self.name, now + LEASE
        return claimed

    def _due(self, session: Session, now: datetime, only: Sequence[int] | None) -> list[tuple[OutboundMessage, str]]:
        """Due rows with their channel: new ones, unclear ones, and those whose worker is gone.

        A row waits while an earlier one to the same person is being tried, so that answers come in order.
        """
        earlier = aliased(OutboundMessage)
        tried = (
            select(col(earlier.id))
            .where(
                col(earlier.contact_id) == col(OutboundMessage.contact_id),
                col(earlier.id) < col(OutboundMessage.id),
                col(earlier.lane) == col(OutboundMessage.lane),
                col(earlier.state).in_((OutboundState.CLAIMED, OutboundState.UNKNOWN, OutboundState.NEW)),
                col(earlier.attempts) > 0,
            )
            .exists()
        )
        wanted = (
            select(OutboundMessage, col(Contact.channel))
            .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
            .where(
                (col(OutboundMessage.state).in_((OutboundState.NEW, OutboundState.UNKNOWN)))
                | ((col(OutboundMessage.state) == OutboundState.CLAIMED) & (col(OutboundMessage.lease_until) < now)),
                col(OutboundMessage.due) <= now,
                ~tried,
            )
            .order_by(col(OutboundMessage.lane), col(OutboundMessage.due), col(OutboundMessage.id))
            .limit(BATCH)
            .with_for_update(skip_locked=True, of=OutboundMessage)
        )
        if only is not None:
            wanted = wanted.where(col(OutboundMessage.id).in_(only))
        return [(row, channel) for row, channel in session.execute(wanted)]

    # --- sending one

    def deliver(self, row: Claimed) -> None:
        """Sends a claimed row and records what came of it; a fault of ours puts it back for later."""
        try:
            self._deliver(row)
        except Exception:
            log.exception("send_failed", outbound=row.id)
            self._put_back(row, OutboundState.NEW, "fault", self._later(row))

    def _deliver(self, row: Claimed) -> None:
        channel = self.channels[row.channel]
        try:
            message = self.drawing.letter(row.id, channel.capabilities)
        except NothingToSay as silence:
            state = OutboundState.FAILED if silence.failed else OutboundState.DROPPED
            self._finish(row, state, error=str(silence))
            return
        except Wait as wait:
            self._put_back(row, OutboundState.NEW, str(wait), self.clock() + timedelta(seconds=2))
            return
        if row.unclear and self._was_sent(row, channel, message):
            return
        self._wait_for_slot(row.channel)
        try:
            provider_id = channel.send(message)
        except SendError as error:
            self._failed(row, error)
            return
        self._finish(row, OutboundState.SENT, provider_id=provider_id)

    def _was_sent(self, row: Claimed, channel: Channel, message: Outbound) -> bool:
        """Whether an earlier try that ended unclear did go out; if nobody can tell, what must arrive is sent again."""
        try:
            found = channel.find(message, self.clock() - timedelta(hours=6))
        except (CannotTell, SendError):
            if self._lane(row.id) is not Lane.OFFER:
                return False
            self._finish(row, OutboundState.FAILED, error="unknown")
            return True
        if found is None:
            return False
        self._finish(row, OutboundState.SENT, provider_id=found)
        return True

    def _wait_for_slot(self, sender: str) -> None:
        if not self.channels[sender].capabilities.paced:
            return
        with self.database.write() as session:
            wait = pace.take_slot(session, sender, self.clock(), self.rate)
        if wait:
            time.sleep(wait.total_seconds())

    def _failed(self, row: Claimed, error: SendError) -> None:
        log.warning("not_sent", outbound=row.id, code=error.code, trouble=error.trouble.value)
        if error.trouble is Trouble.UNKNOWN and row.attempts < MOST_TRIES:
            self._put_back(row, OutboundState.UNKNOWN, error.code, self.clock() + WAIT_FOR_REPORT)
        elif error.trouble is Trouble.LATER and row.attempts < MOST_TRIES:
            self._put_back(row, OutboundState.NEW, error.code, max(self._later(row), self.clock() + error.wait))
        else:
            self._finish(row, OutboundState.FAILED, error=error.code)

    def _later(self, row: Claimed) -> datetime:
        grown = min(timedelta(seconds=2 ** min(row.attempts, 10)), MOST_WAIT)
        return self.clock() + grown * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret

    # --- writing it down

    def _finish(self, row: Claimed, state: OutboundState, *, provider_id: str | None = None, error: str = "") -> None:
        now = self.clock()
        with self.database.write() as session:
            message = session.scalars(
                select(OutboundMessage).where(col(OutboundMessage.id) == row.id).with_for_update()
            ).one()
            pace.give_pen_back(session, row.contact_id)
            if message.claimed_by != self.name and message.state is OutboundState.CLAIMED:
                return  # our lease ran out and another worker has it now
            if RANK[state] > RANK[message.state]:
                message.state = state
            message.provider_id = message.provider_id or provider_id
            message.sent_at = message.sent_at or (now if state is OutboundState.SENT else None)
            message.error = error
            message.lease_until = None

    def _put_back(self, row: Claimed, state: OutboundState, error: str, due: datetime) -> None:
        with self.database.write() as session:
            pace.give_pen_back(session, row.contact_id)
            session.execute(
                update(OutboundMessage)
                .where(
                    col(OutboundMessage.id) == row.id,
                    col(OutboundMessage.state) == OutboundState.CLAIMED,
                    col(OutboundMessage.claimed_by) == self.name,
                )
                .values(state=state, error=error, due=due, lease_until=None)
                .execution_options(synchronize_session=False)
            )

    def _lane(self, row_id: int) -> Lane:
        with self.database.read() as session:
            return Lane(
                session.scalars(select(col(OutboundMessage.lane)).where(col(OutboundMessage.id) == row_id)).one()
            )

    # --- reports

    def report(self, report: Report) -> bool:
        """Moves a message on by the provider's word, never back; False where it is not one of ours."""
        now = self.clock()
        state = REPORTED[report.progress]
        with self.database.write() as session:
            wanted = select(OutboundMessage).with_for_update()
            if report.reference is not None:
                wanted = wanted.where(col(OutboundMessage.id) == report.reference)
            else:
                wanted = wanted.where(col(OutboundMessage.provider_id) == report.provider_id)
            message = session.scalars(wanted).first()
            if message is None or message.provider_id not in (None, report.provider_id):
                return False
            message.provider_id = report.provider_id
            if RANK[state] > RANK[message.state] or self._proves_otherwise(message.state, state):
                message.state, message.status_at = state, now
                message.sent_at = message.sent_at or now
                message.error = report.code
        return True

    @staticmethod
    def _proves_otherwise(was: OutboundState, now: OutboundState) -> bool:
        """A message that was given up and arrived all the same did arrive."""
        return was is OutboundState.FAILED and now in (OutboundState.DELIVERED, OutboundState.READ)
