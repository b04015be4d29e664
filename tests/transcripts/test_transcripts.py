"""Conversations as they should be, played line by line.

With `UPDATE=1` what is answered now is written into the files, for somebody to review.
"""

import os
from pathlib import Path

import pytest

from bot.commands.books import invariants, look
from bot.wiring import Wiring
from tests.clock import SettableClock
from tests.transcripts.books import verify
from tests.transcripts.script import Answer, Claim, Entry, Said, Speaker, Tapped, Time, read_script
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


def play(script: list[Entry], stage: Stage) -> list[str]:
    """The transcript as it goes now, line by line."""
    told: list[str] = []
    for entry in script:
        told += _played(entry, stage)
    return told + _answers(stage.left_unheard())


def _played(entry: Entry, stage: Stage) -> list[str]:
    match entry.cue:
        case Answer():
            return _answers([heard] if (heard := stage.hear()) is not None else [])
        case Said(text):
            left = _answers(stage.left_unheard())
            stage.say(text)
            return left + entry.written
        case Tapped(label):
            stage.tap(label)
        case Time(moment):
            stage.set_time(moment)
        case Claim(sentence):
            with stage.wiring.database.read() as session:
                verify(session, sentence)
        case Speaker(phone):
            left = _answers(stage.left_unheard())
            stage.phone = phone
            return left + entry.written
    return entry.written


def _answers(heard: list[list[str]]) -> list[str]:
    """Answers as they are written down."""
    return [line for first, *more in heard for line in (f"< {first}", *(f"  {line}" for line in more))]
