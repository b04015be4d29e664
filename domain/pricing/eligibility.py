"""Whether a scheme is open to a buyer on a day."""

from datetime import date

from domain.pricing.scheme import Scheme
from domain.pricing.values import Buyer, Reason


def closed_because(scheme: Scheme, buyer: Buyer, day: date) -> Reason | None:
    """The first of date and party that fails, or None for an open scheme. Both end days are inside."""
    if scheme.valid_from is not None and day < scheme.valid_from:
        return Reason.NOT_STARTED
    if scheme.valid_to is not None and day > scheme.valid_to:
        return Reason.ENDED
    if not scheme.audience.holds(buyer) or (scheme.first_order and not buyer.first_order):
        return Reason.PARTY
    return None
