"""A message's parts put together into one segment for each thing that is spoken of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from conversations.reading.parts import Does, Part

_COUNTS = (Does.QUANTITY, Does.NUMBER)
_NAMES = (Does.WORD, Does.FIGURE, Does.SIZE, Does.PRICE)


@dataclass(slots=True)
class Segment:
    """Parts that speak of one thing, with its count, in the so-manieth piece of the message.

    `each` says that the count is for everything named before.
    """

    parts: list[Part] = field(default_factory=list)
    count: Part | None = None
    each: bool = False
    piece: int = 0

    @property
    def words(self) -> list[Part]:
        return [part for part in self.parts if part.does == Does.WORD]

    def has(self, *does: Does) -> bool:
        return any(part.does in does for part in self.parts)


def segments(parts: Sequence[Part]) -> list[Segment]:
    """The segments of a message, in its order."""
    found: list[Segment] = []
    for piece, chunk in enumerate(_chunks(parts)):
        for run in _runs(chunk):
            segment = _settled(run)
            segment.piece = piece
            if found and _continues(segment, found[-1]):
                _continue(found[-1], segment)
            else:
                found.append(segment)
    return found


def _chunks(parts: Sequence[Part]) -> Iterator[list[Part]]:
    chunk: list[Part] = []
    for part in parts:
        if part.does == Does.BREAK:
            yield from _unbulleted(chunk)
            chunk = []
        else:
            chunk.append(part)
    yield from _unbulleted(chunk)


def _unbulleted(chunk: list[Part]) -> Iterator[list[Part]]:
    """`1) tata namak 25`: the number before a bracket only numbers the line."""
    if chunk and len(chunk) > 2 and chunk[0].does == Does.NUMBER and _bracket(chunk[1]):
        chunk = chunk[2:]
    if chunk:
        yield chunk


def _bracket(part: Part) -> bool:
    return part.does == Does.SOFT and ")" in part.concepts


def _runs(chunk: list[Part]) -> list[list[Part]]:
    """A chunk cut where one line ends and the next begins, without any sign of it: at joiners, then at counts."""
    shared = _shared(chunk)
    if shared:
        rest = [part for part in chunk if part not in shared]
        return [*(run for run in _between_joiners(rest) if run), shared]
    return [run for piece in _at_joiners(chunk) for run in _at_counts(piece)]


def _shared(chunk: list[Part]) -> list[Part]:
    """`dono 2-2`, `2 each`: the word for all of them and the count beside it, which is theirs together."""
    at = next((place for place, part in enumerate(chunk) if part.does == Does.EACH), None)
    if at is None:
        return []
    after = [part for part in chunk[at + 1 :] if part.does in _COUNTS]
    before = [part for part in chunk[:at] if part.does in _COUNTS]
    counts = after or before[-1:]
    return [chunk[at], *counts] if counts else []


def _between_joiners(chunk: list[Part]) -> list[list[Part]]:
    pieces: list[list[Part]] = [[]]
    for part in chunk:
        if part.does == Does.JOIN:
            pieces.append([])
        else:
            pieces[-1].append(part)
    return pieces


def apart(segment: Segment) -> list[Segment]:
    """The things of a segment that `and` joins; a count is the last one's."""
    pieces = [piece for piece in _between_joiners(segment.parts) if any(part.does == Does.WORD for part in piece)]
    return [Segment(piece, segment.count if piece is pieces[-1] else None, False, segment.piece) for piece in pieces]


def together(one: Segment, other: Segment) -> Segment:
    """Both as one thing: the first one's count then measures or names it (`happydent 15pc fliptop 12`)."""
    middle = [replace(one.count, does=Does.FIGURE)] if one.count is not None else []
    return Segment([*one.parts, *middle, *other.parts], other.count, other.each, other.piece)


def _at_joiners(chunk: list[Part]) -> list[list[Part]]:
    pieces: list[list[Part]] = [[]]
    for at, part in enumerate(chunk):
        if part.does == Does.JOIN and _stands_alone(pieces[-1]) and _stands_alone(chunk[at + 1 :]):
            pieces.append([])
        else:
            pieces[-1].append(part)
    return [piece for piece in pieces if piece]


def _stands_alone(parts: Iterable[Part]) -> bool:
    kinds = {part.does for part in parts}
    facets = {Does.SIZE, Does.PRICE, Does.FIGURE}
    counted = bool(kinds & {*_COUNTS, *facets, Does.EACH, Does.CORRECTION})
    return counted and (Does.WORD in kinds or bool(kinds & facets))


