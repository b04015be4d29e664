"""The lines of an order, made of a message's segments one after the other."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

from conversations.reading.lines import find, line
from conversations.reading.model import NOT_READ, Act, Context, Evidence, Judged, Line
from conversations.reading.naming import Named, named, said
from conversations.reading.part import FACETS, Does, Part
from conversations.reading.segments import Segment, apart, nearest_clause, together
from conversations.reading.units import amount_of
from domain.catalogue.search import Index
from domain.catalogue.search import find as search

_LIST = 3  # segments, the heading among them
_SURE = 0.9
_LEAST_SIZE = 40  # grams or millilitres: what may be a size and not a count
_EDITS = frozenset({"set", "remove"})
_WANTING = frozenset({"send", "add", *_EDITS})


class Listing:
    """The `lines` that were read, and of the others the words: `unread`."""

    def __init__(self, text: str, index: Index, context: Context, spoken: Sequence[Segment]) -> None:
        self.lines: list[Line] = []
        self.unread: list[str] = []
        self.told: list[tuple[Segment, Evidence]] = []  # what the lines were made of
        self.strange: list[Segment] = []  # what was not found
        self._text, self._index, self._context = text, index, context
        self._editing = any(part.concepts & _EDITS for segment in spoken for part in segment.parts)
        self._found: dict[Named, Judged] = {}
        self._heading: Sequence[Part] = ()
        self._before: Sequence[Part] = ()  # the words of the line before: `parachute 600ml 3, 1 ltr 2`
        for at, segment in enumerate(self._gathered(spoken)):
            if segment.each and segment.count is not None and not segment.words:
                self._share(segment)
            elif at == 0 and _is_heading(segment, spoken):
                self._heading = segment.words
            else:
                self._take(segment)

    # --- what was found

    def _named(self, segment: Segment) -> Named:
        return named(segment, self._text, self._heading)

    def _find(self, goods: Named) -> Judged:
        """In the cart first where the message speaks of changing it."""
        if goods not in self._found:
            found = NOT_READ
            if self._context.cart and self._editing:
                found = find(goods, self._index, self._context, self._index.subset(self._context.cart))
            self._found[goods] = find(goods, self._index, self._context) if found == NOT_READ else found
        return self._found[goods]

    # --- one thing that a count seemed to part

    def _gathered(self, spoken: Sequence[Segment]) -> list[Segment]:
        """Segments that a count seemed to part are one where they name one product with that figure in it."""
        whole: list[Segment] = []
        for segment in spoken:
            joined = together(whole[-1], segment) if whole and self._may_be_one(whole[-1], segment) else None
            if joined is not None and self._names_one(joined):
                whole[-1] = joined
            else:
                whole.append(segment)
        return whole

    def _may_be_one(self, one: Segment, other: Segment) -> bool:
        """A bare count, or one of pieces, stands between their words, and a product fits both."""
        count = one.count
        if one.piece != other.piece or count is None or count.unit not in (None, "piece"):
            return False
        if not one.words or not other.words or count.start < one.words[-1].start:
            return False
        meant, also_meant = (set(self._find(named(each, self._text)).keys) for each in (one, other))
        return bool(meant & also_meant)

    def _names_one(self, segment: Segment) -> bool:
        goods = named(segment, self._text)
        keys = self._find(goods).keys
        figures = replace(goods.wanted, terms=())
        found = search(self._index, figures, len(keys), self._index.subset(keys))
        return bool(keys) and {each.key for each in found if each.figure}.issuperset(keys)

    # --- lines

    def _take(self, segment: Segment) -> None:
        goods = self._named(segment)
        if goods.empty and segment.has(Does.SIZE, Does.PRICE) and self._before:
            segment = Segment([*self._before, *segment.parts], segment.count)
            goods = self._named(segment)
        if goods.empty:
            self._answer_for_last(segment)
            return
        found = self._find(goods)
        if found == NOT_READ:
            self._not_found(segment)
            return
        if _is_aside(segment, found.evidence):
            return
        segment, goods, found = self._sized(segment, goods, found)
        self._before = segment.words
        self.told.append((segment, found.evidence))
        self.lines.append(self._acted(line(segment, self._text, goods, found, self._index), segment))

    def _not_found(self, segment: Segment) -> None:
        """What `and` joins may be two things; what was counted or measured is not passed over in silence."""
        pieces = apart(segment)
        if len(pieces) > 1 and all(self._find(self._named(piece)) != NOT_READ for piece in pieces):
            for piece in pieces:
                self._take(piece)
            return
        clause = nearest_clause(segment)
        if clause is not None and self._find(self._named(clause)) != NOT_READ:
            self._take(clause)
            return
        self._before = segment.words
        if segment.count is not None or segment.has(Does.SIZE, Does.PRICE):
            self.unread.append(said(segment, self._text))
            self.strange.append(segment)

    def _sized(self, segment: Segment, goods: Named, found: Judged) -> tuple[Segment, Named, Judged]:
        """`maggi 560` counts nothing where just one product of the name is of that size."""
        count, wanted = segment.count, goods.wanted
        if count is None or count.unit is not None or count.does != Does.NUMBER or wanted.sizes or wanted.figures:
            return segment, goods, found
        if (count.value or 0) < _LEAST_SIZE:
            return segment, goods, found
        sized = Segment([*segment.parts, replace(count, does=Does.FIGURE)], None, False, segment.piece)
        goods_so = self._named(sized)
        found_so = self._find(goods_so)
        sizes = self._index.pack(found_so.product).sizes if found_so.product is not None else ()
        fits = any(size.amount == count.value for size in sizes)
        return (sized, goods_so, found_so) if fits else (segment, goods, found)

    def _acted(self, read_line: Line, segment: Segment) -> Line:
        meant = {concept for part in segment.parts for concept in part.concepts}
        if "remove" in meant:
            return replace(read_line, act=Act.REMOVE)
        if self._editing and "add" not in meant and read_line.product in self._context.cart:
            return replace(read_line, act=Act.SET)
        return read_line

    # --- counts without goods of their own

    def _share(self, segment: Segment) -> None:
        """`sab 1 peti`: the count goes to every line that has none, or to the whole cart."""
        if not self.lines:
            self.lines = [self._of_cart(key, "", segment.count) for key in self._context.cart]
            self.told = [(segment, Evidence.NAMED) for _ in self.lines]
            return
        amount = amount_of(segment.count)
        self.lines = [
            replace(each, quantity=amount.quantity, unit=amount.unit, problem=amount.problem)
            if each.quantity is None
            else each
            for each in self.lines
        ]

    def _answer_for_last(self, segment: Segment) -> None:
        """A count alone answers for the line spoken of last."""
        if segment.count is None or self.lines or self._context.last is None:
            return
        self.lines = [self._of_cart(self._context.last, said(segment, self._text), segment.count)]
        self.told = [(segment, Evidence.NAMED)]

    def _of_cart(self, key: Hashable, words: str, count: Part | None) -> Line:
        amount = amount_of(count)
        return Line(words, "", key, (), amount.quantity, amount.unit, Act.SET, _SURE, amount.problem)


def _is_aside(segment: Segment, evidence: Evidence) -> bool:
    """Words of a sentence that only sound like goods: `the weather is hot`."""
    if segment.count is not None or evidence == Evidence.NAMED or segment.has(*FACETS):
        return False
    meant = {concept for part in segment.parts for concept in part.concepts}
    return bool(meant & {"chat", "clause"}) and not meant & _WANTING


def _is_heading(segment: Segment, spoken: Sequence[Segment]) -> bool:
    """`everest items`, `cold drink bhejo` above the lines: it names what they have in common."""
    if not segment.words or segment.count is not None or segment.has(*FACETS):
        return False
    if not all(each.count is not None for each in spoken[1:]) or len(spoken) < _LIST:
        return False
    return segment.has(Does.HEADING) or all(part.kind for part in segment.words)
