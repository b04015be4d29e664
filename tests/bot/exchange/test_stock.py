"""Counts and goods on the way, from a file."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlmodel import col

from domain.stock.move import place_of
from domain.stock.tables import Arrival, Movement, MovementKind, Place
from domain.stock.tables import Stock as StockRow
from tests.bot.exchange.conftest import Desk, counts, told
from tests.builders import SHARMA, Network
from tests.clock import MONDAY_MORNING
from tests.talking import Talk

pytestmark = pytest.mark.usefixtures("network")


def on_hand(desk: Desk, network: Network, sku: str, place: str = "Godown") -> int | None:
    """Pieces that the books have at the seller's place; None where nobody counts."""
    with desk.exchange.database.write() as session:
        row = session.get(StockRow, (place_of(session, network.seller.id, place), network[sku]))
        return row.on_hand if row else None


def test_a_count_becomes_a_movement_of_the_difference(desk: Desk, network: Network) -> None:
    rows = "party,place,sku,quantity\nGUPTA,Godown,SOAP,12\nGUPTA,,SALT,4\nGUPTA,Van 2,SOAP,5\nGUPTA,,CLEANER,0"
    assert counts(desk.bring("stock", rows)) == (2, 1, 1, 0)
    assert on_hand(desk, network, "SOAP") == 12
    assert on_hand(desk, network, "SOAP", "Van 2") == 5
    assert on_hand(desk, network, "CLEANER") == 0
    with desk.session() as session:
        moved = session.scalars(select(Movement).where(col(Movement.at) == MONDAY_MORNING).order_by(col(Movement.id)))
        assert [(movement.quantity, movement.kind) for movement in moved] == [
            (-18, MovementKind.COUNT), (5, MovementKind.OPENING), (0, MovementKind.OPENING),
        ]  # fmt: skip
    movements = desk.count(Movement)
    assert counts(desk.bring("stock", rows)) == (0, 0, 4, 0)
    assert desk.count(Movement) == movements


def test_a_row_with_a_reference_is_on_the_way(desk: Desk) -> None:
    rows = "party,sku,quantity,due,reference\nGUPTA,SALT,100,31/12/2026,PO 900\nGUPTA,SALT,60,2026-06-19,PO 883"
    assert counts(desk.bring("stock", rows)) == (1, 1, 0, 0)
    assert counts(desk.bring("stock", rows)) == (0, 0, 2, 0)
    with desk.session() as session:
        arrivals = session.scalars(select(Arrival).order_by(col(Arrival.due))).all()
    assert [(each.reference, each.quantity, each.due) for each in arrivals] == [
        ("PO 883", 60, date(2026, 6, 19)), ("PO 900", 100, date(2026, 12, 31)),
    ]  # fmt: skip


def test_what_has_arrived_is_the_same_or_refused(desk: Desk) -> None:
    with desk.exchange.database.write() as session:
        arrival = session.scalars(select(Arrival)).one()
        arrival.arrived_at = MONDAY_MORNING
        was = f"{arrival.quantity},{arrival.due}"
    head = "party,sku,quantity,due,reference\nGUPTA,SALT,"
    assert counts(desk.bring("stock", f"{head}{was},PO 883")) == (0, 0, 1, 0)
    assert told(desk.bring("stock", f"{head}99,2026-06-19,PO 883")) == [
        'line 2, reference: "PO 883" has arrived already'
    ]
    assert "PO 883" not in desk.take("stock").read_text(encoding="utf-8")


def test_a_count_below_what_is_put_by_tells_whose_order_waits(desk: Desk, talk: Talk) -> None:
    talk.say(SHARMA, "20 bath soap")
    talk.tap(SHARMA, "Send order")
    assert counts(desk.bring("stock", "party,sku,quantity\nGUPTA,SOAP,5")) == (0, 1, 0, 0)
    ((what, numbers),) = desk.notes.items()
    assert what == "less was counted than was put by, so these orders have something short now"
    assert numbers == [row["number"] for row in desk.reads("orders")]
    assert [(row["pieces"], row["short"]) for row in desk.reads("orders")] == [(20, 15)]


BAD = {
    "below zero": ("GUPTA,,SALT,-1,,", 'line 2, quantity: "-1" is not from 0 to 100000000'),
    "half a piece": ("GUPTA,,SALT,2.5,,", 'line 2, quantity: "2.5" is not a whole number'),
    "no such party": ("NOBODY,,SALT,1,,", 'line 2, party: no party "NOBODY" is in the books'),
    "no such product": ("GUPTA,,SALZ,1,,", 'line 2, sku: no product "SALZ" is in the books'),
    "a day without a paper": (
        "GUPTA,,SALT,1,2026-12-31,",
        "line 2, reference: is empty, and goods on the way need the paper that says so",
    ),
    "a paper without a day": ("GUPTA,,SALT,1,,PO 1", "line 2, due: is empty, and goods on the way need a day"),
    "nothing on the way": (
        "GUPTA,,SALT,0,2026-12-31,PO 1",
        "line 2, quantity: is 0, and goods on the way are at least one piece",
    ),
    "one shelf twice": (
        "GUPTA,,SALT,1,,\nGUPTA,Godown,SALT,2,,",
        "line 3, reference: the same party and place and sku and reference as in line 2",
    ),
}


@pytest.mark.parametrize(("rows", "reason"), BAD.values(), ids=BAD)
def test_bad_rows(rows: str, reason: str, desk: Desk) -> None:
    before = desk.count(Movement), desk.count(Place), desk.count(Arrival)
    assert told(desk.bring("stock", f"party,place,sku,quantity,due,reference\n{rows}")) == [reason]
    assert (desk.count(Movement), desk.count(Place), desk.count(Arrival)) == before
