"""From a segment to a line: which product, how many, in which unit."""

from dataclasses import replace
from decimal import Decimal

from conversations.reading.fitting import packs_of
from conversations.reading.judgement import LEAST_MET, asked, judge
from conversations.reading.model import NOT_READ, Amount, Context, Judged, Line
from conversations.reading.naming import Named, said
from conversations.reading.part import Does
from conversations.reading.segments import Segment
from conversations.reading.units import amount_of, unit_of
from domain.catalogue.search import Index, Subset
from domain.catalogue.search import find as search
from domain.catalogue.search.names import name_words

_LOOKED_AT = 40
_LEARNED = 0.99  # how sure a phrase is that the shop itself once explained
_TELLING = 2  # words besides the kind that a product must bear out
_MOST_WORDS = 24  # no product is named by more


def find(goods: Named, index: Index, context: Context, within: Subset | None = None) -> Judged:
    """The product that is meant, or the few that may be."""
    learned = context.learned.get(goods.name)
    if learned is not None and learned in index and within is None:
        return Judged(learned, (), _LEARNED)
    if len(goods.wanted.terms) > _MOST_WORDS:
        return NOT_READ
    found = judge(search(index, goods.wanted, _LOOKED_AT, within, LEAST_MET), goods, context)
    return found if found != NOT_READ else _without_kind(goods, index, context, within)


def _without_kind(goods: Named, index: Index, context: Context, within: Subset | None) -> Judged:
    """`gillette guard blade` of what a catalogue calls cartridges: what the kind is called may be overheard, to ask."""
    terms = goods.wanted.terms
    if sum(not term.optional and not term.kind for term in terms) < _TELLING or not any(term.kind for term in terms):
        return NOT_READ
    overheard = tuple(replace(term, optional=term.optional or term.kind) for term in terms)
    rest = replace(goods, wanted=replace(goods.wanted, terms=overheard))
    found = judge(search(index, rest.wanted, _LOOKED_AT, within, LEAST_MET), rest, context)
    return asked(found.keys)


def line(segment: Segment, text: str, goods: Named, found: Judged, index: Index) -> Line:
    """The line that a segment and what was found for it make."""
    counted = _amount(segment, goods, found, index)
    return Line(
        said(segment, text),
        goods.name,
        found.product,
        found.choices,
        counted.quantity,
        counted.unit,
        confidence=found.confidence,
        problem=counted.problem,
    )


def _lone_unit(segment: Segment, name: str) -> str | None:
    """A unit without a number; not a word of the product's own name (`hanger`)."""
    units = [part for part in segment.parts if part.does == Does.UNIT]
    return next((part.unit for part in units if not set(part.forms) & set(name_words(name))), None)


def _amount(segment: Segment, goods: Named, found: Judged, index: Index) -> Amount:
    """What is counted; loose weight is turned into packs where a pack fits."""
    shown = found.product if found.product is not None else next(iter(found.choices), None)
    pack = index.pack(shown) if shown is not None else None
    count = segment.count
    lone = _lone_unit(segment, index.entry(shown).name if shown is not None else "")
    if count is not None and count.value is not None:
        return amount_of(count if count.unit else replace(count, unit=lone), goods, pack)
    bundle = goods.wanted.bundle
    if pack is not None and bundle not in (1, pack.singles):
        return Amount(Decimal(bundle), unit_of(lone, goods, pack))  # `2x 500 ml` of what is not sold in twos
    packs = packs_of(goods.wanted.sizes, pack) if pack is not None else None
    return Amount(Decimal(packs) if packs and packs > 1 else None, unit_of(lone, goods, pack))
