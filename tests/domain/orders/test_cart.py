"""Carts: what merges and what stays a line of its own, settling what was open, the revision that rises with it all."""

import pytest

from domain.orders import cart as carts
from domain.orders.cart import MOST_LINES, Wish
from domain.orders.tables import CartState, LineState
from domain.refusal import Code, Refusal
from tests.clock import MONDAY_MORNING


@pytest.fixture
def session(wiring, network):
    with wiring.database.write() as session:
        yield session


@pytest.fixture
def cart(session, network):
    return carts.begin_cart(session, network.sharma.id, network.seller.id, None, MONDAY_MORNING)


def lines(session, cart):
    session.flush()
    return carts.lines_of(session, cart.id)


def add(session, cart, *wishes):
    carts.add(session, cart, carts.lines_of(session, cart.id), wishes)
    return lines(session, cart)


@pytest.mark.parametrize(
    ("wish", "state"),
    [
        pytest.param(Wish("noodles", product_id=1, quantity=2), LineState.READY, id="goods and a number"),
        pytest.param(Wish("noodles", product_id=1), LineState.HOW_MANY, id="goods without a number"),
        pytest.param(Wish("maggi", choices=(1, 2), quantity=2), LineState.WHICH, id="one of several"),
        pytest.param(Wish("maggi", choices=(1, 2)), LineState.WHICH, id="which one comes before how many"),
        pytest.param(Wish("xyz", quantity=2), LineState.UNREAD, id="nothing that is sold"),
    ],
)
def test_what_is_still_to_be_settled_of_a_wish(wish, state):
    assert wish.state is state


NOODLE, TEA = 1, 5  # products of the network
BOTH = [
    pytest.param(
        [Wish("2 noodle", NOODLE, quantity=2), Wish("3 noodle", NOODLE, quantity=3)],
        [("2 noodle, 3 noodle", 5, "piece")],
        id="the same goods in the same unit grow",
    ),
    pytest.param(
        [Wish("2 noodle", NOODLE, quantity=2), Wish("3 tea", TEA, quantity=3)],
        [("2 noodle", 2, "piece"), ("3 tea", 3, "piece")],
        id="other goods are another line",
    ),
    pytest.param(
        [Wish("2 case", NOODLE, quantity=2, unit="case"), Wish("3", NOODLE, quantity=3)],
        [("2 case", 2, "case"), ("3", 3, "piece")],
        id="another unit is another line",
    ),
    pytest.param(
        [Wish("noodle", NOODLE), Wish("3 noodle", NOODLE, quantity=3)],
        [("noodle", None, "piece"), ("3 noodle", 3, "piece")],
        id="what has no number yet does not grow",
    ),
    pytest.param(
        [Wish("2 noodle", NOODLE, quantity=2), Wish("noodle", NOODLE)],
        [("2 noodle", 2, "piece"), ("noodle", None, "piece")],
        id="nor does it take a wish without a number",
    ),
    pytest.param(
        [Wish("maggi", choices=(NOODLE, TEA), quantity=1), Wish("maggi", choices=(NOODLE, TEA), quantity=1)],
        [("maggi", 1, "piece"), ("maggi", 1, "piece")],
        id="what could be several things is asked about each time",
    ),
]


@pytest.mark.parametrize(("wishes", "there"), BOTH)
@pytest.mark.parametrize("at_once", [True, False], ids=["in one message", "one after the other"])
def test_what_merges(session, cart, wishes, there, at_once):
    for together in [wishes] if at_once else [[wish] for wish in wishes]:
        add(session, cart, *together)
    assert [(line.said, line.quantity, line.unit) for line in lines(session, cart)] == there
    assert [line.position for line in lines(session, cart)] == list(range(1, len(there) + 1))


def test_a_pair_has_one_open_cart(session, cart, network):
    again = carts.begin_cart(session, network.sharma.id, network.seller.id, None, MONDAY_MORNING)
    other = carts.begin_cart(session, network.verma.id, network.seller.id, None, MONDAY_MORNING)
    assert (again.id, other.id != cart.id) == (cart.id, True)


