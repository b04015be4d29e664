"""The ways in which words of a catalogue may meet a said term: as written, otherwise named, cut in two, or joined."""

from collections.abc import Sequence

import numpy as np

from domain.catalogue.search.vocabulary import Likeness, Vocabulary
from domain.catalogue.search.wanted import Term

Ways = list[tuple[Likeness, ...]]  # of each way to meet a term, the words that must all be met

_OTHER_FORM = 0.99  # how surely another way to say it is meant
_LESSER_FORM = 0.95
_JOINED_LETTERS = 4
_LONG_JOINED = 0.75  # the same of longer ones
_JOINED = 0.85  # how like two words written as one must be, or one written as two
_STRANGE = 0.95  # what is less like than this may be half of a longer word
_SHORTEST = 3  # letters of a part when a word is cut in two


def ways_of(vocabulary: Vocabulary, terms: Sequence[Term]) -> list[Ways]:
    """The ways of each term; none where the catalogue has no word that is like it."""
    ways = [_ways(vocabulary, term) for term in terms]
    for at in range(len(terms) - 1):
        _join(vocabulary, terms, ways, at)
    return ways


def surest(ways: Ways) -> float:
    """How well a term can be met at best; 0 where it cannot."""
    return max((min(float(likeness[-1]) for _, likeness in way) for way in ways), default=0.0)


def _ways(vocabulary: Vocabulary, term: Term) -> Ways:
    ways: Ways = []
    for at, form in enumerate((*term.forms, *term.lesser)):
        worth = np.float32(1.0 if at == 0 else _OTHER_FORM if at < len(term.forms) else _LESSER_FORM)
        parts = tuple(vocabulary.like(word) for word in form.split())
        if all(len(ids) for ids, _ in parts):
            ways.append(tuple((ids, likeness * worth) for ids, likeness in parts))
    first = term.forms[0]
    if " " not in first and len(first) >= 2 * _SHORTEST:
        ways += _cut(vocabulary, first)
    return ways


def _cut(vocabulary: Vocabulary, word: str) -> Ways:
    """`facewash` may be the catalogue's `face wash`."""
    ways: Ways = []
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        if word.isascii() and not {word[:at], word[at:]} & vocabulary.number.keys():
            continue  # one half at least is typed as it is listed
        parts = vocabulary.surely(word[:at]), vocabulary.surely(word[at:])
        if all(len(ids) for ids, _ in parts):
            ways.append(parts)
    return ways


def _join(vocabulary: Vocabulary, terms: Sequence[Term], ways: list[Ways], at: int) -> None:
    """`max fresh` may be the catalogue's `maxfresh`."""
    joined = terms[at].forms[0] + terms[at + 1].forms[0]
    strange = not joined.isascii() or any(not way or way[0][0][1][-1] < _STRANGE for way in ways[at : at + 2])
    ids, likeness = vocabulary.like(joined) if strange else vocabulary.surely(joined)
    sure = likeness >= (_LONG_JOINED if len(joined) >= 2 * _JOINED_LETTERS else _JOINED)
    if sure.any():
        words = [vocabulary.words[number] for number in ids[sure]]
        first, second = terms[at].forms[0], terms[at + 1].forms[0]
        as_typed = [word.startswith(first) for word in words], [word.endswith(second) for word in words]
        for part, whole in zip((at, at + 1), as_typed, strict=True):
            ways[part].append(((ids[sure], np.where(whole, np.float32(1), likeness[sure])),))
