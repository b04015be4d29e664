"""The demo's books as they are at noon of a Monday in India."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.demo.seed import fill
from bot.wiring import Wiring
from tests.clock import SettableClock
from tests.databases import Sqlite
from tests.wired import wired

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def filled(url: str, folder: Path, now: datetime = NOON) -> Wiring:
    """Fills the empty books at `url` with the demo network, as of `now`."""
    wiring = wired(url, SettableClock(now), folder)
    with wiring.database.write() as session:
        fill(session, now)
    return wiring


@cache
def noon_file(sqlite: Sqlite, folder: Path) -> Path:
    """The books in a file of `folder`, filled once a process; whoever changes something changes a copy."""
    url = sqlite.fresh(folder)
    filled(url, folder).database.close()
    return Path(url.removeprefix("sqlite:///"))
