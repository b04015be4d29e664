"""The demo's books as they are at noon of a Monday, copied for each transcript."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.seed import fill
from bot.wiring import Wiring
from tests.clock import SettableClock
from tests.databases import Sqlite
from tests.wired import wired

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # in India


@pytest.fixture(scope="session")
def demo_file(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's books, filled once."""
    folder = tmp_path_factory.mktemp("demo")
    url = sqlite.fresh(folder)
    wiring = wired(url, SettableClock(NOON), folder)
    with wiring.database.write() as session:
        fill(session, NOON)
    wiring.database.close()
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[tuple[Wiring, SettableClock]]:
    """Everything wired on the demo's books, with answers that take a breath, and the clock to move."""
    copied = shutil.copyfile(demo_file, tmp_path / "demo.db")
    clock = SettableClock(NOON)
    made = wired(f"sqlite:///{copied}", clock, tmp_path)
    settings = made.settings.model_copy(update={"breath_seconds": 3.0, "house_name": "Himal Foods"})
    wiring = Wiring(settings, clock)
    yield wiring, clock
    wiring.database.close()
