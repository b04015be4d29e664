"""The cart at the counter: by line and by product, nudges, cutting to what is there, carts with several sellers."""

import pytest
from sqlmodel import select

from domain.catalogue import editions
from domain.catalogue.packs import MAX_PIECES
from domain.catalogue.tables import LearnedName, Listing, Product
from domain.events import Event
from domain.network.tables import Tier
from domain.orders.cart import Wish
from domain.orders.tables import LineState
from domain.refusal import Code, Refusal
from tests.builders import MEENA, SHARMA, VERMA, add, link, party, sells
from tests.desks import at_desk, fill, seal, wish


@pytest.fixture
def desk(wiring, network):
    with at_desk(wiring, VERMA) as desk:
        yield desk


def there(desk):
    """The lines of the cart: what was said, quantity, unit."""
    return [(goods.item.sku, goods.line.quantity, goods.line.unit) for goods in desk.cart.view().goods if goods.line]


def line_of(desk, network, sku):
    return desk.cart.lines_with(network[sku])[0]


def test_an_empty_cart(desk):
    cart = desk.cart
    assert (cart.is_open, cart.view(), cart.products(), cart.last_product(), cart.empty()) == (
        False,
        None,
        (),
        None,
        None,
    )
    assert cart.lines_with(1) == []


def test_lines_by_number_and_by_product(desk, network):
    fill(desk, {"TEA": 2, "SOAP": 3})
    assert desk.cart.products() == (network["TEA"], network["SOAP"])
    assert desk.cart.last_product() == network["SOAP"]
    line = line_of(desk, network, "TEA")
    assert desk.cart.line(line.id) is line
    with pytest.raises(Refusal) as refused:
        desk.cart.line(999)
    assert refused.value.code is Code.CART_CHANGED


def test_the_last_said_line_of_a_product_comes_first(desk, network):
    fill(desk, {"NOODLE": 5})
    fill(desk, {"NOODLE": "2 case"})
    assert [line.unit for line in desk.cart.lines_with(network["NOODLE"])] == ["case", "piece"]


def test_choosing_settles_the_line_and_is_remembered(desk, network):
    desk.cart.add([Wish("tej 3", choices=(network["SALT"], network["TEA"]), quantity=3, name="tej")])
    (line,) = desk.cart.view().questions
    assert [item.sku for item in desk.cart.items(line)] == ["SALT", "TEA"]
    desk.cart.settle(line.id, network["TEA"])
    assert there(desk) == [("TEA", 3, "piece")]
    assert desk.history.learned_names() == {"tej": network["TEA"]}


@pytest.mark.parametrize(
    ("product", "unit", "code"),
    [("nothing", "piece", Code.NOT_SOLD), ("SALT", "inner", Code.NO_PACK)],
    ids=["what is not sold", "what is not packed so"],
)
def test_what_cannot_be_chosen(desk, network, product, unit, code):
    desk.cart.add([Wish("tej", choices=(network["SALT"],), quantity=3, unit=unit)])
    (line,) = desk.cart.view().questions
    with pytest.raises(Refusal) as refused:
        desk.cart.settle(line.id, 999 if product == "nothing" else network[product])
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("choices", "state"), [((5, 4), LineState.WHICH), ((), LineState.UNREAD)], ids=["others", "none"]
)
def test_other_products_are_offered_for_a_line(desk, network, choices, state):
    desk.cart.add([Wish("tej", choices=(network["SALT"],), quantity=3)])
    (line,) = desk.cart.view().questions
    desk.cart.widen(line.id, choices)
    assert (line.choices, line.state) == (list(choices), state)


