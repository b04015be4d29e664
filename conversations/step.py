"""What a message asks for: an action of a dialog, with what it takes."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One action of one dialog."""

    dialog: str
    action: str
    arguments: tuple[Any, ...] = ()
