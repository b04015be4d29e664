"""An answer to "which one?", and another reader's proposal: both are held against what may be meant."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

from conversations.reading.answers import nth
from conversations.reading.judgement import narrow
from conversations.reading.model import CHOICES, Judged, Line, Reading
from conversations.reading.naming import named
from conversations.reading.part import Does
from conversations.reading.parts import parts
from conversations.reading.segments import Segment
from conversations.reading.tokens import plain, tokens
from conversations.reading.units import problem_of
from domain.catalogue.search import Index, Wanted, find

_SUPPORTED = 0.5  # of the words that another reader gives for a product, the share that the product must bear out


def pick(text: str, index: Index, offered: Sequence[Hashable]) -> Judged:
    """Which of the offered products an answer means: by its place, its words, its size, its price; or the few left."""
    place = nth(text)
    if place is not None and -1 <= place <= len(offered):
        return Judged(offered[place - 1 if place > 0 else -1], (), 1.0)
    text = plain(text)
    cut = tokens(text)
    said = parts(cut, index)
    figures = [replace(part, does=Does.FIGURE) if part.does == Does.NUMBER else part for part in said]
    goods = named(Segment(figures), text)
    found = find(index, goods.wanted, len(offered), index.subset(offered))
    return narrow(found, goods)


def check(proposal: Reading, index: Index) -> Reading:
    """Another reader's reading, with only what the catalogue and the writer's words bear out."""
    lines: list[Line] = []
    unread = list(proposal.unread)
    for each in proposal.lines:
        keys = [key for key in (each.product, *each.choices) if key is not None and key in index]
        borne = {
            found.key
            for found in find(index, Wanted.of(each.said), len(keys), index.subset(keys))
            if found.said >= _SUPPORTED
        }
        choices = tuple(key for key in each.choices if key in borne)[:CHOICES]
        product = each.product if each.product in borne else None
        if product is None and not choices:
            unread.append(each.said)
            continue
        problem = problem_of(each.quantity, each.unit) if each.quantity is not None else None
        lines.append(replace(each, product=product, choices=() if product is not None else choices, problem=problem))
    return replace(proposal, lines=tuple(lines), unread=tuple(unread))
