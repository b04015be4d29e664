"""An answer within the limits of a channel: buttons where they fit, a list where it fits, numbered text everywhere."""

import unicodedata
from dataclasses import replace
from enum import StrEnum

from bot.channels.base import Capabilities, Outbound
from conversations.reply import Offer

ELLIPSIS = "…"


class Shape(StrEnum):
    """How an answer is shown."""

    TEXT = "text"
    BUTTONS = "buttons"
    LIST = "list"


def shape_of(message: Outbound, can: Capabilities) -> Shape:
    """The richest form that shows every choice of the message whole."""
    if not message.offers or len(message.text) > can.body_with_choices or message.media:
        return Shape.TEXT
    if len(message.offers) <= can.buttons and _are_short_and_distinct(message.offers, can.button_title):
        return Shape.BUTTONS
    if len(message.offers) <= can.rows:
        return Shape.LIST
    return Shape.TEXT


def _are_short_and_distinct(offers: tuple[Offer, ...], most: int) -> bool:
    short = all(len(offer.label) <= most and not offer.description for offer in offers)
    return short and len({offer.label for offer in offers}) == len(offers)


def fit(message: Outbound, can: Capabilities) -> tuple[Outbound, Shape]:
    """The message as the channel can show it: labels cut to the row, numbers added where nothing is tappable."""
    shape = shape_of(message, can)
    if shape is Shape.TEXT:
        return replace(message, text=cut(numbered(message), can.body)), shape
    if shape is Shape.LIST:
        rows = tuple(
            Offer(offer.id, cut(offer.label, can.row_title), cut(offer.description, can.row_description))
            for offer in message.offers
        )
        return replace(message, offers=distinct(rows, can.row_title)), shape
    return message, shape


def numbered(message: Outbound) -> str:
    """The text with its choices numbered below; a text that lists its first choices itself gets only the others."""
    lines = [f"{position}. {offer.label}" for position, offer in enumerate(message.offers, start=1)]
    if message.listed:
        told = {line.strip().partition(". ")[0] for line in message.text.splitlines()}
        lines = [line for line in lines if line.partition(". ")[0] not in told]
    return "\n".join([message.text, *lines])


def distinct(rows: tuple[Offer, ...], title: int) -> tuple[Offer, ...]:
    """Rows with titles of their own: providers refuse two alike."""
    told: dict[str, Offer] = {}
    for row in rows:
        label, count = row.label, 1
        while label in told:
            count += 1
            label = f"{cut(row.label, title - len(str(count)) - 1)} {count}"
        told[label] = replace(row, label=label)
    return tuple(told.values())


def cut(text: str, most: int) -> str:
    """The text in at most `most` characters, cut between words and never inside a letter with its marks."""
    text = unicodedata.normalize("NFC", text)
    if len(text) <= most:
        return text
    end = most - len(ELLIPSIS)
    while end > 0 and _belongs_to_the_letter_before(text, end):
        end -= 1
    kept = text[:end]
    space = kept.rfind(" ")
    if space > end * 2 // 3:
        kept = kept[:space]
    return kept.rstrip() + ELLIPSIS


JOINERS = {"\u094d", "\u09cd", "\u200d"}


def _belongs_to_the_letter_before(text: str, at: int) -> bool:
    return unicodedata.category(text[at]).startswith("M") or text[at] == "\u200d" or text[at - 1] in JOINERS
