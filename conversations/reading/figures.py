"""What a number in a message is: a count, a price, a size, a time, or part of a product's name."""

from collections.abc import Callable
from decimal import Decimal

from conversations.reading.lexicon import Role, Sense
from conversations.reading.numerals import Numeral, numeral
from conversations.reading.part import Does, Part
from conversations.reading.tokens import Kind
from conversations.reading.view import View
from domain.catalogue.search import Measure, Size

Found = tuple[Part, int]  # a part, and the place after it

_FACTORS = {"g": (1, Measure.MASS), "kg": (1000, Measure.MASS), "ml": (1, Measure.VOLUME), "l": (1000, Measure.VOLUME),
            "pc": (1, Measure.COUNT)}  # fmt: skip
_CURRENCY = ("₹", "৳", "$")
_TIMES = ("x", "*")


def figure(view: View, at: int) -> Found | None:
    """The part that a number plays which starts here, with its sign before it; None where none does."""
    return _after_currency(view, at) or _after_sign(view, at) or _number(view, at)


def part(view: View, does: Does, at: int, end: int, **what: object) -> Found:
    """A part from one place up to another."""
    return Part(does, view.read[at].start, view.read[end - 1].end, **what), end  # type: ignore[arg-type]


def _after_currency(view: View, at: int) -> Found | None:
    """`rs 10`, `₹10`."""
    length, _ = view.form(at, Role.MARK, "price_before")
    after = at + (1 if view.read[at].text in _CURRENCY else length)
    if after == at or view.kind(after) != Kind.NUMBER:
        return None
    like, _ = view.form(after + 1, Role.MARK, "like")
    return part(view, Does.PRICE, at, after + 1 + like, value=view.read[after].value)


def _after_sign(view: View, at: int) -> Found | None:
    """`x6`, `* 6`, `=6`: a count that a sign marks; `@6`: a price."""
    token = view.read[at]
    if not (token.text in ("*", "@", "=") or token.key == "x") or view.kind(at + 1) != Kind.NUMBER:
        return None
    number = view.read[at + 1]
    if token.key == "x" and not number.glued and token.glued:
        return None
    if token.text == "@":
        return part(view, Does.PRICE, at, at + 2, value=number.value)
    unit, sense = view.form(at + 2, Role.UNIT)
    return part(view, Does.QUANTITY, at, at + 2 + unit, value=number.value, unit=sense.value if sense else None)


def _number(view: View, at: int) -> Found | None:
    found = numeral(view, at)
    if found is None or (not found.sure and view.kind(found.end) == Kind.NUMBER):
        return None
    ways: tuple[Callable[[View, int, Numeral], Found | None], ...] = (
        _bundle, _time, _size, _price, _counted, _named,
    )  # fmt: skip
    for way in ways:
        meant = way(view, at, found)
        if meant is not None:
            return meant
    if not found.sure and not _may_count(view, at, found.end):
        return None
    return part(view, Does.NUMBER, at, found.end, value=found.value, sure=found.sure)


def _bundle(view: View, at: int, found: Numeral) -> Found | None:
    """`3x200 g` names a bundle, and `3x200` where another number counts: the size of one is what compares."""
    if view.kind(at) != Kind.NUMBER or view.kind(at + 2) != Kind.NUMBER or view.keys[at + 1] not in _TIMES:
        return None
    length, sense = view.form(at + 3, Role.MEASURE)
    if sense is None and not (view.kind(at + 3) == Kind.NUMBER and view.number_follows(at + 3)):
        return None
    size = _measured(view.read[at + 2].value, sense)
    return part(view, Does.SIZE, at, at + 3 + length, size=size, value=view.read[at].value)


def _time(view: View, at: int, found: Numeral) -> Found | None:
    """`5 baje`, `3 din`, `25th`: a number of the clock or the calendar counts no goods."""
    length, _ = view.form(found.end, Role.MARK, "time_after")
    if _named_with_next(view, at):
        return None  # `2 minute noodles`
    return part(view, Does.ASIDE, at, found.end + length) if length else None


