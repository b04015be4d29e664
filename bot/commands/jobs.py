"""`sauda jobs`: what runs by the clock."""

from datetime import datetime
from typing import Annotated

import typer

from bot.commands.failure import Failed
from bot.commands.opening import opened

app = typer.Typer(help="Scheduled jobs.", no_args_is_help=True)


@app.command("list")
def list_jobs() -> None:
    """Every scheduled job, and what it does.

    Example: sauda jobs list
    """
    from bot.jobs.timetable import timetable

    for job in timetable().values():
        print(f"{job.name:<16} {job.trigger!s:<28} {job.does}")


@app.command("run")
def run_job(
    name: Annotated[str, typer.Argument(help="The job.")],
    at: Annotated[str | None, typer.Option(help="Run it as if it were this moment (ISO).")] = None,
) -> None:
    """Run a job now, or as if it were another moment, through the same claim as the clock.

    Example: sauda jobs run reservations --at 2026-12-01T18:30:00+05:30
    """
    from zoneinfo import ZoneInfo

    from bot.jobs.clockwork import run
    from bot.jobs.timetable import slot_of, timetable

    job = timetable().get(name)
    if job is None:
        raise Failed(f"no such job: {name} (known: {', '.join(timetable())})")
    wiring = opened()
    now = wiring.clock()
    if at is not None:
        try:
            now = datetime.fromisoformat(at)
        except ValueError:
            raise Failed(f"--at wants an ISO moment such as 2026-12-01T18:30, not {at!r}") from None
        if now.tzinfo is None:
            now = now.replace(tzinfo=ZoneInfo(wiring.settings.timezone))
    slot = slot_of(job, now) or now  # a moment outside the timetable is a slot of its own
    outcome = run(wiring, job, slot, now)
    print(outcome if outcome is not None else "already done for this slot")
