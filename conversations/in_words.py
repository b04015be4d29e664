"""Amounts in words, as a bill has to say them: crore, lakh, thousand, hundred, in the reader's language."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files

from conversations.text import _, spoken

STEPS = (10_000_000, 100_000, 1000, 100)
SMALL = 100


@cache
def _names(language: str) -> dict[int, str]:
    """The word for each number that has one of its own, as the words file of the language writes it first."""
    base, _dash, script = language.partition("-")
    listed = tomllib.loads((files("conversations.reading") / "words" / f"{base}.toml").read_text("utf-8"))
    names = {}
    for figure, forms in (listed["multiples"] | listed["numbers"]).items():
        said = [form.strip() for form in forms.split(",")]
        latin = [form for form in said if form.isascii()]
        if figure.isdecimal():
            names[int(figure)] = latin[0] if script == "Latn" and latin else said[0]
    return names


def number_in_words(number: int, language: str) -> str:
    """A whole number of rupees or paise in words; above ninety-nine crore the crores are said in words too."""
    names = _names(language)
    if number in names and number < SMALL:
        return names[number]
    for step in STEPS:
        if number >= step:
            many, rest = divmod(number, step)
            head = f"{number_in_words(many, language)} {names[step]}"
            return f"{head} {number_in_words(rest, language)}" if rest else head
    tens, ones = divmod(number, 10)
    return f"{names[tens * 10]} {names[ones]}"


def amount_in_words(amount: Decimal) -> str:
    """An amount of money in the language that is spoken now."""
    rupees, paise = divmod(int(amount * 100), 100)
    facts = {"rupees": number_in_words(rupees, spoken()), "paise": number_in_words(paise, spoken())}
    if paise:
        return _("Rupees %(rupees)s and paise %(paise)s only", **facts)
    return _("Rupees %(rupees)s only", rupees=facts["rupees"])
