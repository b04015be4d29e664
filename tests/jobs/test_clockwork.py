"""What runs by the clock happens once for its slot, however many clocks ring, and is made up for when it was missed."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from sqlmodel import col, select

from bot.jobs import clockwork
from bot.jobs.clockwork import Clockwork, run
from bot.jobs.tables import JobRun
from bot.jobs.timetable import Job, every, slot_of, timetable
from bot.wiring import Wiring
from tests.clock import MONDAY_MORNING, SettableClock
from tests.wired import wired


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def job(trigger: object, work: Callable[[Wiring, datetime], str] = lambda _wiring, _now: "done", **more: object) -> Job:
    return Job("test", "tests", trigger, work, **more)  # type: ignore[arg-type]


def runs(wiring: Wiring) -> list[JobRun]:
    with wiring.database.read() as session:
        return list(session.scalars(select(JobRun).order_by(col(JobRun.slot))))


# --- slots

QUARTER = every(minutes=15)
NINE = CronTrigger(hour=9, minute=0, timezone="Asia/Kolkata")
BERLIN_HALF_PAST_TWO = CronTrigger(hour=2, minute=30, timezone="Europe/Berlin")
HOUR = timedelta(hours=1)

SLOTS = [
    ("on the quarter", QUARTER, "2026-06-15T04:30:00Z", "2026-06-15T04:30:00Z"),
    ("a second before", QUARTER, "2026-06-15T04:29:59Z", "2026-06-15T04:15:00Z"),
    ("a second after", QUARTER, "2026-06-15T04:30:01Z", "2026-06-15T04:30:00Z"),
    ("nine in India", NINE, "2026-06-15T03:30:00Z", "2026-06-15T03:30:00Z"),
    ("late, within the grace", NINE, "2026-06-15T04:29:00Z", "2026-06-15T03:30:00Z"),
    ("too late", NINE, "2026-06-15T04:31:00Z", None),
    ("too early", NINE, "2026-06-15T03:29:59Z", None),
    ("a day", BERLIN_HALF_PAST_TWO, "2026-06-15T00:40:00Z", "2026-06-15T00:30:00Z"),
]


@pytest.mark.parametrize(("trigger", "now", "slot"), [case[1:] for case in SLOTS], ids=[case[0] for case in SLOTS])
def test_the_slot_of_a_moment(trigger: object, now: str, slot: str | None) -> None:
    assert slot_of(job(trigger, grace=HOUR), at(now)) == (at(slot) if slot else None)


@pytest.mark.parametrize(
    ("night", "times"),
    [("2026-03-29", 1), ("2026-10-25", 1), ("2026-06-15", 1)],
    ids=["02:30 does not exist", "02:30 comes twice", "an ordinary night"],
)
def test_a_night_on_which_the_clocks_change_has_one_slot(night: str, times: int) -> None:
    """Asked every minute of that day, in a zone with summer time."""
    moment = datetime.fromisoformat(night).replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    asked = job(BERLIN_HALF_PAST_TWO, grace=HOUR)
    found = {slot_of(asked, moment + timedelta(minutes=minute)) for minute in range(24 * 60)} - {None}
    assert len(found) == times


def test_all_machines_have_the_same_slots() -> None:
    """A trigger made at another moment counts from the same beginning."""
    now = MONDAY_MORNING + timedelta(minutes=7, seconds=3)
    assert slot_of(job(every(minutes=15)), now) == slot_of(job(every(minutes=15)), now + timedelta(minutes=5))


@pytest.mark.parametrize("name", timetable())
def test_every_job_of_the_house_has_a_slot_now(name: str) -> None:
    assert slot_of(timetable()[name], MONDAY_MORNING) is not None


# --- runs


def test_a_slot_is_run_once(wiring: Wiring, clock: SettableClock) -> None:
    asked, slot = job(QUARTER), clock()
    assert run(wiring, asked, slot, clock()) == "done"
    assert run(wiring, asked, slot, clock()) is None
    (row,) = runs(wiring)
    assert (row.outcome, row.ended_at) == ("done", clock())


def test_three_clocks_at_once_run_a_slot_once(database_url: str, clock: SettableClock, tmp_path: Path) -> None:
    """Three processes on PostgreSQL; SQLite is used by one, in which three clocks ring."""
    done: list[int] = []

    def work(_wiring: Wiring, _now: datetime) -> str:
        done.append(1)
        time.sleep(0.05)
        return "done"

    count = 1 if database_url.startswith("sqlite") else 3
    houses = [wired(database_url, clock, tmp_path) for _ in range(count)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda number: run(houses[number % count], job(QUARTER, work), clock(), clock()), range(3)))
    assert len(done) == 1
    for house in houses:
        house.database.close()


def test_a_run_that_fails_is_not_run_again_and_shows(wiring: Wiring, clock: SettableClock) -> None:
    def fail(_wiring: Wiring, _now: datetime) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(wiring, job(QUARTER, fail), clock(), clock())
    assert run(wiring, job(QUARTER, fail), clock(), clock()) is None
    assert [row.outcome for row in runs(wiring)] == ["failed"]


def test_a_run_whose_process_died_is_taken_over_when_its_time_is_up(wiring: Wiring, clock: SettableClock) -> None:
    asked, slot = job(QUARTER, takes=timedelta(minutes=10)), clock()
    assert clockwork._claim(wiring, asked, slot)
    clock.forward(minutes=9)
    assert run(wiring, asked, slot, clock()) is None
    clock.forward(minutes=2)
    assert run(wiring, asked, slot, clock()) == "done"
    assert run(wiring, asked, slot, clock()) is None


def test_a_clock_that_was_put_back_runs_nothing_again(wiring: Wiring, clock: SettableClock) -> None:
    asked = job(QUARTER)
    slot = slot_of(asked, clock())
    assert slot is not None
    run(wiring, asked, slot, clock())
    clock.forward(minutes=20)
    second = slot_of(asked, clock())
    assert second is not None
    run(wiring, asked, second, clock())
    clock.forward(minutes=-20)
    again = slot_of(asked, clock())
    assert again == slot
    assert run(wiring, asked, slot, clock()) is None


# --- the clock itself


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A timetable of one job that notes as which moment it ran."""
    noted: list[datetime] = []

    def work(_wiring: Wiring, now: datetime) -> str:
        noted.append(now)
        return "done"

    monkeypatch.setattr(clockwork, "timetable", lambda: {"test": job(QUARTER, work)})
    monkeypatch.setattr(clockwork, "LOOKS_EVERY", 0.02)
    return noted