@pytest.mark.parametrize(
    ("quantity", "unit", "code"),
    [(1, "inner", Code.NO_PACK), (MAX_PIECES + 1, "piece", Code.TOO_MANY), (MAX_PIECES, "case", Code.TOO_MANY)],
)
def test_what_cannot_be_ordered_so_is_refused_when_it_is_said(desk, network, quantity, unit, code):
    fill(desk, {"SALT": 1})
    with pytest.raises(Refusal) as refused:
        desk.cart.set_quantity(line_of(desk, network, "SALT").id, quantity, unit)
    assert refused.value.code is code
    with pytest.raises(Refusal) as refused:
        desk.cart.add([Wish("salt", network["SALT"], quantity=quantity, unit=unit)])
    assert refused.value.code is code


def test_quantities_change_and_lines_go(desk, network):
    fill(desk, {"TEA": 2, "SOAP": 3})
    desk.cart.set_quantity(line_of(desk, network, "TEA").id, 2, "case")
    desk.cart.remove([line_of(desk, network, "SOAP").id])
    assert there(desk) == [("TEA", 2, "case")]


def test_a_line_whose_pack_is_gone_is_shown_without_a_price(wiring, network):
    with at_desk(wiring, VERMA) as desk:
        fill(desk, {"TEA": "1 case", "SOAP": 3})
        desk.session.get_one(Product, network["TEA"]).pieces_per_case = None
        editions.bump(desk.session, editions.CATALOGUE)
    wiring.__dict__.pop("snapshots")  # another process: its shelves are read anew
    with at_desk(wiring, VERMA) as desk:
        assert [line.said for line in desk.cart.view().unpriced] == ["tea"]
        assert there(desk) == [("SOAP", 3, "piece")]


# --- steps


def test_the_step_that_earns_more_than_it_costs_is_offered_and_taken(desk, network):
    fill(desk, {"SOAP": 11})
    priced = desk.cart.view()
    nudge = desk.cart.nudge(priced)
    assert (nudge.sku, nudge.pieces) == ("SOAP", 1)
    assert desk.cart.nudge(priced) is nudge
    desk.cart.add_pieces(nudge.sku, nudge.pieces, priced.seal)
    assert there(desk) == [("SOAP", 12, "piece")]


def test_a_step_that_stock_does_not_allow_is_not_offered(desk, network):
    fill(desk, {"NOODLE": 959})  # the tenth case is full with one piece more, which is the last there is
    assert desk.cart.nudge(desk.cart.view()) is not None
    desk.cart.set_quantity(line_of(desk, network, "NOODLE").id, 960 * 2 - 1, "piece")
    assert desk.cart.nudge(desk.cart.view()) is None


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        pytest.param(96, [("NOODLE", 3, "case")], id="whole cases grow the line"),
        pytest.param(10, [("NOODLE", 2, "case"), ("NOODLE", 10, "piece")], id="pieces are a line of their own"),
    ],
)
def test_pieces_are_added_in_the_unit_that_they_fill(desk, network, pieces, lines):
    read_back = fill(desk, {"NOODLE": "2 case"})
    desk.cart.add_pieces("NOODLE", pieces, read_back)
    assert there(desk) == lines


def test_cutting_to_what_is_there(desk, network):
    read_back = fill(desk, {"SALT": 10, "TEA": 2, "BRUSH": "2 inner"})
    desk.cart.drop_short(read_back)
    assert there(desk) == [("SALT", 4, "piece"), ("TEA", 2, "piece"), ("BRUSH", 10, "piece")]
    assert desk.cart.view().short == ()


def test_what_is_not_there_at_all_is_dropped(wiring, network):
    with at_desk(wiring, SHARMA) as desk:
        desk.cart.place(fill(desk, {"BRUSH": 10}))
    with at_desk(wiring, VERMA) as desk:
        desk.cart.drop_short(fill(desk, {"BRUSH": 3, "TEA": 2}))
        assert there(desk) == [("TEA", 2, "piece")]


