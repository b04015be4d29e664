"""The clock: rings jobs by their timetable. A run claims its slot's row first, so any number of clocks are one."""

from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import col, update

from bot.jobs.tables import JobRun
from bot.jobs.timetable import Job, timetable

if TYPE_CHECKING:
    from bot.wiring import Wiring

log = structlog.get_logger()


class Clockwork:
    """Wakes up for each job's next slot; the database decides who runs it."""

    def __init__(self, wiring: "Wiring") -> None:
        self.wiring = wiring
        self.scheduler = BackgroundScheduler(timezone="UTC")

    def start(self) -> None:
        """Sets every job on the scheduler."""
        for job in timetable().values():
            self.scheduler.add_job(
                self._ring, job.trigger, args=[job], id=job.name, coalesce=True,
                misfire_grace_time=int(job.grace.total_seconds()),
            )  # fmt: skip
        self.scheduler.start()

    def stop(self) -> None:
        """Ends after the jobs under way."""
        self.scheduler.shutdown(wait=True)

    def _ring(self, job: Job) -> None:
        now = self.wiring.clock()
        run(self.wiring, job, slot_of(job, now), now)


def slot_of(job: Job, now: datetime) -> datetime:
    """The slot that a moment belongs to: the start of the job's interval, the same on every machine."""
    interval = getattr(job.trigger, "interval", None)
    seconds = round(interval.total_seconds()) if interval is not None else 60
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=now.tzinfo)


def run(wiring: "Wiring", job: Job, slot: datetime, now: datetime) -> str | None:
    """Runs a job for a slot, unless somebody did; gives what came of it, None where it was not ours."""
    if not _claim(wiring, job.name, slot):
        return None
    try:
        outcome = job.work(wiring, now)
    except Exception:
        log.exception("job_failed", job=job.name)
        _end(wiring, job.name, slot, "failed")
        raise
    _end(wiring, job.name, slot, outcome)
    log.info("job_done", job=job.name, outcome=outcome)
    wiring.rang()
    return outcome


def _claim(wiring: "Wiring", name: str, slot: datetime) -> bool:
    insert = sqlite_insert if wiring.database.is_sqlite else postgres_insert
    with wiring.database.write() as session:
        claimed = session.execute(
            insert(JobRun)
            .values(job=name, slot=slot, started_at=wiring.clock(), outcome="")
            .on_conflict_do_nothing(index_elements=["job", "slot"])
        )
    return bool(claimed.rowcount)  # type: ignore[attr-defined]


def _end(wiring: "Wiring", name: str, slot: datetime, outcome: str) -> None:
    with wiring.database.write() as session:
        session.execute(
            update(JobRun)
            .where(col(JobRun.job) == name, col(JobRun.slot) == slot)
            .values(ended_at=wiring.clock(), outcome=outcome)
        )
