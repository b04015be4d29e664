"""The clock: rings jobs by their timetable. A run claims its slot's row first, so any number of clocks are one."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import col, update

from bot.jobs.tables import JobRun
from bot.jobs.timetable import Job, slot_of, timetable
from bot.post.loop import Loop

if TYPE_CHECKING:
    from bot.wiring import Wiring

log = structlog.get_logger()

LOOKS_EVERY = 5.0
SECONDS_TO_FINISH = 8.0


class Clockwork:
    """A thread for each job that looks for its present slot; the database decides which clock runs it.

    A slot that was missed while nobody ran is made up for within the job's grace, and a run whose process died is
    taken over when its time is up.
    """

    def __init__(self, wiring: "Wiring") -> None:
        self.wiring = wiring
        self.settled: dict[str, datetime] = {}
        self.loops = [Loop(job.name, partial(self._look, job), idle=LOOKS_EVERY) for job in timetable().values()]

    def start(self) -> None:
        """Starts to look at the time."""
        for loop in self.loops:
            loop.start()

    def stop(self) -> None:
        """Ends after the jobs under way."""
        for loop in self.loops:
            loop.tell()
        for loop in self.loops:
            loop.join(SECONDS_TO_FINISH)

    def _look(self, job: Job) -> int:
        now = self.wiring.clock()
        slot = slot_of(job, now)
        if slot is None or self.settled.get(job.name) == slot:
            return 0
        if run(self.wiring, job, slot, now) is not None or has_ended(self.wiring, job, slot):
            self.settled[job.name] = slot
        return 0


def run(wiring: "Wiring", job: Job, slot: datetime, now: datetime) -> str | None:
    """Runs a job for a slot, unless somebody did; gives what came of it, None where it was not ours."""
    if not _claim(wiring, job, slot):
        return None
    try:
        outcome = job.work(wiring, now)
    except Exception:
        log.exception("job_failed", job=job.name)
        _end(wiring, job.name, slot, "failed")
        raise
    _end(wiring, job.name, slot, outcome)
    log.info("job_done", job=job.name, outcome=outcome)
    wiring.ring()
    return outcome


def has_ended(wiring: "Wiring", job: Job, slot: datetime) -> bool:
    """Whether a slot's run has come to its end, in whatever process."""
    with wiring.database.read() as session:
        run_of_slot = session.get(JobRun, (job.name, slot))
        return run_of_slot is not None and run_of_slot.ended_at is not None


def _claim(wiring: "Wiring", job: Job, slot: datetime) -> bool:
    """Takes the slot's row: a new one, or that of a run which began longer ago than a run may take."""
    insert = sqlite_insert if wiring.database.is_sqlite else postgres_insert
    now = wiring.clock()
    with wiring.database.write() as session:
        claimed = session.execute(
            insert(JobRun)
            .values(job=job.name, slot=slot, started_at=now, outcome="")
            .on_conflict_do_update(
                index_elements=["job", "slot"],
                set_={"started_at": now},
                where=col(JobRun.ended_at).is_(None) & (col(JobRun.started_at) < now - job.takes),
            )
            .returning(col(JobRun.job))
        )
        return claimed.first() is not None


def _end(wiring: "Wiring", name: str, slot: datetime, outcome: str) -> None:
    with wiring.database.write() as session:
        session.execute(
            update(JobRun)
            .where(col(JobRun.job) == name, col(JobRun.slot) == slot)
            .values(ended_at=wiring.clock(), outcome=outcome)
        )
