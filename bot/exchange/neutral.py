"""Text that no spreadsheet takes for a formula.

A cell that begins with = + - @, a tab, a line end or NUL may be run by whoever opens the file. Such text gets an
apostrophe in front, and loses it again when it is read. Text that has apostrophes before such a sign gets one more, so
that reading always gives what was written.
"""

import re

# The full-width signs are turned into the plain ones by East Asian spreadsheets.
_STARTS_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n\x00＝＋－＠]")


def neutral(text: str) -> str:
    """The text as it is safe in a CSV file."""
    return f"'{text}" if _STARTS_A_FORMULA.match(text) else text


def neutral_if_marked(text: str) -> str:
    """The text for a cell that is typed as text: safe as it is, unless reading would take an apostrophe off it."""
    return neutral(text) if text.startswith("'") else text


def original(text: str) -> str:
    """The text as it was before `neutral`."""
    return text[1:] if text.startswith("'") and _STARTS_A_FORMULA.match(text) else text
