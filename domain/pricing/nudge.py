"""The next step for a buyer: a little more of a line, and a scheme gives more. "1 case more and 1 comes free"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.pricing.book import SchemeBook
from domain.pricing.quoting import NOTHING_USED
from domain.pricing.rounding import exact, rupees
from domain.pricing.steps import Circumstances, Seen, Step, pieces_for, steps
from domain.pricing.values import Buyer, CartLine, Price, Quote, Unit, UsedByScheme

# An order's net grows slower than its list amount where other schemes take their part, so a step that falls short is
# lengthened by what is missing; each time less is.
TRIES = 5
NO_MONEY = rupees(0)


@dataclass(frozen=True, slots=True)
class Nudge:
    """A step worth taking: `quantity` (in `unit`; `pieces` in pieces) more of cart line `line`. Money is rupees.

    `cost` is how much more the cart then costs, with tax. `free_more` (goods at list) and `discount_more` are what the
    scheme brings beyond what it gives already, against the same larger cart without it; one of them may be below zero,
    where the scheme takes the place of those in `instead_of`.
    """

    scheme: str
    sku: str
    line: int
    pieces: int
    quantity: Decimal
    unit: Unit
    cost: Decimal
    free_more: Decimal
    discount_more: Decimal
    instead_of: tuple[str, ...]
    then: Quote

    @property
    def gain(self) -> Decimal:
        """What the step brings in all."""
        return self.free_more + self.discount_more


def nudges(
    cart: Sequence[CartLine],
    prices: Mapping[str, Price],
    book: SchemeBook,
    buyer: Buyer,
    day: date,
    used: UsedByScheme = NOTHING_USED,
    at_most: Decimal = Decimal(1),
) -> Iterator[Nudge]:
    """The steps that bring the buyer something, least effort first; each is quoted only when it is asked for.

    A step leads one scheme to its next slab, or a recurring one to its next time, by more of one line: of a mix or an
    order, the line that takes least. It may add up to `at_most` times the cart's list amount. Raises what `quote` does.
    """
    around = Circumstances(prices, book, buyer, day, used)
    now = around.see(cart)
    most = sum(now.basket.list_amounts()) * exact(at_most)
    for step in steps(now):
        nudge = _taken(around, now, step) if step.effort <= most else None
        if nudge is not None and nudge.gain > 0:
            yield nudge


def _taken(around: Circumstances, now: Seen, step: Step) -> Nudge | None:
    """What comes of a step; None where the scheme does not apply even then."""
    pieces = step.pieces
    for _ in range(TRIES):
        then = around.see(now.with_more(step.line, pieces))
        x = next(x for lines, x in then.weighed(step.terms) if step.line in lines)
        if x >= step.bound:
            return _nudge(around, now, then, step) if then.told(step.terms).applied else None
        pieces += pieces_for(step.terms, then.basket[step.line], step.bound - x)
    return None


def _nudge(around: Circumstances, now: Seen, then: Seen, step: Step) -> Nudge:
    scheme = step.terms.scheme
    without = around.see(then.cart, without=step.terms)
    line = then.basket[step.line]
    pieces = line.pieces - now.basket[step.line].pieces
    by_case = scheme.unit is Unit.CASE and pieces % line.product.pieces_per_case == 0
    off_now = dict(now.quote.discounts).get(scheme.code, NO_MONEY)
    free_now = now.told(step.terms).amount - off_now
    return Nudge(
        scheme=scheme.code,
        sku=line.product.sku,
        line=step.line,
        pieces=pieces,
        quantity=Decimal(pieces // line.product.pieces_per_case if by_case else pieces),
        unit=Unit.CASE if by_case else Unit.PIECE,
        cost=then.quote.total - now.quote.total,
        free_more=_free(then.quote) - _free(without.quote) - free_now,
        discount_more=then.quote.discount - without.quote.discount - off_now,
        instead_of=tuple(sorted(_applied(without.quote) - _applied(then.quote))),
        then=then.quote,
    )


def _free(quote: Quote) -> Decimal:
    """Rupees of free goods at list."""
    return sum((told.amount for told in quote.explain), NO_MONEY) - quote.discount


def _applied(quote: Quote) -> set[str]:
    return {told.scheme for told in quote.explain if told.applied}
