"""What a dialog may answer: a choice to make, a question to answer, a last word, or a call of another dialog."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Action = Callable[..., "Prompt | Call | Return"]
Reader = Callable[..., "tuple[Any, ...] | None"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tap or type: its label, the action it names, and the facts that were shown with it.

    `means` lets a plain yes or no choose it; `product` is the product that it offers.
    """

    label: str
    action: Action
    facts: tuple[Any, ...] = ()
    description: str = ""
    means: Literal["", "yes", "no"] = ""
    product: int | None = None


@dataclass(frozen=True, slots=True)
class To:
    """An action with facts that it is given before what was read."""

    action: Action
    facts: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """A screen as it was drawn.

    `hears` maps readers of free text to actions that take what was read; `asks` is the action that takes the
    answer to an open question. `listed` says that the text numbers the choices already. `topic` names what the
    screen is about: a newer answer on the same topic says all that an older one said. `once` is the key of a
    confirmation, which is kept and never gives way. `awaits` is the file that a reader should look at meanwhile.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    listed: bool = False
    hears: Mapping[Reader, To] = field(default_factory=dict)
    asks: tuple[Reader, To] | None = None
    attach: Any = None
    topic: str = ""
    once: str = ""
    awaits: int | None = None
    ends: bool = False
    screen: str = ""
    arguments: tuple[Any, ...] = ()


def Choose(  # noqa: N802 - a dialog reads as a list of such words
    text: str,
    *choices: Choice,
    hears: Mapping[Reader, To] | None = None,
    attach: Any = None,
    topic: str = "",
    listed: bool = False,
) -> Prompt:
    """Shows `text` and offers `choices`."""
    return Prompt(text, choices, listed, hears or {}, attach=attach, topic=topic)


def Ask(  # noqa: N802
    text: str, reader: Reader, then: To, *choices: Choice, hears: Mapping[Reader, To] | None = None
) -> Prompt:
    """Asks an open question; what `reader` makes of the answer is given to `then`."""
    return Prompt(text, choices, hears=hears or {}, asks=(reader, then))


def Done(  # noqa: N802
    text: str,
    *choices: Choice,
    hears: Mapping[Reader, To] | None = None,
    attach: Any = None,
    once: str = "",
    awaits: int | None = None,
    topic: str = "",
) -> Prompt:
    """The last word of a dialog; its choices stay tappable until something else is shown."""
    return Prompt(text, choices, hears=hears or {}, attach=attach, once=once, awaits=awaits, topic=topic, ends=True)


@dataclass(frozen=True, slots=True)
class Call:
    """Goes into another dialog, by its name; `then`, an action of the caller, is given what it returns."""

    dialog: str
    arguments: tuple[Any, ...] = ()
    then: Action | None = None
    action: str = "start"


@dataclass(frozen=True, slots=True)
class Return:
    """Leaves a called dialog with a value for the caller."""

    value: Any = None
