"""Whatever people do in whatever order, every invariant holds after each step."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule
from sqlmodel import select

from bot.commands.books import invariants, look
from domain.network.tables import SellerTerms
from domain.orders.lapse import lapse
from domain.orders.moving import Actor
from domain.orders.tables import Order
from domain.refusal import Refusal
from domain.stock.count import Counted, count
from domain.stock.move import place_of
from tests.builders import CHHOTU, MEENA, SHARMA, VERMA, bring, small_network
from tests.clock import SettableClock
from tests.databases import Sqlite
from tests.desks import at_desk, fill, seal
from tests.wired import wired

GOODS = ("NOODLE", "BISCUIT", "SOAP", "SALT", "TEA", "CLEANER", "BRUSH", "SPOON")
UNITS = st.sampled_from(["", " inner", " case"])
QUANTITIES = st.builds("{}{}".format, st.integers(1, 400), UNITS)
WHO = st.sampled_from([SHARMA, CHHOTU, VERMA])


class Trade(RuleBasedStateMachine):
    """Three people of two shops, the seller's clerk, and time."""

    orders: Bundle[int] = Bundle("orders")
    template: Sqlite

    @initialize(back_orders=st.booleans(), rounds=st.booleans())
    def open_the_books(self, back_orders: bool, rounds: bool) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sauda-any-"))
        self.wiring = wired(self.template.fresh(self.folder), SettableClock(), self.folder)
        with self.wiring.database.write() as session:
            self.network = small_network(session, self.wiring.clock())
            terms = session.get_one(SellerTerms, self.network.seller.id)
            terms.keeps_back_orders, terms.rounds_to_rupee = back_orders, rounds

    def teardown(self) -> None:
        if hasattr(self, "wiring"):
            self.wiring.database.close()
            shutil.rmtree(self.folder)

    @rule(who=WHO, goods=st.dictionaries(st.sampled_from(GOODS), QUANTITIES, min_size=1, max_size=4))
    def ask_for(self, who, goods):
        with at_desk(self.wiring, who) as desk, refusable(desk):
            fill(desk, goods)

    @rule(who=WHO, sku=st.sampled_from(GOODS), quantity=st.integers(1, 2000))
    def change(self, who, sku, quantity):
        with at_desk(self.wiring, who) as desk, refusable(desk):
            for line in desk.cart.lines_with(self.network[sku])[:1]:
                desk.cart.set_quantity(line.id, quantity, "piece")

    @rule(who=WHO, sku=st.sampled_from(GOODS))
    def take_out(self, who, sku):
        with at_desk(self.wiring, who) as desk:
            desk.cart.remove([line.id for line in desk.cart.lines_with(self.network[sku])])

    @rule(who=WHO)
    def empty_and_bring_back(self, who):
        with at_desk(self.wiring, who) as desk:
            emptied = desk.cart.empty()
            desk.session.flush()
            if emptied is not None:
                desk.cart.bring_back(emptied)

    @rule(target=orders, who=WHO)
    def send(self, who):
        placed = []
        with at_desk(self.wiring, who) as desk:
            if desk.cart.is_open:
                with refusable(desk):
                    placed.append(desk.cart.place(seal(desk)).id)
        return multiple(*placed)

    @rule(target=orders, order_id=consumes(orders), who=st.sampled_from([SHARMA, VERMA, MEENA]))
    def cancel(self, order_id, who):
        with at_desk(self.wiring, who) as desk, refusable(desk):
            booked = desk.orders.get(order_id)
            desk.orders.cancel(order_id, booked.order.revision)
        return order_id

    @rule(order_id=consumes(orders))
    def hand_over(self, order_id):
        with at_desk(self.wiring, MEENA) as desk, refusable(desk):
            order = desk.session.scalars(select(Order).where(Order.id == order_id)).one()
            bring(desk.session, order, Actor(desk.person_id, desk.party_id, None), desk.now)

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


def refusable(desk):
    """A savepoint that a refusal undoes, as a turn of a talk has it."""
    return _Refusable(desk)


class _Refusable:
    def __init__(self, desk):
        self.savepoint = desk.session.begin_nested()

    def __enter__(self):
        return self

    def __exit__(self, kind, fault, trace):
        if kind is None:
            self.savepoint.commit()
        else:
            self.savepoint.rollback()
        return kind is not None and issubclass(kind, Refusal)


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
