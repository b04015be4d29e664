"""A scheme in exact numbers: what the engine computes with."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from domain.pricing.rounding import Exact, exact
from domain.pricing.scheme import AmountOff, Basis, FreeGoods, Give, Percent, Scheme, SetPrice, Slab


@dataclass(frozen=True, slots=True)
class SlabTerms:
    """A slab; bounds are in the scheme's unit or in paise, `start` is 0 where there is none.

    `size` is the give's one number: a share of 1, paise (an amount, a price), or units of free goods.
    """

    start: Exact
    end: Exact | None
    give: Give
    size: Exact


@dataclass(frozen=True, slots=True)
class Terms:
    """A scheme; `place` is where it stands in its book, `rank` where by (priority, code). Money is paise."""

    scheme: Scheme
    place: int
    rank: int
    slabs: tuple[SlabTerms, ...]
    max_units: Exact | None
    budget: Exact | None
    cap_order: Exact | None
    cap_party: Exact | None

    @classmethod
    def of(cls, scheme: Scheme, place: int, rank: int) -> "Terms":
        """`scheme` in exact numbers, slabs from the lowest to the highest."""
        return cls(
            scheme=scheme,
            place=place,
            rank=rank,
            slabs=tuple(_slab(slab, scheme.basis) for slab in scheme.by_start()),
            max_units=None if scheme.max_units is None else exact(scheme.max_units),
            budget=_paise(scheme.budget),
            cap_order=_paise(scheme.cap_order),
            cap_party=_paise(scheme.cap_party),
        )


def _slab(slab: Slab, basis: Basis) -> SlabTerms:
    scale = 100 if basis is Basis.AMOUNT else 1
    return SlabTerms(
        start=0 if slab.start is None else exact(slab.start) * scale,
        end=None if slab.end is None else exact(slab.end) * scale,
        give=slab.give,
        size=_size(slab.give),
    )


def _size(give: Give) -> Exact:
    match give:
        case Percent(percent):
            return Fraction(exact(percent), 100)
        case AmountOff(amount):
            return exact(amount) * 100
        case SetPrice(price):
            return exact(price) * 100
        case FreeGoods(quantity=quantity):
            return exact(quantity)


def _paise(rupees: Decimal | None) -> Exact | None:
    return None if rupees is None else exact(rupees) * 100
