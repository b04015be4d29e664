"""A message's parts put together into one segment for each thing that is spoken of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from conversations.reading.counting import corrected, count_of, count_places, has_words, without_count
from conversations.reading.part import COUNTS, FACETS, Does, Part


@dataclass(slots=True)
class Segment:
    """Parts that speak of one thing, with its count."""

    parts: list[Part] = field(default_factory=list)
    count: Part | None = None
    each: bool = False  # the count is for everything named before
    piece: int = 0  # of the message, where its breaks cut it

    @property
    def words(self) -> list[Part]:
        """The parts that name goods."""
        return [part for part in self.parts if part.does == Does.WORD]

    def has(self, *does: Does) -> bool:
        """Whether any part does one of these."""
        return any(part.does in does for part in self.parts)


def segments(parts: Sequence[Part]) -> list[Segment]:
    """The segments of a message, in its order."""
    found: list[Segment] = []
    for piece, chunk in enumerate(_chunks(parts)):
        for run in _runs(chunk):
            segment = _settled(run, piece)
            if found and _continues(segment, found[-1]):
                found[-1].parts += segment.parts
                found[-1].count = segment.count or found[-1].count
            else:
                found.append(segment)
    return found


def apart(segment: Segment) -> list[Segment]:
    """The things of a segment that `and` joins; a count is the first one's where it opens, else the last one's."""
    pieces = [piece for piece in _between_joiners(segment.parts) if has_words(piece)]
    opens = segment.count is not None and segment.count.start < segment.parts[0].start
    counted = pieces[0 if opens else -1] if pieces else []
    return [Segment(piece, segment.count if piece is counted else None, False, segment.piece) for piece in pieces]


def nearest_clause(segment: Segment) -> Segment | None:
    """Of a segment in which a sentence runs on (`guests are here send 5 lux`), the words beside the count."""
    clauses: list[list[Part]] = [[]]
    for part in segment.parts:
        if "clause" in part.concepts:
            clauses.append([])
        else:
            clauses[-1].append(part)
    spoken = [clause for clause in clauses if has_words(clause)]
    if segment.count is None or len(clauses) < 2 or not spoken:
        return None
    start, end = segment.count.start, segment.count.end
    nearest = min(spoken, key=lambda clause: max(clause[0].start - end, start - clause[-1].end, 0))
    return Segment(nearest, segment.count, segment.each, segment.piece)


def together(one: Segment, other: Segment) -> Segment:
    """Both as one thing: the first one's count then measures or names it (`happydent 15pc fliptop 12`)."""
    middle = [replace(one.count, does=Does.FIGURE)] if one.count is not None else []
    return Segment([*one.parts, *middle, *other.parts], other.count, other.each, other.piece)


def _chunks(parts: Sequence[Part]) -> Iterator[list[Part]]:
    chunk: list[Part] = []
    for part in parts:
        if part.does == Does.BREAK:
            yield from _unnumbered(chunk)
            chunk = []
        else:
            chunk.append(part)
    yield from _unnumbered(chunk)


def _unnumbered(chunk: list[Part]) -> Iterator[list[Part]]:
    """`1) tata namak 25`: the number before a bracket only numbers the line."""
    if len(chunk) > 2 and chunk[0].does == Does.NUMBER and ")" in chunk[1].concepts:
        chunk = chunk[2:]
    if chunk:
        yield chunk


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
    after = [part for part in chunk[at + 1 :] if part.does in COUNTS]
    before = [part for part in chunk[:at] if part.does in COUNTS]
    counts = after or before[-1:]
    return [chunk[at], *counts] if counts else []


def _between_joiners(chunk: Sequence[Part]) -> list[list[Part]]:
    pieces: list[list[Part]] = [[]]
    for part in chunk:
        if part.does == Does.JOIN:
            pieces.append([])
        else:
            pieces[-1].append(part)
    return pieces


def _at_joiners(chunk: list[Part]) -> list[list[Part]]:
    pieces: list[list[Part]] = [[]]
    for at, part in enumerate(chunk):
        if part.does == Does.JOIN and _stands_alone(pieces[-1]) and _stands_alone(chunk[at + 1 :]):
            pieces.append([])
        else:
            pieces[-1].append(part)
    return [piece for piece in pieces if piece]


def _stands_alone(parts: Sequence[Part]) -> bool:
    does = {part.does for part in parts}
    faceted = not does.isdisjoint(FACETS)
    counted = faceted or not does.isdisjoint((*COUNTS, Does.EACH, Does.CORRECTION))
    return counted and (Does.WORD in does or faceted)


def _at_counts(piece: list[Part]) -> list[list[Part]]:
    counts = count_places(piece)
    if len(counts) < 2:
        return [piece]
    before = not has_words(piece[: counts[0]])
    runs: list[list[Part]] = []
    start = 0
    for at in counts:
        cut = at if before else at + 1
        if has_words(piece[start:cut]):
            runs.append(piece[start:cut])
            start = cut
    rest = piece[start:]
    if rest and runs and not has_words(rest):
        runs[-1] = [*runs[-1], *rest]
    elif rest:
        runs.append(rest)
    return runs


def _settled(run: list[Part], piece: int) -> Segment:
    """The run with its count taken out; every other number measures or names."""
    run = corrected(run)
    count = count_of(run)
    each = any(part.does == Does.EACH for part in run)
    return Segment(without_count(run, count), count, each, piece)


def _continues(segment: Segment, before: Segment) -> bool:
    """`colgate 150g, 6 pcs`; `maggi 5, sorry 6`: no thing of its own is named."""
    if segment.words or segment.each or not before.words:
        return False
    corrects = segment.has(Does.CORRECTION) and segment.count is not None
    return corrects or (before.count is None and (segment.count is not None or segment.has(*FACETS)))
