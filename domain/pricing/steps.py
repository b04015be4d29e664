"""Which steps a cart has before it: more of a line, and a scheme comes to its next slab, or gives once more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from domain.pricing.basket import Basket, Line, fill
from domain.pricing.bill import bill
from domain.pricing.book import Bought, SchemeBook
from domain.pricing.rounding import Exact, ceiling, exact
from domain.pricing.scheme import Basis, Scope
from domain.pricing.settling import settle
from domain.pricing.slabs import Weighed, next_bound, weigh
from domain.pricing.tax import list_amount, without_tax
from domain.pricing.terms import Terms
from domain.pricing.values import Buyer, CartLine, Explanation, Price, Quote, Reason, Unit, UsedByScheme

COULD_GIVE_MORE = {Reason.APPLIED, Reason.BELOW_SLAB, Reason.NOT_COMBINED}


@dataclass(frozen=True, slots=True)
class Seen:
    """A cart with its quote and what led to it; `left_for_orders` is paise of each line after stage one."""

    cart: Sequence[CartLine]
    basket: Basket
    touching: Sequence[Bought]
    left_for_orders: Sequence[int]
    quote: Quote

    def with_more(self, index: int, pieces: int) -> list[CartLine]:
        """The cart with `pieces` more of one line."""
        line = self.basket[index]
        more = CartLine(line.product.sku, Decimal(line.pieces + pieces))
        return [more if place == index else wanted for place, wanted in enumerate(self.cart)]

    def weighed(self, terms: Terms) -> Sequence[Weighed]:
        """What a scheme looks at in this cart."""
        bought = next(lines for other, lines in self.touching if other is terms)
        in_order = terms.scheme.scope is Scope.ORDER
        return weigh(terms, bought, self.basket, self.left_for_orders if in_order else self.basket.list_amounts())

    def told(self, terms: Terms) -> Explanation:
        """What became of a scheme."""
        return next(told for told in self.quote.explain if told.scheme == terms.scheme.code)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that the price of a cart depends on, besides the cart."""

    prices: Mapping[str, Price]
    book: SchemeBook
    buyer: Buyer
    day: date
    used: UsedByScheme

    def see(self, cart: Sequence[CartLine], without: Terms | None = None) -> Seen:
        """Prices `cart`, perhaps as if one scheme were not there."""
        basket = fill(cart, self.prices)
        touching = [(terms, lines) for terms, lines in self.book.touching(basket) if terms is not without]
        settled = settle(touching, basket, self.buyer, self.day, self.used)
        left = basket.list_amounts()
        for given in settled.given:
            if given.terms.scheme.scope is not Scope.ORDER:
                for index, paise in given.off:
                    left[index] -= paise
        return Seen(cart, basket, touching, left, bill(basket, settled))


@dataclass(frozen=True, slots=True)
class Step:
    """`pieces` more of a line, to bring a scheme's x up to `bound`; `effort` is what they cost at list, in paise."""

    terms: Terms
    line: int
    bound: Exact
    pieces: int
    effort: int


def steps(now: Seen) -> list[Step]:
    """All steps, least effort first: for each x of each scheme, by more of the line that takes least."""
    found = [step for terms, _ in now.touching for step in _steps_of(terms, now)]
    return sorted(found, key=lambda step: (step.effort, step.terms.rank, step.line))


def pieces_for(terms: Terms, line: Line, missing: Exact) -> int:
    """How many pieces of `line` bring `missing` of a scheme's x, at list."""
    if terms.scheme.basis is Basis.QUANTITY:
        return ceiling(missing * (line.product.pieces_per_case if terms.scheme.unit is Unit.CASE else 1))
    paise = without_tax(exact(line.product.price), line.product) * 100
    return ceiling(Fraction(missing, paise))


def _steps_of(terms: Terms, now: Seen) -> Iterator[Step]:
    if now.told(terms).reason not in COULD_GIVE_MORE:
        return
    for lines, x in now.weighed(terms):
        bound = next_bound(terms, x)
        if bound is not None:
            ways = [_step(terms, now.basket[index], bound, bound - x) for index in lines]
            yield from sorted((way for way in ways if way is not None), key=lambda step: step.effort)[:1]


def _step(terms: Terms, line: Line, bound: Exact, missing: Exact) -> Step | None:
    if terms.scheme.basis is Basis.AMOUNT and not line.product.price:
        return None  # no number of free pieces makes an amount
    pieces = pieces_for(terms, line, missing)
    return Step(terms, line.index, bound, pieces, list_amount(line.product, pieces))
