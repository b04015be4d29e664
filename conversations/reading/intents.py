"""What the writer wants, from the meanings of the words and from whether goods and counts were named."""

from collections.abc import Sequence

from conversations.reading.heard import SENDING, Heard
from conversations.reading.lexicon import Role, Sense
from conversations.reading.loading import lexicon
from conversations.reading.model import Intent
from conversations.reading.tokens import Kind, Token

Rule = tuple[Intent, frozenset[str], frozenset[str]]


def concepts(read: Sequence[Token], language: str | None = None, goods: frozenset[int] = frozenset()) -> frozenset[str]:
    """Every meaning that a form in the message carries; of a form that several languages share, that in `language`.

    Tokens that start at these characters name `goods` and mean nothing else: `set wet` is not wet.
    """
    known = lexicon()
    spoken = (language or "").removesuffix("-Latn")
    keys = [token.key if token.kind == Kind.WORD else token.text for token in read]
    keys = ["" if token.start in goods else key for token, key in zip(read, keys, strict=True)]
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
    _rule(Intent.OTHER, "mishap"),
    _rule(Intent.CLAIM, "bad"),
    _rule(Intent.CLAIM, "take_back", "cancel"),
    _rule(Intent.CLAIM, "short"),
    _rule(Intent.PAY, "paid pay_means"),
    _rule(Intent.PAY, "paid money"),
    _rule(Intent.PAY, "paid sum"),
    _rule(Intent.PAY, "pay_means sum"),
    _rule(Intent.PAY, "promise sum"),
    _rule(Intent.PAY, "will_do money"),
    _rule(Intent.PAY, "pay how"),
    _rule(Intent.PAY, "pay money"),
    _rule(Intent.SCHEMES, "scheme"),
    _rule(Intent.PRICE, "rate", "due"),
    _rule(Intent.HUMAN, "talk person"),
    _rule(Intent.HELP, "help"),
    _rule(Intent.HELP, "how whole_order"),
    _rule(Intent.DUES, "owed"),
    _rule(Intent.DUES, "due how_much"),
    _rule(Intent.DUES, "account"),
    _rule(Intent.STATUS, "when arrive"),
    _rule(Intent.STATUS, "where whole_order"),
    _rule(Intent.STATUS, "where goods"),
    _rule(Intent.STATUS, "where arrive"),
    _rule(Intent.STATUS, "track"),
    _rule(Intent.STATUS, "when whole_order"),
    _rule(Intent.STATUS, "when goods"),
    _rule(Intent.STATUS, "arrive whole_order"),
    _rule(Intent.STATUS, "arrive goods"),
    _rule(Intent.REPEAT, "same last"),
    _rule(Intent.REPEAT, "last send"),
    _rule(Intent.REPEAT, "same whole_order"),
    _rule(Intent.HUMAN, "person in_stock"),
    _rule(Intent.STOCK, "in_stock"),
)
_WITHOUT_GOODS: tuple[Rule, ...] = (
    _rule(Intent.CANCEL, "cancel"),
    _rule(Intent.CANCEL, "whole_order remove"),
    _rule(Intent.CANCEL, "whole_order stop"),
    _rule(Intent.PAY, "pay"),
    _rule(Intent.OTHER, "chat"),
    _rule(Intent.STATUS, "whole_order what"),
    _rule(Intent.STATUS, "whole_order asks"),
    _rule(Intent.OTHER, "stop"),
    _rule(Intent.OTHER, "thanks"),
    _rule(Intent.GREETING, "greet"),
)
# These say enough only where hardly anything else is said: "my son came first" is not about a delivery.
_BY_ITSELF: tuple[Rule, ...] = (
    _rule(Intent.PAY, "paid"),
    _rule(Intent.PAY, "pay_means"),
    _rule(Intent.PAY, "promise"),
    _rule(Intent.REPEAT, "same"),
    _rule(Intent.DUES, "due"),
    _rule(Intent.HUMAN, "talk"),
    _rule(Intent.HUMAN, "person"),
    _rule(Intent.STATUS, "arrive"),
)
_FEW = 1  # unknown words
_ASKING = frozenset({"what", "how_much", "asks", "why"})


def intent_of(meant: frozenset[str], heard: Heard) -> Intent:
    """The intent, from all that is meant in a message and the goods that were heard in it."""
    meant = meant | {"sum"} if heard.sum and not heard.counted else meant
    asked = _first(_QUESTIONS, meant)
    order = Intent.REMOVE if heard.removing else Intent.ORDER
    if heard.counted:
        if asked is None and "how_much" in meant and "send" not in meant:
            asked = Intent.PRICE
        return asked if asked is not None and _outweighs(asked, meant, heard) else order
    if asked is not None:
        return asked
    of_goods = _of_goods(meant, heard) if heard.named else None
    if of_goods is not None:
        return of_goods
    other = _first((*_WITHOUT_GOODS, *(_BY_ITSELF if heard.unknown <= _FEW else ())), meant)
    if heard.strange and (other in (None, Intent.GREETING, Intent.STATUS) or "send" in meant):
        return order
    return other or Intent.OTHER


def _of_goods(meant: frozenset[str], heard: Heard) -> Intent | None:
    """What is said of goods that were named without a count."""
    if heard.removing:
        return Intent.REMOVE
    if heard.surely and not meant & (SENDING | {"chat"}):
        if "how_much" in meant:
            return Intent.PRICE
        if "have" in meant:
            return Intent.STOCK
    return Intent.ORDER if heard.plainly or meant & SENDING else None


def _outweighs(asked: Intent, meant: frozenset[str], heard: Heard) -> bool:
    """A question or complaint about counted goods is one, unless the goods are sent for as well."""
    if asked == Intent.CLAIM:
        return heard.counted == 1 or "send" not in meant
    if asked == Intent.PAY:
        return heard.counted == 1 and "send" not in meant
    if asked == Intent.PRICE and heard.counted == 1 and "send" not in meant:
        return True
    return asked in (Intent.PRICE, Intent.STOCK) and bool(meant & _ASKING)


def _first(rules: Sequence[Rule], meant: frozenset[str]) -> Intent | None:
    return next((intent for intent, every, none in rules if every <= meant and not none & meant), None)
