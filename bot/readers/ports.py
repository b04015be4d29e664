"""What slow readers do for us, whoever does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PIL import Image


class NotRead(Exception):  # noqa: N818 - an answer about a file
    """A reader can make nothing of it; the reason in a word or two, never what was read."""


class NotNow(NotRead):
    """A reader cannot be asked at the moment."""


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a picture from top to bottom: those that are sure, and those that may be misread."""

    lines: tuple[str, ...]
    unclear: tuple[str, ...]


class ListReader(Protocol):
    """Reads the words of a picture."""

    def read(self, picture: Image.Image, language: str) -> Page:
        """What stands there; `language` is that of whoever sent it, "" where that is not known. NotRead, NotNow."""
        ...


class Transcriber(Protocol):
    """Writes a voice note down."""

    def transcribe(self, voice: bytes, kind: str, language: str) -> str:
        """The words of a voice note of the media type `kind`; NotRead, NotNow."""
        ...


class StrongerReader(Protocol):
    """Knows what people may mean by words that our rules do not know."""

    def meanings(self, phrases: Sequence[str], goods: Sequence[str]) -> tuple[tuple[int, ...], ...]:
        """For each phrase the places in `goods` of what it may mean, the likeliest first; NotRead, NotNow."""
        ...


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers that this installation has set up."""

    lists: ListReader | None = None
    voices: Transcriber | None = None
    stronger: StrongerReader | None = None
