"""The form of a dialog: screens that only read and draw, actions that act and return the next screen."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from conversations.prompts import Call, Prompt, Return
from conversations.state import Frame

if TYPE_CHECKING:
    from conversations.chat import Chat

Outcome = Prompt | Call | Return
Drawn = TypeVar("Drawn", bound=Callable[..., Outcome])


def screen(draw: Drawn) -> Drawn:
    """Marks a method that may be drawn again at any time: it reads, offers choices and changes nothing."""

    @wraps(draw)
    def drawn(self: "Dialog", chat: "Chat", *arguments: Any) -> Outcome:
        outcome = draw(self, chat, *arguments)
        if isinstance(outcome, Prompt) and not outcome.screen:
            topic = outcome.topic or f"{self.name}.{draw.__name__}"
            return replace(outcome, screen=draw.__name__, arguments=arguments, topic=topic)
        return outcome

    drawn.is_screen = True  # type: ignore[attr-defined]
    return drawn  # type: ignore[return-value]


class Dialog:
    """One conversation about one matter. Instances hold nothing: all that is remembered lies in the state.

    A `passive` one only shows things: "cancel" in it means the cart or the order, not the dialog.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1
    passive: ClassVar[bool] = False
    upgrades: ClassVar[dict[int, Callable[[Frame], Frame]]] = {}
    registry: ClassVar[dict[str, type["Dialog"]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        Dialog.registry[cls.name] = cls

    def start(self, chat: "Chat", *arguments: Any) -> Outcome:
        """The first screen."""
        raise NotImplementedError

    def drawn_again_as(self, prompt: Prompt, screen: str, *arguments: Any) -> Prompt:
        """The prompt, to be drawn by another screen when it has to be shown again."""
        return replace(prompt, screen=screen, arguments=arguments)

    def cancelled(self, chat: "Chat") -> Outcome:
        """What "cancel" does in the middle of this dialog; leaving it is the default."""
        return Return()

    def lost(self, chat: "Chat") -> Prompt | None:
        """What to say to words that nobody understood; None leaves it to the engine's complaint."""
        return None
