"""Whatever is ordered, packed, billed, paid, bounced, returned, credited or cancelled: the books are right after it."""

import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.ledger import dispute
from domain.ledger.close import close_day
from domain.ledger.issue import Amounts, issue_bill, issue_credit_note
from domain.ledger.outside import OutsideBill, note_age, take_bills
from domain.ledger.paper import Bill, BillKind, CreditReason
from domain.ledger.promise import judge_promise, make_promise
from domain.ledger.tables import Dispute, Mode, Receipt
from domain.network.tables import SellerTerms
from domain.orders import hold
from domain.orders.cancel import cancel
from domain.orders.lapse import lapse
from domain.orders.picking import Missing, ShortReason
from domain.orders.refill import refill
from domain.orders.returned import Back, Fate, lines_of, take_back
from domain.orders.tables import Order
from domain.refusal import Refusal
from domain.stock.count import Counted, count
from domain.stock.move import place_of
from tests.builders import SHARMA, VERMA, small_network
from tests.clock import SettableClock
from tests.databases import Sqlite
from tests.domain.ledger.till import Till
from tests.wired import wired

GOODS = ("NOODLE", "BISCUIT", "SOAP", "SALT", "TEA", "CLEANER")
CARTS = st.dictionaries(
    st.sampled_from(GOODS), st.integers(1, 60) | st.sampled_from(["1 case", "2 case"]), min_size=1, max_size=3
)
BUYERS = st.sampled_from([SHARMA, VERMA])
WHICH = st.integers(0, 7)
MODES = st.sampled_from([Mode.CASH, Mode.UPI, Mode.BANK, Mode.CHEQUE, Mode.WALLET])
MONEY = st.integers(1, 400_000).map(lambda paise: Decimal(paise) / 100)


