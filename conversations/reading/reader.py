"""Reading a message: from its text to what is wanted, line by line."""

from conversations.reading.heard import Heard
from conversations.reading.intents import concepts, intent_of
from conversations.reading.languages import language_of_tokens
from conversations.reading.listing import Listing
from conversations.reading.loading import lexicon
from conversations.reading.model import Context, Intent, Reading
from conversations.reading.part import FACETS, Does
from conversations.reading.parts import parts
from conversations.reading.segments import segments
from conversations.reading.tokens import Kind, Token, left_over, plain, tokens
from domain.catalogue.search import Index

_NOTHING = Context()
_NO_GOODS = 0.9  # how sure an intent is that the words alone tell
_NO_LINES = 0.5
_OF_GOODS = (Does.WORD, *FACETS)
_STRANGE = 80  # words that no language and no catalogue knows; who writes more of them orders nothing


def read(text: str, index: Index, context: Context = _NOTHING) -> Reading:
    """What a message says, judged against a catalogue. Never raises, whatever the text.

    Of a very long message only the beginning is read; the beginning of the rest stands in `unread`.
    """
    written = plain(text)
    cut = _without_babble(tokens(written), index)
    language = language_of_tokens(cut)
    said = parts(cut, index)
    spoken = segments(said)
    listing = Listing(written, index, context, spoken)
    spans = [(part.start, part.end) for part in said if part.does in _OF_GOODS and not part.concepts]
    goods = frozenset(token.start for token in cut if any(start <= token.start < end for start, end in spans))
    meant = concepts(cut, language, goods)
    intent = intent_of(meant, Heard.of(spoken, listing, meant))
    if intent not in (Intent.ORDER, Intent.REMOVE):
        return Reading(intent, (), (), language, _NO_GOODS)
    unread = (*listing.unread, *left_over(text, written, cut))
    confidence = min((each.confidence for each in listing.lines), default=_NO_LINES)
    return Reading(intent, tuple(listing.lines), unread, language, confidence)


def _without_babble(cut: list[Token], index: Index) -> list[Token]:
    """The tokens up to where too many of the words are strange to be worth a search."""
    known, strange = lexicon(), 0
    for at, token in enumerate(cut):
        strange += token.kind == Kind.WORD and token.key not in index.vocabulary.number and not known.senses(token.key)
        if strange > _STRANGE:
            return cut[:at]
    return cut
