"""Money at the same moment in several processes: limits, numbers and receipts hold."""

from collections import Counter
from decimal import Decimal

import pytest

from domain.ledger.paper import Bill
from domain.ledger.tables import Receipt
from domain.network.tables import SellerTerms
from domain.orders.tables import Order, OrderHold, OrderState
from tests.builders import CHHOTU, SHARMA, VERMA, product, stock
from tests.domain.ledger.racers import Ordering, Packing, Paying
from tests.racing import race

pytestmark = pytest.mark.slow


@pytest.fixture
def crates(till, network):
    """Goods at 600 rupees a crate, without tax."""
    with till.wiring.database.write() as session:
        crate = product(session, "CRATE", "Kiran", "Crate", "1 N", "666.67", tax=0, category="crate")
        stock(session, network.seller, crate, 1000, till.clock())
        session.get_one(SellerTerms, network.seller.id).minimum_order = Decimal(0)
        session.get_one(type(network.schemes["ORDER1"]), network.schemes["ORDER1"].id).state = "ended"
    network.products["CRATE"] = crate
    return till


def words(outcomes):
    return Counter(outcome.split()[0] for outcome in outcomes)


def test_two_orders_of_600_against_1000_one_is_placed_and_one_held(crates, tmp_path):
    """Issue 4: exactly one placed, one held."""
    crates.trades(credit_limit=Decimal(1000))
    happened = race(crates.wiring, [Ordering(who, {"CRATE": 1}, 1) for who in (SHARMA, SHARMA)], tmp_path)
    assert sorted(happened) == ["held", "placed"]
    assert crates.dues().exposure == Decimal(600)


def test_twenty_orders_of_600_against_1000_and_one_is_placed(crates, tmp_path):
    """F34: two orders that each fit the limit, together not."""
    crates.trades(credit_limit=Decimal(1000))
    happened = race(crates.wiring, [Ordering(SHARMA, {"CRATE": 1}, 5) for _ in range(4)], tmp_path)
    assert words(happened) == {"placed": 1, "held": 19}
    assert crates.dues().exposure == Decimal(600)


def test_payments_and_orders_at_once(crates, tmp_path):
    """F35: what is paid lets orders go, what is ordered takes credit, and the exposure is right in the end."""
    crates.trades(credit_limit=Decimal(1000))
    crates.owes("OLD", 3000)
    runners = [
        Ordering(SHARMA, {"CRATE": 1}, 6),
        Ordering(SHARMA, {"CRATE": 1}, 6),
        Paying("SHARMA", [500] * 8, [f"a{n}" for n in range(8)]),
        Paying("SHARMA", [500] * 8, [f"b{n}" for n in range(8)]),
    ]
    happened = race(crates.wiring, runners, tmp_path)
    assert [outcome for outcome in happened if ":" in outcome] == []
    states = Counter(placed.state for placed in crates.all(Order))
    paid = Decimal(16 * 500)
    assert states[OrderState.PLACED] == (paid - 3000 + 1000) // 600 == 10
    assert states[OrderState.HELD] == 2
    assert all(hold.ended in ("", "payment") for hold in crates.all(OrderHold))


def test_bills_numbered_at_once_have_no_gap_also_where_some_are_undone(crates, network, tmp_path):
    """F38: two invoices numbered at once; one rolled back: consecutive, no gap, no double."""
    placed = [crates.order({"CRATE": 1}, who).id for who in (SHARMA, VERMA) for _ in range(8)]
    clerk = network.people["meena"].id
    happened = race(crates.wiring, [Packing(placed[n::4], clerk, undone=2) for n in range(4)], tmp_path)
    assert sorted(int(outcome.rpartition("-")[2]) for outcome in happened) == list(range(1, 17))
    assert len(crates.all(Bill)) == 16


def test_an_order_that_two_clerks_pack_is_billed_once(crates, network, tmp_path):
    placed = [crates.order({"CRATE": 1}).id for _ in range(3)]
    runners = [Packing(placed, network.people["meena"].id) for _ in range(3)]
    assert words(race(crates.wiring, runners, tmp_path)) == {"packed": 3, "move_not_allowed": 6}
    assert [bill.order_id for bill in crates.all(Bill)] == placed


def test_a_payment_that_is_told_at_once_by_the_bank_and_by_hand_is_one_receipt(crates, tmp_path):
    """F58, I29."""
    references = [str(number) for number in range(5)]
    runners = [
        Paying("SHARMA", [100] * 5, references),
        Paying("SHARMA", [100] * 5, references, claimed=True),
        Paying("SHARMA", [100] * 5, list(reversed(references))),
    ]
    happened = race(crates.wiring, runners, tmp_path)
    assert words(happened) == {"receipt": 15}
    assert len(set(happened)) == 5
    assert crates.dues().owed == Decimal(-500)


def test_one_reference_of_two_shops_is_one_receipt(crates, tmp_path):
    references = [str(number) for number in range(5)]
    runners = [Paying(buyer, [100] * 5, references) for buyer in ("SHARMA", "VERMA", "SHARMA", "VERMA")]
    happened = race(crates.wiring, runners, tmp_path)
    assert set(words(happened)) == {"receipt", "reference_used"}
    assert sorted(receipt.reference for receipt in crates.all(Receipt)) == references


def test_two_of_one_shop_may_order_at_once(crates, tmp_path):
    happened = race(crates.wiring, [Ordering(who, {"CRATE": 1}, 3) for who in (SHARMA, CHHOTU, VERMA)], tmp_path)
    assert words(happened) == {"placed": 9}
