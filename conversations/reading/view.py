"""A message's tokens, with what the languages and the catalogue know of each of them."""

from collections.abc import Sequence

from conversations.reading.lexicon import Role, Sense
from conversations.reading.loading import lexicon
from conversations.reading.tokens import Kind, Token
from domain.catalogue.search import Index
from domain.catalogue.search.names import name_words


class View:
    """Looks at a token and what stands around it. `language` is the writer's, without its script."""

    def __init__(self, read: Sequence[Token], index: Index, language: str | None) -> None:
        self.read, self.index = read, index
        self.language = (language or "").removesuffix("-Latn")
        self.known = lexicon()
        self.keys = [token.key if token.kind == Kind.WORD else token.text.strip() or "\n" for token in read]
        self._forms: dict[int, tuple[int, tuple[Sense, ...]]] = {}

    def __len__(self) -> int:
        return len(self.read)

    def kind(self, at: int) -> Kind | None:
        """The kind of the token at this place; None beside the message."""
        return self.read[at].kind if 0 <= at < len(self.read) else None

    def listed(self, at: int) -> bool:
        """Whether the catalogue has the word just as it is written."""
        return self.keys[at] in self.index.vocabulary.number

    # --- what the languages know

    def longest(self, at: int) -> tuple[int, tuple[Sense, ...]]:
        """Length and senses of the longest form that starts here; (0, ()) where none does."""
        if at not in self._forms:
            self._forms[at] = self.known.longest(self.keys, at)
        return self._forms[at]

    def form(self, at: int, role: Role, *values: str) -> tuple[int, Sense | None]:
        """Length and sense of a form of this role (and value) that starts here; (0, None) where none does."""
        if self.kind(at) in (None, Kind.BREAK):
            return 0, None
        length, senses = self.longest(at)
        fitting = _fitting(senses, role, values)
        if not fitting and length > 1:
            length, fitting = 1, _fitting(self.known.senses(self.keys[at]), role, values)
        return (length, self.preferred(fitting)) if fitting else (0, None)

    def has(self, at: int, *roles: Role) -> bool:
        """Whether a form of one of these roles starts here."""
        return any(self.form(at, role)[1] for role in roles)

    def preferred(self, senses: Sequence[Sense]) -> Sense:
        """The sense in the writer's language, else the first."""
        return next((sense for sense in senses if sense.language == self.language), senses[0])

    def concepts(self, at: int, length: int) -> frozenset[str]:
        """The meanings of the form of just this length that starts here."""
        whole, senses = self.longest(at)
        return frozenset(sense.value for sense in senses if sense.role == Role.CONCEPT and whole == length)

    def joins(self, at: int) -> bool:
        """Whether a word or sign for `and` stands here."""
        return self.kind(at) is not None and (self.keys[at] in ("&", "+") or self.form(at, Role.MARK, "joiner")[0] > 0)

    # --- what the catalogue knows

    def spelled(self, at: int) -> str | None:
        """The word as the catalogue spells it; a misspelt one as the word that it surely is."""
        if self.kind(at) not in (Kind.WORD, Kind.NUMBER):
            return None
        words = name_words(self.read[at].text)
        if not words or words[0] in self.index.vocabulary.number:
            return words[0] if words else None
        return self.index.vocabulary.nearest(self.keys[at])

    def beside(self, at: int, step: int) -> str | None:
        """The nearest word on one side that names anything; `in` and `of` are passed over, a sign or break is not."""
        at += step
        while self.kind(at) == Kind.WORD and not self.spelled(at):
            at += step
        return self.spelled(at)

    def in_a_name(self, at: int) -> bool:
        """The word stands beside this neighbour in a product's name: `good day`, `all out`."""
        before, after = self.beside(at, -1), self.beside(at, 1)
        follows = self.index.follows
        return any((before and follows(before, own)) or (after and follows(own, after)) for own in self._readings(at))

    def _readings(self, at: int) -> list[str]:
        """What one word may be in a name: as it is spelled, and as the catalogue says it."""
        meant = [sense.value for sense in self.known.senses(self.keys[at]) if sense.role == Role.GOODS]
        return [each for each in (self.spelled(at), *meant, self.known.spelled_out(self.keys[at])) if each]

    def number_follows(self, at: int) -> bool:
        """Whether figures stand from here on in the same line."""
        for token in self.read[at:]:
            if token.kind in (Kind.BREAK, Kind.NUMBER):
                return token.kind == Kind.NUMBER
        return False


def _fitting(senses: Sequence[Sense], role: Role, values: Sequence[str]) -> list[Sense]:
    return [sense for sense in senses if sense.role == role and (not values or sense.value in values)]
