"""The answer to "How many?": digits of any script, words, and what is wrong with a number that cannot be taken."""

import re

from conversations.reading.figures import part
from conversations.reading.languages import language_of_tokens
from conversations.reading.model import Amount, Problem, Unit
from conversations.reading.numerals import numeral
from conversations.reading.part import COUNTS, Does
from conversations.reading.parts import parts
from conversations.reading.tokens import Kind, plain, tokens
from conversations.reading.units import amount_of
from conversations.reading.view import View
from domain.catalogue.search import Index

_NO_GOODS = Index.build(())
_ODD = re.compile(
    r"\^|\d[eE]\d|0[xX][0-9a-fA-F]|\d\.\d+\.\d|\d,\d{1,2}(?![\d,])|\d\s*[+*%]|\b(?:inf|nan)\b", re.IGNORECASE
)
_MINUS = re.compile(r"^\s*[-−–]\s*[\d.]")
_UNCLEAR = Amount(None, Unit.NONE, Problem.UNCLEAR)


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
    view = View(cut, _NO_GOODS, language_of_tokens(cut))
    whole = numeral(view, 0)
    if whole is not None and whole.end == len(cut):  # `do`, `tin`: here they can only be numbers
        return amount_of(part(view, Does.QUANTITY, 0, whole.end, value=whole.value, unit=whole.unit)[0])
    found = parts(cut, _NO_GOODS)
    counts = [each for each in found if each.does in COUNTS]
    others = (Does.WORD, Does.SIZE, Does.PRICE, Does.FIGURE, Does.ASIDE)
    corrected = any(each.does == Does.CORRECTION for each in found)
    if not counts or (len(counts) > 1 and not corrected) or any(each.does in others for each in found):
        return _UNCLEAR
    amount = amount_of(counts[-1])
    if _MINUS.match(written) and amount.quantity is not None:
        return Amount(-amount.quantity, amount.unit, Problem.NOT_POSITIVE)
    return amount
