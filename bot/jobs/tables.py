"""One row for each run of a job: the claim that makes many clocks one."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from domain.columns import utc_now


class JobRun(SQLModel, table=True):
    """A job's run for one slot of its timetable; unique, so that it happens once."""

    __tablename__ = "job_run"

    job: str = Field(primary_key=True)
    slot: datetime = Field(primary_key=True)
    started_at: datetime = Field(default_factory=utc_now)
    ended_at: datetime | None = None
    outcome: str = ""
