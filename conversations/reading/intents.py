"""What the writer wants, from the meanings of the words and from whether goods and counts were named."""

from collections.abc import Sequence

from conversations.reading.lexicon import Role, Sense, lexicon
from conversations.reading.model import Intent
from conversations.reading.tokens import Kind, Token

Rule = tuple[Intent, frozenset[str], frozenset[str]]


def concepts(read: Sequence[Token], language: str | None = None) -> frozenset[str]:
    """Every meaning that any form in the message carries; of a form that several languages share, that in `language`."""
    known = lexicon()
    spoken = (language or "").removesuffix("-Latn")
    keys = [token.key if token.kind == Kind.WORD else token.text for token in read]
    found: set[str] = set()
    at = 0
    while at < len(keys):
        length, senses = known.longest(keys, at)
        found |= _meanings(senses, spoken)
        if length > 1:
            for inner in range(at, at + length):
                found |= _meanings(known.senses(keys[inner]), spoken) & _NOUNS
        at += max(length, 1)
    return frozenset(found)


def _meanings(senses: Sequence[Sense], language: str) -> set[str]:
    own = [sense for sense in senses if sense.language in (language, "en")] or senses
    return {sense.value for sense in own if sense.role == Role.CONCEPT}


_NOUNS = frozenset({"whole_order", "goods", "last", "same", "rate", "due", "scheme", "bad", "take_back", "cancel"})


def _rule(intent: Intent, every: str, none: str = "") -> Rule:
    return intent, frozenset(every.split()), frozenset(none.split())


# Read from the top; the first rule of which every meaning is there, and none of the excluded ones, decides.
_QUESTIONS: tuple[Rule, ...] = (
    _rule(Intent.CLAIM, "bad"),
    _rule(Intent.CLAIM, "take_back", "cancel"),
    _rule(Intent.CLAIM, "short"),
    _rule(Intent.PAY, "paid pay_means"),
    _rule(Intent.PAY, "paid money"),
    _rule(Intent.PAY, "pay how"),
    _rule(Intent.PAY, "pay money"),
    _rule(Intent.SCHEMES, "scheme"),
    _rule(Intent.PRICE, "rate", "due"),
    _rule(Intent.HUMAN, "talk person"),
    _rule(Intent.HELP, "help"),
    _rule(Intent.HELP, "how whole_order"),
    _rule(Intent.DUES, "due how_much"),
    _rule(Intent.DUES, "account"),
    _rule(Intent.STATUS, "when arrive"),
    _rule(Intent.STATUS, "where"),
    _rule(Intent.STATUS, "when whole_order"),
    _rule(Intent.STATUS, "when goods"),
    _rule(Intent.STATUS, "arrive whole_order"),
    _rule(Intent.STATUS, "arrive goods"),
    _rule(Intent.REPEAT, "same last"),
    _rule(Intent.REPEAT, "last send"),
    _rule(Intent.REPEAT, "same whole_order"),
    _rule(Intent.STOCK, "in_stock"),
)
_WITHOUT_GOODS: tuple[Rule, ...] = (
    _rule(Intent.CANCEL, "cancel"),
    _rule(Intent.PAY, "paid"),
    _rule(Intent.PAY, "pay"),
    _rule(Intent.PAY, "promise"),
    _rule(Intent.REPEAT, "same"),
    _rule(Intent.DUES, "due"),
    _rule(Intent.HUMAN, "talk"),
    _rule(Intent.HUMAN, "person"),
    _rule(Intent.OTHER, "stop"),
    _rule(Intent.OTHER, "thanks"),
    _rule(Intent.GREETING, "greet"),
)


def intent_of(read: Sequence[Token], language: str | None, counted: bool, named: bool, removing: bool) -> Intent:
    """The intent. `counted`: goods stand there with a count; `named`: goods stand there at all."""
    meant = concepts(read, language)
    asked = _first(_QUESTIONS, meant)
    if counted and asked not in (Intent.CLAIM, Intent.PRICE, Intent.STOCK):
        return Intent.REMOVE if removing else Intent.ORDER
    if asked is not None:
        return asked
    if named and "have" in meant and not removing and not meant & {"send", "add", "set"}:
        return Intent.STOCK
    if named:
        return Intent.REMOVE if removing else Intent.ORDER
    return _first(_WITHOUT_GOODS, meant) or Intent.OTHER


def _first(rules: Sequence[Rule], meant: frozenset[str]) -> Intent | None:
    return next((intent for intent, every, none in rules if every <= meant and not none & meant), None)
