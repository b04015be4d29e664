"""Numbers in figures and words: `do sau pachas`, `sadhe teen`, `dhai`, `2 darjan`."""

from dataclasses import dataclass
from decimal import Decimal

from conversations.reading.lexicon import Role, Sense
from conversations.reading.tokens import Kind
from conversations.reading.view import View

_MOST = Decimal(10) ** 15
_NESTED = 3  # lakhs, thousands, hundreds
_QUARTER = Decimal("0.25")  # `sava` alone is one and a quarter
_DOZENS = (12, 144)  # of these, `darjan` alone is one
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and where it ends; `sure` where it can be nothing else, `multiple` where dozens or hundreds made it."""

    value: Decimal
    end: int
    sure: bool
    multiple: bool

    @property
    def unit(self) -> str | None:
        """Dozens are of pieces."""
        return "piece" if self.multiple and self.value % 12 == 0 else None


def numeral(view: View, at: int) -> Numeral | None:
    """The number that starts here, in figures or words with its multiples."""
    length, added = _added(view, at)
    alone = added is not None and view.has(at + length, Role.MULTIPLE)  # `sava sau`: of one hundred
    base, end, sure = (None, at + length, False) if alone else _base(view, at + length)
    if base is None:
        if added is None:
            return None
        base = Decimal(1)
    total, end, times = _times(view, base + (added.number if added else 0), end, _NESTED)
    return Numeral(total, end, sure or added is not None or times > 0, times > 0)


def _added(view: View, at: int) -> tuple[int, Sense | None]:
    """`sadhe teen`, `sava darjan`: only before a number, or before what is counted."""
    length, added = view.form(at, Role.ADDED)
    if added is None or (added.language != view.language and view.listed(at)):
        return 0, None
    counted = view.has(at + length, Role.MULTIPLE, Role.UNIT, Role.MEASURE)
    if _base(view, at + length)[0] is not None or (counted and added.number == _QUARTER):
        return length, added
    return 0, None


def _times(view: View, total: Decimal, at: int, nested: int) -> tuple[Decimal, int, int]:
    """What multiples make of a number: `do sau pachas` is 2 x 100 + 50. How many there were is given back too."""
    times = 0
    while total <= _MOST:
        length, multiple = view.form(at, Role.MULTIPLE)
        if multiple is None:
            break
        total, at, times, least = total * multiple.number, at + length, times + 1, multiple.number
        more, after, _ = _base(view, at) if least >= _HUNDRED and nested else (None, at, False)
        if more is None or view.kind(at) != Kind.WORD or more >= least or view.has(after, Role.MEASURE):
            continue
        more, after, _ = _times(view, more, after, nested - 1)
        if more < least:
            total, at = total + more, after
    return total, at, times


def _base(view: View, at: int) -> tuple[Decimal | None, int, bool]:
    """A single number, where it ends, and whether it can be nothing else."""
    if view.kind(at) == Kind.NUMBER:
        return view.read[at].value, at + 1, True
    length, sense = view.form(at, Role.NUMBER)
    if sense is not None:
        return sense.number, at + length, False
    _, multiple = view.form(at, Role.MULTIPLE)
    if multiple is not None and multiple.number in _DOZENS and view.kind(at - 1) != Kind.NUMBER:
        return Decimal(1), at, True
    return None, at, False
