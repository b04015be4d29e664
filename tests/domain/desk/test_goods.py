"""Looking at goods: stock, prices by MRP lot, the schemes that are open."""

from datetime import date
from decimal import Decimal

import pytest

from domain.catalogue import editions
from domain.catalogue.tables import Product
from domain.refusal import Code, Refusal
from tests.builders import DINESH, MEENA, RAVI, SHARMA, VERMA, scheme
from tests.desks import at_desk, order


def test_what_there_is_of_each(wiring, network):
    with at_desk(wiring, SHARMA) as desk:
        wanted = [network[sku] for sku in ("SALT", "CLEANER", "SOAP")]
        have = desk.goods.stock([*wanted, 999])
    assert [(each.item.sku, each.free) for each in have] == [("SALT", 4), ("CLEANER", None), ("SOAP", 50)]
    assert (have[0].on_the_way.quantity, have[1].on_the_way) == (48, None)


@pytest.mark.parametrize(
    ("who", "prices"),
    [
        # The list of class A: 11.3333 before tax, for every lot. Others: MRP less 10 per cent, tax inside.
        pytest.param(SHARMA, [("14", "11.3333", "11.9000"), ("12", "11.3333", "11.9000")], id="by a list"),
        pytest.param(VERMA, [("14", "12.0000", "12.60"), ("12", "10.2857", "10.80")], id="by the margin"),
    ],
)
def test_a_price_for_each_mrp_in_the_trade_the_newest_first(wiring, network, who, prices):
    with at_desk(wiring, who) as desk:
        found = desk.goods.prices(network["NOODLE"])
    assert [(str(lot.mrp.normalize()), str(lot.net), str(lot.with_tax)) for lot in found] == prices
    assert [lot.since for lot in found] == [date(2025, 9, 23), date(2025, 6, 15)]


def test_a_product_without_lots_has_the_price_of_its_mrp(wiring, network):
    with at_desk(wiring, VERMA) as desk:
        (lot,) = desk.goods.prices(network["TEA"])
    assert (lot.mrp, lot.with_tax, lot.since) == (120, Decimal("108.00"), None)


def test_an_mrp_that_is_no_lot_yet_comes_first(wiring, network):
    with wiring.database.write() as session:
        session.get_one(Product, network["NOODLE"]).mrp = Decimal(15)
        editions.bump(session, editions.CATALOGUE)
    with at_desk(wiring, VERMA) as desk:
        assert [lot.mrp for lot in desk.goods.prices(network["NOODLE"])] == [15, 14, 12]


def test_without_an_mrp_there_is_no_price(wiring, network):
    with wiring.database.write() as session:
        session.get_one(Product, network["TEA"]).mrp = None
        editions.bump(session, editions.CATALOGUE)
    with at_desk(wiring, VERMA) as desk:
        assert desk.goods.prices(network["TEA"]) == []


OF_DATE = {"percent": "1"}


@pytest.mark.parametrize(
    ("terms", "there"),
    [
        pytest.param({}, True, id="open to all"),
        pytest.param({"for": {"classes": ["A"]}}, False, id="for another class"),
        pytest.param({"for": {"classes": ["B"], "regions": ["Bihar"]}}, True, id="for this class and region"),
        pytest.param({"valid_from": "2026-06-15", "valid_to": "2026-06-15"}, True, id="today only"),
        pytest.param({"valid_from": "2026-06-16"}, False, id="from tomorrow"),
        pytest.param({"valid_to": "2026-06-14"}, False, id="until yesterday"),
        pytest.param({"first_order": True}, True, id="for a first order"),
    ],
)
def test_the_schemes_that_are_open_to_verma_today(wiring, network, terms, there):
    with wiring.database.write() as session:
        scheme(session, network.seller, "NEW", OF_DATE, **terms)
    with at_desk(wiring, VERMA) as desk:
        assert ("NEW" in {each.code for each in desk.goods.schemes()}) is there


def test_who_has_ordered_gets_no_first_order_scheme(wiring, network):
    with wiring.database.write() as session:
        scheme(session, network.seller, "NEW", OF_DATE, first_order=True)
    order(wiring, VERMA, {"TEA": 2})
    with at_desk(wiring, VERMA) as desk:
        assert "NEW" not in {each.code for each in desk.goods.schemes()}


@pytest.mark.parametrize(
    "look", [lambda goods: goods.prices(1), lambda goods: goods.schemes()], ids=["prices", "schemes"]
)
def test_a_driver_sees_no_prices(wiring, network, look):
    with at_desk(wiring, DINESH) as desk, pytest.raises(Refusal) as refused:
        look(desk.goods)
    assert refused.value.code is Code.NOT_ALLOWED


@pytest.mark.parametrize("who", [RAVI, MEENA], ids=["rep", "clerk"])
def test_who_serves_a_shop_sees_that_shop_s_prices(wiring, network, who):
    with at_desk(wiring, who) as desk:
        desk.people.serve(network.sharma.id)
        assert desk.goods.prices(network["NOODLE"])[0].net == Decimal("11.3333")
