"""What each stretch of a message does in its sentence: a quantity, a size, a price, a word for goods, a verb.

The same word may be several things (`tin` is three or a can, `box` a unit or part of a geometry box); what stands
around it, the message's language and the catalogue's own names decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from conversations.reading.lexicon import Lexicon, Role, Sense, lexicon
from conversations.reading.tokens import Kind, Token
from domain.catalogue.search import Index, Measure, Size
from domain.catalogue.search.names import name_words


class Does(Enum):
    """The part that a stretch plays."""

    WORD = auto()  # names goods
    SOFT = auto()  # a word of the sentence, not of the goods
    QUANTITY = auto()  # a number with its unit, or marked as a count
    NUMBER = auto()  # a number that may count, measure or name
    SIZE = auto()
    PRICE = auto()
    FIGURE = auto()  # `10 wala`: a price or a size
    UNIT = auto()  # a unit without a number
    EACH = auto()
    JOIN = auto()
    BREAK = auto()
    BIG = auto()
    SMALL = auto()
    CORRECTION = auto()
    HEADING = auto()
    ASIDE = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the message, from character `start` to `end`.

    A size has a `value` where several are bound together. `forms` are the ways in which a catalogue may name it, the likeliest first; `concepts` the meanings of a soft word;
    `sure` is False for a number word that may be something else; `kind`: the word names a kind of goods, not a product.
    """

    does: Does
    start: int
    end: int
    value: Decimal | None = None
    unit: str | None = None
    size: Size | None = None
    forms: tuple[str, ...] = ()
    lesser: tuple[str, ...] = ()
    concepts: frozenset[str] = frozenset()
    sure: bool = True
    kind: bool = False


_MARKS = {"each": Does.EACH, "joiner": Does.JOIN, "big": Does.BIG, "small": Does.SMALL, "correction": Does.CORRECTION,
          "heading": Does.HEADING}  # fmt: skip
_FACTORS = {"g": (1, Measure.MASS), "kg": (1000, Measure.MASS), "ml": (1, Measure.VOLUME), "l": (1000, Measure.VOLUME),
            "pc": (1, Measure.COUNT)}  # fmt: skip
_TALK = ("chat", "thanks", "fine", "greet", "person", "start")
_MOST = Decimal(10) ** 15
_NESTED = 3  # lakhs, thousands, hundreds
_QUARTER = Decimal("0.25")  # `sava` alone is one and a quarter


def parts(read: Sequence[Token], index: Index, language: str | None) -> list[Part]:
    """The parts of a message, in its order."""
    return _Scan(list(read), index, (language or "").removesuffix("-Latn")).run()


