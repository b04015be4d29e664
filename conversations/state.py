"""All that is remembered of a chat between two messages. Carts, orders and claims are domain rows, not state."""

from dataclasses import dataclass, field, replace
from typing import Any

SHAPE = 1
MOST_FRAMES = 5
MOST_STEPS_BACK = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A choice as it was offered: the label to recognise it by, the action it names, the facts that were shown."""

    label: str
    action: str
    facts: tuple[Any, ...] = ()
    means: str = ""
    product: int | None = None

    def to_json(self) -> list[Any]:
        return [self.label, self.action, list(self.facts), self.means, self.product]

    @classmethod
    def from_json(cls, stored: list[Any]) -> "Shown":
        label, action, facts, means, product = stored
        return cls(label, action, tuple(facts), means, product)


@dataclass(frozen=True, slots=True)
class Ear:
    """A reader of free text by its name, and the action that takes what it read, after the facts that were shown."""

    reader: str
    action: str
    facts: tuple[Any, ...] = ()

    def to_json(self) -> list[Any]:
        return [self.reader, self.action, list(self.facts)]

    @classmethod
    def from_json(cls, stored: list[Any]) -> "Ear":
        reader, action, facts = stored
        return cls(reader, action, tuple(facts))


@dataclass(frozen=True, slots=True)
class Frame:
    """A dialog under way: where it stands, how it can be drawn again, and what it has been told."""

    dialog: str
    version: int
    screen: str = "start"
    arguments: tuple[Any, ...] = ()
    slots: dict[str, Any] = field(default_factory=dict)
    then: str = ""
    before: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    ended: bool = False

    def to_json(self) -> dict[str, Any]:
        stored: dict[str, Any] = {"dialog": self.dialog, "version": self.version, "screen": self.screen}
        optional = {
            "arguments": list(self.arguments),
            "slots": self.slots,
            "then": self.then,
            "before": [[screen, list(arguments)] for screen, arguments in self.before],
            "ended": self.ended,
        }
        return stored | {name: value for name, value in optional.items() if value}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Frame":
        return cls(
            stored["dialog"],
            stored["version"],
            stored["screen"],
            tuple(stored.get("arguments", ())),
            dict(stored.get("slots", {})),
            stored.get("then", ""),
            tuple((screen, tuple(arguments)) for screen, arguments in stored.get("before", ())),
            stored.get("ended", False),
        )

    def at(self, screen: str, arguments: tuple[Any, ...]) -> "Frame":
        """The frame moved on to another screen; the one it leaves can be gone back to."""
        if (screen, arguments) == (self.screen, self.arguments):
            return self
        before = (*self.before, (self.screen, self.arguments)) if self.screen != screen else self.before
        return replace(self, screen=screen, arguments=arguments, before=before[-MOST_STEPS_BACK:])


@dataclass(frozen=True, slots=True)
class State:
    """Where a chat stands. `turn` numbers the answers that offered something, so that an old tap is known as old."""

    turn: int = 0
    frames: tuple[Frame, ...] = ()
    shown: tuple[Shown, ...] = ()
    hears: tuple[Ear, ...] = ()
    asks: Ear | None = None
    tries: int = 0

    @property
    def top(self) -> Frame | None:
        return self.frames[-1] if self.frames else None

    def to_json(self) -> dict[str, Any]:
        return {
            "shape": SHAPE,
            "turn": self.turn,
            "frames": [frame.to_json() for frame in self.frames],
            "shown": [shown.to_json() for shown in self.shown],
            "hears": [ear.to_json() for ear in self.hears],
            "asks": self.asks.to_json() if self.asks else None,
            "tries": self.tries,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "State":
        """The state as stored; one of a shape that is no longer known starts afresh, its turn kept."""
        if not stored:
            return cls()
        if stored.get("shape") != SHAPE:
            return cls(turn=int(stored.get("turn", 0)))
        asks = stored["asks"]
        return cls(
            stored["turn"],
            tuple(Frame.from_json(frame) for frame in stored["frames"]),
            tuple(Shown.from_json(shown) for shown in stored["shown"]),
            tuple(Ear.from_json(ear) for ear in stored["hears"]),
            Ear.from_json(asks) if asks else None,
            stored["tries"],
        )
