"""Orders that wait for credit: held and not refused, let go by a payment by itself or by a person who may."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain import events
from domain.ledger.credit import Why
from domain.network.tables import Standing
from domain.orders import hold
from domain.orders.cancel import cancel
from domain.orders.lapse import lapse
from domain.orders.moving import Actor
from domain.orders.tables import Order, OrderHold, OrderState
from domain.refusal import Code, Refusal
from domain.stock.tables import Reservation
from tests.builders import ASHA, GUPTA, RAVI, SHARMA, product, stock
from tests.desks import at_desk, fill, order

KETTLE_PRICE = Decimal(140)  # 64 of them make the 8,960 of the story


@pytest.fixture
def kettle(wiring, network):
    """Goods at 140 rupees, tax in it, of which any number can be ordered."""
    with wiring.database.write() as session:
        kettle = product(session, "KETTLE", "Kiran", "Kettle", "1 N", "155.56", tax=0, category="kettle")
        stock(session, network.seller, kettle, 1000, wiring.clock())
        session.get_one(type(network.schemes["ORDER1"]), network.schemes["ORDER1"].id).state = "ended"
    network.products["KETTLE"] = kettle
    return kettle


def released(till, placed):
    with till.wiring.database.read() as session:
        return [e for e in events.of_subject(session, f"order:{placed.id}") if e.kind == "order.released"]


def test_the_story_of_the_third_transcript(till, kettle):
    """Limit 50,000, 48,300 open, of which 12,400 is 9 days late: an order of 8,960 waits, and goes when it is paid."""
    till.bills(overdue_grace_days=7)
    till.trades(credit_limit=Decimal(50_000), credit_days=15)
    late = till.owes("INV-881", 12_400, late=9)
    till.owes("INV-890", 35_900, late=-3)
    with at_desk(till.wiring, SHARMA) as desk:
        fill(desk, {"KETTLE": 64})
        shown = desk.ledger.cart_verdict(desk.cart.view())
    assert (shown.overdue_amount, shown.over_by, shown.to_pay) == (Decimal(12_400), Decimal(7260), Decimal(12_400))

    with at_desk(till.wiring, SHARMA) as desk:
        placed = desk.cart.place(desk.cart.view().seal)
    assert (placed.state, placed.total) == (OrderState.HELD, Decimal(8960))
    assert till.dues().exposure == Decimal(48_300)

    claim = till.claims(12_400, "428812345678", bills=(late.id,))
    assert till.again(placed).state is OrderState.HELD
    assert till.dues().pending == Decimal(12_400)

    till.receipt(claim, "confirm")
    assert till.again(late).unpaid == 0
    assert till.again(placed).state is OrderState.PLACED
    dues = till.dues()
    assert (dues.exposure, dues.credit_left) == (Decimal(44_860), Decimal(5140))
    [event] = released(till, placed)
    assert (event.facts["by"], event.person_id) == ("payment", till.clerk.person_id)
    [why] = till.all(OrderHold)
    assert (why.reasons, why.overdue, why.over_by) == (["overdue", "limit"], Decimal(12_400), Decimal(7260))
    assert (why.ended, why.released_by) == ("payment", None)


def test_a_held_order_keeps_its_stock_and_takes_no_credit(till, kettle):
    till.trades(credit_limit=Decimal(1000))
    placed = till.order({"KETTLE": 10})
    assert placed.state is OrderState.HELD
    assert sum(put_by.quantity for put_by in till.all(Reservation)) == 10
    assert till.dues().exposure == 0
    assert till.order({"KETTLE": 7}).state is OrderState.PLACED, "a smaller one that fits goes"
    assert till.dues().exposure == Decimal(980)


def test_raising_the_quantity_of_an_order_asks_again(till, kettle):
    """CASES 47: an order is changed by taking it back and placing its goods anew, through the same check."""
    till.trades(credit_limit=Decimal(1000))
    placed = till.order({"KETTLE": 6})
    assert placed.state is OrderState.PLACED
    with till.wiring.database.write() as session:
        cancel(session, session.get_one(Order, placed.id), till.shop, till.clock(), "changed")
    assert till.order({"KETTLE": 8}).state is OrderState.HELD


@pytest.mark.parametrize("who", ["link", "party"])
def test_a_blocked_buyer_fills_a_cart_and_does_not_finish(till, network, who):
    """CASES 47: frozen or disabled."""
    with till.open() as (session, pair):
        (pair.link if who == "link" else session.get_one(type(pair.buyer), pair.buyer.id)).standing = Standing.BLOCKED
    with at_desk(till.wiring, SHARMA) as desk:
        seal = fill(desk, {"NOODLE": 96})
        assert desk.cart.view().total > 0
        with pytest.raises(Refusal) as refused, desk.session.begin_nested():
            desk.cart.place(seal)
    assert refused.value.code is Code.BLOCKED


def test_a_strict_seller_refuses(till, kettle):
    till.bills(when_over="refuse")
    till.trades(credit_limit=Decimal(1000))
    with pytest.raises(Refusal) as refused:
        till.order({"KETTLE": 8})
    assert refused.value.code is Code.OVER_CREDIT
    assert (refused.value.facts["over_by"], refused.value.facts["to_pay"]) == (Decimal(120), Decimal(120))
    assert till.all(Order) == []


def test_the_cap_on_orders_under_way_counts_only_what_is_not_billed(till, kettle):
    """CASES 43."""
    till.bills(order_cap=Decimal(1000))
    till.trades(credit_limit=None)
    assert till.billed({"KETTLE": 7}).total == Decimal(980)
    assert till.order({"KETTLE": 7}).state is OrderState.PLACED
    second = till.order({"KETTLE": 7})
    assert second.state is OrderState.HELD
    assert till.all(OrderHold)[0].reasons == ["order_cap"]


# --- by a person


def let_go(till, placed, by, why="an old customer"):
    with till.open() as (session, pair):
        hold.release(session, pair, session.get_one(Order, placed.id), by, why)


def test_a_person_lets_it_go_and_says_why(till, kettle, network):
    till.trades(credit_limit=Decimal(1000))
    placed = till.order({"KETTLE": 10})
    with at_desk(till.wiring, ASHA) as desk:
        [waits] = desk.till.held()
        assert (waits.order.id, waits.buyer.name, waits.verdict.to_pay) == (placed.id, "Sharma Kirana", Decimal(400))
        desk.till.release(placed.id, "pays on Friday")
    assert till.again(placed).state is OrderState.PLACED
    [why] = till.all(OrderHold)
    assert (why.released_by, why.why, why.beyond) == (network.people["asha"].id, "pays on Friday", Decimal(400))
    assert till.dues().exposure == Decimal(1400)
    assert till.pack(placed).bill is not None, "what a person let go also leaves the godown"


def test_the_orderer_never_lets_his_own_order_go(till, kettle, network):
    till.trades(credit_limit=Decimal(1000))
    with at_desk(till.wiring, GUPTA) as desk:
        desk.people.serve(network.sharma.id)
        placed = desk.cart.place(fill(desk, {"KETTLE": 10}))
    owner = Actor(network.people["gupta"].id, network.seller.id, None)
    with pytest.raises(Refusal) as refused:
        let_go(till, placed, owner)
    assert refused.value.facts == {"what": "own_order"}
    let_go(till, placed, Actor(network.people["asha"].id, network.seller.id, None))


@pytest.mark.parametrize("who", ["the buyer", "nobody"])
def test_who_may_not_let_it_go(till, kettle, network, who):
    till.trades(credit_limit=Decimal(1000))
    placed = till.order({"KETTLE": 10})
    by = Actor(network.people["chhotu"].id, network.sharma.id, None) if who == "the buyer" else Actor(None, 1, None)
    with pytest.raises(Refusal, match="not_allowed"):
        let_go(till, placed, by)


def test_a_rep_has_no_right_to_let_go(till, kettle, network):
    till.trades(credit_limit=Decimal(1000))
    placed = till.order({"KETTLE": 10})
    with at_desk(till.wiring, RAVI) as desk, pytest.raises(Refusal, match="release_hold"):
        desk.till.release(placed.id, "please")


def test_an_order_that_does_not_wait_cannot_be_let_go(till, kettle):
    placed = till.order({"KETTLE": 1})
    with pytest.raises(Refusal, match="move_not_allowed"):
        let_go(till, placed, till.clerk)


def test_a_blocked_buyer_is_unblocked_first(till, kettle):
    till.trades(credit_limit=Decimal(1000))
    placed = till.order({"KETTLE": 10})
    till.trades(standing=Standing.BLOCKED)
    with pytest.raises(Refusal, match="blocked"):
        let_go(till, placed, till.clerk)


# --- by what is owed


def test_several_that_wait_go_one_by_one_the_oldest_first(till, kettle):
    till.trades(credit_limit=Decimal(1000))
    till.owes("OLD", 1000)
    first, second, third = (till.order({"KETTLE": n}) for n in (4, 5, 1))
    till.pays(600)
    assert [till.again(placed).state.value for placed in (first, second, third)] == ["placed", "held", "held"]
    till.pays(200)
    assert [till.again(placed).state.value for placed in (first, second, third)] == ["placed", "held", "placed"]
    till.pays(700)
    assert till.again(second).state is OrderState.PLACED


def test_a_cancelled_order_lets_another_go(till, kettle):
    till.trades(credit_limit=Decimal(1000))
    first, second = till.order({"KETTLE": 6}), till.order({"KETTLE": 5})
    assert (first.state, second.state) == (OrderState.PLACED, OrderState.HELD)
    with till.wiring.database.write() as session:
        cancel(session, session.get_one(Order, first.id), till.shop, till.clock())
    assert till.again(second).state is OrderState.PLACED


def test_a_held_order_may_be_cancelled_and_lapses(till, kettle):
    till.trades(credit_limit=Decimal(100))
    first, second = till.order({"KETTLE": 2}), till.order({"KETTLE": 3})
    with till.wiring.database.write() as session:
        cancel(session, session.get_one(Order, first.id), till.shop, till.clock())
    till.clock.forward(days=8)
    with till.wiring.database.write() as session:
        assert lapse(session, second.id, till.clock())
    assert [(why.ended, why.ended_at is not None) for why in till.all(OrderHold)] == [("cancelled", True)] * 2
    assert till.dues().exposure == 0


def test_a_cheque_lets_nothing_go_before_it_clears(till, kettle):
    from domain.ledger.tables import Mode

    till.trades(credit_limit=Decimal(1000))
    till.owes("OLD", 1000)
    placed = till.order({"KETTLE": 5})
    cheque = till.pays(1000, Mode.CHEQUE, "000123")
    assert till.again(placed).state is OrderState.HELD
    assert (till.dues().owed, till.dues().exposure) == (0, Decimal(1000))
    till.receipt(cheque, "clear")
    assert till.again(placed).state is OrderState.PLACED


# --- when the goods go out


def test_packing_asks_again_and_holds_what_may_not_go_any_more(till, kettle):
    till.trades(credit_limit=Decimal(2000))
    placed = till.order({"KETTLE": 10})
    till.trades(credit_limit=Decimal(1000))
    packed = till.pack(placed)
    assert (packed.bill, packed.hold.reasons, packed.hold.over_by) == (None, ["limit"], Decimal(400))
    assert till.again(placed).state is OrderState.HELD
    assert till.dues().exposure == 0
    till.trades(credit_limit=Decimal(1400))
    till.pays(1)
    assert till.pack(till.again(placed)).bill is not None


def test_what_was_let_go_is_asked_again_when_it_has_grown(till, kettle):
    till.bills(overdue_grace_days=7)
    till.trades(credit_limit=Decimal(1000))
    placed = till.order({"KETTLE": 10})
    let_go(till, placed, till.clerk)
    till.owes("OLD", 100, late=9)
    packed = till.pack(placed)
    assert packed.hold.reasons == ["overdue", "limit"], "late bills are a reason that nobody allowed"


def test_what_was_let_go_is_asked_again_when_it_is_no_longer_valid(till, kettle):
    till.trades(credit_limit=Decimal(1000))
    placed = till.order({"KETTLE": 10})
    let_go(till, placed, till.clerk)
    till.clock.forward(days=8)
    assert till.pack(placed).hold is not None


def test_what_frees_an_order_on_its_way(till, kettle):
    """An order that stands in the exposure is not counted twice."""
    till.trades(credit_limit=Decimal(1000))
    placed = till.order({"KETTLE": 7})
    with at_desk(till.wiring, SHARMA) as desk:
        assert desk.ledger.what_frees(placed.id).reasons == ()
    till.trades(credit_limit=Decimal(900))
    with at_desk(till.wiring, SHARMA) as desk:
        verdict = desk.ledger.what_frees(placed.id)
    assert (verdict.reasons, verdict.to_pay) == ((Why.LIMIT,), Decimal(80))


def test_a_foreign_order_is_not_found(till, kettle, network):
    placed = till.order({"KETTLE": 1})
    with at_desk(till.wiring, network.people["verma"].phone) as desk, pytest.raises(Refusal, match="not_found"):
        desk.ledger.what_frees(placed.id)


def test_two_places_of_the_limit_agree(till, kettle):
    """The statement that takes credit holds the limit by itself, whatever was judged before."""
    from domain.ledger import trust

    till.trades(credit_limit=Decimal(1000))
    with till.open() as (session, pair):
        assert trust.take(session, pair.link, Decimal(1000))
        assert not trust.take(session, pair.link, Decimal("0.01"))
        assert trust.take(session, pair.link, Decimal("0.01"), beyond=Decimal("0.01"))
        session.rollback()


def test_time_passes_and_a_bill_blocks(till, kettle):
    """A bill on its last day of grace does not block; the day after it does."""
    till.bills(overdue_grace_days=7)
    till.trades(credit_days=15)
    till.billed({"KETTLE": 1})
    till.clock.forward(days=22)
    assert order(till.wiring, SHARMA, {"KETTLE": 1}).state is OrderState.PLACED
    till.clock.now += timedelta(days=1)
    assert order(till.wiring, SHARMA, {"KETTLE": 1}).state is OrderState.HELD
