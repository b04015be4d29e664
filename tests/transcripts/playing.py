"""Plays a transcript line by line: the same lines again where all goes as it is written, else what comes instead."""

from tests.transcripts.books import verify
from tests.transcripts.script import Answer, Claim, Entry, Said, Speaker, Tapped, Time
from tests.transcripts.stage import Stage


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
