"""Whatever people do in whatever order, every invariant holds after each step."""

import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)
from sqlmodel import select

from bot.commands.books import invariants, look
from domain.network.tables import SellerTerms
from domain.orders.lapse import lapse
from domain.orders.moving import Actor
from domain.orders.tables import Cart, CartLine, CartState, Order
from domain.refusal import Refusal
from domain.stock.count import Counted, count
from domain.stock.move import place_of
from tests.builders import CHHOTU, MEENA, SHARMA, VERMA, bring, small_network
from tests.clock import SettableClock
from tests.databases import Sqlite
from tests.desks import at_desk, fill, order, seal
from tests.wired import wired

GOODS = ("NOODLE", "BISCUIT", "SOAP", "SALT", "TEA", "CLEANER", "BRUSH", "SPOON")
CASED = ("NOODLE", "BISCUIT", "SOAP", "SALT", "TEA", "CLEANER")
PIECES = st.dictionaries(st.sampled_from(GOODS), st.integers(1, 60), min_size=1, max_size=4)
CASES = st.dictionaries(st.sampled_from(CASED), st.integers(1, 3).map("{} case".format), min_size=1, max_size=2)
BUYERS = st.sampled_from([SHARMA, CHHOTU, VERMA])


class Trade(RuleBasedStateMachine):
    """Three people of two shops, the seller's clerk, and time."""

    orders: Bundle[int] = Bundle("orders")
    template: Sqlite

    @initialize(target=orders, back_orders=st.booleans(), rounds=st.booleans())
    def open_the_books(self, back_orders, rounds):
        self.folder = Path(tempfile.mkdtemp(prefix="sauda-any-"))
        self.wiring = wired(self.template.fresh(self.folder), SettableClock(), self.folder)
        with self.wiring.database.write() as session:
            self.network = small_network(session, self.wiring.clock())
            terms = session.get_one(SellerTerms, self.network.seller.id)
            terms.keeps_back_orders, terms.rounds_to_rupee = back_orders, rounds
        first = {"NOODLE": "2 case", "TEA": 5, "CLEANER": 5}
        return multiple(*(order(self.wiring, who, first).id for who in (SHARMA, VERMA, SHARMA)))

    def teardown(self) -> None:
        if hasattr(self, "wiring"):
            self.wiring.database.close()
            shutil.rmtree(self.folder)

    @rule(target=orders, who=BUYERS, goods=PIECES | CASES)
    def order_at_once(self, who, goods):
        placed = []
        with at_desk(self.wiring, who) as desk, refusable(desk):
            placed.append(desk.cart.place(fill(desk, goods)).id)
        return multiple(*placed)

    @rule(who=BUYERS, goods=PIECES | CASES)
    def ask_for(self, who, goods):
        with at_desk(self.wiring, who) as desk:
            fill(desk, goods)

    def somebody_has_a_cart(self):
        with self.wiring.database.read() as session:
            lines = select(CartLine.id).join(Cart, Cart.id == CartLine.cart_id).where(Cart.state == CartState.OPEN)
            return session.scalars(lines).first() is not None

    @precondition(somebody_has_a_cart)
    @rule(who=BUYERS, what=st.sampled_from(["change", "take out", "cut", "empty"]), quantity=st.integers(1, 999))
    def change(self, who, what, quantity):
        with at_desk(self.wiring, who) as desk:
            if not desk.cart.is_open:
                return
            line = desk.cart.lines_with(desk.cart.last_product())[0]
            if what == "change":
                desk.cart.set_quantity(line.id, quantity, "piece")
            elif what == "take out":
                desk.cart.remove([line.id])
            elif what == "cut":
                desk.cart.drop_short(seal(desk))
            else:
                emptied = desk.cart.empty()
                desk.session.flush()
                desk.cart.bring_back(emptied)

    @precondition(somebody_has_a_cart)
    @rule(target=orders, who=BUYERS)
    def send(self, who):
        placed = []
        with at_desk(self.wiring, who) as desk:
            if desk.cart.is_open:
                with refusable(desk):
                    placed.append(desk.cart.place(seal(desk)).id)
        return multiple(*placed)

    @rule(order_id=consumes(orders), who=st.sampled_from([SHARMA, VERMA, MEENA]))
    def cancel(self, order_id, who):
        with at_desk(self.wiring, who) as desk, refusable(desk):
            booked = desk.orders.get(order_id)
            desk.orders.cancel(order_id, booked.order.revision)

    @rule(order_id=consumes(orders))
    def hand_over(self, order_id):
        with at_desk(self.wiring, MEENA) as desk, refusable(desk):
            bring(
                desk.session,
                desk.session.get_one(Order, order_id),
                Actor(desk.person_id, desk.party_id, None),
                desk.now,
            )

    @rule(sku=st.sampled_from(GOODS), pieces=st.integers(0, 500))
    def count_a_shelf(self, sku, pieces):
        with self.wiring.database.write() as session:
            shelf = Counted(place_of(session, self.network.seller.id), self.network[sku], pieces)
            count(session, [shelf], self.wiring.clock(), person_id=self.network.people["meena"].id)

    @rule(days=st.integers(1, 5))
    def wait(self, days):
        now = self.wiring.clock.forward(days=days)
        with self.wiring.database.read() as session:
            ids = session.scalars(select(Order.id)).all()
        for order_id in ids:
            with self.wiring.database.write() as session:
                lapse(session, order_id, now)

    @invariant()
    def the_books_are_right(self):
        assert [str(violation) for violation in look(self.wiring, invariants())] == []


@contextmanager
def refusable(desk):
    """A savepoint that a refusal undoes, as a turn of a talk has it."""
    with suppress(Refusal), desk.session.begin_nested():
        yield


@pytest.mark.slow
def test_any_sequence_of_acts_keeps_the_books(sqlite):
    Trade.template = sqlite
    case = Trade.TestCase()
    case.settings = settings(
        max_examples=30,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    case.runTest()