def _at_counts(piece: list[Part]) -> list[list[Part]]:
    counts = _count_places(piece)
    if len(counts) < 2:
        return [piece]
    first_word = next((at for at, part in enumerate(piece) if part.does == Does.WORD), len(piece))
    before = counts[0] < first_word
    runs: list[list[Part]] = []
    start = 0
    for at in counts:
        cut = at if before else at + 1
        if any(part.does == Does.WORD for part in piece[start:cut]):
            runs.append(piece[start:cut])
            start = cut
    rest = piece[start:]
    if rest and runs and not any(part.does == Does.WORD for part in rest):
        runs[-1] = [*runs[-1], *rest]
    elif rest:
        runs.append(rest)
    return runs


def _count_places(piece: list[Part]) -> list[int]:
    """Where the counts stand: of numbers side by side the last one, and none that could be half a size."""
    marked = any(part.does == Does.QUANTITY for part in piece)
    places = []
    for at, part in enumerate(piece):
        follows = piece[at + 1].does if at + 1 < len(piece) else None
        if part.does == Does.QUANTITY and follows == Does.NUMBER and part.unit == "piece" and not _later(piece, at + 2):
            continue
        if part.does in _COUNTS and follows not in _COUNTS and not _fraction(part) and (part.sure or not marked):
            if part.does == Does.NUMBER and marked and not _opens(piece, at):
                continue
            places.append(at)
    return places


def _later(piece: list[Part], at: int) -> bool:
    return any(part.does == Does.WORD for part in piece[at:])


def _opens(piece: list[Part], at: int) -> bool:
    """A bare number counts beside marked counts only where nothing else counts its words."""
    before = next((part.does for part in reversed(piece[:at]) if part.does in (*_COUNTS, Does.WORD)), None)
    after = next((part.does for part in piece[at + 1 :] if part.does in (*_COUNTS, Does.WORD)), None)
    first_is_count = next((part.does in _COUNTS for part in piece if part.does in (*_COUNTS, Does.WORD)), False)
    if first_is_count:
        return before != Does.WORD or (after == Does.WORD and at + 1 < len(piece) and piece[at + 1].does == Does.WORD)
    return before == Does.WORD


def _fraction(part: Part) -> bool:
    """1.75 of something is a size; halves and quarters of a case are counts when a unit is said."""
    return part.does == Does.NUMBER and part.value is not None and part.value % 1 != 0


def _settled(run: list[Part]) -> Segment:
    """The run with its count taken out; every other number measures or names."""
    run = _corrected(run)
    marked = [part for part in run if part.does == Does.QUANTITY]
    bare = [part for part in run if part.does == Does.NUMBER and not _fraction(part)]
    sure = [part for part in bare if part.sure] or bare
    first_word = next((at for at, part in enumerate(run) if part.does == Does.WORD), len(run))
    count = marked[-1] if marked else None
    if count is None and sure:
        count = sure[0] if (run.index(sure[0]) < first_word and len(sure) == 1) or run[0] is sure[0] else sure[-1]
    elif (
        count is not None
        and len(marked) == 1
        and count.unit == "piece"
        and bare
        and run.index(bare[-1]) > run.index(count)
    ):
        count = bare[-1]  # `2pc pack 24`: the pack holds two
    segment = Segment(count=count, each=any(part.does == Does.EACH for part in run))
    for part in run:
        if part is count:
            continue
        if part.does == Does.NUMBER:
            if part.sure:
                segment.parts.append(replace(part, does=Does.FIGURE))
        elif part.does == Does.QUANTITY:
            segment.parts.append(replace(part, does=Does.FIGURE))
        else:
            segment.parts.append(part)
    return segment


def _corrected(run: list[Part]) -> list[Part]:
    """`5 nahi 6`: what stands before the correction is taken back."""
    for at, part in enumerate(run):
        if part.does == Does.CORRECTION and at and any(later.does in _COUNTS for later in run[at + 1 :]):
            before = next((back for back in range(at - 1, -1, -1) if run[back].does in _COUNTS), None)
            if before is not None and not any(each.does == Does.WORD for each in run[at + 1 :]):
                return _corrected([*run[:before], *run[before + 1 : at], *run[at + 1 :]])
    return run


def _continues(segment: Segment, before: Segment) -> bool:
    """`colgate 150g, 6 pcs`; `maggi 5, sorry 6`: no thing of its own is named."""
    if segment.words or segment.each or not before.words:
        return False
    corrects = segment.has(Does.CORRECTION) and segment.count is not None
    return corrects or (before.count is None and (segment.count is not None or segment.has(*_NAMES)))


def _continue(before: Segment, segment: Segment) -> None:
    before.parts += segment.parts
    before.count = segment.count or before.count