def _size(view: View, at: int, found: Numeral) -> Found | None:
    length, sense = view.form(found.end, Role.MEASURE)
    if sense is None:
        return None
    if sense.value == "pc" and view.keys[found.end] == "s" and not view.read[found.end].glued:
        return None
    like, _ = view.form(found.end + length, Role.MARK, "like")
    return part(view, Does.SIZE, at, found.end + length + like, size=_measured(found.value, sense))


def _price(view: View, at: int, found: Numeral) -> Found | None:
    """`10 taka`, `10 rs wala`; `10 wala` may be a price or a size."""
    length, _ = view.form(found.end, Role.MARK, "price_after")
    like, _ = view.form(found.end + length, Role.MARK, "like")
    if not length and not like:
        return None
    return part(view, Does.PRICE if length else Does.FIGURE, at, found.end + length + like, value=found.value)


def _counted(view: View, at: int, found: Numeral) -> Found | None:
    """`3 peti`, `2x`, `teen darjan`."""
    end = found.end
    length, sense = _unit(view, end)
    if sense is not None and not _opens_a_name(view, end, length):
        return part(view, Does.QUANTITY, at, end + length, value=found.value, unit=sense.value)
    if end < len(view) and view.keys[end] in _TIMES and view.kind(end + 1) != Kind.NUMBER:
        return part(view, Does.QUANTITY, at, end + 1, value=found.value)
    if found.multiple:
        return part(view, Does.QUANTITY, at, end, value=found.value, unit=found.unit)
    return None


def _unit(view: View, at: int) -> tuple[int, Sense | None]:
    """A unit, a misspelt one too where the word can be nothing else."""
    length, sense = view.form(at, Role.UNIT)
    if sense is not None or view.kind(at) != Kind.WORD or view.known.senses(view.keys[at]) or view.listed(at):
        return length, sense
    guessed = view.known.misspelt(view.keys[at], Role.UNIT)
    return (1, guessed[0]) if guessed else (0, None)


def _opens_a_name(view: View, at: int, length: int) -> bool:
    """A unit's word that begins a product's name: `2 box file`."""
    own, after = view.spelled(at), view.spelled(at + length)
    if not own or not after or length != 1 or view.kind(at) != Kind.WORD:
        return False
    follows = view.index.follows(own, after) and not view.known.senses(view.keys[at + 1])
    return follows and view.number_follows(at + 1)


def _named(view: View, at: int, found: Numeral) -> Found | None:
    """`act 2`, `24 mantra`, `50-50`, `3 in 1`: a number that stands so in a product's name."""
    own = view.spelled(at) if found.end == at + 1 else None
    if own is None:
        return None
    if view.kind(at + 2) == Kind.NUMBER and view.keys[at + 1] == "-" and view.index.follows(own, view.keys[at + 2]):
        return part(view, Does.WORD, at, at + 3, forms=(f"{own} {view.keys[at + 2]}",))
    before, after = view.beside(at, -1), view.beside(at, 1)
    named = (before and view.index.follows(before, own)) or (after and view.index.follows(own, after))
    if not named or (found.sure and after is None and not view.number_follows(at + 1)):
        return None
    return part(view, Does.WORD, at, at + 1, forms=(own,))


def _named_with_next(view: View, at: int) -> bool:
    own, after = view.spelled(at), view.spelled(at + 1)
    return own is not None and after is not None and view.index.follows(own, after)


def _may_count(view: View, at: int, end: int) -> bool:
    """A bare number word counts unless its language has another use for it; then only before the goods."""
    senses = [sense for sense in view.known.senses(view.keys[at]) if sense.language in (view.language, "en")]
    if not any(sense.role != Role.NUMBER for sense in senses):
        return True
    first = view.kind(at - 1) in (None, Kind.BREAK) or view.joins(at - 1)
    return first and view.kind(end) == Kind.WORD and (view.listed(end) or not view.known.senses(view.keys[end]))


def _measured(value: Decimal | None, sense: Sense | None) -> Size:
    factor, measure = _FACTORS[sense.value] if sense is not None else (1, Measure.BARE)
    return Size(float(value or 0) * factor, measure)
