"""What runs by the clock, and when. Each job takes the wiring and the moment as which it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.jobs import upkeep
from bot.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work with its trigger; a slot that is older than `grace` is left out."""

    name: str
    does: str
    trigger: BaseTrigger
    work: Callable[[Wiring, datetime], str]
    grace: timedelta = timedelta(hours=1)


def timetable() -> dict[str, Job]:
    """Every job by its name."""
    jobs = [
        Job(
            "reservations",
            "gives back stock that is reserved for orders nobody packed in time, and tells the shop",
            IntervalTrigger(minutes=15, timezone="UTC"),
            upkeep.lapse_orders,
        ),
        Job(
            "upkeep",
            "forgets old job rows and paces that nobody needs any more",
            IntervalTrigger(hours=6, timezone="UTC"),
            upkeep.tidy,
        ),
    ]
    return {job.name: job for job in jobs}
