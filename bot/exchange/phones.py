"""Phone numbers as people write them, in the international form in which the books hold them."""

import phonenumbers

from bot.exchange.column import BadCell


def international(column: str, text: str, country: str) -> str:
    """The number as +919876500001; one without its country's code is read as of `country`. Raises `BadCell`.

    Only the length is checked: the numbering plans that we carry grow older than the numbers in use.
    """
    # 00 is dialled for + in this trade's countries, but stands in no other form of a number.
    plain = "+" + text[2:] if text.startswith("00") else text
    try:
        number = phonenumbers.parse(plain, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise BadCell(column, f'"{text[:40]}" is no phone number (of {country}, where it has no +)')
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
