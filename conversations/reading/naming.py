"""What a segment says of the goods, apart from their number."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.reading.part import FACETS, Does, Part
from conversations.reading.segments import Segment
from domain.catalogue.search import Term, Wanted

_DEGREES = {Does.BIG: ("large", "jumbo", "big"), Does.SMALL: ("small", "mini")}
_OPTIONAL = (Does.SOFT, Does.UNIT, Does.QUANTITY, Does.JOIN)  # a word of the sentence that may be one of the name
_NAMING = (Does.WORD, *FACETS, *_DEGREES)


@dataclass(frozen=True, slots=True)
class Named:
    """Goods as they were named. `name` is what a confirmed choice is remembered by."""

    wanted: Wanted
    name: str
    big: bool = False
    small: bool = False
    loose: bool = False  # no count was said: `5 kg` may be any number of packs

    @property
    def empty(self) -> bool:
        """Nothing is named that a product could be found by."""
        return all(term.optional for term in self.wanted.terms)

    @property
    def generic(self) -> bool:
        """Only kinds of goods are named: `sugar`, `hair oil`."""
        return all(term.kind or term.optional for term in self.wanted.terms)


def named(segment: Segment, text: str, brand: Sequence[Part] = ()) -> Named:
    """The goods that a segment names; `brand` are words of a heading above it."""
    said = [*brand, *segment.parts]
    wanted = Wanted(
        tuple(term for part in said for term in _terms(part, heading=part in brand)),
        tuple(part.size for part in said if part.size is not None),
        tuple(part.value for part in said if part.does == Does.PRICE and part.value is not None),
        tuple(part.value for part in said if part.does == Does.FIGURE and part.value is not None),
        bundle=next((int(part.value) for part in said if part.does == Does.SIZE and part.value), 1),
    )
    name = " ".join(text[part.start : part.end] for part in segment.parts if part.does in _NAMING)
    return Named(wanted, name.casefold(), segment.has(Does.BIG), segment.has(Does.SMALL), segment.count is None)


def _terms(part: Part, heading: bool) -> list[Term]:
    if part.does == Does.WORD:
        return [Term(part.forms, part.lesser, optional=heading, kind=part.kind)]
    if part.does in _DEGREES:
        return [Term((*_DEGREES[part.does], *part.forms), optional=True)]
    return [Term(part.forms, part.lesser, optional=True)] if part.does in _OPTIONAL and part.forms else []


def said(segment: Segment, text: str) -> str:
    """The words of the segment as they were written, from the first that matters to the last."""
    spans = [part for part in segment.parts if part.does in (*_NAMING, Does.UNIT, Does.QUANTITY)]
    if segment.count is not None:
        spans.append(segment.count)
    if not spans:
        return ""
    return " ".join(text[min(part.start for part in spans) : max(part.end for part in spans)].split())
