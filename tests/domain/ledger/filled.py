"""Books in which money of every kind has moved, all of it by the ways on which it moves in life."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from domain.ledger.tables import Mode
from domain.orders.picking import ShortReason
from domain.orders.returned import Fate
from tests.builders import ASHA, SHARMA, VERMA, small_network
from tests.clock import MONDAY_MORNING, SettableClock
from tests.desks import at_desk
from tests.domain.ledger.till import Till
from tests.wired import wired

FILLED_UNTIL = MONDAY_MORNING + timedelta(days=4)


def fill(url: str, folder: Path) -> None:
    """Fills empty books.

    GA-1 is packed short, delivered short, partly returned and paid by a cheque that bounced; GA-2 follows it; GA-3 was
    held and let go; GA-4 waits; Verma's GA-5 is placed.
    """
    wiring = wired(url, SettableClock(), folder)
    with wiring.database.write() as session:
        network = small_network(session, wiring.clock())
    till = Till(wiring, network, network.sharma)
    till.bills(bounce_charge=Decimal(50), cash_discount=Decimal(2), cash_discount_days=3)
    till.trades(credit_days=2)
    first = till.order({"NOODLE": 192, "SOAP": 12, "SALT": 10, "TEA": 4})
    bill = till.pack(first, {"SOAP": (2, ShortReason.DAMAGED)}).bill
    assert bill is not None
    till.deliver(first, {"NOODLE": 2})
    till.take_back(bill, {"NOODLE": (96, Fate.SALEABLE), "TEA": (1, Fate.DAMAGED)})
    till.receipt(till.pays(500, Mode.CHEQUE, "000123"), "bounce")
    till.receipt(till.pays(200, Mode.CHEQUE, "000124"), "clear")
    till.pays(300)
    till.claims(50, "upi-1")
    till.receipt(till.claims(60, "upi-2"), "turn_down")
    till.owes("OLD", 1000, late=3)
    till.trades(credit_limit=Decimal(3000))
    held = till.order({"TEA": 20})
    with at_desk(wiring, ASHA) as desk:
        desk.till.release(held.id, "an old customer")
    till.order({"TEA": 20})
    till.order({"TEA": 2}, who=VERMA)
    with at_desk(wiring, ASHA) as desk:
        desk.till.close_day(till.today, Decimal(300))
    till.clock.forward(days=2)
    till.pays(100, Mode.UPI, "upi-3")
    Till(wiring, network, network.verma).claims(10, "upi-4")
    with at_desk(wiring, SHARMA) as desk:
        desk.ledger.promise(Decimal(100), till.today)
    wiring.database.close()
