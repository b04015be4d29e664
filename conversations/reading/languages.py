"""Which language a short message is written in: the script first, then its little words."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from conversations.reading.lexicon import Role
from conversations.reading.loading import lexicon
from conversations.reading.tokens import Kind, Token, plain, tokens

_BLOCKS = {"Devanagari": ("\u0900", "\u097f"), "Bengali": ("\u0980", "\u09ff")}
_PLAIN_LATIN = "en"
_LISTED = 0.4
_ENOUGH = 0.5
_EVERYWHERE = (Role.UNIT, Role.MEASURE)  # `kg` and `carton` are written in every language


def language_of(text: str) -> str | None:
    """`en`, `hi`, `hi-Latn`, `ne`, ...: the language of the message; None where it does not tell."""
    return language_of_tokens(tokens(plain(text)))


def language_of_tokens(read: Sequence[Token]) -> str | None:
    """The same for a message already cut into tokens."""
    words = [token.key for token in read if token.kind == Kind.WORD]
    script = _script(words)
    known = lexicon()
    spoken = [code for code, native in known.scripts.items() if script in ("Latin", native)]
    counts = {code: sum(_weights(word).get(code, 0.0) for word in words) for code in spoken}
    most = max(counts.values(), default=0.0)
    likely = [code for code, count in counts.items() if count == most >= _ENOUGH]
    if len(likely) > 1 and _PLAIN_LATIN in likely:
        likely = [_PLAIN_LATIN]
    if len(likely) != 1:
        return None
    return likely[0] if script != "Latin" or likely == [_PLAIN_LATIN] else f"{likely[0]}-Latn"


@lru_cache(maxsize=20_000)
def _weights(word: str) -> dict[str, float]:
    """A word that fewer languages share tells more; a word for goods or units tells less than a little word."""
    little = [code for code, words in lexicon().function_words.items() if word in words]
    listed = {sense.language for sense in lexicon().senses(word) if sense.role not in _EVERYWHERE}
    weights = dict.fromkeys(little, 1 / len(little) if little else 0.0)
    for code in listed:
        weights[code] = weights.get(code, 0.0) + _LISTED / len(listed)
    return weights


def _script(words: list[str]) -> str:
    """The script of most words; a foreign brand among them does not count against a native one."""
    native = Counter(name for word in words for name, (low, high) in _BLOCKS.items() if low <= word[0] <= high)
    latin = sum(1 for word in words if word[0].isascii())
    name, count = native.most_common(1)[0] if native else ("Latin", 0)
    return name if count and count * 2 >= latin else "Latin"
