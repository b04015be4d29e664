"""What a stretch of a message does in its sentence: a quantity, a size, a price, a word for goods, a verb."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from domain.catalogue.search import Size


class Does(Enum):
    """The part that a stretch plays."""

    WORD = auto()  # names goods
    SOFT = auto()  # a word of the sentence, not of the goods
    QUANTITY = auto()  # a number with its unit, or marked as a count
    NUMBER = auto()  # a number that may count, measure or name
    SIZE = auto()
    PRICE = auto()
    FIGURE = auto()  # `10 wala`: a price or a size
    UNIT = auto()  # a unit without a number
    EACH = auto()
    JOIN = auto()
    BREAK = auto()
    BIG = auto()
    SMALL = auto()
    CORRECTION = auto()
    HEADING = auto()
    ASIDE = auto()


COUNTS = (Does.QUANTITY, Does.NUMBER)
FACETS = (Does.SIZE, Does.PRICE, Does.FIGURE)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the message, from character `start` to `end`."""

    does: Does
    start: int
    end: int
    value: Decimal | None = None  # of a number; of a size, how many of it are bound together
    unit: str | None = None
    size: Size | None = None
    forms: tuple[str, ...] = ()  # the ways in which a catalogue may name it, the likeliest first
    lesser: tuple[str, ...] = ()  # what it names only where nothing is meant by its forms
    concepts: frozenset[str] = frozenset()  # the meanings of a word of the sentence
    sure: bool = True  # False for a number word that may be something else
    kind: bool = False  # the word names a kind of goods, not a product
