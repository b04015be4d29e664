"""Who owes what: the list, one buyer's account with its statement, bills."""

from datetime import date, timedelta

from flask import Response
from flask.typing import ResponseReturnValue

from bot.papers.documents import bill_paper, entry_kind, statement_paper
from bot.web.console import paging
from bot.web.console.blueprint import Console
from bot.web.console.sheets import MOST_ROWS, sheet
from bot.web.console.visit import Visit
from domain.desk.accounts import BillOf, Which
from domain.ledger.statement import Statement

USUAL_PERIOD = timedelta(days=90)
MOST_RECEIPTS = 10


def accounts_room(console: Console) -> None:
    """Adds the pages of accounts."""
    _owing(console)
    _account(console)
    _bills(console)


def _owing(console: Console) -> None:
    @console.page("/accounts")
    def accounts(visit: Visit) -> ResponseReturnValue:
        asked = paging.words()
        rows = paging.rows(lambda offset, most: visit.desk.accounts.owing(asked, offset=offset, most=most))
        return visit.render("accounts.html", words_asked=asked, rows=rows, ageing=visit.desk.accounts.ageing())

    @console.page("/accounts.csv")
    def accounts_csv(visit: Visit) -> ResponseReturnValue:
        found = visit.desk.accounts.owing(paging.words(), most=MOST_ROWS)
        heading = ("code", "name", "owed", "overdue", "oldest_due", "credit_limit", "credit_days")
        terms = ((of, (of.link.credit_limit, of.link.credit_days)) for of in found)
        return sheet(
            "accounts",
            heading,
            ((of.party.code, of.party.name, of.owed, of.overdue, of.oldest, *credit) for of, credit in terms),
        )


def _account(console: Console) -> None:
    @console.page("/accounts/<row:party_id>")
    def account(visit: Visit, party_id: int) -> ResponseReturnValue:
        buyer = visit.desk.buyers.get(party_id)
        visit.shows(f"account:{party_id}")
        return visit.render(
            "account.html",
            buyer=buyer,
            dues=visit.desk.ledger.dues_of(party_id),
            statement=_statement(visit, party_id),
            receipts=visit.desk.accounts.receipts(buyer_id=party_id, most=MOST_RECEIPTS),
            entry_kind=entry_kind,
        )

    @console.page("/accounts/<row:party_id>/statement.pdf")
    def statement_pdf(visit: Visit, party_id: int) -> ResponseReturnValue:
        buyer = visit.desk.buyers.get(party_id).party
        visit.shows(f"account:{party_id}")
        paper = statement_paper(_statement(visit, party_id), visit.desk.party, buyer)
        return _pdf(paper, f"statement-{buyer.code}")

    @console.page("/accounts/<row:party_id>/statement.csv")
    def statement_csv(visit: Visit, party_id: int) -> ResponseReturnValue:
        buyer = visit.desk.buyers.get(party_id).party
        visit.shows(f"account:{party_id}")
        lines = _statement(visit, party_id).lines
        heading = ("day", "what", "number", "debit", "credit", "balance")
        rows = ((line.day, line.kind.value, line.number, line.debit, line.credit, line.balance) for line in lines)
        return sheet(f"statement-{buyer.id}", heading, rows)


def _statement(visit: Visit, party_id: int) -> Statement:
    until = paging.day("until") or visit.desk.today
    since = paging.day("since") or until - USUAL_PERIOD
    return visit.desk.ledger.statement_of(party_id, min(since, until), max(since, until))


def _bills(console: Console) -> None:
    @console.page("/bills")
    def bills(visit: Visit) -> ResponseReturnValue:
        which = paging.one_of("which", Which) or Which.OPEN
        asked, party = paging.words(), paging.number_of("party")
        accounts = visit.desk.accounts
        rows = paging.rows(
            lambda offset, most: accounts.bills(which, asked, buyer_id=party, offset=offset, most=most),
            by_time=which is Which.ALL,
        )
        return visit.render("bills.html", which=which, kinds=Which, words_asked=asked, party=party, rows=rows)

    @console.page("/bills.csv")
    def bills_csv(visit: Visit) -> ResponseReturnValue:
        which = paging.one_of("which", Which) or Which.OPEN
        party = paging.number_of("party")
        found = visit.desk.accounts.bills(which, paging.words(), buyer_id=party, most=MOST_ROWS)
        heading = ("number", "party", "day", "due_on", "currency", "total", "unpaid")
        rows = (
            (
                of.bill.number,
                of.buyer.name,
                of.bill.day,
                of.bill.due_on,
                of.bill.currency,
                of.bill.total,
                of.bill.unpaid,
            )
            for of in found
        )
        return sheet("bills", heading, rows)

    @console.page("/bills/<row:bill_id>")
    def bill(visit: Visit, bill_id: int) -> ResponseReturnValue:
        view, buyer = visit.desk.accounts.bill(bill_id)
        visit.shows(f"account:{buyer.id}")
        return visit.render("bill.html", view=view, buyer=buyer, late=_days_late(view.bill.due_on, visit))

    @console.page("/bills/<row:bill_id>/paper.pdf")
    def bill_pdf(visit: Visit, bill_id: int) -> ResponseReturnValue:
        view, buyer = visit.desk.accounts.bill(bill_id)
        visit.shows(f"account:{buyer.id}")
        return _pdf(bill_paper(view), f"bill-{bill_id}")


def _bill_row(of: BillOf) -> tuple[object, ...]:
    bill = of.bill
    return bill.number, of.buyer.name, bill.day, bill.due_on, bill.currency, bill.total, bill.unpaid


def _days_late(due_on: date, visit: Visit) -> int:
    return (visit.desk.today - due_on).days


def _pdf(paper: bytes, name: str) -> Response:
    answer = Response(paper, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
