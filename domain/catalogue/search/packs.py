"""Pack sizes: what stands on a pack (`560 g Pouch`, `3x200 g Multipack`, `1. 75 L`, `7 Pads`), to be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """What a size counts. Grams and millilitres meet as one: people say `500` or `500 gm` of either."""

    MASS = "g"
    VOLUME = "ml"
    COUNT = "pc"
    BARE = ""  # a number without a unit: 560 of anything, or 1.75 kilos or litres of it


@dataclass(frozen=True, slots=True)
class Size:
    """An amount in grams, millilitres or pieces."""

    amount: float
    measure: Measure


@dataclass(frozen=True, slots=True)
class Pack:
    """The sizes that may name a pack, the usual one first, and how many singles are bound in it."""

    sizes: tuple[Size, ...]
    singles: int = 1


_MASS = {"g": 1, "gm": 1, "gms": 1, "gram": 1, "grams": 1, "grm": 1, "gr": 1, "mg": 0.001,
         "kg": 1000, "kgs": 1000, "kilo": 1000, "kilogram": 1000}  # fmt: skip
_VOLUME = {"ml": 1, "mls": 1, "l": 1000, "lt": 1000, "ltr": 1000, "ltrs": 1000, "litre": 1000, "litres": 1000,
           "liter": 1000, "liters": 1000}  # fmt: skip
_COUNT = ("pc", "pcs", "pieces", "piece", "u", "unit", "units", "n", "nos", "pads", "pad", "sticks", "sachets",
          "bags", "bag", "tablets", "wipes", "pages", "sheets", "pellets", "cards", "rolls", "diapers", "pants",
          "capsules", "tabs", "seeds", "hrs", "watts", "w", "set", "book", "books", "pulls", "slices", "items",
          "blades", "refills", "s pack", "s")  # fmt: skip
FACTORS: dict[str, tuple[float, Measure]] = {
    **{unit: (factor, Measure.MASS) for unit, factor in _MASS.items()},
    **{unit: (factor, Measure.VOLUME) for unit, factor in _VOLUME.items()},
    **dict.fromkeys(_COUNT, (1, Measure.COUNT)),
}
_UNIT = "|".join(sorted(FACTORS, key=len, reverse=True))
_SIZE = re.compile(rf"(?:(\d+)\s*[xX*×]\s*)?(\d+(?:\.\s?\d+)?)\s*'?({_UNIT})(?![a-z])", re.IGNORECASE)
_BOUND = re.compile(r"(?:pack|set)\s*of\s*(\d+)|buy\s*(\d+)\s*get\s*(\d+)\s*free\b(?!\s*k?g)", re.IGNORECASE)
_GIVEN_ON_TOP = re.compile(r"\((?:buy|get|with)\b[^)]*\)", re.IGNORECASE)
_BARE = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*$")


def sizes_in(text: str) -> Iterator[tuple[int, Size]]:
    """Each size written in the text, with the number of times it is bound together."""
    for times, number, unit in _SIZE.findall(text):
        factor, measure = FACTORS[unit.lower()]
        yield int(times or 1), Size(float(number.replace(" ", "")) * factor, measure)


def pack_of(pack: str, name: str = "") -> Pack:
    """The pack as it stands in its own column; where that says no size, as the name says it."""
    found = list(sizes_in(_GIVEN_ON_TOP.sub(" ", pack)))
    if not any(size.measure != Measure.COUNT for _, size in found):
        found += [(1, size) for _, size in sizes_in(name) if size.measure != Measure.COUNT]
    if not found and (bare := _BARE.match(pack)):
        found = [(1, Size(float(bare[1]), Measure.BARE))]
    singles = found[0][0] if found else 1
    for of, buy, free in _BOUND.findall(pack):
        singles = max(singles, int(of or 0), int(buy or 0) + int(free or 0))
    return Pack(tuple(dict.fromkeys(size for _, size in found)), max(1, min(singles, 10_000)))


def without_sizes(name: str) -> str:
    """The name with the sizes written in it taken out."""
    return _BOUND.sub(" ", _SIZE.sub(" ", name))
