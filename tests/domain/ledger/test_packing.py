"""Packing: the price that was read back is the price of the bill, also of a part; what is missing has its reason."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain import events
from domain.ledger.paper import BillKind, CreditNote, CreditReason
from domain.network.tables import SellerTerms, Tier
from domain.orders.cancel import cancel
from domain.orders.picking import Missing, ShortReason
from domain.orders.refill import refill
from domain.orders.tables import Order, OrderState, PackedLine
from domain.pricing.tables import PriceItem, SchemeAccount, SchemeRow, SchemeUse
from domain.refusal import Refusal
from domain.stock.count import Counted, count
from domain.stock.move import move, place_of
from domain.stock.tables import Movement, MovementKind, Stock
from tests.builders import (
    DINESH,
    GUPTA,
    MEENA,
    SHARMA,
    VERMA,
    link,
    party,
    price,
    price_list,
    product,
    scheme,
    sells,
    stock,
)
from tests.desks import at_desk, fill

DAMAGED, NOT_FOUND, OTHER = ShortReason.DAMAGED, ShortReason.NOT_FOUND, ShortReason.OTHER


def gone(till, sku):
    rows = [m for m in till.all(Movement) if m.product_id == till.network[sku] and m.kind is not MovementKind.OPENING]
    return [(m.kind, m.quantity) for m in rows]


def uses(till, code):
    """What was held, spent, freed and clawed of a scheme, by order."""
    ids = {row.code: row.id for row in till.all(SchemeRow)}
    return [(use.order_id, use.step, use.amount) for use in till.all(SchemeUse) if use.scheme_id == ids[code]]


# --- all of it


def test_a_bill_of_everything_is_the_order(till):
    """The price read back is the invoice price: to the paisa, line by line."""
    till.trades(credit_days=15)
    placed = till.order({"NOODLE": 96, "TEA": 3, "SOAP": 12, "SPOON": 1})
    bill = till.pack(placed).bill
    assert (bill.number, bill.kind, bill.total, bill.unpaid) == ("INV-1", BillKind.INVOICE, placed.total, placed.total)
    assert (bill.subtotal, bill.discount, bill.tax) == (placed.subtotal, placed.discount, placed.tax)
    assert (bill.day, bill.due_on) == (till.today, till.today + timedelta(days=15))
    with till.wiring.database.read() as session:
        lines, ordered = till.bill_lines(session, bill), till.lines(session, placed)
    assert lines.keys() == ordered.keys()
    for sku, line in lines.items():
        same = ordered[sku]
        assert (line.pieces, line.net, line.tax, line.price) == (same.pieces, same.net, same.tax, same.price)
    assert till.again(placed).state is OrderState.PACKED
    assert (till.dues().owed, till.dues().exposure) == (placed.total, placed.total)
    assert (MovementKind.SALE, -96) in gone(till, "NOODLE")


def test_a_changed_price_or_scheme_does_not_reach_an_order(till, network):
    """CASES 15, on the way out: the promise was made at the read-back."""
    placed = till.order({"NOODLE": 96, "SOAP": 12})
    with till.wiring.database.write() as session:
        for item in session.query(PriceItem):
            item.price += 5
        session.get_one(SchemeRow, network.schemes["SOAP5"].id).terms = {
            "code": "SOAP5", "name": "x", "slabs": [{"from": "12", "give": {"percent": "50"}}],
        }  # fmt: skip
    assert till.pack(placed).bill.total == placed.total


def test_the_clerk_packs_and_the_driver_delivers(till):
    placed = till.order({"NOODLE": 96, "CLEANER": 2})
    with at_desk(till.wiring, MEENA) as desk:
        [(waiting, shop)] = desk.godown.to_pack()
        picks = desk.godown.picks(waiting.id)
        assert [(p.product.sku, p.pieces, [n for _place, n in p.places]) for p in picks] == [
            ("NOODLE", 96, [96]),
            ("CLEANER", 2, []),
            ("SPOON", 1, [1]),
        ]
        assert shop.name == "Sharma Kirana"
        assert desk.godown.would_bill(placed.id, {}) == placed.total
        assert desk.godown.pack(placed.id).bill.total == placed.total
        assert desk.godown.to_pack() == []
    with at_desk(till.wiring, DINESH) as desk:
        desk.godown.dispatch(placed.id, "Dinesh")
        assert desk.godown.deliver(placed.id) is None
    assert till.again(placed).state is OrderState.DELIVERED


@pytest.mark.parametrize("who", [SHARMA, VERMA, DINESH])
def test_who_may_not_pack(till, who):
    placed = till.order({"NOODLE": 1, "TEA": 2})
    with at_desk(till.wiring, who) as desk, pytest.raises(Refusal, match="not_allowed"):
        desk.godown.pack(placed.id)


def test_nobody_packs_an_order_that_his_house_does_not_sell(till, network):
    with till.wiring.database.write() as session:
        brand = party(session, "HIMAL", "Himal Foods", Tier.BRAND, created_at=till.clock())
        sells(session, brand, series="HF")
        link(session, brand, network.seller)
    with at_desk(till.wiring, GUPTA) as desk:
        bought = desk.cart.place(fill(desk, {"TEA": 40}))
        assert bought.buyer_id == network.seller.id
        with pytest.raises(Refusal, match="not_found"):
            desk.godown.pack(bought.id)
        with pytest.raises(Refusal, match="not_found"):
            desk.godown.pack(bought.id + 1)


# --- a part of it


def test_short_at_packing_is_cancelled_with_its_reason(till):
    """Transcript 10: two of five are damaged; they leave the stock, the bill and the order."""
    placed = till.order({"SOAP": 15, "TEA": 2})
    before = placed.total
    with at_desk(till.wiring, MEENA) as desk:
        soap = next(pick.line.id for pick in desk.godown.picks(placed.id) if pick.product.sku == "SOAP")
        shown = desk.godown.would_bill(placed.id, {soap: Missing(2, DAMAGED)})
    packed = till.pack(placed, {"SOAP": (2, DAMAGED)})
    assert packed.bill.total == shown < before
    assert gone(till, "SOAP") == [(MovementKind.SALE, -13), (MovementKind.DAMAGE, -2)]
    [soap, _tea] = till.all(PackedLine)
    assert (soap.pieces, soap.short, soap.reason) == (13, 2, "damaged")
    with till.wiring.database.read() as session:
        [event] = [e for e in events.of_subject(session, f"order:{placed.id}") if e.kind == "order.packed"]
    assert event.facts["missing"] == {str(soap.order_line_id): [2, "damaged"]}
    assert till.dues().exposure == packed.bill.total, "what is cancelled is owed no more"


@pytest.mark.parametrize(
    ("reason", "leaves"),
    [
        pytest.param(DAMAGED, [(MovementKind.SALE, -10), (MovementKind.DAMAGE, -2)], id="damaged: out of the stock"),
        pytest.param(NOT_FOUND, [(MovementKind.SALE, -10), (MovementKind.COUNT, -2)], id="not found: out too"),
        pytest.param(OTHER, [(MovementKind.SALE, -10)], id="others stay, free for the next"),
    ],
)
def test_what_becomes_of_missing_goods(till, reason, leaves):
    placed = till.order({"SOAP": 12})
    till.pack(placed, {"SOAP": (2, reason)})
    assert gone(till, "SOAP") == leaves
    assert sum(row.reserved for row in till.all(Stock)) == 0


def test_the_agreed_percent_stays_on_what_is_shipped(till):
    """F60: 5 % from 12 soaps on; 10 are shipped and keep their 5 %, the rest of the budget comes back."""
    placed = till.order({"SOAP": 12})
    discount = placed.discount
    assert discount > 0
    bill = till.pack(placed, {"SOAP": (2, OTHER)}).bill
    shipped = (discount * 10 / 12).quantize(Decimal("0.01"))
    assert bill.discount == shipped
    assert uses(till, "SOAP5") == [
        (placed.id, "hold", discount),
        (placed.id, "spend", shipped),
        (placed.id, "free", discount - shipped),
    ]


def test_free_goods_stay_in_proportion(till):
    """192 noodles earn 2 spoons; 96 earn one, and one piece fewer takes none away."""
    placed = till.order({"NOODLE": 192})
    till.pack(placed, {"NOODLE": (96, OTHER)})
    assert [(p.pieces, p.short, p.reason) for p in till.all(PackedLine)] == [(96, 96, "other"), (1, 1, "not_earned")]
    again = till.order({"NOODLE": 192})
    till.pack(again, {"NOODLE": (1, OTHER)})
    assert [(p.pieces, p.short) for p in till.all(PackedLine)][2:] == [(191, 1), (2, 0)]


def test_free_goods_that_are_missing_are_not_replaced_by_money(till):
    placed = till.order({"NOODLE": 192})
    packed = till.pack(placed, {"+SPOON": (2, NOT_FOUND)})
    assert packed.bill.total == placed.total
    assert [(p.pieces, p.short, p.reason) for p in till.all(PackedLine)][1] == (0, 2, "not_found")


def test_a_limited_scheme_keeps_only_what_was_used(till, network):
    """TEA-LAUNCH: 10 %, budget 500."""
    placed = till.order({"TEA": 10})
    till.pack(placed, {"TEA": (4, OTHER)})
    row = till.again(network.schemes["TEA-LAUNCH"])
    used = (placed.discount * 6 / 10).quantize(Decimal("0.01"))
    assert (row.held, row.spent) == (0, used)
    with till.wiring.database.read() as session:
        [account] = session.query(SchemeAccount).all()
    assert account.taken == used


@pytest.mark.parametrize(
    "missing",
    [
        pytest.param({"SOAP": (13, OTHER)}, id="more than was put by"),
        pytest.param({"SOAP": (0, OTHER)}, id="nothing missing is not missing"),
        pytest.param({"SOAP": (12, OTHER)}, id="nothing would be packed"),
    ],
)
def test_what_cannot_be_packed(till, missing):
    placed = till.order({"SOAP": 12})
    with pytest.raises(Refusal, match="bad_value"):
        till.pack(placed, missing)
    assert till.again(placed).state is OrderState.PLACED


def test_goods_whose_stock_nobody_counts_are_billed_without_a_movement(till):
    placed = till.order({"CLEANER": 4})
    till.pack(placed, {"CLEANER": (1, DAMAGED)})
    assert gone(till, "CLEANER") == []


def test_packed_twice_is_told_no(till):
    placed = till.order({"NOODLE": 96})
    till.pack(placed)
    with pytest.raises(Refusal, match="move_not_allowed"):
        till.pack(placed)


# --- what follows


def receive_goods(till, sku, pieces):
    """Goods come in, and are put by for who waits for them; gives the lines that got something."""
    seller, goods = till.network.seller.id, till.network[sku]
    with till.wiring.database.write() as session:
        move(session, place_of(session, seller), goods, pieces, MovementKind.RECEIPT, till.clock())
        return refill(session, seller, [goods], till.clerk, till.clock())


def test_what_was_short_follows_as_an_order_of_its_own(till):
    """Transcript 02: 4 of 10 salt go now; 6 follow, at the price that was read back, and nothing is counted twice."""
    placed = till.order({"SALT": 10, "TEA": 2})
    packed = till.pack(placed)
    follows = till.again(packed.follows)
    assert (follows.number, follows.follows_id, follows.state) == ("GA-2", placed.id, OrderState.PLACED)
    assert (follows.placed_at, follows.placed_by) == (placed.placed_at, placed.placed_by)
    assert packed.bill.total + follows.total == placed.total
    assert till.dues().exposure == placed.total
    assert follows.deliver_on == date(2026, 6, 17), "the day on which 48 arrive"
    with at_desk(till.wiring, MEENA) as desk:
        assert desk.godown.to_pack() == [], "nothing of it is there yet"


def test_goods_that_come_in_are_put_by_for_who_ordered_first(till, network):
    first = till.order({"SALT": 10, "TEA": 2})
    follows = till.pack(first).follows
    second = till.order({"SALT": 5, "TEA": 2}, who=VERMA)
    filled = receive_goods(till, "SALT", 8)
    assert [(line.order_id, line.short) for line in filled] == [(follows.id, 0), (second.id, 3)]
    bill = till.pack(follows).bill
    assert (bill.total, bill.number) == (follows.total, "INV-2")
    with till.wiring.database.read() as session:
        told = [e.facts["pieces"] for e in events.of_subject(session, f"order:{second.id}") if e.kind == "order.filled"]
    assert told == [2]


def test_a_rest_keeps_its_share_of_schemes_and_rounding(till, network):
    """Ten of 3 % off and rounded to the rupee, four now: two bills come to what was read back, but for roundings."""
    with till.wiring.database.write() as session:
        salty = product(session, "SALTY", "Tej", "Namkeen", "200 g", "33.33", tax=5, category="snack")
        stock(session, network.seller, salty, 4, till.clock())
        scheme(session, network.seller, "SALTY3", {"percent": "3"}, buy={"skus": ["SALTY"]}, budget="1000")
        session.get_one(SellerTerms, network.seller.id).rounds_to_rupee = True
    network.products["SALTY"] = salty
    placed = till.order({"SALTY": 10})
    packed = till.pack(placed)
    follows = packed.follows
    assert (placed.total % 1, packed.bill.total % 1, follows.total % 1) == (0, 0, 0)
    assert packed.bill.discount + follows.discount == placed.discount
    assert abs(packed.bill.total + follows.total - placed.total) <= 1
    assert [step for _order, step, _amount in uses(till, "SALTY3")] == ["hold", "spend", "free", "hold"]
    row = next(row for row in till.all(SchemeRow) if row.code == "SALTY3")
    assert row.held + row.spent == placed.discount


def test_a_gift_that_was_short_follows_too(till, network):
    """One spoon is left for two that are earned: the other follows with an order of its own, for nothing."""
    with till.wiring.database.write() as session:
        count(session, [Counted(place_of(session, network.seller.id), network["SPOON"], 1)], till.clock())
    placed = till.order({"NOODLE": 192})
    packed = till.pack(placed)
    assert [p.pieces for p in till.all(PackedLine)] == [192, 1]
    assert packed.follows.total == 0
    receive_goods(till, "SPOON", 5)
    assert till.pack(packed.follows).bill.total == 0
    gift = uses(till, "NOODLE-GIFT")
    assert [(order_id, step) for order_id, step, _amount in gift] == [
        (placed.id, "hold"), (placed.id, "spend"), (placed.id, "free"),
        (packed.follows.id, "hold"), (packed.follows.id, "spend"),
    ]  # fmt: skip


def test_what_came_in_meanwhile_is_put_by_for_what_follows(till, network):
    """The goods came without anybody looking who waits for them: the rest is complete when it is made."""
    placed = till.order({"SALT": 10, "TEA": 2})
    with till.wiring.database.write() as session:
        move(session, place_of(session, network.seller.id), network["SALT"], 50, MovementKind.RECEIPT, till.clock())
    follows = till.pack(placed).follows
    assert till.pack(follows).bill.total == follows.total


def test_a_rest_may_be_cancelled(till):
    placed = till.order({"SALT": 10, "TEA": 2})
    packed = till.pack(placed)
    with till.wiring.database.write() as session:
        cancel(session, session.get_one(Order, packed.follows.id), till.shop, till.clock())
    assert till.dues().exposure == packed.bill.total


def test_a_packed_order_that_is_cancelled_is_credited_and_its_goods_are_back(till):
    placed = till.order({"SOAP": 12, "NOODLE": 96})
    bill = till.pack(placed).bill
    with till.wiring.database.write() as session:
        cancel(session, session.get_one(Order, placed.id), till.clerk, till.clock(), "shop is closed")
    [note] = till.all(CreditNote)
    assert (note.reason, note.total, note.unused) == (CreditReason.CANCELLED, bill.total, 0)
    assert (till.again(bill).unpaid, till.dues().exposure) == (0, 0)
    assert gone(till, "SOAP") == [(MovementKind.SALE, -12), (MovementKind.RETURN, 12)]
    assert [step for _order, step, _amount in uses(till, "SOAP5")] == ["hold", "spend", "claw"]
    assert [step for _order, step, _amount in uses(till, "NOODLE-GIFT")] == ["hold", "spend", "claw"]


def test_a_bill_is_rounded_only_where_the_read_back_was(till, network):
    placed = till.order({"NOODLE": 97})
    assert placed.total % 1
    with till.wiring.database.write() as session:
        session.get_one(SellerTerms, network.seller.id).rounds_to_rupee = True
    assert till.pack(placed).bill.total == placed.total
    rounded = till.order({"NOODLE": 97})
    assert (rounded.total % 1, till.pack(rounded).bill.total) == (0, rounded.total)


def test_bills_of_a_price_with_tax_inside(till, network):
    """A shelf price stays what it is, for a part of the goods too."""
    with till.wiring.database.write() as session:
        jam = product(session, "JAM", "Tej", "Jam", "500 g", "99", tax=12, category="jam")
        of_all = price_list(session, network.seller, "All", date(2025, 1, 1))
        price(session, of_all, jam, "99.99", tax_included=True)
        stock(session, network.seller, jam, 100, till.clock())
    network.products["JAM"] = jam
    placed = till.order({"JAM": 3})
    assert placed.total == Decimal("299.97")
    assert till.pack(placed, {"JAM": (1, OTHER)}).bill.total == Decimal("199.98")


def test_the_figures_of_the_tenth_transcript(till, network):
    """3,592.70 ordered; two of five cleaners damaged: 3,382.66 billed; four biscuits missing at the door: 3,363.76."""
    goods = {"MAGGI": ("10.80", 5), "PARLE": ("4.50", 5), "NAMAK": ("19.80", 0), "LIZOL": ("89.00", 18)}
    with till.wiring.database.write() as session:
        listed = price_list(session, network.seller, "Of the story", date(2025, 1, 1), buyer_id=network.sharma.id)
        for sku, (rate, tax) in goods.items():
            network.products[sku] = product(session, sku, sku.title(), sku, "1", "100", tax=tax, case=96, category=sku)
            price(session, listed, network.products[sku], rate)
            stock(session, network.seller, network.products[sku], 500, till.clock())
        scheme(session, network.seller, "MAGGI4", {"percent": "4"}, from_="2", unit="case", buy={"skus": ["MAGGI"]})
    placed = till.order({"MAGGI": "2 case", "PARLE": 144, "NAMAK": 15, "LIZOL": 5})
    assert (placed.total, placed.tax) == (Decimal("3592.70"), Decimal("212.04"))
    bill = till.pack(placed, {"LIZOL": (2, DAMAGED)}).bill
    assert bill.total == Decimal("3382.66")
    assert till.deliver(placed, {"PARLE": 4}).note.total == Decimal("18.90")
    assert till.again(bill).unpaid == Decimal("3363.76")
