"""Payments to confirm and to take, cheques, what collectors hold; promises, disputes, reminders to come."""

from datetime import date
from decimal import Decimal

from flask.typing import ResponseReturnValue
from pydantic import Field

from bot.web.console import paging
from bot.web.console.blueprint import Console
from bot.web.console.forms import Form
from bot.web.console.once import Outcome
from bot.web.console.sheets import MOST_ROWS, sheet
from bot.web.console.visit import Visit
from conversations.text import _
from domain.ledger.receive import Payment
from domain.ledger.tables import Mode, ReceiptState

MOST_RUPEES = Decimal("1000000000")
TAKEN_BY_HAND = (Mode.CASH, Mode.CHEQUE, Mode.UPI, Mode.BANK, Mode.WALLET)


class Came(Form):
    """A payment that came, with the amount that really did."""

    amount: Decimal = Field(gt=0, le=MOST_RUPEES, max_digits=14, decimal_places=2)


class Said(Form):
    """A decision with its reason."""

    why: str = Field(min_length=3, max_length=200)


class Taken(Came):
    """A payment that came to the house."""

    mode: Mode
    day: date
    reference: str = Field(default="", max_length=40)
    provider: str = Field(default="", max_length=40)


def payments_room(console: Console) -> None:
    """Adds the pages of payments."""
    _receipts(console)
    _to_confirm(console)
    _cheques(console)
    _promises(console)


def _receipts(console: Console) -> None:
    @console.page("/receipts")
    def receipts(visit: Visit) -> ResponseReturnValue:
        state, asked = paging.one_of("state", ReceiptState), paging.words()
        accounts = visit.desk.accounts
        rows = paging.rows(
            lambda offset, most: accounts.receipts((state,) if state else (), asked, offset=offset, most=most),
            by_time=True,
        )
        return visit.render(
            "receipts.html",
            rows=rows,
            state=state,
            states=ReceiptState,
            words_asked=asked,
            to_confirm=visit.desk.till.to_confirm() if visit.may("confirm_receipt") else [],
        )

    @console.page("/receipts.csv")
    def receipts_csv(visit: Visit) -> ResponseReturnValue:
        state = paging.one_of("state", ReceiptState)
        found = visit.desk.accounts.receipts((state,) if state else (), paging.words(), most=MOST_ROWS)
        heading = ("number", "party", "day", "mode", "reference", "amount", "unused", "state")
        rows = (
            (of.receipt.number, of.buyer.name, of.receipt.day, of.receipt.mode.value, of.receipt.reference,
             of.receipt.amount, of.receipt.unused, of.receipt.state.value)
            for of in found
        )  # fmt: skip
        return sheet("receipts", heading, rows)


def _to_confirm(console: Console) -> None:
    @console.action("/receipts/<row:receipt_id>/confirm", Came)
    def confirm_receipt(visit: Visit, form: Came, receipt_id: int) -> Outcome:
        receipt = visit.desk.till.confirm(receipt_id, form.amount)
        told = _("%(number)s is confirmed: %(amount)s.", number=receipt.number, amount=visit.money(receipt.amount))
        return Outcome(form.back, told)

    @console.action("/receipts/<row:receipt_id>/refuse", Said)
    def refuse_receipt(visit: Visit, form: Said, receipt_id: int) -> Outcome:
        receipt = visit.desk.till.turn_down(receipt_id, form.why)
        return Outcome(form.back, _("%(number)s has not come; that is kept.", number=receipt.number))

    @console.action("/accounts/<row:party_id>/receive", Taken)
    def receive(visit: Visit, form: Taken, party_id: int) -> Outcome:
        visit.desk.buyers.get(party_id)
        payment = Payment(form.mode, form.amount, form.day, form.provider, form.reference)
        receipt = visit.desk.till.receive(party_id, payment)
        told = _("%(number)s is booked: %(amount)s.", number=receipt.number, amount=visit.money(receipt.amount))
        return Outcome(form.back, told)


def _cheques(console: Console) -> None:
    @console.action("/receipts/<row:receipt_id>/clear")
    def clear_cheque(visit: Visit, form: Form, receipt_id: int) -> Outcome:
        receipt = visit.desk.till.clear(receipt_id)
        return Outcome(form.back, _("The cheque of %(number)s is cleared.", number=receipt.number))

    @console.action("/receipts/<row:receipt_id>/bounce", Said)
    def bounce_cheque(visit: Visit, form: Said, receipt_id: int) -> Outcome:
        receipt = visit.desk.till.bounce(receipt_id, form.why)
        return Outcome(form.back, _("The cheque of %(number)s was returned; it is owed again.", number=receipt.number))

    @console.action("/receipts/<row:receipt_id>/take-over")
    def take_over(visit: Visit, form: Form, receipt_id: int) -> Outcome:
        receipt = visit.desk.till.take_over(receipt_id)
        return Outcome(form.back, _("The money of %(number)s is in the house.", number=receipt.number))


def _promises(console: Console) -> None:
    @console.page("/promises")
    def promises(visit: Visit) -> ResponseReturnValue:
        return visit.render(
            "promises.html",
            promises=visit.desk.accounts.promises(),
            disputes=visit.desk.till.disputes() if visit.may("decide_dispute") else [],
        )

    @console.page("/reminders")
    def reminders(visit: Visit) -> ResponseReturnValue:
        return visit.render("reminders.html", coming=visit.desk.reminding.to_come(), policy=visit.desk.reminding.policy)

    @console.action("/disputes/<row:dispute_id>/decide", Said)
    def decide_dispute(visit: Visit, form: Said, dispute_id: int) -> Outcome:
        visit.desk.till.decide_dispute(dispute_id, form.why)
        return Outcome(form.back, _("It is decided, and reminders go on."))
