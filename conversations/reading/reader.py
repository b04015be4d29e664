"""Reading a message: from its text to what is wanted, line by line."""

from collections.abc import Sequence
from dataclasses import replace

from conversations.reading.intents import intent_of
from conversations.reading.judgement import NOT_READ, Judged, Named
from conversations.reading.languages import language_of_tokens
from conversations.reading.lines import find, line, named, said
from conversations.reading.model import Act, Context, Intent, Line, Reading
from conversations.reading.parts import Does, Part, parts
from conversations.reading.quantities import amount_of
from conversations.reading.segments import Segment, segments
from conversations.reading.tokens import plain, tokens
from domain.catalogue.search import Index

_NOTHING = Context()
_LIST = 3  # segments


def read(text: str, index: Index, context: Context = _NOTHING) -> Reading:
    """What a message says, judged against a catalogue. Never raises, whatever the text."""
    text = plain(text)
    cut = tokens(text)
    language = language_of_tokens(cut)
    spoken = segments(parts(cut, index, language))
    editing = any(_edits(segment) for segment in spoken)
    lines, unread = _lines(spoken, text, index, context, editing)
    removing = any("remove" in part.concepts for segment in spoken for part in segment.parts)
    counted = any(segment.count is not None and segment.words for segment in spoken)
    intent = intent_of(cut, language, counted and bool(lines or unread), bool(lines), removing)
    if intent not in (Intent.ORDER, Intent.REMOVE):
        return Reading(intent, (), (), language, 0.9)
    return Reading(intent, tuple(lines), tuple(unread), language, min((each.confidence for each in lines), default=0.5))


def _lines(
    spoken: Sequence[Segment], text: str, index: Index, context: Context, editing: bool
) -> tuple[list[Line], list[str]]:
    lines: list[Line] = []
    unread: list[str] = []
    heading: list[Part] = []
    for segment in spoken:
        if segment.each and segment.count is not None and not segment.words:
            lines = _for_each(segment, lines, context)
            continue
        if _is_heading(segment, spoken):
            heading = segment.words
            continue
        goods = named(segment, text, heading)
        if goods.empty:
            lines = _bare(segment, lines, context, text)
            continue
        found = _find(goods, index, context, editing)
        if found == NOT_READ:
            if segment.count is not None or segment.has(Does.SIZE, Does.PRICE):
                unread.append(said(segment, text))
            continue
        lines.append(_acted(line(segment, text, goods, found, index), segment, context, editing))
    return lines, unread


def _find(goods: Named, index: Index, context: Context, editing: bool) -> Judged:
    """In the cart first where the message speaks of changing it."""
    if context.cart and editing:
        found = find(goods, index, context, index.subset(context.cart))
        if found != NOT_READ:
            return found
    return find(goods, index, context)


def _edits(segment: Segment) -> bool:
    return any(part.concepts & {"set", "remove"} for part in segment.parts)


def _is_heading(segment: Segment, spoken: Sequence[Segment]) -> bool:
    """`everest items`, `cold drink bhejo` above the lines: it names what they have in common."""
    if not segment.words or segment.count is not None or segment.has(Does.SIZE, Does.PRICE, Does.FIGURE):
        return False
    if segment is not spoken[0] or not all(each.count is not None for each in spoken[1:]) or len(spoken) < _LIST:
        return False
    return segment.has(Does.HEADING) or all(part.kind for part in segment.words)


def _acted(read_line: Line, segment: Segment, context: Context, editing: bool) -> Line:
    meant = {concept for part in segment.parts for concept in part.concepts}
    if "remove" in meant:
        return replace(read_line, act=Act.REMOVE)
    if editing and "add" not in meant and read_line.product in context.cart:
        return replace(read_line, act=Act.SET)
    return read_line


def _for_each(segment: Segment, lines: list[Line], context: Context) -> list[Line]:
    """`sab 1 peti`: the count goes to every line that has none, or to the whole cart."""
    amount = amount_of(segment.count)
    if lines:
        return [
            replace(each, quantity=amount.quantity, unit=amount.unit, problem=amount.problem)
            if each.quantity is None
            else each
            for each in lines
        ]
    return [Line("", "", key, (), amount.quantity, amount.unit, Act.SET, 0.9, amount.problem) for key in context.cart]


def _bare(segment: Segment, lines: list[Line], context: Context, text: str) -> list[Line]:
    """A count alone answers for the line spoken of last."""
    if segment.count is None or lines or context.last is None:
        return lines
    amount = amount_of(segment.count)
    return [Line(said(segment, text), "", context.last, (), amount.quantity, amount.unit, Act.SET, 0.9, amount.problem)]
