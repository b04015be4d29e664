"""The answer to "How many?": digits of any script, words, and what is wrong with a number that cannot be taken."""

import re

from conversations.reading.judgement import Named
from conversations.reading.languages import language_of_tokens
from conversations.reading.lines import problem_of, unit_of
from conversations.reading.model import Amount, Problem, Unit
from conversations.reading.parts import Does, Part, parts
from conversations.reading.tokens import Kind, plain, tokens
from domain.catalogue.search import Index, Pack, Wanted

_NO_GOODS = Index.build(())
_UNSIZED = Named(Wanted(()), "", False, False)
_ODD = re.compile(
    r"\^|\d[eE]\d|0[xX][0-9a-fA-F]|\d\.\d+\.\d|\d,\d{1,2}(?!\d)|\d\s*[+*/%]|\b(?:inf|nan)\b", re.IGNORECASE
)
_MINUS = re.compile(r"^\s*[-−–]\s*[\d.]")
_UNCLEAR = Amount(None, Unit.NONE, Problem.UNCLEAR)


def amount_of(count: Part | None) -> Amount:
    """The amount that a counting part names."""
    if count is None or count.value is None:
        return Amount(None)
    unit = unit_of(count.unit, _UNSIZED, Pack(()))
    return Amount(count.value, unit, problem_of(count.value, unit))


def quantity(text: str) -> Amount:
    """The quantity that a short answer names. `problem` says why it cannot be taken, UNCLEAR where none is named.

    At most `LARGEST`. 5,000 is five thousand; a figure that may be read in two ways is asked again.
    """
    written = plain(text)
    if _ODD.search(written):
        return _UNCLEAR
    cut = tokens(written)
    if any(token.kind == Kind.ASIDE and token.text.isdigit() for token in cut):
        return Amount(None, Unit.NONE, Problem.TOO_LARGE)
    found = parts(cut, _NO_GOODS, language_of_tokens(cut))
    counts = [part for part in found if part.does in (Does.QUANTITY, Does.NUMBER)]
    others = (Does.WORD, Does.SIZE, Does.PRICE, Does.FIGURE, Does.ASIDE)
    corrected = any(part.does == Does.CORRECTION for part in found)
    if not counts or (len(counts) > 1 and not corrected) or any(part.does in others for part in found):
        return _UNCLEAR
    amount = amount_of(counts[-1])
    if _MINUS.match(written) and amount.quantity is not None:
        return Amount(-amount.quantity, amount.unit, Problem.NOT_POSITIVE)
    return amount
