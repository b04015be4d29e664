"""What runs by the clock, and when. Each job takes the wiring and the moment as which it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.jobs import upkeep
from bot.wiring import Wiring

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # intervals are counted from here, so that all machines have the same slots


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work with its trigger.

    A slot that is older than `grace` is left out; a run that `takes` longer counts as dead and is run again, so the
    work must bear that.
    """

    name: str
    does: str
    trigger: BaseTrigger
    work: Callable[[Wiring, datetime], str]
    grace: timedelta = timedelta(hours=1)
    takes: timedelta = timedelta(minutes=10)


def every(**interval: float) -> IntervalTrigger:
    """A trigger with the same slots on every machine."""
    return IntervalTrigger(start_date=EPOCH, timezone="UTC", **interval)


def slot_of(job: Job, now: datetime) -> datetime | None:
    """The newest moment of a job's timetable that has come and is not older than its grace."""
    slot: datetime | None = None
    moment = job.trigger.get_next_fire_time(None, now - job.grace)
    while moment is not None and moment <= now:
        slot = moment.replace(fold=0).astimezone(UTC)  # an hour that comes twice has the slots of its first time
        moment = job.trigger.get_next_fire_time(moment, moment)
    return slot


def timetable() -> dict[str, Job]:
    """Every job by its name."""
    jobs = [
        Job(
            "reservations",
            "gives back stock that is reserved for orders nobody packed in time, and tells the shop",
            every(minutes=15),
            upkeep.lapse_orders,
        ),
        Job(
            "reconcile",
            "fetches messages of the last hours that the provider has and our webhook missed",
            every(minutes=10),
            upkeep.fetch_missed,
        ),
        Job(
            "upkeep",
            "forgets the runs of jobs of long ago",
            every(hours=6),
            upkeep.tidy,
            grace=timedelta(hours=6),
        ),
    ]
    return {job.name: job for job in jobs}
