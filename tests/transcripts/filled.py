"""The demo's books as they are at noon of a Monday in India."""

from datetime import UTC, datetime
from pathlib import Path

from bot.demo.seed import fill
from bot.wiring import Wiring
from tests.clock import SettableClock
from tests.wired import wired

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def filled(url: str, folder: Path, now: datetime = NOON) -> Wiring:
    """Fills the empty books at `url` with the demo network, as of `now`."""
    wiring = wired(url, SettableClock(now), folder)
    with wiring.database.write() as session:
        fill(session, now)
    return wiring
