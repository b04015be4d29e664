"""What of a message speaks of goods, and how plainly."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.reading.listing import Listing
from conversations.reading.model import Evidence
from conversations.reading.part import Does
from conversations.reading.segments import Segment

SENDING = frozenset({"send", "add", "set"})
"""Meanings by which goods are sent for."""

_LITTLE = frozenset({"filler", "packing", "remove", "greet", "?", ".", "!"}) | SENDING
_LEAST_SUM = 50  # rupees: a number from which on it may be money


@dataclass(frozen=True, slots=True)
class Heard:
    """What was found of goods in a message. In a sentence of other words, words only like goods do not count."""

    counted: int  # lines with a count
    named: int  # lines without
    surely: bool  # some of them name a brand or a kind of goods
    unknown: int  # words that are neither of goods that were found nor of the sentence
    strange: int  # things that were counted or measured and are not in the catalogue
    plainly: bool  # besides goods there is nothing but little words
    removing: bool
    sum: bool  # a number that may be money

    @classmethod
    def of(cls, spoken: Sequence[Segment], listing: Listing, meant: frozenset[str]) -> "Heard":
        """From the segments of a message and the lines that were made of them."""
        parts = [part for segment in spoken for part in segment.parts]
        soft = [part for part in parts if part.does == Does.SOFT]
        goods = [
            (evidence, line.quantity is not None)
            for (segment, evidence), line in zip(listing.told, listing.lines, strict=True)
            if _is_goods(segment, evidence, meant)
        ]
        counts = [segment.count for segment in spoken if segment.count is not None]
        counted = sum(has_quantity for _, has_quantity in goods) if counts else 0
        things = sum(1 for segment in spoken if segment.words)
        prices = [part for part in parts if part.does == Does.PRICE]
        return cls(
            counted=counted,
            named=len(goods) - counted,
            surely=any(evidence == Evidence.NAMED for evidence, _ in goods),
            unknown=sum(len(segment.words) for segment in spoken) if not listing.lines else 0,
            strange=sum(_may_be_goods(segment, meant) for segment in listing.strange),
            plainly=all(part.concepts & _LITTLE for part in soft)
            and not listing.unread
            and len(listing.lines) >= things,
            removing=any("remove" in part.concepts for part in parts),
            sum=any(number.value is not None and number.value >= _LEAST_SUM for number in (*counts, *prices)),
        )


def _is_goods(segment: Segment, evidence: Evidence, meant: frozenset[str]) -> bool:
    """Whether words that were found in the catalogue were meant so."""
    if evidence == Evidence.NAMED or (evidence == Evidence.LISTED and "chat" not in meant):
        return True
    return bool(meant & (SENDING | {"remove"})) if segment.count is None else _may_be_goods(segment, meant)


def _may_be_goods(segment: Segment, meant: frozenset[str]) -> bool:
    """Counted words are goods where they are sent for, counted in a unit, or stand alone."""
    counted_so = segment.count is not None and segment.count.unit is not None
    if meant & SENDING or counted_so or segment.has(Does.SIZE, Does.PRICE, Does.UNIT):
        return True
    wordy = any("filler" in part.concepts and "address" not in part.concepts for part in segment.parts)
    return "chat" not in meant and not wordy
