"""What is always true of the runs of jobs."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.jobs.tables import JobRun
from domain.books.invariant import Facts, Invariant, rows

ENDS_WITHIN = timedelta(hours=1)


def running_too_long(session: Session, now: datetime) -> Iterable[Facts]:
    """Runs that began long ago and never ended: their process is gone."""
    running = select(col(JobRun.job), col(JobRun.slot)).where(
        col(JobRun.ended_at).is_(None), col(JobRun.started_at) < now - ENDS_WITHIN
    )
    return [{"job": job, "slot": slot} for job, slot in session.execute(running)]


JOBS: tuple[Invariant, ...] = (
    Invariant(
        "I28",
        "one_run_a_slot",
        "a job runs once for a slot",
        "job {job} ran {times} times for {slot}",
        rows("SELECT job, slot, COUNT(*) AS times FROM job_run GROUP BY job, slot HAVING COUNT(*) > 1"),
    ),
    Invariant("I28", "runs_end", "a run ends within the hour", "job {job} of {slot} never ended", running_too_long),
)
