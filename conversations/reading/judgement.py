"""Taking, asking or saying that it was not read: how sure a search is, and when that is sure enough."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from conversations.reading.lexicon import lexicon
from domain.catalogue.search import Candidate, Measure, Pack, Size, Wanted
from domain.catalogue.search.names import head_of, name_words

CHOICES = 5
_MET = 0.8  # a word that is met less well is not met
LEAST_MET = 0.66  # unless another word is met as it was typed
_AS_TYPED = 0.95
_TAKEN = 0.76  # what is met less well may be asked about, never taken
_TAKEN_SIZED = 0.69
_EQUAL = 0.005
_CLEARLY = 0.035  # more than the step from a word of the same sound to one typed as it is listed
_HELPS = 0.7
_LOOSELY = 0.8  # how well a pack fits of which several make up the weight
_PLAIN = 0.7  # how much of its name may be unsaid of a product that is meant rather than its variants
_PLAINER = 0.42  # how much more must be unsaid of each variant
_MUCH_PLAINER = 0.5  # how much more must be unsaid of a single for a bundle to be meant as well
_MUCH_PLAINER_STILL = 1.5  # of variants of another brand, or of another size where none was said
_WEIGHED = (Measure.MASS, Measure.VOLUME)


@dataclass(frozen=True, slots=True)
class Judged:
    """A product that is taken, or choices to ask about, or neither."""

    product: Hashable | None
    choices: tuple[Hashable, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Named:
    """What a segment says of the goods, apart from their number."""

    wanted: Wanted
    name: str
    big: bool
    small: bool

    loose: bool = False  # no count was said: `5 kg` may be any number of packs

    @property
    def empty(self) -> bool:
        return not any(not term.optional for term in self.wanted.terms)


NOT_READ = Judged(None, (), 0.0)


def judge(found: Sequence[Candidate], goods: Named, bought: Mapping[Hashable, float]) -> Judged:
    """What the candidates of one search come to."""
    if goods.empty:
        return NOT_READ
    of_kind = _of_kind(found, goods)
    if not of_kind:
        return _measured(meant_alike(found), goods)
    alike = meant_alike(of_kind)
    fitting = _fitting(alike, goods)
    likely = _helped(fitting or alike)
    if not likely:
        return NOT_READ
    if (goods.big or goods.small) and len(likely) > 1:
        likely = _extreme(likely, goods.big)
    likely.sort(key=lambda each: (-bought.get(each.key, 0.0), -round(each.said, 2), -each.score))
    generic = all(term.kind or term.optional for term in goods.wanted.terms)
    taken = plainest(likely, generic) if fitting and _sure(likely[0]) else None
    if fitting and bought.get(likely[0].key):
        taken = likely[0]
    if taken is not None:
        return Judged(taken.key, (), taken.weakest)
    return Judged(None, _offered(likely), likely[0].weakest)


def _sure(candidate: Candidate) -> bool:
    """Every word is met well enough to be taken; of a brand and size that were said, somewhat less well will do."""
    sized = candidate.size or candidate.price
    return candidate.weakest >= (_TAKEN_SIZED if candidate.brand_said and sized else _TAKEN)


def _offered(likely: Sequence[Candidate]) -> tuple[Hashable, ...]:
    """The choices: the best of each kind in turn, the kind with most of them first, so that no kind crowds out another."""
    kinds: dict[str, list[Candidate]] = defaultdict(list)
    for each in likely:
        kinds[each.entry.subcategory].append(each)
    in_turn = zip_longest(*sorted(kinds.values(), key=len, reverse=True))
    return tuple(each.key for turn in in_turn for each in turn if each is not None)[:CHOICES]


def narrow(found: Sequence[Candidate], goods: Named) -> Judged:
    """Of a few that were offered, those that an answer fits."""
    likely = _helped(_fitting(meant_alike(found), goods))
    if not likely:
        return NOT_READ
    if (goods.big or goods.small) and len(likely) > 1:
        likely = _extreme(likely, goods.big)
    if len(likely) == 1:
        return Judged(likely[0].key, (), likely[0].weakest)
    return Judged(None, tuple(each.key for each in likely[:CHOICES]), likely[0].weakest)


def meant_alike(found: Sequence[Candidate]) -> list[Candidate]:
    """Those that meet every word, and none of which is outdone by another."""
    met = [each for each in found if each.weakest >= (LEAST_MET if max(each.met, default=0) >= _AS_TYPED else _MET)]
    ways = {_way(each) for each in met}
    outdone = {way for way in ways if any(_outdoes(other, way) for other in ways)}
    return [each for each in met if _way(each) not in outdone]


_Way = tuple[tuple[float, ...], bool]


def _way(candidate: Candidate) -> _Way:
    return candidate.met, candidate.brand_said


def _measured(alike: Sequence[Candidate], goods: Named) -> Judged:
    """What is of another kind may only be asked about, and only where a size or price that was said fits it."""
    faceted = goods.wanted.sizes or goods.wanted.prices or goods.wanted.figures
    fitting = _fitting(alike, goods) if faceted else []
    return Judged(None, tuple(each.key for each in fitting[:CHOICES]), fitting[0].weakest) if fitting else NOT_READ


def _of_kind(found: Sequence[Candidate], goods: Named) -> Sequence[Candidate]:
    """Where only kinds of goods were named, products of another kind that have the word as an ingredient are none."""
    terms = [term for term in goods.wanted.terms if not term.optional]
    if not all(term.kind for term in terms):
        return found
    said = frozenset(word for term in terms for form in term.forms for word in form.split())
    kept = [each for each in found if each.kind_said or each.brand_said or not _is_other_kind(each, said)]
    if not any(each.kind_said for each in kept):
        return kept
    return [each for each in kept if each.kind_said or said.intersection(name_words(head_of(each.entry.name)))]


def _is_other_kind(candidate: Candidate, said: frozenset[str]) -> bool:
    """The name ends in what kind of thing it is, and that was not said: egg noodles are noodles.

    Unless it goes with what was said (`urad` is a `dal`), or is only the form in which that comes (`powder - cumin`).
    """
    known, entry = lexicon(), candidate.entry
    category = {word.removesuffix("s") for word in name_words(f"{entry.subcategory} {entry.category}")}
    by_category = [word for word in name_words(entry.name) if word.removesuffix("s") in category]
    for own in (name_words(head_of(entry.name)), by_category):
        kinds = [word for word in own if word in known.kind_words and word not in known.forms]
        if kinds:
            return kinds[-1] not in said and not known.goes_with(kinds[-1], said)
    return False


def _outdoes(one: _Way, other: _Way) -> bool:
    """`one` meets every word as well as `other`, and some clearly better, or is of the brand that was said."""
    pairs = list(zip(one[0], other[0], strict=True))
    if any(mine < theirs - _EQUAL for mine, theirs in pairs):
        return False
    return any(mine > theirs + _CLEARLY for mine, theirs in pairs) or (one[1] and not other[1])


def _fitting(alike: Sequence[Candidate], goods: Named) -> list[Candidate]:
    """Those of which size, price and figures fit best; a bundle only where no single fits."""
    fits = [(_fit(each, goods), each) for each in alike]
    best = max((fit for fit, _ in fits), default=0.0)
    fitting = [each for fit, each in fits if fit == best] if best > 0 else []
    if goods.wanted.bundle > 1:
        return [each for each in fitting if each.pack.singles == goods.wanted.bundle] or fitting
    singles = [each for each in fitting if each.single]
    if (goods.wanted.sizes or goods.wanted.figures) and singles and 2 * len(singles) >= len(fitting):
        unsaid = _unsaid_apart(fitting)
        least = min(unsaid[each.key] for each in singles)
        fitting = [each for each in fitting if each.single or unsaid[each.key] + _MUCH_PLAINER <= least]
    return [each for each in fitting if each.single or not any(_bundle_of(each, other) for other in fitting)]


def _fit(candidate: Candidate, goods: Named) -> float:
    size = candidate.size
    if size is not None and size < _LOOSELY and goods.loose and packs_of(goods.wanted.sizes, candidate.pack):
        size = _LOOSELY
    return min((fit for fit in (size, candidate.price, candidate.figure) if fit is not None), default=1.0)


def packs_of(sizes: Sequence[Size], pack: Pack) -> int | None:
    """How many packs make up a loose weight: `5 kg` of a 1 kg pack is five; None where it does not divide."""
    if len(sizes) != 1 or sizes[0].measure not in _WEIGHED or not pack.sizes or pack.sizes[0].measure not in _WEIGHED:
        return None
    packs = sizes[0].amount / (pack.sizes[0].amount * pack.singles) if pack.sizes[0].amount else 0.0
    return round(packs) if round(packs) >= 1 and abs(packs - round(packs)) < 1e-6 else None


def _bundle_of(bundle: Candidate, single: Candidate) -> bool:
    """The bundle holds several of that single: its name says nothing else."""
    if not single.single:
        return False
    ours, theirs = (set(name_words(each.entry.name)) for each in (bundle, single))
    return ours <= theirs or theirs <= ours


def _helped(likely: Sequence[Candidate]) -> list[Candidate]:
    """Those that meet the optional words best, one word after the other: `can`, `small`, the brand of a heading."""
    kept = list(likely)
    for at in range(len(kept[0].helped) if kept else 0):
        kept = [each for each in kept if each.helped[at] >= _HELPS] or kept
    return kept


def _extreme(likely: Sequence[Candidate], big: bool) -> list[Candidate]:
    """`bada`: the largest pack of them; `chhota`: the smallest."""
    singles = [each for each in likely if each.single] or likely
    sized = [(each.pack.sizes[0].amount, each) for each in singles if each.pack.sizes]
    if not sized:
        return list(likely)
    amount = (max if big else min)(amount for amount, _ in sized)
    return [each for own, each in sized if own == amount]


def plainest(likely: Sequence[Candidate], generic: bool) -> Candidate | None:
    """The one product that is nothing but what was said, where the others are variants of it."""
    if len(likely) == 1 or all(_same(likely[0], each) for each in likely[1:]):
        return likely[0]
    unsaid = _unsaid_apart(likely)
    first, second = sorted(likely, key=lambda each: unsaid[each.key])[:2]
    one_brand = first.brand_said or len({each.entry.brand for each in likely}) == 1
    if not first.single or not (one_brand or (not generic and _within_all(first, likely))):
        return None
    sized = any(fit is not None for fit in (first.size, first.price, first.figure))
    alike = one_brand and (sized or len({each.pack.sizes[:1] for each in likely}) == 1)
    needed = _PLAINER if alike else _MUCH_PLAINER_STILL
    plain = unsaid[first.key] <= _PLAIN and unsaid[second.key] - unsaid[first.key] >= needed
    return first if plain else None


def _unsaid_apart(likely: Sequence[Candidate]) -> dict[Hashable, float]:
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
