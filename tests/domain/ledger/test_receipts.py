"""Payments: counted when they are there, pending while they are only told, one receipt however often they are told."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain.ledger.allocate import spread
from domain.ledger.journal import Account, balance_of
from domain.ledger.paper import Bill, BillKind
from domain.ledger.tables import Allocation, Mode, Receipt, ReceiptState
from domain.refusal import Code, Refusal
from tests.builders import ASHA, MEENA, RAVI, SHARMA, VERMA
from tests.desks import at_desk
from tests.domain.ledger.till import Till


def balances(till: Till, *accounts: Account) -> list[Decimal]:
    with till.wiring.database.read() as session:
        return [balance_of(session, till.link().id, account) for account in accounts]


@pytest.mark.parametrize(
    ("amount", "unpaid", "parts"),
    [
        pytest.param("100", ["60", "60"], ["60", "40"], id="first served first"),
        pytest.param("60", ["60", "60"], ["60", "0"], id="just the first"),
        pytest.param("200", ["60", "60"], ["60", "60"], id="more than all"),
        pytest.param("5", [], [], id="no bill"),
    ],
)
def test_spread(amount, unpaid, parts):
    assert spread(Decimal(amount), [Decimal(each) for each in unpaid]) == [Decimal(part) for part in parts]


@pytest.mark.parametrize(
    ("mode", "account"),
    [
        (Mode.CASH, Account.CASH),
        (Mode.UPI, Account.BANK),
        (Mode.BANK, Account.BANK),
        (Mode.WALLET, Account.WALLET),
        (Mode.CHEQUE, Account.CHEQUES),
    ],
)
def test_where_the_money_lands(till, mode, account):
    till.owes("OLD", 1000)
    receipt = till.pays(400, mode, "ref")
    assert receipt.number == "R-1"
    assert balances(till, Account.RECEIVABLE, account) == [Decimal(600), Decimal(400)]


# --- allocation


def unpaid(till: Till) -> dict[str, Decimal]:
    return {bill.number: bill.unpaid for bill in till.all(Bill) if bill.unpaid}


def test_the_oldest_due_is_paid_first(till):
    till.owes("B", 100, late=1)
    till.owes("A", 100, late=5)
    till.owes("C", 100, late=-5)
    till.pays(150)
    assert unpaid(till) == {"B": Decimal(50), "C": Decimal(100)}


def test_named_bills_come_first_then_the_oldest(till):
    till.owes("A", 100, late=5)
    named = till.owes("B", 100, late=1)
    till.pays(130, bills=(named.id,))
    assert unpaid(till) == {"A": Decimal(70)}


def test_a_bill_that_was_paid_meanwhile_takes_nothing(till):
    bill = till.owes("A", 100)
    claim = till.claims(100, "1", bills=(bill.id,))
    till.pays(100)
    till.receipt(claim, "confirm")
    dues = till.dues()
    assert (dues.owed, dues.on_account) == (Decimal(-100), Decimal(100))


def test_the_rest_waits_on_account_and_is_applied_by_itself(till):
    till.pays(1000)
    assert (till.dues().on_account, till.dues().exposure) == (Decimal(1000), Decimal(-1000))
    bill = till.billed({"NOODLE": 48})
    assert till.again(bill).unpaid == 0
    assert till.dues().on_account == Decimal(1000) - bill.total
    assert [(a.step, a.amount) for a in till.all(Allocation)] == [("apply", bill.total)]


# --- told and confirmed


def test_a_claim_changes_nothing_until_it_is_confirmed(till):
    till.owes("OLD", 1000)
    claim = till.claims(400, "428812345678")
    assert (claim.state, till.dues().owed, till.dues().pending) == (ReceiptState.PENDING, Decimal(1000), Decimal(400))
    confirmed = till.receipt(claim, "confirm")
    assert (confirmed.state, confirmed.decided_by) == (ReceiptState.COUNTED, till.clerk.person_id)
    assert (till.dues().owed, till.dues().pending) == (Decimal(600), 0)


def test_the_amount_that_really_came_counts(till):
    till.owes("OLD", 1000)
    claim = till.claims(420, "1")
    assert till.pays(402, Mode.UPI, "1").id == claim.id
    assert (till.again(claim).amount, till.dues().owed) == (Decimal(402), Decimal(598))


def test_a_claim_may_be_refused_and_told_again_rightly(till):
    wrong = till.claims(400, "1")
    till.receipt(wrong, "turn_down", "no such line in the bank")
    assert till.again(wrong).state is ReceiptState.REFUSED
    assert till.claims(400, "1").id != wrong.id, "the reference is free again"
    with pytest.raises(Refusal, match="move_not_allowed"):
        till.receipt(wrong, "confirm")
    with pytest.raises(Refusal, match="move_not_allowed"):
        till.receipt(wrong, "turn_down")


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(lambda till: till.claims(400, "1"), id="the shop says it again"),
        pytest.param(lambda till: till.pays(400, Mode.UPI, "1"), id="the provider reports it"),
        pytest.param(lambda till: till.pays(500, Mode.UPI, "1"), id="with another amount"),
    ],
)
def test_one_payment_is_one_receipt(till, told):
    """F58, I29: the same payment told twice, or by the provider and by hand."""
    first = till.pays(400, Mode.UPI, "1")
    assert told(till).id == first.id
    assert [(r.number, r.amount) for r in till.all(Receipt)] == [("R-1", Decimal(400))]


def test_a_reference_of_somebody_else_is_refused(till, network):
    till.claims(400, "1")
    of_verma = Till(till.wiring, network, network.verma)
    with pytest.raises(Refusal) as refused:
        of_verma.claims(400, "1")
    assert refused.value.code is Code.REFERENCE_USED


def test_cash_has_no_reference_and_comes_twice(till):
    assert till.pays(100).id != till.pays(100).id


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_no_payment_of_nothing(till, amount):
    with pytest.raises(Refusal, match="amount"):
        till.pays(amount)


# --- cheques


def test_a_cheque_clears(till):
    till.owes("OLD", 1000)
    cheque = till.pays(1000, Mode.CHEQUE, "000123")
    assert (till.dues().owed, till.dues().cheques, till.dues().exposure) == (0, Decimal(1000), Decimal(1000))
    assert till.receipt(cheque, "clear").state is ReceiptState.CLEARED
    assert (till.dues().cheques, till.dues().exposure) == (0, 0)
    assert balances(till, Account.BANK, Account.CHEQUES) == [Decimal(1000), 0]


def test_a_bounce_opens_the_bill_again_and_costs(till):
    """F59: the receivable opens again, the charge is a debit note, history is kept."""
    till.bills(bounce_charge=Decimal(250))
    bill = till.owes("OLD", 1000, late=3)
    cheque = till.pays(1000, Mode.CHEQUE, "000123")
    assert till.again(bill).unpaid == 0
    bounced = till.receipt(cheque, "bounce", "funds insufficient")
    assert (bounced.state, bounced.words, bounced.unused) == (ReceiptState.BOUNCED, "funds insufficient", 0)
    assert till.again(bill).unpaid == Decimal(1000)
    [charge] = [b for b in till.all(Bill) if b.kind is BillKind.DEBIT_NOTE]
    assert (charge.number, charge.total, charge.words) == ("DN-1", Decimal(250), "cheque 000123 returned")
    assert till.dues().owed == Decimal(1250)
    assert [a.step for a in till.all(Allocation)] == ["apply", "undo"]
    assert till.pays(1000, Mode.CHEQUE, "000123").id != cheque.id, "the same cheque may be brought to the bank again"


def test_money_on_account_takes_the_place_of_a_bounced_cheque(till):
    bill = till.owes("OLD", 1000)
    cheque = till.pays(1000, Mode.CHEQUE, "000123")
    till.pays(300)
    till.receipt(cheque, "bounce")
    assert till.again(bill).unpaid == Decimal(700)


@pytest.mark.parametrize(
    ("mode", "steps"),
    [
        pytest.param(Mode.CASH, ["clear"], id="cash does not clear"),
        pytest.param(Mode.CASH, ["bounce"], id="cash does not bounce"),
        pytest.param(Mode.CHEQUE, ["clear", "bounce"], id="what has cleared does not bounce"),
        pytest.param(Mode.CHEQUE, ["bounce", "clear"], id="what has bounced does not clear"),
        pytest.param(Mode.CHEQUE, ["clear", "clear"], id="once"),
        pytest.param(Mode.CHEQUE, ["bounce", "void"], id="what has bounced is no mistake"),
        pytest.param(Mode.CASH, ["hand_over"], id="nobody holds it"),
    ],
)
def test_steps_that_do_not_follow(till, mode, steps):
    receipt = till.pays(100, mode, "1")
    *before, last = steps
    for step in before:
        till.receipt(receipt, step)
    with pytest.raises(Refusal, match="move_not_allowed"):
        till.receipt(receipt, last, *(["why"] if last == "void" else []))


def test_a_cheque_dated_ahead_waits_for_its_day(till):
    till.owes("OLD", 1000)
    cheque = till.pays(1000, Mode.CHEQUE, "1", cheque_day=till.today + timedelta(days=3))
    assert cheque.state is ReceiptState.PENDING
    with pytest.raises(Refusal, match="ahead"):
        till.receipt(cheque, "confirm")
    till.clock.forward(days=3)
    till.receipt(cheque, "confirm")
    assert till.dues().owed == 0


def test_a_mistake_is_taken_back(till):
    bill = till.owes("OLD", 1000)
    receipt = till.pays(1000)
    till.receipt(receipt, "void", "of another shop")
    assert (till.again(bill).unpaid, till.dues().owed) == (Decimal(1000), Decimal(1000))
    assert balances(till, Account.CASH) == [0]


# --- who collects


def test_cash_is_in_the_collectors_hands_until_it_is_handed_over(till, network):
    """Transcript 07: a receipt at the shop's door, in the rep's hands until he hands it over."""
    bill = till.owes("INV-872", 9400, late=12)
    with at_desk(till.wiring, RAVI) as desk:
        desk.people.serve(network.sharma.id)
        receipt = desk.ledger.collect(payment(till, Mode.CASH, 9400, bills=(bill.id,)))
        assert [each.number for each in desk.till.in_hand()] == [receipt.number]
    assert balances(till, Account.CASH_IN_HAND, Account.CASH) == [Decimal(9400), 0]
    assert till.again(bill).unpaid == 0
    with at_desk(till.wiring, ASHA) as desk:
        desk.till.take_over(receipt.id)
    assert balances(till, Account.CASH_IN_HAND, Account.CASH) == [0, Decimal(9400)]
    with at_desk(till.wiring, RAVI) as desk:
        assert desk.till.in_hand() == []


def test_a_cheque_is_handed_over_too(till, network):
    with at_desk(till.wiring, RAVI) as desk:
        desk.people.serve(network.sharma.id)
        receipt = desk.ledger.collect(payment(till, Mode.CHEQUE, 500, reference="77"))
    till.receipt(receipt, "hand_over")
    assert (till.again(receipt).held_by, balances(till, Account.CHEQUES)) == (None, [Decimal(500)])


def test_upi_at_the_door_waits_for_the_bank(till, network):
    with at_desk(till.wiring, RAVI) as desk:
        desk.people.serve(network.sharma.id)
        assert desk.ledger.collect(payment(till, Mode.UPI, 500, reference="9")).state is ReceiptState.PENDING


def payment(till, mode, amount, **more):
    from domain.ledger.receive import Payment

    return Payment(mode, Decimal(amount), till.today, provider=mode.value, **more)


def test_the_clerk_confirms_in_the_house(till):
    till.owes("OLD", 500)
    claim = till.claims(400, "1")
    with at_desk(till.wiring, MEENA) as desk:
        [(waiting, shop)] = desk.till.to_confirm()
        assert (waiting.number, shop.name) == ("R-1", "Sharma Kirana")
        desk.till.confirm(claim.id, Decimal(390))
        assert desk.till.to_confirm() == []
        cheque = desk.till.receive(till.network.sharma.id, payment(till, Mode.CHEQUE, 110, reference="5"))
        desk.till.bounce(cheque.id, "stopped")
        again = desk.till.receive(till.network.sharma.id, payment(till, Mode.CHEQUE, 110, reference="5"))
        desk.till.clear(again.id)
        wrong = desk.till.receive(till.network.sharma.id, payment(till, Mode.CASH, 1))
        desk.till.void(wrong.id, "twice")
        refused = desk.ledger
    assert refused is not None
    assert till.dues().owed == 0


@pytest.mark.parametrize("who", [SHARMA, VERMA, RAVI])
def test_who_may_not_confirm(till, who):
    claim = till.claims(400, "1")
    with at_desk(till.wiring, who) as desk, pytest.raises(Refusal, match="not_allowed"):
        desk.till.confirm(claim.id)


def test_a_foreign_receipt_is_not_found(till, network):
    with at_desk(till.wiring, MEENA) as desk, pytest.raises(Refusal, match="not_found"):
        desk.till.turn_down(4711)


def test_only_who_serves_a_shop_collects(till):
    with at_desk(till.wiring, MEENA) as desk, pytest.raises(Refusal, match="not_allowed"):
        desk.ledger.collect(payment(till, Mode.CASH, 1))
