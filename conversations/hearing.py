"""Readers of free text for the screens: each takes a chat and returns what its action needs, or None."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from rapidfuzz import fuzz

from conversations import reading
from conversations.chat import Chat
from conversations.message import Kind
from conversations.reading import Intent
from conversations.state import Shown

Taken = tuple[Any, ...] | None
ALIKE = 88
BEYOND = Shown("", "engine.beyond")


def order_lines(chat: Chat) -> Taken:
    """Goods that are asked for, changed or taken out."""
    if chat.message.kind is not Kind.TEXT:
        return None
    wanted = chat.reading
    if wanted.intent in (Intent.ORDER, Intent.REMOVE) and (wanted.lines or wanted.unread):
        return ()
    return None


def picked(chat: Chat) -> Taken:
    """Words that mean one of the products offered."""
    if chat.message.kind is not Kind.TEXT or not chat.offered:
        return None
    judged = reading.pick(chat.text, chat.desk.shelf.index, chat.offered)
    return None if judged.product is None else (judged.product,)


def how_many(chat: Chat) -> Taken:
    """Any answer to "how many?", also a wrong one, so that it can be explained."""
    if chat.message.kind is not Kind.TEXT:
        return None
    amount = reading.quantity(chat.text)
    return None if amount is None else ()


def why(chat: Chat) -> Taken:
    """The wish to know why."""
    return () if chat.message.kind is Kind.TEXT and reading.asks_why(chat.text) else None


def words(chat: Chat) -> Taken:
    """Any words at all."""
    text = chat.text.strip()
    return (text,) if chat.message.kind is Kind.TEXT and text else None


def place(chat: Chat) -> Taken:
    """A point on the map."""
    shared = chat.message.place
    return None if shared is None else (shared.latitude, shared.longitude)


def photo(chat: Chat) -> Taken:
    """A picture."""
    return _file(chat, Kind.PHOTO)


def photo_or_number(chat: Chat) -> Taken:
    """A picture of a paper, or the number that stands on it."""
    return _file(chat, Kind.PHOTO) or _tax_number(chat.text)


def _tax_number(text: str) -> Taken:
    found = re.fullmatch(r"[0-9A-Z]{9,15}", text.replace(" ", "").upper())
    return (found.group(),) if found else None


def _file(chat: Chat, kind: Kind) -> Taken:
    if chat.message.kind is not kind or not chat.message.attachments:
        return None
    return (chat.message.attachments[0].media_id,)


READERS: dict[str, Callable[[Chat], Taken]] = {
    reader.__name__: reader for reader in (order_lines, picked, how_many, why, words, place, photo, photo_or_number)
}


def labelled(text: str, shown: Sequence[Shown]) -> Shown | None:
    """The choice whose label was typed whole."""
    said = plain(text)
    return next((choice for choice in shown if said and plain(choice.label) == said), None)


def placed(text: str, shown: Sequence[Shown]) -> Shown | None:
    """The choice whose place in the list was typed; BEYOND where the list is shorter."""
    position = reading.nth(text)
    if position is None:
        return None
    return shown[position - 1] if 0 < position <= len(shown) else BEYOND


def agreed(text: str, shown: Sequence[Shown]) -> Shown | None:
    """The choice that a plain yes or no means."""
    meant = reading.agrees(text)
    if meant is None:
        return None
    return next((choice for choice in shown if choice.means == ("yes" if meant else "no")), None)


def alike(text: str, shown: Sequence[Shown]) -> Shown | None:
    """The one choice whose label holds the words that were typed, or is written almost so."""
    said = plain(text)
    words = set(said.split())
    if not words:
        return None
    close = [
        choice
        for choice in shown
        if words <= set(plain(choice.label).split()) or fuzz.ratio(plain(choice.label), said) >= ALIKE
    ]
    return close[0] if len(close) == 1 else None


def plain(text: str) -> str:
    """Words without case, marks and signs, to compare what was typed with what was shown."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(sign if sign.isalnum() or unicodedata.category(sign).startswith("M") else " " for sign in folded)
    return " ".join(kept.split())
