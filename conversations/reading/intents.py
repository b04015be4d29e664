"""What the writer wants, from the meanings of the words and from whether goods and counts were named."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.reading.lexicon import Role, Sense
from conversations.reading.loading import lexicon
from conversations.reading.model import Intent, Line
from conversations.reading.part import Does
from conversations.reading.segments import Segment
from conversations.reading.tokens import Kind, Token

Rule = tuple[Intent, frozenset[str], frozenset[str]]


def concepts(read: Sequence[Token], language: str | None = None) -> frozenset[str]:
    """Every meaning that a form in the message carries; of a form that several languages share, that in `language`."""
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
    _rule(Intent.PAY, "paid sum"),
    _rule(Intent.PAY, "promise sum"),
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
    _rule(Intent.STATUS, "where whole_order"),
    _rule(Intent.STATUS, "where goods"),
    _rule(Intent.STATUS, "where arrive"),
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
    _rule(Intent.OTHER, "chat"),
    _rule(Intent.REPEAT, "same"),
    _rule(Intent.DUES, "due"),
    _rule(Intent.HUMAN, "talk"),
    _rule(Intent.HUMAN, "person"),
    _rule(Intent.OTHER, "stop"),
    _rule(Intent.OTHER, "thanks"),
    _rule(Intent.GREETING, "greet"),
    _rule(Intent.STATUS, "arrive"),
)
_ASKING = frozenset({"what", "how_much", "asks", "why"})
_LEAST_SUM = 50  # rupees: a bare number from which on it may be money


@dataclass(frozen=True, slots=True)
class Heard:
    """What was found of goods in a message."""

    counted: int  # lines with a count
    named: int  # lines without
    strange: int  # things that were counted or measured and are not in the catalogue
    plainly: bool  # besides goods there is nothing but little words
    removing: bool
    sum: bool  # a number that may be money

    @classmethod
    def of(cls, spoken: Sequence[Segment], lines: Sequence[Line], unread: Sequence[str]) -> "Heard":
        """From the segments of a message and the lines that were made of them."""
        parts = [part for segment in spoken for part in segment.parts]
        counted = sum(1 for line in lines if line.quantity is not None)
        soft = [part for part in parts if part.does == Does.SOFT]
        bare = (segment.count for segment in spoken if segment.count is not None and segment.count.unit is None)
        return cls(
            counted=counted,
            named=len(lines) - counted,
            strange=len(unread),
            plainly=all(part.concepts & _LITTLE for part in soft) and not unread and len(lines) >= _things(spoken),
            removing=any("remove" in part.concepts for part in parts),
            sum=any(count.value is not None and count.value >= _LEAST_SUM for count in bare),
        )


_LITTLE = frozenset({"filler", "packing", "send", "add", "set", "remove", "greet", "?", ".", "!"})


def _things(spoken: Sequence[Segment]) -> int:
    return sum(1 for segment in spoken if segment.words)


def intent_of(meant: frozenset[str], heard: Heard) -> Intent:
    """The intent, from all that is meant in a message and the goods that were heard in it."""
    meant = meant | {"sum"} if heard.sum and not heard.counted else meant
    asked = _first(_QUESTIONS, meant)
    order = Intent.REMOVE if heard.removing else Intent.ORDER
    if heard.counted:
        return asked if asked is not None and _outweighs(asked, meant, heard) else order
    if asked is not None:
        return asked
    if heard.named:
        if heard.removing:
            return order
        if "have" in meant and not meant & {"send", "add", "set"}:
            return Intent.STOCK
        if heard.plainly or meant & {"send", "add", "set"}:
            return order
    other = _first(_WITHOUT_GOODS, meant)
    if heard.strange and other in (None, Intent.GREETING, Intent.STATUS):
        return order
    return other or Intent.OTHER


def _outweighs(asked: Intent, meant: frozenset[str], heard: Heard) -> bool:
    """A question or complaint about counted goods is one, unless the goods are sent for as well."""
    if asked == Intent.CLAIM:
        return heard.counted == 1 or "send" not in meant
    return asked in (Intent.PRICE, Intent.STOCK) and bool(meant & _ASKING)


def _first(rules: Sequence[Rule], meant: frozenset[str]) -> Intent | None:
    return next((intent for intent, every, none in rules if every <= meant and not none & meant), None)