def test_choosing_settles_a_line(session, cart):
    (line,) = add(session, cart, Wish("maggi", choices=(NOODLE, TEA), quantity=2))
    carts.settle(cart, line, TEA)
    assert (line.state, line.product_id, line.choices) == (LineState.READY, TEA, [])


def test_choosing_before_counting_leaves_the_count_open(session, cart):
    (line,) = add(session, cart, Wish("maggi", choices=(NOODLE, TEA)))
    carts.settle(cart, line, TEA)
    assert line.state is LineState.HOW_MANY
    carts.set_quantity(cart, line, 3, "case")
    assert (line.state, line.quantity, line.unit) == (LineState.READY, 3, "case")


def test_counting_before_choosing_leaves_the_choice_open(session, cart):
    (line,) = add(session, cart, Wish("maggi", choices=(NOODLE, TEA)))
    carts.set_quantity(cart, line, 3, "piece")
    assert line.state is LineState.WHICH


def test_what_is_taken_out_is_gone_and_the_rest_keeps_its_place(session, cart):
    there = add(session, cart, *(Wish(f"{n}", n, quantity=n) for n in (1, 2, 3)))
    carts.remove(session, cart, there, [there[1]])
    assert [(line.said, line.position) for line in lines(session, cart)] == [("1", 1), ("3", 3)]


def changes(session, cart):
    """Every way to change a cart."""
    first, second = add(session, cart, Wish("1", NOODLE, quantity=1), Wish("t", choices=(TEA,)))
    yield lambda: add(session, cart, Wish("3", 3, quantity=1))
    yield lambda: add(session, cart, Wish("1", NOODLE, quantity=1))
    yield lambda: carts.settle(cart, second, TEA)
    yield lambda: carts.set_quantity(cart, first, 9, "piece")
    yield lambda: carts.remove(session, cart, [first, second], [first])
    yield lambda: carts.empty(session, cart)
    yield lambda: carts.bring_back(session, cart.id, cart.buyer_id)


def test_every_change_makes_earlier_read_backs_old(session, cart):
    for change in changes(session, cart):
        before = cart.revision
        change()
        assert cart.revision == before + 1


def test_a_hundred_lines_are_the_most(session, cart):
    add(session, cart, *(Wish(f"x{n}") for n in range(MOST_LINES)))
    with pytest.raises(Refusal) as refused:
        add(session, cart, Wish("one more"))
    assert (refused.value.code, refused.value.facts) == (
        Code.TOO_MANY,
        {"lines": MOST_LINES + 1, "most_lines": MOST_LINES},
    )


def test_an_emptied_cart_comes_back_as_it_was(session, cart, network):
    add(session, cart, Wish("2 noodle", NOODLE, quantity=2))
    carts.empty(session, cart)
    session.flush()
    assert carts.open_cart(session, network.sharma.id, network.seller.id) is None
    assert carts.bring_back(session, cart.id, network.sharma.id) is cart
    assert [line.said for line in lines(session, cart)] == ["2 noodle"]


@pytest.mark.parametrize("reason", ["open", "another is open", "another's", "not there"])
def test_what_cannot_come_back(session, cart, network, reason):
    buyer, cart_id = network.sharma.id, cart.id
    if reason != "open":
        carts.empty(session, cart)
    if reason == "another is open":
        session.flush()
        carts.begin_cart(session, network.sharma.id, network.seller.id, None, MONDAY_MORNING)
    if reason == "another's":
        buyer = network.verma.id
    if reason == "not there":
        cart_id = 999
    with pytest.raises(Refusal) as refused:
        carts.bring_back(session, cart_id, buyer)
    assert refused.value.code is (Code.CART_CHANGED if "open" in reason else Code.NOT_FOUND)


@pytest.mark.parametrize(
    ("off_by", "taken"), [(0, True), (-1, False), (1, False)], ids=["the revision seen", "an older", "a newer"]
)
def test_a_cart_is_taken_only_at_the_revision_that_was_seen(session, cart, off_by, taken):
    session.flush()
    assert carts.take_for_placing(session, cart.id, cart.revision + off_by) is taken
    assert carts.take_for_placing(session, cart.id, cart.revision) is not taken
    session.refresh(cart)
    assert cart.state is CartState.PLACED
