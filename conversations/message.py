"""What a conversation sees of a message: words, a tap, files, a place; never a provider's fields."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What sort of message came."""

    TEXT = "text"
    TAP = "tap"
    PHOTO = "photo"
    VOICE = "voice"
    DOCUMENT = "document"
    LOCATION = "location"
    STICKER = "sticker"
    CARD = "card"
    CATALOGUE_ORDER = "catalogue_order"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map that was shared."""

    latitude: float
    longitude: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; `kind` is its media type, `media_id` our own number once it is stored."""

    kind: str
    url: str
    media_id: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a person. `tap` is the id of a choice of ours; `id` numbers the message in our books."""

    kind: Kind
    at: datetime
    text: str = ""
    tap: str = ""
    place: Place | None = None
    attachments: tuple[Attachment, ...] = ()
    profile_name: str = ""
    id: int | None = None
