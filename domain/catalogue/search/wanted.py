"""What a search looks for."""

from dataclasses import dataclass
from decimal import Decimal

from domain.catalogue.search.names import name_words
from domain.catalogue.search.packs import Size, sizes_in, without_sizes


@dataclass(frozen=True, slots=True)
class Term:
    """One thing said, with the other ways to say it, the likeliest first (`tel`, `oil`; `arhar`, `toor dal`)."""

    forms: tuple[str, ...]
    lesser: tuple[str, ...] = ()  # what is meant by it only where nothing better is
    optional: bool = False  # it helps where it is met, and is not missed where it is not
    kind: bool = False  # it names a kind of goods (`salt`), not a product


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words, and the sizes, prices and figures said with them.

    A figure is a number of which it was not said what it counts: a size, a price, or a number in the name.
    """

    terms: tuple[Term, ...]
    sizes: tuple[Size, ...] = ()
    prices: tuple[Decimal, ...] = ()
    figures: tuple[Decimal, ...] = ()
    bundle: int = 1  # how many singles are bound together (`3x200 g`)

    @classmethod
    def of(cls, text: str) -> "Wanted":
        """A plain name with its sizes, as it stands on a bill or a list."""
        sizes = list(sizes_in(text))
        terms = tuple(Term((word,)) for word in name_words(without_sizes(text)))
        return cls(terms, tuple(size for _, size in sizes), bundle=max((times for times, _ in sizes), default=1))
