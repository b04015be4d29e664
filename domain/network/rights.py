"""Who may see and do what: one table from role to rights."""

from enum import StrEnum

from domain.network.tables import Role, Tier


class Right(StrEnum):
    """One thing that a person may see or do for a party."""

    BUY = "buy"
    SEE_PRICES = "see_prices"
    SEE_DUES = "see_dues"
    PAY = "pay"
    SELL_FOR = "sell_for"
    SEE_STOCK = "see_stock"
    PACK = "pack"
    DELIVER = "deliver"
    ANSWER = "answer"
    TAKE_ON = "take_on"
    RELEASE_HOLD = "release_hold"
    CONFIRM_RECEIPT = "confirm_receipt"
    SET_PRICES = "set_prices"
    SET_SCHEMES = "set_schemes"
    DECIDE_CLAIMS = "decide_claims"
    SEE_FIGURES = "see_figures"
    GRANT_ROLES = "grant_roles"


BUYING = frozenset({Right.BUY, Right.SEE_PRICES})
SELLING = frozenset({Right.SELL_FOR, Right.SEE_STOCK, Right.ANSWER, Right.SEE_PRICES})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right) - {Right.DECIDE_CLAIMS},
    Role.STAFF: BUYING,
    Role.CLERK: SELLING | {Right.PACK, Right.DELIVER, Right.TAKE_ON, Right.CONFIRM_RECEIPT, Right.SEE_DUES},
    Role.REP: frozenset({Right.SELL_FOR, Right.SEE_PRICES, Right.SEE_STOCK, Right.SEE_DUES}),
    Role.AREA_MANAGER: frozenset(
        {Right.SEE_FIGURES, Right.SEE_STOCK, Right.DECIDE_CLAIMS, Right.SET_SCHEMES, Right.TAKE_ON, Right.ANSWER}
    ),
    Role.BRAND_MANAGER: frozenset(
        {Right.SEE_FIGURES, Right.SEE_STOCK, Right.SET_PRICES, Right.SET_SCHEMES, Right.DECIDE_CLAIMS}
    ),
    Role.FINANCE: frozenset(
        {Right.SEE_DUES, Right.CONFIRM_RECEIPT, Right.RELEASE_HOLD, Right.SEE_FIGURES, Right.DECIDE_CLAIMS}
    ),
    Role.DRIVER: frozenset({Right.DELIVER}),
}

SELLING_RIGHTS = frozenset(
    {
        Right.SELL_FOR, Right.SEE_STOCK, Right.PACK, Right.DELIVER, Right.ANSWER, Right.TAKE_ON,
        Right.RELEASE_HOLD, Right.CONFIRM_RECEIPT, Right.SET_PRICES, Right.SET_SCHEMES, Right.SEE_FIGURES,
    }
)  # fmt: skip


def rights_of(roles: frozenset[Role], tier: Tier) -> frozenset[Right]:
    """What the holders of `roles` at a party of `tier` may do. A shop sells nothing here, a brand buys nothing."""
    granted: frozenset[Right] = frozenset().union(*(RIGHTS[role] for role in roles))
    if tier is Tier.RETAILER:
        return granted - SELLING_RIGHTS
    if tier is Tier.BRAND:
        return granted - {Right.BUY, Right.PAY}
    return granted


def has_back_office(rights: frozenset[Right]) -> bool:
    """Whether holders of these rights have something to do in the back office: whatever a shop's people cannot do."""
    return bool(rights & SELLING_RIGHTS)
