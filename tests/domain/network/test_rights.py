"""Who may see and do what: the whole table, written out."""

import pytest

from domain.network.rights import RIGHTS, Right, rights_of
from domain.network.tables import Role, Tier

DISTRIBUTOR = """
                 owner staff clerk rep area_manager brand_manager finance driver
buy                x     x     .    .       .             .          .      .
see_prices         x     x     x    x       .             .          .      .
see_dues           x     .     x    x       .             .          x      .
pay                x     .     .    .       .             .          .      .
sell_for           x     .     x    x       .             .          .      .
see_stock          x     .     x    x       x             x          .      .
pack               x     .     x    .       .             .          .      .
deliver            x     .     x    .       .             .          .      x
answer             x     .     x    .       x             .          .      .
take_on            x     .     x    .       x             .          .      .
release_hold       x     .     .    .       .             .          x      .
confirm_receipt    x     .     x    .       .             .          x      .
set_prices         x     .     .    .       .             x          .      .
set_schemes        x     .     .    .       x             x          .      .
decide_claims      .     .     .    .       x             x          x      .
see_figures        x     .     .    .       x             x          x      .
grant_roles        x     .     .    .       .             .          .      .
"""
SHOP = {"owner": {"buy", "see_prices", "see_dues", "pay", "grant_roles"}, "staff": {"buy", "see_prices"}}


def table(drawn):
    """The drawn table as (role, right) to whether it is granted."""
    head, *lines = drawn.strip().splitlines()
    roles = head.split()
    for line in lines:
        right, *marks = line.split()
        for role, mark in zip(roles, marks, strict=True):
            yield Role(role), Right(right), mark == "x"


@pytest.mark.parametrize(
    ("role", "right", "granted"), list(table(DISTRIBUTOR)), ids=lambda value: getattr(value, "value", str(value))
)
def test_at_a_distributor(role, right, granted):
    assert (right in rights_of(frozenset({role}), Tier.DISTRIBUTOR)) is granted


def test_the_table_holds_every_role_and_every_right():
    drawn = {(role, right) for role, right, _ in table(DISTRIBUTOR)}
    assert drawn == {(role, right) for role in Role for right in Right}
    assert set(RIGHTS) == set(Role)


@pytest.mark.parametrize("role", SHOP)
def test_a_shop_sells_nothing_through_us(role):
    assert {right.value for right in rights_of(frozenset({Role(role)}), Tier.RETAILER)} == SHOP[role]


def test_a_brand_buys_nothing():
    owner = frozenset({Role.OWNER})
    assert rights_of(owner, Tier.DISTRIBUTOR) - rights_of(owner, Tier.BRAND) == {Right.BUY, Right.PAY}


def test_who_has_two_roles_has_the_rights_of_both():
    both = rights_of(frozenset({Role.REP, Role.DRIVER}), Tier.DISTRIBUTOR)
    assert both == RIGHTS[Role.REP] | RIGHTS[Role.DRIVER]


def test_nobody_without_a_role_has_a_right():
    assert rights_of(frozenset(), Tier.DISTRIBUTOR) == frozenset()