class Trade(RuleBasedStateMachine):
    """Two shops, a clerk, a bank, and time. What a rule does may be refused; the books must be right all the same."""

    template: Sqlite

    @initialize(
        rounds=st.booleans(),
        limit=st.sampled_from([None, None, Decimal(3000), Decimal(50_000)]),
        discount=st.sampled_from([Decimal(0), Decimal(2)]),
        charge=st.sampled_from([Decimal(0), Decimal(118)]),
        cap=st.sampled_from([None, None, Decimal(2000)]),
        grace=st.sampled_from([0, 365]),
    )
    def open_the_books(self, rounds, limit, discount, charge, cap, grace):
        self.folder = Path(tempfile.mkdtemp(prefix="sauda-money-"))
        wiring = wired(self.template.fresh(self.folder), SettableClock(), self.folder)
        with wiring.database.write() as session:
            network = small_network(session, wiring.clock())
            session.get_one(SellerTerms, network.seller.id).rounds_to_rupee = rounds
        self.shops = {
            who: Till(wiring, network, network.sharma if who == SHARMA else network.verma) for who in (SHARMA, VERMA)
        }
        self.till, self.payments = self.shops[SHARMA], 0
        self.till.bills(cash_discount=discount, cash_discount_days=3, bounce_charge=charge, order_cap=cap)
        self.till.bills(overdue_grace_days=grace)
        for shop in self.shops.values():
            shop.trades(credit_limit=limit, credit_days=3)

    def teardown(self) -> None:
        if hasattr(self, "till"):
            self.till.wiring.database.close()
            shutil.rmtree(self.folder)

    def one_of(self, kind, which):
        """The which-th row from the end, round and round; None where there is none."""
        rows = self.till.all(kind)
        return rows[-1 - which % len(rows)] if rows else None

    def shop_of(self, row):
        return self.shops[SHARMA if row.buyer_id == self.till.network.sharma.id else VERMA]

    # --- goods

    @rule(who=BUYERS, cart=CARTS)
    def order(self, who, cart):
        with suppress(Refusal):
            self.till.order(cart, who)

    @rule(who=BUYERS, cart=CARTS)
    def sell(self, who, cart):
        """Goods that are ordered, packed and delivered at once, if nothing stands in the way."""
        with suppress(Refusal):
            placed = self.till.order(cart, who)
            if self.till.pack(placed).bill is not None:
                self.till.deliver(placed)

    @rule(which=WHICH, missing=st.integers(0, 5), reason=st.sampled_from(list(ShortReason)[:3]))
    def pack(self, which, missing, reason):
        placed = self.one_of(Order, which)
        if placed is None:
            return
        with suppress(Refusal), self.till.wiring.database.write() as session:
            row = session.get_one(Order, placed.id)
            line = next(iter(self.till.lines(session, row).values()))
            from domain.orders.pack import pack

            pack(
                session, row, self.till.clerk, self.till.clock(), {line.id: Missing(missing, reason)} if missing else {}
            )

    @rule(which=WHICH, missing=st.integers(0, 3), fate=st.sampled_from(Fate))
    def deliver(self, which, missing, fate):
        placed = self.one_of(Order, which)
        if placed is None:
            return
        with self.till.wiring.database.read() as session:
            sku = next(iter(self.till.lines(session, placed)))
        with suppress(Refusal):
            self.till.deliver(placed, {sku: missing} if missing else {}, fate)

    @rule(which=WHICH, line=st.integers(0, 3), pieces=st.integers(1, 60), fate=st.sampled_from(Fate))
    def take_goods_back(self, which, line, pieces, fate):
        bill = self.one_of(Bill, which)
        if bill is None:
            return
        with suppress(Refusal), self.till.wiring.database.write() as session:
            lines = lines_of(session, bill.id)
            back = {lines[line % len(lines)].id: Back(pieces, fate)} if lines else {}
            row = session.get_one(Bill, bill.id)
            take_back(session, row, back, CreditReason.RETURN, self.till.clerk, self.till.clock())

    @rule(which=WHICH, by_seller=st.booleans())
    def cancel(self, which, by_seller):
        placed = self.one_of(Order, which)
        if placed is None:
            return
        with suppress(Refusal), self.till.wiring.database.write() as session:
            by = self.till.clerk if by_seller else self.till.shop
            cancel(session, session.get_one(Order, placed.id), by, self.till.clock())

    @rule(sku=st.sampled_from(GOODS), pieces=st.integers(0, 300))
    def count_a_shelf(self, sku, pieces):
        seller, goods = self.till.network.seller.id, self.till.network[sku]
        with self.till.wiring.database.write() as session:
            count(session, [Counted(place_of(session, seller), goods, pieces)], self.till.clock())
            refill(session, seller, [goods], self.till.clerk, self.till.clock())

    # --- money

    @rule(who=BUYERS, amount=MONEY, mode=MODES, claimed=st.booleans(), ahead=st.integers(0, 2))
    def pay(self, who, amount, mode, claimed, ahead):
        self.payments += 1
        cheque = {"cheque_day": self.till.today + timedelta(days=ahead)} if mode is Mode.CHEQUE else {}
        shop = self.shops[who]
        (shop.claims if claimed else shop.pays)(amount, mode=mode, reference=f"{mode}-{self.payments}", **cheque)

    @rule(who=BUYERS)
    def pay_all(self, who):
        owed = self.shops[who].dues().owed
        if owed > 0:
            self.shops[who].pays(owed)

    @rule(which=WHICH, step=st.sampled_from(["confirm", "turn_down", "clear", "bounce", "void", "hand_over"]))
    def decide_a_receipt(self, which, step):
        receipt = self.one_of(Receipt, which)
        if receipt is not None:
            with suppress(Refusal):
                self.shop_of(receipt).receipt(receipt, step, *(["a mistake"] if step == "void" else []))

    @rule(who=BUYERS, amount=MONEY, credit=st.booleans(), which=WHICH)
    def write_a_note(self, who, amount, credit, which):
        shop = self.shops[who]
        with shop.open() as (session, pair):
            if credit:
                issue_credit_note(session, pair, CreditReason.ALLOWANCE, Amounts(amount), shop.clerk)
            else:
                issue_bill(session, pair, BillKind.DEBIT_NOTE, Amounts(amount), shop.clerk, due_on=pair.day)

    @rule(which=WHICH)
    def let_an_order_go(self, which):
        placed = self.one_of(Order, which)
        if placed is None:
            return
        shop = self.shop_of(placed)
        with suppress(Refusal), shop.open() as (session, pair):
            hold.release(session, pair, session.get_one(Order, placed.id), shop.clerk, "an old customer")

    @rule(who=BUYERS, limit=st.sampled_from([None, Decimal(500), Decimal(20_000)]))
    def change_the_limit(self, who, limit):
        self.shops[who].trades(credit_limit=limit)

    @rule(who=BUYERS, amount=MONEY, days=st.integers(0, 3))
    def promise(self, who, amount, days):
        shop = self.shops[who]
        with shop.open() as (session, pair):
            make_promise(session, pair, amount, pair.today + timedelta(days=days), shop.shop)

    @rule(which=WHICH, decide=st.booleans())
    def dispute(self, which, decide):
        bill = self.one_of(Bill, which)
        if bill is None:
            return
        shop = self.shop_of(bill)
        with shop.open() as (session, pair):
            made = dispute.dispute(session, pair, session.get_one(Bill, bill.id), "wrong", shop.shop)
            if decide:
                dispute.decide(session, pair, session.get_one(Dispute, made.id), "it is right", shop.clerk)

    @rule(who=BUYERS, number=st.integers(1, 3), paid=st.integers(0, 100))
    def read_a_file(self, who, number, paid):
        """A list of another system with one bill of 100 rupees."""
        shop = self.shops[who]
        with shop.open() as (session, pair):
            day = shop.network.seller.created_at.date()
            listed = OutsideBill(f"{who}/{number}", day, day, Decimal(100), Decimal(100 - paid))
            take_bills(session, pair, "tally", [listed], shop.clock(), shop.clerk)
            note_age(session, pair.seller, shop.clock(), shop.clock())

    # --- time

    @rule(days=st.integers(1, 2), back=st.booleans())
    def wait(self, days, back):
        now = self.till.clock.forward(days=days)
        for placed in self.till.all(Order):
            with self.till.wiring.database.write() as session:
                lapse(session, placed.id, now)
        for shop in self.shops.values():
            with shop.open() as (session, pair):
                judge_promise(session, pair)
        if back:
            self.till.clock.forward(minutes=-1)

    @rule()
    def close_the_day(self):

        with suppress(Refusal), self.till.wiring.database.write() as session:
            close_day(
                session, self.till.network.seller, self.till.today, Decimal(0), self.till.clerk, self.till.clock()
            )

    # --- what is true

    @invariant()
    def the_books_are_right(self):
        assert self.till.violations() == []

    @invariant()
    def nothing_is_open_while_money_is_on_account(self):
        for shop in self.shops.values():
            dues = shop.dues()
            assert not dues.bills or dues.on_account == 0
            assert sum((bill.unpaid for bill in dues.bills), Decimal(0)) - dues.on_account == dues.owed


@pytest.mark.slow
def test_any_sequence_of_money_keeps_the_books(sqlite):
    Trade.template = sqlite
    case = Trade.TestCase()
    case.settings = settings(
        max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    case.runTest()
