"""A conversation as it is written down, one a file.

`#` a comment, and with a phone in it who speaks from here on; `>` the person writes; `>>` the person taps; `<` our one
answer, its further lines indented, with `[a | b]` what is offered; `=` what must now be true in the books; `@` time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_PHONE = re.compile(r"\+\d{8,15}")


@dataclass(frozen=True)
class Speaker:
    """From here on the person of this phone speaks and hears."""

    phone: str


@dataclass(frozen=True)
class Said:
    """The person writes, or sends something that stands in brackets: `[location 27.69, 85.34]`, `[voice note]`."""

    text: str


@dataclass(frozen=True)
class Tapped:
    """The person taps a choice."""

    label: str


@dataclass(frozen=True)
class Answer:
    """Our answer, line by line, with what is offered."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """Something that must be true in the books."""

    sentence: str


@dataclass(frozen=True)
class Time:
    """What the clock does."""

    told: str


Cue = Speaker | Said | Tapped | Answer | Claim | Time


@dataclass
class Entry:
    """A cue (None for a mere comment) with the lines of the file that say it."""

    cue: Cue | None
    written: list[str] = field(default_factory=list)


def read_script(file: Path) -> list[Entry]:
    """The entries of a file in their order."""
    return list(_entries(file.read_text("utf-8").splitlines()))


def _entries(lines: list[str]) -> Iterator[Entry]:
    at = 0
    while at < len(lines):
        first = lines[at]
        at += 1
        written = [first]
        if first.startswith("<"):
            while at < len(lines) and lines[at].startswith("  "):
                written.append(lines[at])
                at += 1
        yield Entry(_cue(written), written)


def _cue(written: list[str]) -> Cue | None:
    sign, _, rest = written[0].partition(" ")
    if sign == "#":
        phone = _PHONE.search(rest)
        return Speaker(phone[0]) if phone else None
    if sign == "<":
        return Answer(tuple(line.strip() for line in [rest, *written[1:]]))
    known = {">": Said, ">>": Tapped, "=": Claim, "@": Time}
    if sign not in known:
        if written[0].strip():
            raise ValueError(f"not a line of a transcript: {written[0]!r}")
        return None
    return known[sign](rest.strip())
