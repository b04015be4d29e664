"""What each stretch of a message does in its sentence.

The same word may be several things (`tin` is three or a can, `box` a unit or part of a geometry box); what stands
around it, the message's language and the catalogue's own names decide.
"""

from collections.abc import Sequence
from dataclasses import replace

from conversations.reading.figures import Found, figure, part
from conversations.reading.languages import language_of_tokens
from conversations.reading.lexicon import Role, Sense
from conversations.reading.part import Does, Part
from conversations.reading.tokens import Kind, Token
from conversations.reading.view import View
from domain.catalogue.search import Index
from domain.catalogue.search.names import name_words

_MARKS = {"each": Does.EACH, "joiner": Does.JOIN, "big": Does.BIG, "small": Does.SMALL, "correction": Does.CORRECTION,
          "heading": Does.HEADING}  # fmt: skip
_TALK = ("chat", "thanks", "fine", "greet", "person", "start")


def parts(read: Sequence[Token], index: Index) -> list[Part]:
    """The parts of a message, in its order."""
    view = View(read, index, language_of_tokens(read))
    found: list[Part] = []
    at = 0
    while at < len(view):
        each, at = _part(view, at, found[-1].does if found else None)
        found.append(each)
    return found


def _part(view: View, at: int, before: Does | None) -> Found:
    kind = view.kind(at)
    if kind == Kind.BREAK:
        return part(view, Does.BREAK, at, at + 1)
    if kind == Kind.ASIDE:
        return part(view, Does.ASIDE, at, at + 1)
    return figure(view, at) or (_sign(view, at, before) if kind == Kind.SIGN else _word(view, at))


def _sign(view: View, at: int, before: Does | None) -> Found:
    text = view.read[at].text
    if view.joins(at):
        return part(view, Does.JOIN, at, at + 1)
    if text == "/" and before == Does.QUANTITY:
        return part(view, Does.BREAK, at, at + 1)
    return part(view, Does.SOFT, at, at + 1, concepts=view.concepts(at, 1) | {text})


def _word(view: View, at: int) -> Found:
    length, senses = view.longest(at)
    if length == 1 and view.in_a_name(at):
        named, after = _goods(view, at, 1, [sense for sense in senses if sense.role == Role.GOODS])
        return replace(named, concepts=frozenset()), after
    if not length:
        return _goods(view, at, 1, _guessed(view, at))
    if length == 1 and view.listed(at) and _idle(senses):
        return _goods(view, at, 1, [])
    here = [sense for sense in senses if sense.language in (view.language, "en")] or list(senses)
    goods = [sense for sense in here if sense.role == Role.GOODS]
    others = [sense for sense in here if sense.role != Role.GOODS]
    if others and (not goods or goods[0].language != view.language):
        return _sentence_word(view, at, length, others)
    return _goods(view, at, length, goods)


def _guessed(view: View, at: int) -> tuple[Sense, ...]:
    """What a word that is not listed may mean, where the catalogue has not got it either."""
    key = view.keys[at]
    return view.known.sounding(key) or (() if view.listed(at) else view.known.misspelt(key, Role.GOODS))


def _sentence_word(view: View, at: int, length: int, senses: Sequence[Sense]) -> Found:
    marks = [sense.value for sense in senses if sense.role == Role.MARK and sense.value in _MARKS]
    units = [sense for sense in senses if sense.role == Role.UNIT]
    if not marks and units:
        return _unit(view, at, length, view.preferred(units))
    if not marks and all(sense.role in (Role.NUMBER, Role.MEASURE, Role.MULTIPLE) for sense in senses):
        return _goods(view, at, length, [])
    does = _MARKS[marks[0]] if marks else Does.SOFT
    concepts = view.concepts(at, length)
    return part(view, does, at, at + length, concepts=concepts, forms=_own_forms(view, at, length))


def _unit(view: View, at: int, length: int, sense: Sense) -> Found:
    """`peti 2` counts like `2 peti`; a unit alone still says in what."""
    after, forms = at + length, _own_forms(view, at, length)
    measured = view.has(after + 1, Role.MEASURE, Role.UNIT, Role.MULTIPLE)
    if view.kind(after) != Kind.NUMBER or measured or view.form(after + 1, Role.MARK, "like", "price_after")[0]:
        return part(view, Does.UNIT, at, after, unit=sense.value, forms=forms)
    return part(view, Does.QUANTITY, at, after + 1, value=view.read[after].value, unit=sense.value, forms=forms)


def _own_forms(view: View, at: int, length: int) -> tuple[str, ...]:
    """The words as they were written: Latin ones as a catalogue spells them, others in their own script."""
    words: list[str] = []
    for token in view.read[at : at + length]:
        words += name_words(token.text) if token.text.isascii() else [token.text.casefold()]
    return (" ".join(words),) if words else ()


def _goods(view: View, at: int, length: int, senses: Sequence[Sense]) -> Found:
    own = [sense for sense in senses if sense.language == view.language] or senses
    targets = [sense.value.partition(";") for sense in own]
    meant = [" ".join(name_words(each)) for target, _, _ in targets for each in target.split(",")]
    letters = view.known.spelled_out(view.keys[at]) if length == 1 else None
    forms = tuple(dict.fromkeys([*_own_forms(view, at, length), *meant, *([letters] if letters else [])]))
    lesser = tuple(" ".join(name_words(target)) for _, _, target in targets if target)
    kind = bool(forms) and (
        forms[0] in view.known.kind_words or (bool(senses) and forms[0] not in view.index.vocabulary.number)
    )
    does, concepts = Does.WORD if forms else Does.SOFT, view.concepts(at, length)
    return part(view, does, at, at + length, forms=forms, lesser=lesser, concepts=concepts, kind=kind)


def _idle(senses: Sequence[Sense]) -> bool:
    """Only small talk: where a catalogue has the word (`jam`, `nice`), it names goods."""
    return all(sense.role == Role.CONCEPT and sense.value in _TALK for sense in senses)
