"""The plain product among its variants: what of each one's name was left unsaid."""

from collections.abc import Hashable, Sequence

from domain.catalogue.search import Candidate
from domain.catalogue.search.names import name_words

_PLAIN = 0.7  # how much of its name may be unsaid of a product that is meant rather than its variants
_PLAINER = 0.42  # how much more must be unsaid of each variant
_MUCH_PLAINER = 1.5  # of variants of another brand, or of another size where none was said


def plainest(likely: Sequence[Candidate], generic: bool) -> Candidate | None:
    """The one product that is nothing but what was said, where the others are variants of it."""
    if len(likely) == 1 or all(_same(likely[0], each) for each in likely[1:]):
        return likely[0]
    unsaid = unsaid_apart(likely)
    first, second = sorted(likely, key=lambda each: unsaid[each.key])[:2]
    one_brand = first.brand_said or len({each.entry.brand for each in likely}) == 1
    if not first.single or not (one_brand or (not generic and _within_all(first, likely))):
        return None
    sized = any(fit is not None for fit in (first.size, first.price, first.figure))
    alike = one_brand and (sized or len({each.pack.sizes[:1] for each in likely}) == 1)
    needed = _PLAINER if alike else _MUCH_PLAINER
    plain = unsaid[first.key] <= _PLAIN and unsaid[second.key] - unsaid[first.key] >= needed
    return first if plain else None


def unsaid_apart(likely: Sequence[Candidate]) -> dict[Hashable, float]:
    """How much of each one's name was not said, apart from what all of their names have in common."""
    shared = set.intersection(*(set(each.unsaid) for each in likely))
    return {each.key: sum(told for word, told in each.unsaid.items() if word not in shared) for each in likely}


def _within_all(one: Candidate, others: Sequence[Candidate]) -> bool:
    """The others' names say the same and more."""
    words = set(name_words(one.entry.name))
    return all(words <= set(name_words(other.entry.name)) for other in others)


def _same(one: Candidate, other: Candidate) -> bool:
    """One product that is listed twice, in another bottle or at another price."""
    names = (" ".join(name_words(f"{each.entry.brand} {each.entry.name}")) for each in (one, other))
    return one.pack.sizes[:1] == other.pack.sizes[:1] and one.single == other.single and len(set(names)) == 1
