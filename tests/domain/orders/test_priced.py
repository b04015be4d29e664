"""A cart as it would be booked: money, gifts, what is short or without a price, the day, and the seal over it all."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from domain.catalogue import editions
from domain.catalogue.tables import Product
from domain.network.tables import Party, SellerTerms, TradeLink
from domain.orders.cart import Wish
from domain.orders.priced import PricedCart
from domain.stock.move import move
from domain.stock.tables import MovementKind, Place
from tests.builders import SHARMA, VERMA, scheme
from tests.clock import MONDAY_MORNING
from tests.desks import at_desk, fill, wish


def priced(wiring, who, goods) -> PricedCart:
    with at_desk(wiring, who) as desk:
        fill(desk, goods)
        return desk.cart.view()


def money(cart):
    return [str(amount) for amount in (cart.quote.subtotal, cart.quote.discount, cart.quote.tax, cart.total)]


@pytest.mark.parametrize(
    ("who", "goods", "figures"),
    [
        # 192 x 11.3333 = 2175.99 before tax; 5 per cent in two halves of 54.40.
        pytest.param(SHARMA, {"NOODLE": "2 case"}, ["2175.99", "0.00", "108.80", "2284.79"], id="a list price"),
        # 5.00 less 10 per cent is 4.50; x 10 = 45.00, of which 2 x 1.07 tax.
        pytest.param(VERMA, {"BISCUIT": 10}, ["42.86", "0.00", "2.14", "45.00"], id="MRP less the margin"),
        # 34.20 x 12 = 410.40 with 2 x 9.77 tax: list 390.86; 5 per cent off: 19.54; tax 2 x 9.28 on 371.32.
        pytest.param(VERMA, {"SOAP": 12}, ["390.86", "19.54", "18.56", "389.88"], id="with a scheme"),
        pytest.param(VERMA, {"SALT": 4}, ["100.80", "0.00", "0.00", "100.80"], id="without tax"),
    ],
)  # fmt: skip
def test_what_a_cart_comes_to(wiring, network, who, goods, figures):
    assert money(priced(wiring, who, goods)) == figures


def test_the_round_off_brings_the_total_to_whole_rupees(wiring, network):
    with wiring.database.write() as session:
        session.get_one(SellerTerms, network.seller.id).rounds_to_rupee = True
    cart = priced(wiring, VERMA, {"SALT": 4})
    assert (cart.round_off, cart.total) == (Decimal("0.20"), Decimal("101.00"))


@pytest.mark.parametrize(
    ("goods", "there"),
    [
        pytest.param({"SALT": 4}, [(4, 0)], id="the last four"),
        pytest.param({"SALT": 10}, [(4, 6)], id="six follow"),
        pytest.param({"CLEANER": 10}, [(None, 0)], id="nobody counts it: not checked, never short"),
        pytest.param({"SOAP": 50}, [(50, 0)], id="over both places"),
        pytest.param({"SALT": 3, "TEA": 1}, [(4, 0), (400, 0)], id="each for itself"),
    ],
)
def test_what_is_there_and_what_is_short(wiring, network, goods, there):
    cart = priced(wiring, VERMA, goods)
    assert [(line.free_now, line.short) for line in cart.goods] == there
    assert [line.item.sku for line in cart.unchecked] == [sku for sku in goods if sku == "CLEANER"]


def test_of_the_same_goods_the_earlier_line_is_served_first(wiring, network):
    with at_desk(wiring, VERMA) as desk:
        desk.cart.add([wish(desk, "BRUSH", 8), wish(desk, "BRUSH", "1 inner")])
        assert [(line.pieces, line.free_now, line.short) for line in desk.cart.view().goods] == [
            (8, 10, 0),
            (12, 2, 10),
        ]


def test_what_is_short_says_what_is_on_the_way(wiring, network):
    (line,) = priced(wiring, VERMA, {"SALT": 10}).short
    assert (line.on_the_way.quantity, line.on_the_way.due) == (48, date(2026, 6, 17))


def test_a_gift_is_a_line_of_its_own_and_needs_stock_too(wiring, network):
    with wiring.database.write() as session:
        place = session.scalars(select(Place).where(Place.name == "Godown")).one()
        move(session, place.id, network["SPOON"], -49, MovementKind.DAMAGE, wiring.clock())
    goods, gift = priced(wiring, VERMA, {"NOODLE": "2 case"}).goods
    assert (goods.is_gift, gift.is_gift, gift.item.sku, gift.pieces, gift.short) == (False, True, "SPOON", 2, 1)
    assert gift.quote.net == 0


@pytest.mark.parametrize("reason", ["sold no more", "without a price"])
def test_a_scheme_whose_gift_cannot_be_given_is_left_out(wiring, network, reason):
    with wiring.database.write() as session:
        spoon = session.get_one(Product, network["SPOON"])
        if reason == "sold no more":
            spoon.active = False
        else:
            spoon.mrp = None
        editions.bump(session, editions.CATALOGUE)
    cart = priced(wiring, VERMA, {"NOODLE": "2 case", "SOAP": 12})
    assert [line.item.sku for line in cart.goods] == ["NOODLE", "SOAP"]
    assert [told.scheme for told in cart.quote.explain if told.applied] == ["SOAP5"]


@pytest.mark.parametrize("reason", ["sold no more", "without a price"])
def test_what_has_no_price_stays_on_the_cart_unpriced(wiring, network, reason):
    priced(wiring, VERMA, {"TEA": 1, "SOAP": 1})
    with wiring.database.write() as session:
        tea = session.get_one(Product, network["TEA"])
        if reason == "sold no more":
            tea.active = False
        else:
            tea.mrp = None
        editions.bump(session, editions.CATALOGUE)
    wiring.__dict__.pop("snapshots")  # another process: its shelves are read anew
    with at_desk(wiring, VERMA) as desk:
        cart = desk.cart.view()
    assert [line.said for line in cart.unpriced] == ["tea"]
    assert [line.item.sku for line in cart.goods] == ["SOAP"]


def test_questions_and_what_was_not_read_stand_beside_the_goods(wiring, network):
    with at_desk(wiring, VERMA) as desk:
        open_lines = [Wish("tej", choices=(network["SALT"], network["TEA"])), Wish("tea", network["TEA"]), Wish("??")]
        desk.cart.add([wish(desk, "SOAP", 1), *open_lines])
        cart = desk.cart.view()
    assert [line.said for line in cart.questions] == ["tej", "tea"]
    assert [line.said for line in cart.unread] == ["??"]
    assert not cart.is_empty


def test_the_day_is_the_pair_s_own_where_it_has_one(wiring, network):
    assert priced(wiring, SHARMA, {"TEA": 1}).deliver_on == date(2026, 6, 16)
    with wiring.database.write() as session:
        session.scalars(select(TradeLink).where(TradeLink.buyer_id == network.verma.id)).one().delivery_weekdays = "5"
    assert priced(wiring, VERMA, {"TEA": 1}).deliver_on == date(2026, 6, 19)


def test_a_first_order_is_known(wiring, network):
    with wiring.database.write() as session:
        scheme(session, network.seller, "WELCOME", {"percent": "2"}, first_order=True, buy={"skus": ["BISCUIT"]})
    assert priced(wiring, VERMA, {"BISCUIT": 100}).quote.discount > 0
    with at_desk(wiring, VERMA) as desk:
        desk.cart.place(desk.cart.view().seal)
    assert priced(wiring, VERMA, {"BISCUIT": 100}).quote.discount == 0


def change_price(session, network):
    terms = session.get_one(SellerTerms, network.seller.id)
    terms.margin = Decimal(11)


def change_day(session, network):
    terms = session.get_one(SellerTerms, network.seller.id)
    terms.lead_days = 3


def change_stock(session, network):
    place = session.scalars(select(Place).where(Place.name == "Godown")).one()
    move(session, place.id, network["SALT"], -1, MovementKind.DAMAGE, MONDAY_MORNING)


def change_scheme(session, network):
    scheme(session, network.seller, "NEW", {"percent": "1"}, buy={"skus": ["SALT"]})


def change_name(session, network):
    session.get_one(Party, network.verma.id).name = "Verma & Sons"


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (change_price, False),
        (change_day, False),
        (change_stock, False),
        (change_scheme, False),
        (change_name, True),
    ],
    ids=["price", "day", "stock", "scheme", "nothing that was shown"],
)
def test_the_seal_is_over_all_that_was_read_back(wiring, network, change, same):
    before = priced(wiring, VERMA, {"SALT": 4}).seal
    with wiring.database.write() as session:
        change(session, network)
    with at_desk(wiring, VERMA) as desk:
        assert (desk.cart.view().seal == before) is same