def wait_until(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not seen() and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_clock_makes_up_for_the_slot_that_passed_before_it_started(
    wiring: Wiring, clock: SettableClock, rung: list[datetime]
) -> None:
    clock.forward(minutes=14)
    ringing = Clockwork(wiring)
    ringing.start()
    wait_until(lambda: bool(rung))
    ringing.stop()
    assert rung == [clock()]
    assert [row.slot for row in runs(wiring)] == [MONDAY_MORNING]


def test_a_clock_rings_once_a_slot(wiring: Wiring, clock: SettableClock, rung: list[datetime]) -> None:
    ringing = Clockwork(wiring)
    ringing.start()
    for count in (1, 2, 3):
        wait_until(lambda count=count: len(rung) == count)  # type: ignore[misc]
        time.sleep(0.1)
        assert len(rung) == count
        clock.forward(minutes=15)
    ringing.stop()


def test_a_clock_that_stops_finishes_the_job_under_way(
    wiring: Wiring, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []

    def work(_wiring: Wiring, _now: datetime) -> str:
        begun.append(1)
        time.sleep(0.3)
        return "done"

    monkeypatch.setattr(clockwork, "timetable", lambda: {"test": job(QUARTER, work)})
    ringing = Clockwork(wiring)
    ringing.start()
    wait_until(lambda: bool(begun))
    ringing.stop()
    assert [row.outcome for row in runs(wiring)] == ["done"]
