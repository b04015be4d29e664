"""The only code that sends: claims what is due, draws it, paces it, hands it over, and writes down what came of it."""

import random
import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update
from sqlmodel import col

from bot.channels.base import CannotTell, Channel, Outbound, Report, SendError, Trouble
from bot.database import Database
from bot.post import pace
from bot.post.claiming import Claimed, claim_due
from bot.post.drawing import Drawing, NothingToSay, Wait
from bot.post.progress import RANK, take_report
from bot.post.tables import OUT, Lane, OutboundMessage, OutboundState
from domain.columns import Clock
from domain.network.tables import Contact

log = structlog.get_logger()

LEASE = timedelta(seconds=12)  # making a template takes at most four seconds, a send six, its place in the row one
WAIT_FOR_REPORT = timedelta(seconds=2)
WAIT_FOR_FILE = timedelta(seconds=2)
FAULTS_BEFORE_THE_BELL = 3
FIRST_WAIT = 0.5
GROWTH = 1.5
MOST_WAIT = 600.0
BATCH = 40
CLOCKS_DIFFER = timedelta(minutes=2)


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

    def run_once(self, only: Sequence[int] | None = None) -> int:
        """Sends what is due (of `only` these rows, where given), one after the other; how many rows were taken."""
        claimed = self.claim(only=only)
        for row in claimed:
            self.deliver(row)
        return len(claimed)

    def claim(self, most: int = BATCH, only: Sequence[int] | None = None) -> list[Claimed]:
        """Takes at most `most` rows that are due, one a contact, answers before news before offers."""
        now = self.clock()
        paced = {name: channel.capabilities.paced for name, channel in self.channels.items()}
        with self.database.write() as session:
            return claim_due(session, paced, self.name, now, now + LEASE, most, only)

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

    # --- sending one

    def deliver(self, row: Claimed) -> None:
        """Sends a claimed row and records what came of it; a fault of ours is tried again, then rings the bell."""
        try:
            self._deliver(row)
        except Exception as fault:
            log.exception("send_failed", outbound=row.id)
            if row.attempts < FAULTS_BEFORE_THE_BELL:
                self._put_back(row, OutboundState.NEW, "fault", self._later(row))
                return
            log.error("letter_set_aside", alarm=True, outbound=row.id, error=type(fault).__name__)
            self._finish(row, OutboundState.FAILED, error=type(fault).__name__)

    def _deliver(self, row: Claimed) -> None:
        channel = self.channels[row.channel]
        try:
            message = self.drawing.letter(row.id, channel.capabilities, as_it_was=row.unclear)
        except NothingToSay as silence:
            state = OutboundState.FAILED if silence.failed else OutboundState.DROPPED
            self._finish(row, state, error=str(silence))
            return
        except Wait as wait:
            self._put_back(row, OutboundState.NEW, str(wait), self.clock() + WAIT_FOR_FILE, tried=False)
            return
        if row.unclear and self._was_sent(row, channel, message):
            return
        if row.attempts > 1 and row.gives_way and self._is_overtaken(row):
            self._finish(row, OutboundState.DROPPED, error="overtaken")
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
            found = self._unclaimed_of(channel.find(message, row.written_at - CLOCKS_DIFFER))
        except (CannotTell, SendError):
            if row.lane is not Lane.OFFER:
                return False
            self._finish(row, OutboundState.FAILED, error="unknown")
            return True
        if found is None:
            return False
        self._finish(row, OutboundState.SENT, provider_id=found)
        return True

    def _unclaimed_of(self, provider_ids: Sequence[str]) -> str | None:
        """The first of these ids that is not another letter's: the same words may have been sent before."""
        with self.database.read() as session:
            known = set(
                session.scalars(
                    select(col(OutboundMessage.provider_id)).where(col(OutboundMessage.provider_id).in_(provider_ids))
                )
            )
        return next((provider_id for provider_id in provider_ids if provider_id not in known), None)

    def _is_overtaken(self, row: Claimed) -> bool:
        """Whether a newer answer went out while this one could not: the old screen would come after the new."""
        newer = select(col(OutboundMessage.id)).where(
            col(OutboundMessage.contact_id) == row.contact_id,
            col(OutboundMessage.id) > row.id,
            col(OutboundMessage.lane) == Lane.ANSWER,
            col(OutboundMessage.state).in_(OUT),
        )
        with self.database.read() as session:
            return session.scalars(newer.limit(1)).first() is not None

    def _wait_for_slot(self, sender: str) -> None:
        if not self.channels[sender].capabilities.paced:
            return
        with self.database.write() as session:
            wait = pace.take_slot(session, sender, self.clock(), self.rate)
        if wait:
            time.sleep(wait.total_seconds())

    def _failed(self, row: Claimed, error: SendError) -> None:
        log.warning("not_sent", outbound=row.id, code=error.code, trouble=error.trouble.value)
        if error.trouble is Trouble.UNKNOWN and row.attempts < error.tries:
            report_by = self.clock() + WAIT_FOR_REPORT
            self._put_back(row, OutboundState.UNKNOWN, error.code, max(self._later(row), report_by))
        elif error.trouble is Trouble.LATER and row.attempts < error.tries:
            self._put_back(row, OutboundState.NEW, error.code, max(self._later(row), self.clock() + error.wait))
        else:
            self._finish(row, OutboundState.FAILED, error=error.code, opted_out=error.trouble is Trouble.OPTED_OUT)

    def _later(self, row: Claimed) -> datetime:
        """When to try again: the wait grows from half a second to ten minutes, and half of it is chance."""
        grown = min(FIRST_WAIT * GROWTH ** min(row.attempts, 20), MOST_WAIT)
        return self.clock() + timedelta(seconds=grown * random.uniform(0.5, 1.0))  # noqa: S311 - not a secret

    # --- writing it down

    def _finish(
        self,
        row: Claimed,
        state: OutboundState,
        *,
        provider_id: str | None = None,
        error: str = "",
        opted_out: bool = False,
    ) -> None:
        now = self.clock()
        with self.database.write() as session:
            message = session.scalars(
                select(OutboundMessage).where(col(OutboundMessage.id) == row.id).with_for_update()
            ).one()
            if self._holds(row, message):
                pace.give_pen_back(session, row.contact_id, unused=state is OutboundState.DROPPED)
            elif message.state is OutboundState.CLAIMED:
                return  # our lease ran out and another worker has it now
            if RANK[message.state] < RANK[OutboundState.SENT]:
                message.state, message.error = state, error
            message.provider_id = message.provider_id or provider_id
            message.sent_at = message.sent_at or (now if state is OutboundState.SENT else None)
            message.lease_until = None
            if opted_out:
                session.execute(update(Contact).where(col(Contact.id) == row.contact_id).values(offers_ok=False))

    def _holds(self, row: Claimed, message: OutboundMessage) -> bool:
        """Whether a row is still under the claim that we took: the count of tries tells one claim from the next."""
        return message.claimed_by == self.name and message.attempts == row.attempts

    def _put_back(self, row: Claimed, state: OutboundState, error: str, due: datetime, *, tried: bool = True) -> None:
        attempts = row.attempts if tried else row.attempts - 1
        with self.database.write() as session:
            put = session.execute(
                update(OutboundMessage)
                .where(
                    col(OutboundMessage.id) == row.id,
                    col(OutboundMessage.state) == OutboundState.CLAIMED,
                    col(OutboundMessage.claimed_by) == self.name,
                    col(OutboundMessage.attempts) == row.attempts,
                )
                .values(state=state, error=error, due=due, lease_until=None, attempts=attempts)
                .execution_options(synchronize_session=False)
            )
            if put.rowcount:  # type: ignore[attr-defined]
                pace.give_pen_back(session, row.contact_id, unused=not tried)

    def report(self, report: Report) -> bool:
        """Moves a message on by the provider's word, never back; False where it is not one of ours."""
        with self.database.write() as session:
            return take_report(session, report, self.clock())
