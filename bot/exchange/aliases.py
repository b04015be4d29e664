"""Cells with other names of a product, each after its language where that is known."""

import re
from dataclasses import dataclass

from bot.exchange.cells import Raw, Text

_NAMED_LANGUAGE = re.compile(r"([a-z]{2,3}(?:-[A-Z][a-z]{3})?)?:(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class AliasCell:
    """A pair of language ('' where none is said) and name: hi:नमक. A colon in front says that none is meant."""

    name: Text

    @property
    def hint(self) -> str:
        return "a name, or its language and the name: hi:नमक"

    def read(self, raw: Raw) -> tuple[str, str]:
        text = self.name.read(raw)
        named = _NAMED_LANGUAGE.fullmatch(text)
        return (named[1] or "", named[2].strip()) if named else ("", text)

    def write(self, value: tuple[str, str]) -> str:
        language, name = value[0], self.name.write(value[1])
        return f"{language}:{name}" if language or _NAMED_LANGUAGE.fullmatch(name) else name
