"""Placing: what is booked, every reason to refuse, and that a refusal leaves nothing behind."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import func, select, update

from domain.books.invariant import check
from domain.books.invariants import INVARIANTS
from domain.events import Event
from domain.network.tables import Party, SellerTerms, Standing, TradeLink
from domain.orders.cart import Wish
from domain.orders.find import lines_of
from domain.orders.tables import Cart, CartState, Order
from domain.refusal import Code, Refusal
from domain.stock.tables import Reservation
from tests.builders import CHHOTU, MEENA, RAVI, SHARMA, VERMA
from tests.desks import at_desk, fill, order, seal, wish


def booked(wiring, model):
    with wiring.database.read() as session:
        return session.scalar(select(func.count()).select_from(model))


def violations(wiring):
    with wiring.database.read() as session:
        return [str(violation) for violation in check(session, INVARIANTS, wiring.clock())]


def test_what_is_booked_is_what_was_read_back(wiring, network):
    with at_desk(wiring, SHARMA) as desk:
        fill(desk, {"NOODLE": "2 case", "SALT": 10, "CLEANER": 2})
        shown = desk.cart.view()
        placed = desk.cart.place(shown.seal)
        lines = lines_of(desk.session, placed.id)
    assert (placed.number, placed.total, placed.deliver_on) == ("GA-1", shown.total, shown.deliver_on)
    assert [(line.said, line.unit, line.pieces, line.short, line.stock_checked, line.free) for line in lines] == [
        ("noodle", "case", 192, 0, True, False),
        ("salt", "piece", 10, 6, True, False),
        ("cleaner", "piece", 2, 0, False, False),
        ("", "piece", 2, 0, True, True),
    ]
    assert [line.net for line in lines] == [line.quote.net for line in shown.goods]
    assert lines[0].price == Decimal("11.3333")
    assert lines[1].follows_on == shown.short[0].on_the_way.due
    assert [line.schemes for line in lines] == [{}, {}, {"CLEAN": "16.78"}, {"NOODLE-GIFT": "free"}]
    assert violations(wiring) == []


def test_it_is_told_with_who_and_by_which_message(wiring, network):
    with at_desk(wiring, SHARMA, message_id=41) as desk:
        placed = desk.cart.place(fill(desk, {"TEA": 4}))
        told = desk.session.scalars(select(Event).where(Event.kind == "order.placed")).one()
    assert (placed.placed_by, placed.placed_by_party, placed.message_id) == (
        network.people["sharma"].id, network.sharma.id, 41,
    )  # fmt: skip
    assert (told.person_id, told.message_id, told.facts["number"], told.facts["for_other"]) == (
        network.people["sharma"].id, 41, "GA-1", False,
    )  # fmt: skip


def test_orders_of_a_seller_are_numbered_and_the_pair_s_are_counted(wiring, network):
    placed = [order(wiring, who, {"TEA": 2}) for who in (SHARMA, VERMA, SHARMA)]
    assert [each.number for each in placed] == ["GA-1", "GA-2", "GA-3"]
    with wiring.database.read() as session:
        link = session.scalars(select(TradeLink).where(TradeLink.buyer_id == network.sharma.id)).one()
    assert (link.orders_placed, link.exposure) == (2, placed[0].total + placed[2].total)


def test_the_validity_is_the_seller_s(wiring, network):
    with wiring.database.write() as session:
        session.get_one(SellerTerms, network.seller.id).order_validity_days = 3
    assert order(wiring, SHARMA, {"TEA": 2}).valid_until == wiring.clock() + timedelta(days=3)


def test_what_could_not_be_read_or_has_no_price_goes_with_the_order_as_a_request(wiring, network):
    with at_desk(wiring, VERMA) as desk:
        desk.cart.add([wish(desk, "TEA", 2), Wish("2 patanjali something")])
        placed = desk.cart.place(seal(desk))
    assert placed.unmatched == ["2 patanjali something"]


@pytest.mark.parametrize("who", [MEENA, RAVI], ids=["clerk", "rep"])
def test_who_orders_for_a_shop_is_kept_and_the_shop_is_asked(wiring, network, who):
    with at_desk(wiring, who) as desk:
        desk.people.serve(network.sharma.id)
        placed = desk.cart.place(fill(desk, {"TEA": 2}))
        told = desk.session.scalars(select(Event).where(Event.kind == "order.placed")).one()
    assert (placed.buyer_id, placed.placed_by_party, placed.buyer_answer) == (
        network.sharma.id, network.seller.id, "asked",
    )  # fmt: skip
    assert told.facts["for_other"] is True


def test_what_the_owner_orders_is_his_own_answer(wiring, network):
    assert order(wiring, SHARMA, {"TEA": 2}).buyer_answer == "own"


# --- every reason to refuse


def small(wiring, network):
    return SHARMA, {"BISCUIT": 2}


def beyond_own_limit(wiring, network):
    return CHHOTU, {"TEA": 20}


def blocked_link(wiring, network):
    with wiring.database.write() as session:
        link = session.scalars(select(TradeLink).where(TradeLink.buyer_id == network.verma.id)).one()
        link.standing = Standing.BLOCKED
    return VERMA, {"TEA": 2}


def blocked_shop(wiring, network):
    with wiring.database.write() as session:
        session.get_one(Party, network.verma.id).standing = Standing.BLOCKED
    return VERMA, {"TEA": 2}


def short_without_back_orders(wiring, network):
    with wiring.database.write() as session:
        session.get_one(SellerTerms, network.seller.id).keeps_back_orders = False
    return VERMA, {"SALT": 10}


REFUSED = [
    pytest.param(
        small, Code.BELOW_MINIMUM, {"minimum": Decimal(100), "missing": Decimal("91.00")}, id="below the minimum"
    ),
    pytest.param(
        beyond_own_limit, Code.OVER_OWN_LIMIT, {"limit": Decimal(1000), "total": Decimal("1728.00")}, id="own limit"
    ),
    pytest.param(blocked_link, Code.BLOCKED, {"seller": "Gupta Agencies"}, id="a blocked trade"),
    pytest.param(blocked_shop, Code.BLOCKED, {"seller": "Gupta Agencies"}, id="a blocked shop"),
    pytest.param(short_without_back_orders, Code.SHORT, {"products": ["Tej Salt 1 kg"]}, id="short, nothing follows"),
]


@pytest.mark.parametrize(("set_up", "code", "facts"), REFUSED)
def test_what_is_refused_books_nothing(wiring, network, set_up, code, facts):
    who, goods = set_up(wiring, network)
    with at_desk(wiring, who) as desk:
        read_back = fill(desk, goods)
        with pytest.raises(Refusal) as refused, desk.session.begin_nested():
            desk.cart.place(read_back)
    assert (refused.value.code, refused.value.facts) == (code, facts)
    assert nothing_booked(wiring)


def nothing_booked(wiring):
    with wiring.database.read() as session:
        cart = session.scalars(select(Cart)).one()
    told = booked(wiring, Event)
    return (cart.state, booked(wiring, Order), booked(wiring, Reservation), told) == (CartState.OPEN, 0, 0, 0)


def changed_cart(desk, network):
    read_back = fill(desk, {"TEA": 2})
    fill(desk, {"TEA": 1})
    return read_back


def another_seal(desk, network):
    fill(desk, {"TEA": 2})
    return "0" * 12


def open_question(desk, network):
    desk.cart.add([wish(desk, "TEA", 2), Wish("tej", choices=(network["SALT"], network["TEA"]), quantity=1)])
    return seal(desk)


def open_number(desk, network):
    desk.cart.add([Wish("tea", network["TEA"])])
    return seal(desk)


def only_unread(desk, network):
    desk.cart.add([Wish("xyz")])
    return seal(desk)


@pytest.mark.parametrize(
    ("set_up", "code"),
    [
        pytest.param(changed_cart, Code.CART_CHANGED, id="changed since it was read back"),
        pytest.param(another_seal, Code.CART_CHANGED, id="never read back so"),
        pytest.param(open_question, Code.CART_UNSETTLED, id="which one is open"),
        pytest.param(open_number, Code.CART_UNSETTLED, id="how many is open"),
        pytest.param(only_unread, Code.CART_EMPTY, id="nothing that could be read"),
    ],
)
def test_a_cart_that_was_not_read_back_whole_is_refused(wiring, network, set_up, code):
    with at_desk(wiring, VERMA) as desk:
        read_back = set_up(desk, network)
        with pytest.raises(Refusal) as refused, desk.session.begin_nested():
            desk.cart.place(read_back)
    assert refused.value.code is code
    assert nothing_booked(wiring)


def test_without_a_cart_there_is_nothing_to_place(wiring, network):
    with at_desk(wiring, VERMA) as desk, pytest.raises(Refusal) as refused:
        desk.cart.place("")
    assert refused.value.code is Code.CART_EMPTY


def test_a_second_yes_finds_no_cart(wiring, network):
    with at_desk(wiring, VERMA) as desk:
        read_back = fill(desk, {"TEA": 2})
        desk.cart.place(read_back)
        with pytest.raises(Refusal) as refused:
            desk.cart.place(read_back)
    assert refused.value.code is Code.CART_EMPTY
    assert booked(wiring, Order) == 1


def test_the_same_seal_on_the_next_cart_is_not_the_same(wiring, network):
    first = order(wiring, VERMA, {"TEA": 2})
    with at_desk(wiring, VERMA) as desk:
        read_back = fill(desk, {"TEA": 2})
        again = desk.cart.place(read_back)
    assert (first.total, first.cart_id != again.cart_id) == (again.total, True)


def test_stock_that_went_meanwhile_is_a_change(wiring, network):
    with at_desk(wiring, VERMA) as desk:
        read_back = fill(desk, {"BRUSH": 8})
    order(wiring, SHARMA, {"BRUSH": 8})
    with at_desk(wiring, VERMA) as desk, pytest.raises(Refusal) as refused, desk.session.begin_nested():
        desk.cart.place(read_back)
    assert refused.value.code is Code.CART_CHANGED


def test_a_cart_that_another_changed_in_the_same_moment_is_not_placed(wiring, network):
    with at_desk(wiring, VERMA) as desk:
        read_back = fill(desk, {"TEA": 2})
        changed = update(Cart).values(revision=Cart.revision + 1).execution_options(synchronize_session=False)
        desk.session.execute(changed)
        with pytest.raises(Refusal) as refused:
            desk.cart.place(read_back)
    assert refused.value.code is Code.CART_CHANGED


@pytest.mark.parametrize("who", [RAVI, MEENA, "+919876500005"], ids=["rep", "clerk", "driver"])
def test_who_has_no_right_to_buy_cannot_fill_a_cart(wiring, network, who):
    with at_desk(wiring, who) as desk, pytest.raises(Refusal) as refused:
        desk.cart.add([Wish("tea", network["TEA"], quantity=2)])
    assert refused.value.code in (Code.NOT_ALLOWED, Code.NO_SELLER)
