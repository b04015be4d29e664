"""Trade units, and what keeps a quantity from being taken as it is."""

from decimal import Decimal

from conversations.reading.model import LARGEST, Amount, Problem, Unit
from conversations.reading.naming import Named
from conversations.reading.part import Part
from domain.catalogue.search import Measure, Pack, Wanted

_UNITS = {"piece": Unit.PIECE, "inner": Unit.INNER, "case": Unit.CASE}
_LARGE = 200  # grams or millilitres from which a jar that is named by its size is the product itself
_HEAVY = 4_000  # grams or millilitres from which a sack or jar of a product is the product itself
_UNNAMED = Named(Wanted(()), "")


def amount_of(count: Part | None, goods: Named = _UNNAMED, pack: Pack | None = None) -> Amount:
    """The amount that a counting part names, of goods of this pack."""
    if count is None or count.value is None:
        return Amount(None)
    unit = unit_of(count.unit, goods, pack)
    return Amount(count.value, unit, problem_of(count.value, unit))


def unit_of(word: str | None, goods: Named, pack: Pack | None) -> Unit:
    """The trade unit of a unit word: a sack of 10 kg flour is the piece, a jar of toffees an inner."""
    if word is None:
        return Unit.NONE
    if word in _UNITS:
        return _UNITS[word]
    sizes = pack.sizes[:1] if pack is not None else ()
    heavy = any(size.amount >= _HEAVY and size.measure != Measure.COUNT for size in sizes)
    if word == "sack":
        return Unit.PIECE if heavy else Unit.CASE
    named_by_size = any(size.amount >= _LARGE and size.measure != Measure.COUNT for size in goods.wanted.sizes)
    return Unit.PIECE if heavy or named_by_size else Unit.INNER


def problem_of(quantity: Decimal, unit: Unit) -> Problem | None:
    """What is wrong with a quantity; None where it can be taken."""
    if quantity > LARGEST:
        return Problem.TOO_LARGE
    if quantity <= 0:
        return Problem.NOT_POSITIVE
    if quantity % 1 and unit in (Unit.PIECE, Unit.NONE):
        return Problem.NOT_WHOLE
    return None
