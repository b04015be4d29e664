"""Short answers: yes or no, the n-th of a list, and the words that interrupt any dialog."""

from collections.abc import Iterator
from enum import StrEnum

from conversations.reading.lexicon import Role, Sense
from conversations.reading.loading import lexicon
from conversations.reading.tokens import Kind, plain, tokens


class Interrupt(StrEnum):
    """What may be said at any time, whatever is open."""

    STOP = "stop"
    START = "start"
    MENU = "menu"
    BACK = "back"
    CANCEL = "cancel"
    HELP = "help"
    HUMAN = "human"
    LANGUAGE = "language"
    CONSOLE = "console"
    WHY = "why"
    REPEAT = "repeat"


_MEANT = {
    Interrupt.STOP: {"stop"},
    Interrupt.START: {"start"},
    Interrupt.MENU: {"menu"},
    Interrupt.BACK: {"back"},
    Interrupt.HELP: {"help"},
    Interrupt.HUMAN: {"person", "talk"},
    Interrupt.CANCEL: {"cancel"},
    Interrupt.LANGUAGE: {"language"},
    Interrupt.CONSOLE: {"back_office"},
    Interrupt.WHY: {"why"},
    Interrupt.REPEAT: {"repeat_that"},
}
_LITTLE = frozenset({"filler", "send", "asks", "fine"})
_LONGEST = 8  # words; who says more wants more
_SIGNS = ".,!?…()'\"-:*#🏻🏼🏽🏾🏿🙏 "


def interrupt(text: str) -> Interrupt | None:
    """The interrupt that the whole message is; None where it says anything else besides."""
    said = list(_said(text))
    if language_named(text) is not None:
        return Interrupt.LANGUAGE
    for meant, concepts in _MEANT.items():
        if _only(said, concepts):
            return meant
    return None


def language_named(text: str) -> str | None:
    """The language that a message like `hindi` or `नेपालीमा` asks for."""
    named = {sense.value for senses in _said(text) for sense in senses if sense.role == Role.LANGUAGE}
    others = [senses for senses in _said(text) if not any(sense.role == Role.LANGUAGE for sense in senses)]
    if len(named) == 1 and all(_concepts(senses) & (_LITTLE | {"language", "talk", "set"}) for senses in others):
        return named.pop()
    return None


def yes_no(text: str) -> bool | None:
    """True for a yes, False for a no, None for anything else."""
    said = list(_said(text))
    yes, no = _only(said, {"yes"}), _only(said, {"no", "remove"})
    if yes and no:
        return None
    return True if yes else False if no else None


def means_only(text: str, concepts: set[str]) -> bool:
    """Whether a message says these concepts and nothing else."""
    return _only(list(_said(text)), concepts)


def nth(text: str) -> int | None:
    """The place in a list that is named (`2`, `दूसरा`, `second one`), from 1; -1 for the last."""
    places: set[int] = set()
    for senses in _said(text):
        ordinals = {int(sense.value) for sense in senses if sense.role == Role.ORDINAL}
        numbers = {int(sense.number) for sense in senses if sense.role == Role.NUMBER and sense.number % 1 == 0}
        if ordinals or numbers:
            places |= {min(ordinals or numbers)}
        elif not _concepts(senses) & _LITTLE and not any(sense.role in (Role.MARK, Role.UNIT) for sense in senses):
            return None
    return places.pop() if len(places) == 1 and places <= set(range(-1, 100)) - {0} else None


def _said(text: str) -> Iterator[tuple[Sense, ...]]:
    """The senses of each form in the text; a number stands for itself, an unknown word for nothing at all."""
    cut = [token for token in tokens(plain(text)) if token.kind == Kind.WORD or token.text.strip(_SIGNS)]
    keys = [token.key if token.kind == Kind.WORD else token.text for token in cut]
    at = 0
    while at < len(keys):
        if cut[at].value is not None:
            yield (Sense(Role.NUMBER, str(cut[at].value), ""),)
            at += 1
            continue
        length, senses = lexicon().longest(keys, at)
        yield senses
        at += max(length, 1)


def _concepts(senses: tuple[Sense, ...]) -> set[str]:
    return {sense.value for sense in senses if sense.role == Role.CONCEPT}


def _only(said: list[tuple[Sense, ...]], concepts: set[str]) -> bool:
    """The message is one of these concepts, and nothing besides but little words."""
    if not 0 < len(said) <= _LONGEST:
        return False
    each = [_concepts(senses) for senses in said]
    return any(meant & concepts for meant in each) and all(meant & (concepts | _LITTLE) for meant in each)
