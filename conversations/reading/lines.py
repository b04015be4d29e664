"""From a segment to a line: which product, how many, in which unit."""

from collections.abc import Sequence
from decimal import Decimal

from conversations.reading.judgement import LEAST_MET, Judged, Named, judge, packs_of
from conversations.reading.model import LARGEST, Act, Context, Line, Problem, Unit
from conversations.reading.parts import Does, Part
from conversations.reading.segments import Segment
from domain.catalogue.search import Index, Measure, Pack, Subset, Term, Wanted
from domain.catalogue.search import find as search

_LOOKED_AT = 40
_UNITS = {"piece": Unit.PIECE, "inner": Unit.INNER, "case": Unit.CASE}
_LARGE = 200  # grams or millilitres from which a jar that is named by its size is the product itself
_HEAVY = 4_000  # grams or millilitres from which a sack or jar of a product is the product itself
_DEGREES = {Does.BIG: ("large", "jumbo", "big"), Does.SMALL: ("small", "mini")}


def named(segment: Segment, text: str, brand: Sequence[Part] = ()) -> Named:
    """The goods that a segment names; `brand` are words of a heading above it."""
    said = [*brand, *segment.parts]
    terms = []
    for part in said:
        soft = part.does in (Does.SOFT, Does.UNIT, Does.QUANTITY, Does.JOIN)
        if part.does == Does.WORD or (soft and part.forms):
            optional = part.does != Does.WORD or part in brand
            terms.append(Term(part.forms, part.lesser, optional=optional, kind=part.kind))
        elif part.does in _DEGREES:
            terms.append(Term((*_DEGREES[part.does], *part.forms), optional=True))
    wanted = Wanted(
        tuple(terms),
        tuple(part.size for part in said if part.size is not None),
        tuple(part.value for part in said if part.does == Does.PRICE and part.value is not None),
        tuple(part.value for part in said if part.does == Does.FIGURE and part.value is not None),
        bundle=next((int(part.value) for part in said if part.does == Does.SIZE and part.value), 1),
    )
    naming = (Does.WORD, Does.SIZE, Does.PRICE, Does.FIGURE, Does.BIG, Does.SMALL)
    name = " ".join(text[part.start : part.end] for part in segment.parts if part.does in naming)
    return Named(wanted, name.casefold(), segment.has(Does.BIG), segment.has(Does.SMALL), segment.count is None)


def find(goods: Named, index: Index, context: Context, within: Subset | None = None) -> Judged:
    """The product that is meant, or the few that may be."""
    learned = context.learned.get(goods.name)
    if learned is not None and learned in index and within is None:
        return Judged(learned, (), 0.99)
    return judge(search(index, goods.wanted, _LOOKED_AT, within, LEAST_MET), goods, context.bought)


def line(segment: Segment, text: str, goods: Named, found: Judged, index: Index) -> Line:
    """The line that a segment and what was found for it make."""
    quantity, unit, problem = counted(segment, goods, found, index)
    return Line(
        said(segment, text),
        goods.name,
        found.product,
        found.choices,
        quantity,
        unit,
        Act.ADD,
        found.confidence,
        problem,
    )


def said(segment: Segment, text: str) -> str:
    """The words of the segment as they were written, from the first that matters to the last."""
    naming = (Does.WORD, Does.SIZE, Does.PRICE, Does.FIGURE, Does.BIG, Does.SMALL, Does.UNIT, Does.QUANTITY)
    spans = [part for part in segment.parts if part.does in naming]
    if segment.count is not None:
        spans.append(segment.count)
    if not spans:
        return ""
    return " ".join(text[min(part.start for part in spans) : max(part.end for part in spans)].split())


def counted(segment: Segment, goods: Named, found: Judged, index: Index) -> tuple[Decimal | None, Unit, Problem | None]:
    """Quantity, unit and what is wrong with them. Loose weight is turned into packs where a pack fits."""
    count = segment.count
    shown = found.product if found.product is not None else (found.choices[0] if found.choices else None)
    pack = index.pack(shown) if shown is not None else Pack(())
    word = count.unit if count is not None and count.unit else _lone_unit(segment)
    unit = unit_of(word, goods, pack)
    if count is None or count.value is None:
        packs = packs_of(goods.wanted.sizes, pack)
        return (Decimal(packs) if packs and packs > 1 else None), unit, None
    return count.value, unit, problem_of(count.value, unit)


def _lone_unit(segment: Segment) -> str | None:
    return next((part.unit for part in segment.parts if part.does == Does.UNIT), None)


def unit_of(word: str | None, goods: Named, pack: Pack) -> Unit:
    """The trade unit of a unit word: a sack of 10 kg flour is the piece, a jar of toffees an inner."""
    if word is None:
        return Unit.NONE
    if word in _UNITS:
        return _UNITS[word]
    heavy = any(size.amount >= _HEAVY and size.measure != Measure.COUNT for size in pack.sizes[:1])
    if word == "sack":
        return Unit.PIECE if heavy else Unit.CASE
    named_by_size = any(size.amount >= _LARGE and size.measure != Measure.COUNT for size in goods.wanted.sizes)
    return Unit.PIECE if heavy or named_by_size else Unit.INNER


def problem_of(quantity: Decimal, unit: Unit) -> Problem | None:
    """What keeps a quantity from being taken as it is."""
    if quantity > LARGEST:
        return Problem.TOO_LARGE
    if quantity <= 0:
        return Problem.NOT_POSITIVE
    if quantity % 1 and unit in (Unit.PIECE, Unit.NONE):
        return Problem.NOT_WHOLE
    return None
