"""Which price a buyer pays: the most particular list, the MRP lot; MRP less the margin where no list says otherwise."""

from datetime import date
from decimal import Decimal

import pytest

from domain.network.tables import Tier
from domain.pricing.lookup import Customer, ListedPrice, UnitRate, choose, default_rate, listed_prices, rates
from tests.builders import party, price, price_list, product

OLD, NEW = date(2026, 1, 1), date(2026, 6, 1)
ALL, REGION, GRADE, GRADE_REGION, PARTY = 0, 1, 2, 3, 4


def listed(rupees, particular=ALL, since=OLD, mrp=None):
    return ListedPrice(7, particular, since, UnitRate(Decimal(rupees), False, mrp and Decimal(mrp), rupees))


@pytest.mark.parametrize(
    ("rows", "chosen"),
    [
        pytest.param([listed("10")], "10", id="the only one"),
        pytest.param([listed("10"), listed("9", REGION)], "9", id="a region's before everybody's"),
        pytest.param([listed("9", REGION), listed("11", GRADE)], "11", id="a class's before a region's, dearer or not"),
        pytest.param([listed("9", GRADE_REGION), listed("8", GRADE)], "9", id="class and region before the class"),
        pytest.param([listed("12", PARTY), listed("8", GRADE_REGION)], "12", id="the party's own before all"),
        pytest.param([listed("10"), listed("11", since=NEW)], "11", id="the newer of two lists alike"),
        pytest.param([listed("10", REGION), listed("11", since=NEW)], "10", id="a particular one before a newer"),
        pytest.param([listed("10"), listed("9", mrp="14")], "9", id="the row of this lot before the row of any"),
        pytest.param([listed("10"), listed("9", mrp="12")], "10", id="the row of another lot is not looked at"),
        pytest.param([listed("9", mrp="12")], None, id="nothing for this lot"),
        pytest.param([], None, id="no row at all"),
    ],
)
@pytest.mark.parametrize("order", [1, -1], ids=["", "the other way round"])
def test_the_price_of_the_lot_printed_14(rows, chosen, order):
    found = choose(rows[::order], Decimal(14))
    assert (found and found.from_list) == chosen


@pytest.mark.parametrize(
    ("mrp", "margin", "price"),
    [
        pytest.param("14", "10", "12.60", id="ten per cent off"),
        pytest.param("5", "8.33", "4.58", id="to the paisa: 4.5835"),
        pytest.param("1.50", "33", "1.01", id="half a paisa goes up: 1.005"),
        pytest.param("110", "0", "110.00", id="no margin"),
        pytest.param(None, "10", None, id="without an MRP no price"),
    ],
)
def test_the_default_is_the_mrp_less_the_margin_tax_inside(mrp, margin, price):
    rate = default_rate(mrp and Decimal(mrp), Decimal(margin))
    assert (rate and (str(rate.price), rate.tax_included)) == (price and (price, True))


@pytest.mark.parametrize(
    ("rate", "net", "with_tax"),
    [
        pytest.param(UnitRate(Decimal("12.60"), True, None, None), "12.0000", "12.60", id="tax inside"),
        pytest.param(UnitRate(Decimal("12"), False, None, None), "12", "12.6000", id="tax on top"),
        pytest.param(UnitRate(Decimal("10"), True, None, None), "9.5238", "10", id="to four places"),
    ],
)
def test_what_a_piece_costs_before_and_with_tax(rate, net, with_tax):
    assert (str(rate.without_tax(Decimal(5))), str(rate.with_tax(Decimal(5)))) == (net, with_tax)


def test_every_product_gets_its_list_price_or_the_default():
    found = rates([listed("10")], {7: Decimal(14), 8: Decimal(20), 9: None}, Decimal(10))
    assert found[7] == UnitRate(Decimal(10), False, Decimal(14), "10")
    assert found[8] == UnitRate(Decimal("18.00"), True, Decimal(20), None)
    assert found[9] is None


@pytest.mark.parametrize(
    ("fits", "grade", "region", "day", "there"),
    [
        pytest.param({}, "A", "Bihar", NEW, True, id="for everybody"),
        pytest.param({"grade": "A"}, "A", "Bihar", NEW, True, id="for the class"),
        pytest.param({"grade": "A"}, "B", "Bihar", NEW, False, id="for another class"),
        pytest.param({"region": "Bihar"}, "A", "Bihar", NEW, True, id="for the region"),
        pytest.param({"region": "Bihar"}, "A", "Assam", NEW, False, id="for another region"),
        pytest.param({"grade": "A", "region": "Assam"}, "A", "Bihar", NEW, False, id="all that is said must fit"),
        pytest.param({}, "A", "Bihar", date(2025, 12, 31), False, id="the day before the first"),
        pytest.param({}, "A", "Bihar", OLD, True, id="the first day"),
        pytest.param({"valid_to": NEW}, "A", "Bihar", NEW, True, id="the last day"),
        pytest.param({"valid_to": NEW}, "A", "Bihar", date(2026, 6, 2), False, id="the day after the last"),
    ],
)
def test_which_lists_are_looked_at(database, fits, grade, region, day, there):
    with database.write() as session:
        seller = party(session, "S", "Seller", Tier.DISTRIBUTOR)
        goods = product(session, "A", "Alfa", "Soap", "100 g", "10")
        price(session, price_list(session, seller, "List", OLD, **fits), goods, "8")
        found = listed_prices(session, seller.id, Customer(99, grade, region), [goods.id], day)
    assert bool(found) is there


def test_a_list_of_one_buyer_is_for_no_other_and_another_seller_s_for_none(database):
    with database.write() as session:
        seller, other = (party(session, code, code, Tier.DISTRIBUTOR) for code in ("S", "O"))
        shops = [party(session, code, code, Tier.RETAILER) for code in ("A", "B")]
        goods = product(session, "A", "Alfa", "Soap", "100 g", "10")
        price(session, price_list(session, seller, "For A", OLD, buyer_id=shops[0].id), goods, "8")
        price(session, price_list(session, other, "All", OLD), goods, "7")
        found = [listed_prices(session, seller.id, Customer(shop.id, "", ""), [goods.id], NEW) for shop in shops]
        assert listed_prices(session, seller.id, Customer(shops[0].id, "", ""), [], NEW) == []
    assert [[row.rate.from_list for row in rows] for rows in found] == [["For A"], []]
