"""Reading a message: from its text to what is wanted, line by line."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

from conversations.reading.intents import Heard, concepts, intent_of
from conversations.reading.judgement import NOT_READ, Judged, Named
from conversations.reading.languages import language_of_tokens
from conversations.reading.lines import find as _judged
from conversations.reading.lines import line, named, said
from conversations.reading.model import Act, Context, Intent, Line, Reading
from conversations.reading.parts import Does, Part, parts
from conversations.reading.quantities import amount_of
from conversations.reading.segments import Segment, apart, segments, together
from conversations.reading.tokens import plain, tokens
from domain.catalogue.search import Index
from domain.catalogue.search import find as search

_NOTHING = Context()
_LIST = 3  # segments
_SURE = 0.9
_LEAST_SIZE = 40  # grams or millilitres: what may be a size and not a count


def read(text: str, index: Index, context: Context = _NOTHING) -> Reading:
    """What a message says, judged against a catalogue. Never raises, whatever the text."""
    text = plain(text)
    cut = tokens(text)
    language = language_of_tokens(cut)
    spoken = segments(parts(cut, index, language))
    reader = _Reader(text, index, context, any(_edits(segment) for segment in spoken))
    reader.take(spoken)
    intent = intent_of(concepts(cut, language), Heard.of(spoken, reader.lines, reader.unread))
    if intent not in (Intent.ORDER, Intent.REMOVE):
        return Reading(intent, (), (), language, 0.9)
    confidence = min((each.confidence for each in reader.lines), default=0.5)
    return Reading(intent, tuple(reader.lines), tuple(reader.unread), language, confidence)


class _Reader:
    """Goes through a message's segments and collects its lines."""

    def __init__(self, text: str, index: Index, context: Context, editing: bool) -> None:
        self.text, self.index, self.context, self.editing = text, index, context, editing
        self.lines: list[Line] = []
        self.unread: list[str] = []
        self.heading: Sequence[Part] = ()
        self.found: dict[Named, Judged] = {}
        self.before: Sequence[Part] = ()  # the words of the line before: `parachute 600ml 3, 1 ltr 2`

    def take(self, spoken: Sequence[Segment]) -> None:
        """Every segment, in its order."""
        for at, segment in enumerate(self._gathered(spoken)):
            if segment.each and segment.count is not None and not segment.words:
                self._share(segment)
            elif at == 0 and _is_heading(segment, spoken):
                self.heading = segment.words
            else:
                self._take(segment)

    def _gathered(self, spoken: Sequence[Segment]) -> list[Segment]:
        """Segments that a count seemed to part, but that name one product with that figure in it."""
        whole: list[Segment] = []
        for segment in spoken:
            joined = together(whole[-1], segment) if whole and self._may_be_one(whole[-1], segment) else None
            if joined is not None and self._names_one(joined):
                whole[-1] = joined
            else:
                whole.append(segment)
        return whole

    def _may_be_one(self, one: Segment, other: Segment) -> bool:
        """The count between them is bare or counts pieces, stands after the first one's words, and a product fits both."""
        count = one.count
        if one.piece != other.piece or count is None or count.unit not in (None, "piece"):
            return False
        if not one.words or not other.words or count.start < one.words[-1].start:
            return False
        meant, also_meant = (set(_keys(self._find(named(each, self.text)))) for each in (one, other))
        return bool(meant & also_meant)

    def _names_one(self, segment: Segment) -> bool:
        goods = named(segment, self.text)
        keys = _keys(self._find(goods))
        figures = replace(goods.wanted, terms=())
        fitting = {each.key for each in search(self.index, figures, len(keys), self.index.subset(keys)) if each.figure}
        return bool(keys) and fitting.issuperset(keys)

    def _take(self, segment: Segment) -> None:
        goods = named(segment, self.text, self.heading)
        if goods.empty and segment.has(Does.SIZE, Does.PRICE) and self.before:
            segment = Segment([*self.before, *segment.parts], segment.count)
            goods = named(segment, self.text, self.heading)
        if goods.empty:
            self._answer_for_last(segment)
            return
        segment, goods = self._sized(segment, goods)
        found = self._find(goods)
        pieces = apart(segment) if found == NOT_READ else []
        if len(pieces) > 1 and all(self._find(named(piece, self.text, self.heading)) != NOT_READ for piece in pieces):
            for piece in pieces:
                self._take(piece)
            return
        self.before = segment.words
        if found != NOT_READ:
            self.lines.append(self._acted(line(segment, self.text, goods, found, self.index), segment))
        elif segment.count is not None or segment.has(Does.SIZE, Does.PRICE):
            self.unread.append(said(segment, self.text))

    def _sized(self, segment: Segment, goods: Named) -> tuple[Segment, Named]:
        """`maggi 560` counts nothing where just one product of the name is of that size."""
        count = segment.count
        if count is None or count.unit is not None or count.does != Does.NUMBER or (count.value or 0) < _LEAST_SIZE:
            return segment, goods
        if goods.wanted.sizes or goods.wanted.figures:
            return segment, goods
        sized = Segment([*segment.parts, replace(count, does=Does.FIGURE)], None, False, segment.piece)
        named_so = named(sized, self.text, self.heading)
        found = self._find(named_so)
        fits = found.product is not None and any(size.amount == count.value for size in self.index.pack(found.product).sizes)
        return (sized, named_so) if fits else (segment, goods)

    def _find(self, goods: Named) -> Judged:
        """In the cart first where the message speaks of changing it."""
        if goods not in self.found:
            found = NOT_READ
            if self.context.cart and self.editing:
                found = _judged(goods, self.index, self.context, self.index.subset(self.context.cart))
            self.found[goods] = _judged(goods, self.index, self.context) if found == NOT_READ else found
        return self.found[goods]

    def _acted(self, read_line: Line, segment: Segment) -> Line:
        meant = {concept for part in segment.parts for concept in part.concepts}
        if "remove" in meant:
            return replace(read_line, act=Act.REMOVE)
        if self.editing and "add" not in meant and read_line.product in self.context.cart:
            return replace(read_line, act=Act.SET)
        return read_line

    def _share(self, segment: Segment) -> None:
        """`sab 1 peti`: the count goes to every line that has none, or to the whole cart."""
        if not self.lines:
            self.lines = [self._of_cart(key, "", segment.count) for key in self.context.cart]
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
        if segment.count is None or self.lines or self.context.last is None:
            return
        self.lines = [self._of_cart(self.context.last, said(segment, self.text), segment.count)]

    def _of_cart(self, key: Hashable, words: str, count: Part | None) -> Line:
        amount = amount_of(count)
        return Line(words, "", key, (), amount.quantity, amount.unit, Act.SET, _SURE, amount.problem)


def _keys(judged: Judged) -> tuple[Hashable, ...]:
    return (judged.product,) if judged.product is not None else judged.choices


def _edits(segment: Segment) -> bool:
    return any(part.concepts & {"set", "remove"} for part in segment.parts)


def _is_heading(segment: Segment, spoken: Sequence[Segment]) -> bool:
    """`everest items`, `cold drink bhejo` above the lines: it names what they have in common."""
    if not segment.words or segment.count is not None or segment.has(Does.SIZE, Does.PRICE, Does.FIGURE):
        return False
    if not all(each.count is not None for each in spoken[1:]) or len(spoken) < _LIST:
        return False
    return segment.has(Does.HEADING) or all(part.kind for part in segment.words)
