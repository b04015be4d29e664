"""A copy of the demo's books for each transcript."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wiring import Wiring
from tests.clock import SettableClock
from tests.databases import Sqlite
from tests.transcripts.filled import NOON, noon_file
from tests.wired import wired

BREATH = 3.0  # seconds


@pytest.fixture
def demo(
    sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> Iterator[tuple[Wiring, SettableClock]]:
    """Everything wired on the demo's books, with answers that take a breath, and the clock to move."""
    copied = shutil.copyfile(noon_file(sqlite, tmp_path_factory.getbasetemp()), tmp_path / "demo.db")
    clock = SettableClock(NOON)
    plain = wired(f"sqlite:///{copied}", clock, tmp_path).settings
    wiring = Wiring(plain.model_copy(update={"breath_seconds": BREATH, "house_name": "Himal Foods"}), clock)
    yield wiring, clock
    wiring.database.close()
