"""Which of the numbers in a run of parts count the goods; the others measure, price or name them."""

from collections.abc import Sequence
from dataclasses import replace

from conversations.reading.part import COUNTS, Does, Part
from domain.catalogue.search import Measure, Size

_TOLD = (*COUNTS, Does.WORD)


def count_places(run: Sequence[Part]) -> list[int]:
    """Where the counts stand: of numbers side by side the last one, and none that could be half a size."""
    marked = any(part.does == Does.QUANTITY for part in run)
    return [at for at, part in enumerate(run) if part.does in COUNTS and _counts(run, at, marked)]


def _counts(run: Sequence[Part], at: int, marked: bool) -> bool:
    part = run[at]
    follows = run[at + 1].does if at + 1 < len(run) else None
    if follows in COUNTS or _fraction(part):
        return False
    return part.does == Does.QUANTITY or not marked or (part.sure and _opens(run, at))


def _opens(run: Sequence[Part], at: int) -> bool:
    """A bare number counts beside marked counts only where nothing else counts its words."""
    beside = next((back for back in range(at, 0, -1) if run[back - 1].does != Does.NUMBER), 0)  # `volini 15 6`
    before = next((part.does for part in reversed(run[:beside]) if part.does in _TOLD), None)
    after = next((part.does for part in run[at + 1 :] if part.does in _TOLD), None)
    if next((part.does for part in run if part.does in _TOLD), None) in COUNTS:
        return before != Does.WORD or (after == Does.WORD and run[at + 1].does == Does.WORD)
    return before == Does.WORD


def count_of(run: Sequence[Part]) -> Part | None:
    """The part that counts what the run names."""
    marked = [part for part in run if part.does == Does.QUANTITY]
    bare = [part for part in run if part.does == Does.NUMBER and not _fraction(part)]
    if marked:
        holds = len(marked) == 1 and marked[0].unit == "piece" and bare and bare[-1].start > marked[0].start
        return bare[-1] if holds else marked[-1]  # `2pc pack 24`: the pack holds two
    sure = [part for part in bare if part.sure] or bare
    return next((part for part in sure if part is run[0]), sure[-1]) if sure else None


def without_count(run: Sequence[Part], count: Part | None) -> list[Part]:
    """The other parts; a further number is a figure of the goods, of pieces a size, a further number word nothing."""
    rest = [part for part in run if part is not count and (part.does != Does.NUMBER or part.sure)]
    return [_measure(part) if part.does in COUNTS else part for part in rest]


def _measure(part: Part) -> Part:
    if part.unit == "piece" and part.value is not None:
        return replace(part, does=Does.SIZE, value=None, size=Size(float(part.value), Measure.COUNT))
    return replace(part, does=Does.FIGURE)


def corrected(run: list[Part]) -> list[Part]:
    """`5 nahi 6`: what stands before the correction is taken back."""
    for at, part in enumerate(run):
        after = run[at + 1 :]
        if part.does == Does.CORRECTION and any(each.does in COUNTS for each in after) and not has_words(after):
            before = next((back for back in range(at - 1, -1, -1) if run[back].does in COUNTS), None)
            if before is not None:
                return corrected([*run[:before], *run[before + 1 : at], *after])
    return run


def has_words(parts: Sequence[Part]) -> bool:
    """Whether any of them names goods."""
    return any(part.does == Does.WORD for part in parts)


def _fraction(part: Part) -> bool:
    """1.75 of something is a size; halves and quarters of a case are counts when a unit is said."""
    return part.does == Does.NUMBER and part.value is not None and part.value % 1 != 0
