"""A seller's schemes, prepared once and filed by what must be bought.

So a quote costs with the schemes that can touch the cart, not with all that are live.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

from domain.pricing.basket import Basket, Line
from domain.pricing.errors import PricingError
from domain.pricing.scheme import Scheme
from domain.pricing.terms import Terms

Drawer = dict[str, list[int]]
Bought = tuple[Terms, list[int]]  # a scheme, and the indexes of the lines that its `buy` fits


@dataclass(frozen=True, slots=True)
class SchemeBook:
    """Schemes as they were given (`schemes`) and by rank, which is by (priority, code) (`terms`)."""

    schemes: tuple[Scheme, ...]
    terms: tuple[Terms, ...]
    by_sku: Drawer = field(default_factory=dict)
    by_brand: Drawer = field(default_factory=dict)
    by_category: Drawer = field(default_factory=dict)
    of_everything: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, schemes: Iterable[Scheme]) -> Self:
        """Prepares `schemes`; PricingError `duplicate` for a code that stands there twice."""
        given = tuple(schemes)
        _no_code_twice(given)
        ranked = sorted(enumerate(given), key=lambda placed: (placed[1].priority, placed[1].code))
        book = cls(given, tuple(Terms.of(scheme, place, rank) for rank, (place, scheme) in enumerate(ranked)))
        for terms in book.terms:
            book._file(terms)
        return book

    def touching(self, basket: Basket) -> list[Bought]:
        """The schemes whose `buy` fits a line of `basket`, by rank."""
        fitting: dict[int, list[int]] = {}
        for line in basket:
            for rank in self._filed_for(line):
                if self.terms[rank].scheme.buy.hold(line.product):
                    fitting.setdefault(rank, []).append(line.index)
        return [(self.terms[rank], fitting[rank]) for rank in sorted(fitting)]

    def _file(self, terms: Terms) -> None:
        # Under its narrowest kind of goods only; `touching` looks at the other kinds.
        buy = terms.scheme.buy
        for names, drawer in (
            (buy.skus, self.by_sku),
            (buy.brands, self.by_brand),
            (buy.categories, self.by_category),
        ):
            if names is not None:
                for name in names:
                    drawer.setdefault(name, []).append(terms.rank)
                return
        self.of_everything.append(terms.rank)

    def _filed_for(self, line: Line) -> Iterator[int]:
        product = line.product
        yield from self.by_sku.get(product.sku, ())
        yield from self.by_brand.get(product.brand or "", ())
        yield from self.by_category.get(product.category or "", ())
        yield from self.of_everything


def _no_code_twice(schemes: tuple[Scheme, ...]) -> None:
    seen: set[str] = set()
    for index, scheme in enumerate(schemes):
        if scheme.code in seen:
            raise PricingError("duplicate", f"schemes[{index}].code", value=scheme.code)
        seen.add(scheme.code)
