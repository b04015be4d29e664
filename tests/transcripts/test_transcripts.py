"""Conversations as they should be, played line by line.

With `UPDATE=1` what is answered now is written into the files, for somebody to review.
"""

import os
from pathlib import Path

import pytest

from bot.commands.books import invariants, look
from bot.wiring import Wiring
from tests.clock import SettableClock
from tests.transcripts.playing import play
from tests.transcripts.script import read_script
from tests.transcripts.stage import Stage

FOLDER = Path(__file__).parent
SCRIPTS = sorted(FOLDER.rglob("*.txt"))

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("file", SCRIPTS, ids=[str(file.relative_to(FOLDER).with_suffix("")) for file in SCRIPTS])
def test_transcript(file: Path, demo: tuple[Wiring, SettableClock]) -> None:
    wiring, clock = demo
    script = read_script(file)
    told = play(script, Stage(wiring, clock))
    if os.environ.get("UPDATE"):
        file.write_text("\n".join(told) + "\n", "utf-8")
    assert [line.strip() for line in told] == [line.strip() for entry in script for line in entry.written]
    assert look(wiring, invariants()) == []
