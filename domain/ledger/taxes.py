"""Under which heads a tax is owed: by the seller's regime and the place of supply. Pure."""

from decimal import Decimal
from typing import Any

NOTHING = Decimal("0.00")


def by_head(regime: str, parts: int, part: Decimal) -> dict[str, Any]:
    """The equal `parts` of a tax, `part` rupees each, under their heads.

    Under GST two parts are CGST and SGST (buyer and seller in one state), one is IGST; every other regime has one VAT.
    """
    heads = dict.fromkeys(("cgst", "sgst", "igst", "vat"), NOTHING)
    if regime == "gst" and parts == 2:
        return heads | {"cgst": part, "sgst": part}
    return heads | {"igst" if regime == "gst" else "vat": part * parts}