class _Scan:
    """One pass from left to right; `at` is the next token."""

    def __init__(self, read: list[Token], index: Index, language: str) -> None:
        self.read, self.index, self.language = read, index, language
        self.known: Lexicon = lexicon()
        self.keys = [token.key if token.kind == Kind.WORD else token.text.strip() or "\n" for token in read]
        self.at = 0
        self.found: list[Part] = []
        self.forms: dict[int, tuple[int, tuple[Sense, ...]]] = {}

    def run(self) -> list[Part]:
        while self.at < len(self.read):
            self._step()
        return self.found

    def _step(self) -> None:
        token = self.read[self.at]
        if token.kind == Kind.BREAK:
            self._add(Does.BREAK, 1)
        elif token.kind == Kind.ASIDE:
            self._add(Does.ASIDE, 1)
        elif not (self._priced() or self._counted() or self._numbered()):
            if token.kind == Kind.SIGN:
                self._sign()
            else:
                self._word()

    def _add(self, does: Does, length: int, **what: object) -> None:
        first, last = self.read[self.at], self.read[self.at + length - 1]
        self.found.append(Part(does, first.start, last.end, **what))  # type: ignore[arg-type]
        self.at += length

    def _form(self, at: int, role: Role, *values: str) -> tuple[int, Sense | None]:
        """Length and sense of a form of this role (and value) at this place; (0, None) where none stands."""
        if at >= len(self.keys) or self.read[at].kind == Kind.BREAK:
            return 0, None
        length, senses = self._longest(at)
        fitting = [sense for sense in senses if sense.role == role and (not values or sense.value in values)]
        if not fitting and length > 1:
            length, senses = 1, self.known.senses(self.keys[at])
            fitting = [sense for sense in senses if sense.role == role and (not values or sense.value in values)]
        return (length, self._preferred(fitting)) if fitting else (0, None)

    def _longest(self, at: int) -> tuple[int, tuple[Sense, ...]]:
        if at not in self.forms:
            self.forms[at] = self.known.longest(self.keys, at)
        return self.forms[at]

    def _preferred(self, senses: Sequence[Sense]) -> Sense:
        return next((sense for sense in senses if sense.language == self.language), senses[0])

    # --- numbers

    def _priced(self) -> bool:
        """`rs 10`, `₹10`."""
        length, _ = self._form(self.at, Role.MARK, "price_before")
        after = self.at + length
        if self.read[self.at].text in ("₹", "৳", "$"):
            length, after = 1, self.at + 1
        if not length or after >= len(self.read) or self.read[after].kind != Kind.NUMBER:
            return False
        like, _ = self._form(after + 1, Role.MARK, "like")
        self._add(Does.PRICE, length + 1 + like, value=self.read[after].value)
        return True

    def _counted(self) -> bool:
        """`x6`, `* 6`, `- 6`: a count that a sign marks."""
        token = self.read[self.at]
        if not ((token.text in "*@=" and token.text) or token.key == "x") or self.at + 1 >= len(self.read):
            return False
        number = self.read[self.at + 1]
        if number.kind != Kind.NUMBER or (token.key == "x" and not number.glued and token.glued):
            return False
        if token.text == "@":
            self._add(Does.PRICE, 2, value=number.value)
            return True
        unit, sense = self._form(self.at + 2, Role.UNIT)
        self._add(Does.QUANTITY, 2 + unit, value=number.value, unit=sense.value if sense else None)
        return True

    def _numbered(self) -> bool:
        start = self.at
        value, after, sure = self._value(start)
        if value is None or (not sure and after < len(self.read) and self.read[after].kind == Kind.NUMBER):
            return False
        length = after - start
        if self._bound_size(start):
            return True
        for follows in (self._as_time, self._as_size, self._as_price, self._as_quantity):
            if follows(value, length):
                return True
        if self._named_number(start, length, sure):
            return True
        if not sure and not self._may_count(start, after):
            return False
        self._add(Does.NUMBER, length, value=value, sure=sure)
        return True

    def _value(self, at: int) -> tuple[Decimal | None, int, bool]:
        """A number in figures or words with its multiples; where it ends; whether it can be nothing else."""
        length, added = self._added(at)
        delta = added.number if added else Decimal(0)
        at += length
        base, at, sure = self._base(at)
        if base is None:
            if added is None:
                return None, at, False
            base = Decimal(1)
        total, at, times = self._times(base + delta, at, _NESTED)
        return total, at, sure or added is not None or times > 0

    def _added(self, at: int) -> tuple[int, Sense | None]:
        """`sadhe teen`, `sava darjan`: only before a number, or before what is counted."""
        length, added = self._form(at, Role.ADDED)
        after = at + length
        if added is None or (added.language != self.language and self.keys[at] in self.index.vocabulary.number):
            return 0, None
        counted = any(self._form(after, role)[1] for role in (Role.MULTIPLE, Role.UNIT, Role.MEASURE))
        if self._base(after)[0] is not None or (counted and added.number == _QUARTER):
            return length, added
        return 0, None

    def _times(self, total: Decimal, at: int, nested: int) -> tuple[Decimal, int, int]:
        """What multiples make of a number: `do sau pachas` is 2 x 100 + 50. How many there were is given back too."""
        times, least = 0, None
        while total <= _MOST:
            length, multiple = self._form(at, Role.MULTIPLE)
            if multiple is None:
                break
            total, at, times, least = total * multiple.number, at + length, times + 1, multiple.number
            more, after, _ = self._base(at) if least >= 100 and nested else (None, at, False)
            if more is None or self.read[at].kind != Kind.WORD or more >= least or self._form(after, Role.MEASURE)[1]:
                continue
            more, after, _ = self._times(more, after, nested - 1)
            if more < least:
                total, at = total + more, after
        return total, at, times

    def _base(self, at: int) -> tuple[Decimal | None, int, bool]:
        if at >= len(self.read):
            return None, at, False
        if self.read[at].kind == Kind.NUMBER:
            return self.read[at].value, at + 1, True
        length, sense = self._form(at, Role.NUMBER)
        if sense is not None:
            return sense.number, at + length, False
        length, multiple = self._form(at, Role.MULTIPLE)  # `darjan` alone is one of them
        if multiple is not None and multiple.number in (12, 144) and not self._number_before(at):
            return Decimal(1), at, True
        return None, at, False

    def _number_before(self, at: int) -> bool:
        return bool(at) and self.read[at - 1].kind == Kind.NUMBER

    def _bound_size(self, at: int) -> bool:
        """`3x200 g` names a bundle: the size of one is what compares."""
        if at + 3 >= len(self.read) or self.read[at].kind != Kind.NUMBER or self.keys[at + 1] not in ("x", "*"):
            return False
        length, sense = self._form(at + 3, Role.MEASURE)
        number = self.read[at + 2]
        if sense is None or number.kind != Kind.NUMBER:
            return False
        self._add(Does.SIZE, 3 + length, size=_size(number.value, sense), value=self.read[at].value)
        return True

    def _named_number(self, at: int, length: int, sure: bool) -> bool:
        """`act 2`, `24 mantra`, `3 in 1`: a number that stands so in a product's name."""
        if length != 1:
            return False
        own, before, after = self._spelled(at), self._beside(at, -1), self._beside(at, 1)
        if own is None:
            return False
        named = (before and self.index.follows(before, own)) or (after and self.index.follows(own, after))
        if not named or (sure and after is None and not self._counts_later(at + 1)):
            return False
        self._add(Does.WORD, 1, forms=(own,))
        return True

    def _spelled(self, at: int) -> str | None:
        """The word as the catalogue spells it; a misspelt one as the word that it surely is."""
        if not 0 <= at < len(self.read) or self.read[at].kind not in (Kind.WORD, Kind.NUMBER):
            return None
        words = name_words(self.read[at].text)
        if not words or words[0] in self.index.vocabulary.number:
            return words[0] if words else None
        return self.index.vocabulary.nearest(self.keys[at])

    def _beside(self, at: int, step: int) -> str | None:
        """The nearest word on one side that names anything; `in` and `of` are passed over, a sign or break is not."""
        at += step
        while 0 <= at < len(self.read) and self.read[at].kind == Kind.WORD and not self._spelled(at):
            at += step
        return self._spelled(at)

    def _counts_later(self, at: int) -> bool:
        """Another number follows in the same line, so this one need not be the count."""
        for token in self.read[at:]:
            if token.kind == Kind.BREAK:
                return False
            if token.kind == Kind.NUMBER:
                return True
        return False

    def _as_time(self, value: Decimal, length: int) -> bool:
        """`5 baje`, `3 din`, `25th`: a number of the clock or the calendar counts no goods."""
        timed, _ = self._form(self.at + length, Role.MARK, "time_after")
        if timed:
            self._add(Does.ASIDE, length + timed)
        return bool(timed)

    def _as_size(self, value: Decimal, length: int) -> bool:
        measured, sense = self._form(self.at + length, Role.MEASURE)
        if sense is None or (
            sense.value == "pc" and self.keys[self.at + length] == "s" and not self.read[self.at + length].glued
        ):
            return False
        like, _ = self._form(self.at + length + measured, Role.MARK, "like")
        self._add(Does.SIZE, length + measured + like, size=_size(value, sense))
        return True

    def _as_price(self, value: Decimal, length: int) -> bool:
        priced, _ = self._form(self.at + length, Role.MARK, "price_after")
        if priced:
            like, _ = self._form(self.at + length + priced, Role.MARK, "like")
            self._add(Does.PRICE, length + priced + like, value=value)
            return True
        like, _ = self._form(self.at + length, Role.MARK, "like")
        if like:
            self._add(Does.FIGURE, length + like, value=value)
        return bool(like)

    def _as_quantity(self, value: Decimal, length: int) -> bool:
        after = self.at + length
        unit, sense = self._unit_at(after)
        if sense is not None and not self._names_goods(after, unit):
            self._add(Does.QUANTITY, length + unit, value=value, unit=sense.value)
            return True
        crossed = after < len(self.keys) and self.keys[after] in ("x", "*")
        if crossed and not (after + 1 < len(self.read) and self.read[after + 1].kind == Kind.NUMBER):
            self._add(Does.QUANTITY, length + 1, value=value)
            return True
        if any(self._form(at, Role.MULTIPLE)[1] for at in range(self.at, after)):
            self._add(Does.QUANTITY, length, value=value, unit="piece" if value % 12 == 0 else None)
            return True
        return False

    def _unit_at(self, at: int) -> tuple[int, Sense | None]:
        """A unit, a misspelt one too where the word can be nothing else."""
        length, sense = self._form(at, Role.UNIT)
        if sense is not None or at >= len(self.read) or self.read[at].kind != Kind.WORD:
            return length, sense
        key = self.keys[at]
        if self.known.senses(key) or key in self.index.vocabulary.number:
            return 0, None
        guessed = self.known.misspelt(key, Role.UNIT)
        return (1, guessed[0]) if guessed else (0, None)

    def _names_goods(self, at: int, length: int) -> bool:
        """A unit's word that begins a product's name: `2 box file`."""
        own, after = self._spelled(at), self._spelled(at + length)
        return bool(
            own
            and after
            and self.index.follows(own, after)
            and self.read[at].kind == Kind.WORD
            and length == 1
            and not self.known.senses(self.keys[at + length])
            and self._counts_later(at + length)
        )

    def _may_count(self, at: int, after: int) -> bool:
        """A bare number word counts unless its language has another use for it; then only before the goods."""
        senses = [sense for sense in self.known.senses(self.keys[at]) if sense.language in (self.language, "en")]
        if not any(sense.role != Role.NUMBER for sense in senses):
            return True
        first = (
            at == 0 or self.read[at - 1].kind == Kind.BREAK or (bool(self.found) and self.found[-1].does == Does.JOIN)
        )
        return (
            first
            and after < len(self.read)
            and self.read[after].kind == Kind.WORD
            and not self.known.senses(self.keys[after])
        )

    # --- words

    def _sign(self) -> None:
        joined, _ = self._form(self.at, Role.MARK, "joiner")
        if joined or self.read[self.at].text in "&+":
            self._add(Does.JOIN, 1)
        elif self.read[self.at].text == "/" and self.found and self.found[-1].does == Does.QUANTITY:
            self._add(Does.BREAK, 1)
        else:
            self._add(Does.SOFT, 1, concepts=frozenset((*self._concepts(self.at, 1), self.read[self.at].text)))

    def _word(self) -> None:
        length, senses = self._longest(self.at)
        if length == 1 and self._in_a_name(self.at):
            self._goods(1, [sense for sense in senses if sense.role == Role.GOODS])
            return
        if not length:
            self._goods(1, self._guessed(self.keys[self.at]))
            return
        if length == 1 and self.keys[self.at] in self.index.vocabulary.number and _idle(senses):
            self._goods(1, [])
            return
        here = [sense for sense in senses if sense.language in (self.language, "en")] or list(senses)
        goods = [sense for sense in here if sense.role == Role.GOODS]
        others = [sense for sense in here if sense.role != Role.GOODS]
        if goods and not (others and len(goods) < len(here) and goods[0].language != self.language):
            self._goods(length, goods)
        elif others:
            self._sentence_word(length, others)
        else:
            self._goods(length, goods)

    def _guessed(self, key: str) -> tuple[Sense, ...]:
        """What a word that is not listed may mean, where the catalogue has not got it either."""
        heard = self.known.sounding(key)
        strange = key not in self.index.vocabulary.number
        return heard or (self.known.misspelt(key, Role.GOODS) if strange else ())

    def _in_a_name(self, at: int) -> bool:
        """The word stands beside this neighbour in a product's name: `good day`, `all out`."""
        before, after = self._beside(at, -1), self._beside(at, 1)
        return any(
            (before and self.index.follows(before, own)) or (after and self.index.follows(own, after))
            for own in self._readings(at)
        )

    def _readings(self, at: int) -> list[str]:
        """What one word may be in a name: as it is spelled, and as the catalogue says it."""
        own = self._spelled(at)
        meant = [sense.value for sense in self.known.senses(self.keys[at]) if sense.role == Role.GOODS]
        letters = self.known.spelled_out(self.keys[at])
        return [each for each in (own, *meant, letters) if each]

    def _sentence_word(self, length: int, senses: Sequence[Sense]) -> None:
        marks = [sense for sense in senses if sense.role == Role.MARK]
        units = [sense for sense in senses if sense.role == Role.UNIT]
        concepts = frozenset(self._concepts(self.at, length))
        if any(sense.value in _MARKS for sense in marks):
            does = next(_MARKS[sense.value] for sense in marks if sense.value in _MARKS)
            self._add(does, length, concepts=concepts, forms=self._own_forms(length))
        elif units:
            self._unit(length, self._preferred(units))
        elif all(sense.role in (Role.NUMBER, Role.MEASURE, Role.MULTIPLE) for sense in senses):
            self._goods(length, [])
        else:
            self._add(Does.SOFT, length, concepts=concepts, forms=self._own_forms(length))

    def _unit(self, length: int, sense: Sense) -> None:
        """`peti 2` counts like `2 peti`; a unit alone still says in what."""
        after = self.at + length
        number = self.read[after] if after < len(self.read) else None
        forms = self._own_forms(length)
        if number is not None and number.kind == Kind.NUMBER and not self._measured(after + 1):
            self._add(Does.QUANTITY, length + 1, value=number.value, unit=sense.value, forms=forms)
        else:
            self._add(Does.UNIT, length, unit=sense.value, forms=forms)

    def _measured(self, at: int) -> bool:
        roles = (Role.MEASURE, Role.UNIT, Role.MULTIPLE)
        return any(self._form(at, role)[1] for role in roles) or bool(
            self._form(at, Role.MARK, "like", "price_after")[0]
        )

    def _own_forms(self, length: int) -> tuple[str, ...]:
        """The words as they were written: Latin ones as a catalogue spells them, others in their own script."""
        words: list[str] = []
        for token in self.read[self.at : self.at + length]:
            words += name_words(token.text) if token.text.isascii() else [token.text.casefold()]
        return (" ".join(words),) if words else ()

    def _goods(self, length: int, senses: Sequence[Sense]) -> None:
        targets = [sense.value.partition(";") for sense in self._by_language(senses)]
        forms = [" ".join(name_words(each)) for target, _, _ in targets for each in target.split(",")]
        lesser = tuple(" ".join(name_words(target)) for _, _, target in targets if target)
        letters = self.known.spelled_out(self.keys[self.at]) if length == 1 else None
        forms = list(dict.fromkeys([*self._own_forms(length), *forms, *([letters] if letters else [])]))
        concepts = frozenset(self._concepts(self.at, length))
        own = forms[0] if forms else ""
        kind = own in self.known.kind_words or (bool(senses) and own not in self.index.vocabulary.number)
        self._add(Does.WORD if forms else Does.SOFT, length, forms=tuple(forms), lesser=lesser, concepts=concepts, kind=kind)

    def _by_language(self, senses: Sequence[Sense]) -> Sequence[Sense]:
        return [sense for sense in senses if sense.language == self.language] or senses

    def _concepts(self, at: int, length: int) -> set[str]:
        whole, senses = self._longest(at)
        return {sense.value for sense in senses if sense.role == Role.CONCEPT and whole == length}


def _idle(senses: Sequence[Sense]) -> bool:
    """Only small talk: where a catalogue has the word (`jam`, `nice`), it names goods."""
    return all(sense.role == Role.CONCEPT and sense.value in _TALK for sense in senses)


def _size(value: Decimal | None, sense: Sense) -> Size:
    factor, measure = _FACTORS[sense.value]
    return Size(float(value or 0) * factor, measure)
