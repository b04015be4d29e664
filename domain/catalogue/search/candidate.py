"""A product that a search found."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from domain.catalogue.search.entry import Entry
from domain.catalogue.search.packs import Pack


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product that may be meant, and why. Everything that compares goes from 0 to 1."""

    key: Hashable
    entry: Entry
    pack: Pack
    score: float  # ranks; a little above 1 at most
    met: tuple[float, ...]  # how well each term that is not optional is met
    helped: tuple[float, ...]  # the same of the optional ones
    said: float  # the mean of `met`, weighed by how rare the terms are
    unsaid: Mapping[str, float]  # words of its own name that were not said: how much each tells it from its kind
    brand_said: bool  # all of the brand was said
    kind_said: bool  # a word of its category was said
    size: float | None  # how well the sizes fit; None where none was said
    price: float | None
    figure: float | None

    @property
    def single(self) -> bool:
        """Not several singles bound together."""
        return self.pack.singles == 1

    @property
    def weakest(self) -> float:
        """How well the term is met that is met least."""
        return min(self.met, default=1.0)
