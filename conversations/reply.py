"""The one answer of a turn, before any channel has a say in how it looks."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice of an answer, under the id that a tap brings back."""

    id: str
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """Text and choices. `listed` says that the text numbers its first choices itself; `attach` is a fact to be drawn.

    `topic` is what it is about, and `once` the key of a confirmation that is kept whatever comes after it. One that
    `awaits` the reading of a file only fills the time until then.
    """

    text: str
    offers: tuple[Offer, ...] = ()
    listed: bool = False
    attach: Any = None
    topic: str = ""
    once: str = ""
    awaits: int | None = None
