"""What every channel offers: parse what comes, send what goes, explain what went wrong."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from conversations.message import Attachment, Kind, Place
from conversations.reply import Offer


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can show. Lengths are in characters; `window` is how long free text may follow a person's message.

    `paced` says that a person may be sent only about one message in six seconds there.
    """

    body: int
    buttons: int = 0
    button_title: int = 0
    rows: int = 0
    row_title: int = 0
    row_description: int = 0
    body_with_choices: int = 0
    window: timedelta | None = None
    paced: bool = True


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message as it came in, in our own words. `provider_id` makes it unique on its channel."""

    channel: str
    provider_id: str
    external_id: str
    kind: Kind
    at: datetime
    text: str = ""
    tap: str = ""
    phone: str | None = None
    profile_name: str = ""
    place: Place | None = None
    attachments: tuple[Attachment, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """What is kept of the message."""
        return asdict(self) | {"at": self.at.isoformat(), "kind": self.kind.value, "extra": dict(self.extra)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Inbound":
        """The message as it was kept."""
        place = Place(**stored["place"]) if stored.get("place") else None
        attachments = tuple(Attachment(**attachment) for attachment in stored.get("attachments", ()))
        changed = {
            "kind": Kind(stored["kind"]),
            "at": datetime.fromisoformat(stored["at"]),
            "place": place,
            "attachments": attachments,
        }
        return cls(**{**stored, **changed})


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message ready to be sent. `reference` is our own number, which the provider's reports bring back."""

    reference: int
    to: str
    text: str
    offers: tuple[Offer, ...] = ()
    listed: bool = False
    media: tuple[str, ...] = ()


class Trouble(StrEnum):
    """What to do about a failed send."""

    PERMANENT = "permanent"
    LATER = "later"
    UNKNOWN = "unknown"
    WINDOW = "window"
    OPTED_OUT = "opted_out"


@dataclass(frozen=True)
class SendError(Exception):
    """A message was not sent, or nobody knows whether it was.

    Where it may be tried again: at most `tries` times in all, the next time after `wait` at the earliest.
    """

    trouble: Trouble
    code: str
    detail: str = ""
    wait: timedelta = timedelta(0)
    tries: int = 30  # two hours, as the waits grow

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class CannotTell(Exception):  # noqa: N818 - an answer, not a fault
    """The provider cannot be asked whether a message went out."""


class Channel(Protocol):
    """One way to reach people."""

    name: str
    capabilities: Capabilities

    def send(self, message: Outbound) -> str:
        """Hands a message over; gives the provider's id or raises SendError."""
        ...

    def find(self, message: Outbound, since: datetime) -> list[str]:
        """The provider's ids of messages since then that say the same to the same person, the oldest first.

        CannotTell where the provider does not answer that.
        """
        ...


class Progress(StrEnum):
    """What a provider reports about a message that it took."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """A provider's word on a message: by our reference where it brings it back, else by its own id."""

    reference: int | None
    provider_id: str
    progress: Progress
    code: str = ""
