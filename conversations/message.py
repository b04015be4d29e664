"""What a conversation sees of a message: words, a tap, files, a place; never a provider's fields."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of message came. FOUND is our own: what a reader found in one that came before."""

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
    FOUND = "found"


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
class Meant:
    """Words that were not understood, and the products that a reader says they may mean."""

    words: str
    products: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found in message `message_id`, which was of kind `of`: a proposal, never the person's word.

    `lines` are the words of a picture or voice note, `unclear` those that may be misread, `caption` what the person
    wrote to it, `barcodes` GTINs, and `meant` what the words of a written message may mean.
    """

    of: Kind
    message_id: int
    media_id: int | None = None
    caption: str = ""
    lines: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    barcodes: tuple[str, ...] = ()
    meant: tuple[Meant, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What is kept of it."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Found":
        """It as it was kept."""
        changed = {
            "of": Kind(stored["of"]),
            "lines": tuple(stored["lines"]),
            "unclear": tuple(stored["unclear"]),
            "barcodes": tuple(stored["barcodes"]),
            "meant": tuple(Meant(each["words"], tuple(each["products"])) for each in stored["meant"]),
        }
        return cls(**{**stored, **changed})


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a person, or what a reader `found` in an earlier one.

    `tap` is the id of a choice of ours; `id` numbers the message in our books; `readable` says that this house has a
    reader for such files.
    """

    kind: Kind
    at: datetime
    text: str = ""
    tap: str = ""
    place: Place | None = None
    attachments: tuple[Attachment, ...] = ()
    profile_name: str = ""
    id: int | None = None
    readable: bool = False
    found: Found | None = None
