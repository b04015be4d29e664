"""Who buys from whom, on which terms."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from domain.network.tables import Holiday, Party, SellerTerms, Standing, Tier, TradeLink
from domain.network.trade import Trade, holidays, trades_of
from tests.builders import add, link, party, sells
from tests.clock import MONDAY_MORNING

TODAY = MONDAY_MORNING.date()


@pytest.fixture
def session(wiring, network):
    with wiring.database.write() as session:
        yield session


def trade(seller, buyer, **on_link):
    return Trade(
        Party(code="B", name="B", tier=Tier.RETAILER, **buyer),
        Party(code="S", name="S", tier=Tier.DISTRIBUTOR, **seller),
        SellerTerms(party_id=1, series="S"),
        TradeLink(seller_id=1, buyer_id=2, **on_link),
    )


@pytest.mark.parametrize(
    ("seller", "buyer", "parts"),
    [
        pytest.param({"tax_state": "BR"}, {"tax_state": "BR"}, 2, id="within a state: CGST and SGST"),
        pytest.param({"tax_state": "BR"}, {"tax_state": "JH"}, 1, id="between states: IGST"),
        pytest.param({"tax_regime": "vat"}, {"tax_regime": "vat"}, 1, id="VAT is one tax"),
        pytest.param({"tax_regime": "vat"}, {"tax_state": ""}, 1, id="the seller's regime counts"),
    ],
)
def test_parts_of_the_tax(seller, buyer, parts):
    assert trade(seller, buyer).tax_parts == parts


@pytest.mark.parametrize(
    ("limit", "exposure", "left"),
    [(None, 500, None), (1000, 400, 600), (1000, 1400, -400), (0, 0, 0)],
    ids=["no limit", "some left", "over", "none at all"],
)
def test_credit_left(limit, exposure, left):
    known = {"credit_limit": None if limit is None else Decimal(limit), "exposure": Decimal(exposure)}
    assert trade({}, {}, **known).credit_left == (None if left is None else Decimal(left))


def test_a_buyer_s_sellers_the_oldest_link_first(session, network):
    other = party(session, "OTHER", "Other Agencies", Tier.DISTRIBUTOR)
    sells(session, other, "OA")
    link(session, other, network.sharma)
    assert [found.seller.name for found in trades_of(session, network.sharma)] == ["Gupta Agencies", "Other Agencies"]


@pytest.mark.parametrize(
    ("standing", "there"),
    [(Standing.ACTIVE, True), (Standing.BLOCKED, True), (Standing.PENDING, False), (Standing.CLOSED, False)],
)
def test_which_links_are_seen(session, network, standing, there):
    linked = session.scalars(select(TradeLink).where(TradeLink.buyer_id == network.sharma.id)).one()
    linked.standing = standing
    assert bool(trades_of(session, network.sharma)) is there


def test_a_seller_who_closed_sells_nothing(session, network):
    session.get_one(Party, network.seller.id).standing = Standing.CLOSED
    assert trades_of(session, network.sharma) == []


def test_a_party_without_terms_is_no_seller(session, network):
    link(session, party(session, "P", "No Terms", Tier.DISTRIBUTOR), network.sharma)
    assert [found.seller.name for found in trades_of(session, network.sharma)] == ["Gupta Agencies"]


def test_holidays_from_a_day_on(session, network):
    days = [TODAY + timedelta(days=ahead) for ahead in (-1, 0, 3)]
    for day in days:
        add(session, Holiday(party_id=network.seller.id, day=day))
    add(session, Holiday(party_id=network.sharma.id, day=TODAY))
    assert holidays(session, network.seller.id, TODAY) == set(days[1:])