@pytest.mark.parametrize("act", ["add_pieces", "drop_short", "offer_to_shop"])
def test_what_was_not_shown_so_is_not_acted_on(desk, network, act):
    old = fill(desk, {"TEA": 2})
    fill(desk, {"TEA": 1})
    arguments = ("TEA", 1, old) if act == "add_pieces" else (old,)
    with pytest.raises(Refusal) as refused:
        getattr(desk.cart, act)(*arguments)
    assert refused.value.code is Code.CART_CHANGED


def test_an_emptied_cart_comes_back(desk, network):
    fill(desk, {"TEA": 2})
    cart_id = desk.cart.empty()
    assert not desk.cart.is_open
    desk.cart.bring_back(cart_id)
    assert there(desk) == [("TEA", 2, "piece")]


def test_a_clerk_asks_the_shop_to_confirm(wiring, network):
    with at_desk(wiring, MEENA) as desk:
        desk.people.serve(network.verma.id)
        desk.cart.offer_to_shop(fill(desk, {"TEA": 2}))
        told = desk.session.scalars(select(Event).where(Event.kind == "cart.offered")).one()
        assert (told.buyer_id, told.facts) == (network.verma.id, {"revision": desk.cart.view().revision})
    with at_desk(wiring, VERMA) as desk:
        assert there(desk) == [("TEA", 2, "piece")]
        assert desk.cart.place(seal(desk)).placed_by == network.people["verma"].id


def test_a_shop_cannot_offer_itself_a_cart(desk, network):
    with pytest.raises(Refusal) as refused:
        desk.cart.offer_to_shop(fill(desk, {"TEA": 2}))
    assert refused.value.code is Code.NOT_ALLOWED


# --- several sellers


@pytest.fixture
def rival(wiring, network):
    """Verma also buys from Rival, who sells coffee and toothbrushes."""
    with wiring.database.write() as session:
        made = party(session, "RIVAL", "Rival", Tier.DISTRIBUTOR)
        sells(session, made, "RV")
        link(session, made, network.verma)
        for brand in ("Kafi", "Kiran"):
            add(session, Listing(seller_id=made.id, brand=brand))
        for brand in ("Himal", "Lali", "Neemal", "Tej", "Kiran"):
            add(session, Listing(seller_id=network.seller.id, brand=brand))
        add(session, Product(sku="COFFEE", brand="Kafi", name="Coffee", mrp=90, pieces_per_case=24))
        editions.bump(session, editions.CATALOGUE)
    return made


def test_goods_go_into_the_cart_with_who_sells_them(wiring, network, rival):
    with at_desk(wiring, VERMA) as desk:
        desk.cart.add([wish(desk, "TEA", 2), wish(desk, "COFFEE", 3)])
        assert there(desk) == [("TEA", 2, "piece")]
        ((trade, lines),) = desk.cart.others()
        assert (trade.seller.name, lines) == ("Rival", 1)


def test_where_only_another_sells_it_he_is_dealt_with(wiring, network, rival):
    with at_desk(wiring, VERMA) as desk:
        desk.cart.add([wish(desk, "COFFEE", 3)])
        assert (desk.trade.seller.name, there(desk)) == ("Rival", [("COFFEE", 3, "piece")])
        assert desk.cart.others() == []


def test_a_cart_comes_back_with_its_own_seller(wiring, network, rival):
    with at_desk(wiring, VERMA) as desk:
        fill(desk, {"TEA": 2})
        emptied = desk.cart.empty()
        desk.people.buy_from(rival.id)
        desk.cart.bring_back(emptied)
        assert (desk.trade.seller.name, there(desk)) == ("Gupta Agencies", [("TEA", 2, "piece")])
        assert desk.cart.place(seal(desk)).seller_id == network.seller.id


def test_learned_names_are_the_shop_s_own(wiring, network):
    with at_desk(wiring, VERMA) as desk:
        desk.history.learn("tej", network["TEA"])
    with at_desk(wiring, SHARMA) as desk:
        assert desk.history.learned_names() == {}
        assert desk.session.scalars(select(LearnedName)).one().buyer_id == network.verma.id
