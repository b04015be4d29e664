"""A copy of the demo's books for each transcript."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wiring import Wiring
from tests.clock import SettableClock
from tests.databases import Sqlite
from tests.transcripts.filled import NOON, filled
from tests.wired import wired

BREATH = 3.0  # seconds


@pytest.fixture(scope="session")
def demo_file(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's books, filled once."""
    folder = tmp_path_factory.mktemp("demo")
    url = sqlite.fresh(folder)
    filled(url, folder).database.close()
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[tuple[Wiring, SettableClock]]:
    """Everything wired on the demo's books, with answers that take a breath, and the clock to move."""
    copied = shutil.copyfile(demo_file, tmp_path / "demo.db")
    clock = SettableClock(NOON)
    plain = wired(f"sqlite:///{copied}", clock, tmp_path).settings
    wiring = Wiring(plain.model_copy(update={"breath_seconds": BREATH, "house_name": "Himal Foods"}), clock)
    yield wiring, clock
    wiring.database.close()
