"""How much a scheme may still give: caps per order and party, and the budget that all buyers share."""

from dataclasses import dataclass

from domain.pricing.rounding import Exact, exact
from domain.pricing.terms import Terms
from domain.pricing.values import Used


@dataclass(frozen=True, slots=True)
class Limits:
    """What is left in paise; None is without limit. A give is cut to the smaller of the two."""

    caps: int | None
    budget: int | None

    @property
    def least(self) -> int | None:
        """What binds."""
        if self.caps is None or self.budget is None:
            return self.budget if self.caps is None else self.caps
        return min(self.caps, self.budget)


NO_LIMITS = Limits(None, None)
_NOTHING_USED = Used()


def limits_of(terms: Terms, used: Used | None) -> Limits:
    """What `used` leaves of the scheme's caps and budget, in whole paise, never below zero."""
    if terms.budget is None and terms.cap_order is None and terms.cap_party is None:
        return NO_LIMITS
    taken = used or _NOTHING_USED
    budget = None if terms.budget is None else _left(terms.budget - exact(taken.budget) * 100)
    caps = [] if terms.cap_order is None else [_left(terms.cap_order)]
    if terms.cap_party is not None:
        caps.append(_left(terms.cap_party - exact(taken.party) * 100))
    return Limits(min(caps, default=None), budget)


def _left(paise: Exact) -> int:
    return max(0, int(paise // 1))
