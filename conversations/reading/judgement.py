"""Taking, asking or saying that it was not read: how sure a search is, and when that is sure enough."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import zip_longest

from conversations.reading.certainty import OF_ANOTHER_KIND, of_choices, of_taken
from conversations.reading.fitting import extreme, fitting
from conversations.reading.kinds import of_kind
from conversations.reading.model import CHOICES, NOT_READ, Context, Evidence, Judged
from conversations.reading.naming import Named
from conversations.reading.plainness import plainest
from domain.catalogue.search import Candidate

_MET = 0.8  # a word that is met less well is not met
LEAST_MET = 0.66  # unless another word is met as it was typed
_AS_TYPED = 0.95
_LISTED = 0.98
_BRAND = 0.85  # a misspelt brand still is one
_TAKEN = 0.76  # what is met less well may be asked about, never taken
_TAKEN_SIZED = 0.69
_EQUAL = 0.005
_CLEARLY = 0.035  # more than the step from a word of the same sound to one typed as it is listed
_BY_FAR = 0.08  # a fitting size does not make up for it
_HELPS = 0.7
_USUALLY = 3  # times what the shop buys of any other


def judge(found: Sequence[Candidate], goods: Named, context: Context) -> Judged:
    """What the candidates of one search come to: one product, choices, or nothing."""
    if goods.empty:
        return NOT_READ
    kept = of_kind(found, goods)
    if not kept:
        return _measured(_meeting(found), goods)
    alike = _meeting(kept)
    fits = _closest(alike, goods)
    likely = _degree(_helped(fits or _of_brand(_not_outdone(alike, _CLEARLY))), goods)
    if not likely:
        return NOT_READ
    bought = context.bought
    likely.sort(key=lambda each: (-bought.get(each.key, 0.0), -round(each.said, 2), -each.score))
    taken = _taken(likely, goods, context) if fits else None
    evidence = _evidence(likely[0], goods)
    if taken is not None:
        return Judged(taken.key, (), of_taken(taken, len(likely) == 1), evidence)
    return asked(_offered(likely), evidence)


def narrow(found: Sequence[Candidate], goods: Named) -> Judged:
    """Of a few that were offered, those that an answer fits."""
    likely = _degree(_helped(_closest(_meeting(found), goods)), goods)
    if not likely:
        return NOT_READ
    if len(likely) == 1:
        return Judged(likely[0].key, (), of_taken(likely[0], alone=True))
    return asked([each.key for each in likely])


def _taken(likely: Sequence[Candidate], goods: Named, context: Context) -> Candidate | None:
    """What this shop usually buys of them; the one that is nothing but what was said; the only one in its cart."""
    if not _sure(likely[0]):
        return None
    usual, *others = (context.bought.get(each.key, 0.0) for each in likely)
    if usual > 0 and all(usual >= _USUALLY * other for other in others):
        return likely[0]
    plain = plainest(likely, goods.generic)
    carried = [each for each in likely if each.key in context.cart]
    return carried[0] if plain is None and len(carried) == 1 else plain


def _evidence(candidate: Candidate, goods: Named) -> Evidence:
    if candidate.weakest >= (_BRAND if candidate.brand_said else _LISTED):
        return Evidence.NAMED if candidate.brand_said or goods.generic else Evidence.LISTED
    return Evidence.LIKE


def _sure(candidate: Candidate) -> bool:
    """Every word is met well enough to be taken; of a brand and size that were said, somewhat less well will do."""
    sized = candidate.size or candidate.price
    return candidate.weakest >= (_TAKEN_SIZED if candidate.brand_said and sized else _TAKEN)


def asked(keys: Sequence[Hashable], evidence: Evidence = Evidence.LIKE) -> Judged:
    """A question with the first few of them as choices."""
    choices = tuple(keys[:CHOICES])
    return Judged(None, choices, of_choices(len(choices)), evidence) if choices else NOT_READ


def _offered(likely: Sequence[Candidate]) -> list[Hashable]:
    """The best of each kind in turn, the kind with most of them first, so that none crowds out another."""
    kinds: dict[str, list[Candidate]] = defaultdict(list)
    for each in likely:
        kinds[each.entry.subcategory].append(each)
    in_turn = zip_longest(*sorted(kinds.values(), key=len, reverse=True))
    return [each.key for turn in in_turn for each in turn if each is not None]


def _meeting(found: Sequence[Candidate]) -> list[Candidate]:
    """Those that meet every word, and none of which is outdone by far."""
    met = [each for each in found if each.weakest >= (LEAST_MET if max(each.met, default=0) >= _AS_TYPED else _MET)]
    return _not_outdone(met, _BY_FAR)


def _not_outdone(found: Sequence[Candidate], clearly: float) -> list[Candidate]:
    """Those than which none meets every word as well, and some clearly better."""
    ways = {each.met for each in found}
    outdone = {way for way in ways if any(_as_well(other, way) and _better(other, way, clearly) for other in ways)}
    return [each for each in found if each.met not in outdone]


def _as_well(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(mine >= theirs - _EQUAL for mine, theirs in zip(one, other, strict=True))


def _better(one: Sequence[float], other: Sequence[float], clearly: float) -> bool:
    return any(mine > theirs + clearly for mine, theirs in zip(one, other, strict=True))


def _closest(found: Sequence[Candidate], goods: Named) -> list[Candidate]:
    """Of those that meet every word the ones whose size and price fit, and of these the ones that meet them best."""
    return _of_brand(_not_outdone(fitting(found, goods), _CLEARLY))


def _of_brand(likely: Sequence[Candidate]) -> list[Candidate]:
    """Where the brand was said, not what only has the brand's words in its name."""
    own = {each.met for each in likely if each.brand_said}
    return [each for each in likely if each.brand_said or not any(_as_well(met, each.met) for met in own)]


def _measured(alike: Sequence[Candidate], goods: Named) -> Judged:
    """What is of another kind may only be asked about, and only where a size or price that was said fits it."""
    faceted = goods.wanted.sizes or goods.wanted.prices or goods.wanted.figures
    fits = _closest(alike, goods) if faceted else []
    return Judged(None, tuple(each.key for each in fits[:CHOICES]), OF_ANOTHER_KIND) if fits else NOT_READ


def _degree(likely: list[Candidate], goods: Named) -> list[Candidate]:
    """`bada`, `chhota`: the largest or smallest of them."""
    return extreme(likely, goods.big) if (goods.big or goods.small) and len(likely) > 1 else likely


def _helped(likely: Sequence[Candidate]) -> list[Candidate]:
    """Those that meet the optional words best, one word after the other: `can`, `small`, the brand of a heading."""
    kept = list(likely)
    for at in range(len(kept[0].helped) if kept else 0):
        kept = [each for each in kept if each.helped[at] >= _HELPS] or kept
    return kept
