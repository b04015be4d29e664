"""Small wishes around goods: why, which others, which goods a question names, which order."""

import re
from collections.abc import Hashable, Sequence

from conversations.reading.answers import means_only, yes_no
from conversations.reading.intents import concepts
from conversations.reading.lines import find
from conversations.reading.model import CHOICES, Context
from conversations.reading.naming import named
from conversations.reading.parts import parts
from conversations.reading.segments import segments
from conversations.reading.tokens import plain, tokens
from domain.catalogue.search import Index
from domain.catalogue.search import find as search

_NUMBER = re.compile(r"\b([A-Za-z]{1,6})[- ]?(\d{1,9})\b")
_ALIKE = 0.6
_LOOKED_AT = 60


def agrees(text: str) -> bool | None:
    """True for a yes or for "send it", False for a no, None for anything else."""
    said = yes_no(text)
    return said if said is not None else True if means_only(text, {"send", "fine"}) else None


def asks_why(text: str) -> bool:
    """Whether a message asks for a reason."""
    return "why" in concepts(tokens(plain(text)))


def order_number(text: str, series: Sequence[str]) -> str | None:
    """The order number of one of these series that stands in a message, as it is written on bills."""
    known = {name.upper() for name in series}
    for letters, digits in _NUMBER.findall(plain(text)):
        if letters.upper() in known:
            return f"{letters.upper()}-{digits}"
    return None


def goods_named(text: str, index: Index, context: Context) -> tuple[Hashable, ...]:
    """The products that a question names, the likeliest first; several where the words fit several."""
    text = plain(text)
    cut = tokens(text)
    found: list[Hashable] = []
    for segment in segments(parts(cut, index)):
        goods = named(segment, text)
        if goods.empty:
            continue
        found += [key for key in find(goods, index, context).keys if key not in found]
    return tuple(found)


def more_choices(words: str, index: Index, seen: Sequence[Hashable]) -> tuple[Hashable, ...]:
    """Products that words may mean besides those that were shown, the likeliest first."""
    found = search(index, words, _LOOKED_AT)
    return tuple(each.key for each in found if each.key not in seen and each.said >= _ALIKE)[:CHOICES]
