"""The number under a barcode, in the one form in which numbers are compared."""

from stdnum import ean

ALIAS_LANGUAGE = "ean"
"""An alias in this "language" is no name but the number under the product's barcode: ean:8901234567894."""

_GTIN = 14
_LENGTHS = (8, 12, 13, _GTIN)


def gtin(text: str) -> str | None:
    """A number of 8, 12, 13 or 14 digits (EAN-8, UPC-A, EAN-13, ITF-14) as a GTIN of 14.

    None where it is no such number, or its check digit is wrong (GS1 General Specifications, 7.9).
    """
    digits = text.replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) not in _LENGTHS or not ean.is_valid(digits):
        return None
    return digits.zfill(_GTIN)
