"""Bills and statements as papers: what the books hold, in the reader's language, as data of the one layout."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.papers.typeset import pdf
from conversations.in_words import amount_in_words
from conversations.text import _, full_date, money, number, rate
from domain.catalogue.tables import Product
from domain.desk.ledger import BillView
from domain.ledger.journal import EntryKind
from domain.ledger.paper import Bill, BillKind, BillLine
from domain.ledger.statement import Statement, StatementLine
from domain.network.tables import Party

Side = Mapping[str, str]


def bill_paper(view: BillView) -> bytes:
    """A bill as PDF, with the parties as they were on its day."""
    bill = view.bill
    return pdf("bill", _paper(bill.number, _title(bill), bill.parties["seller"], bill.parties["buyer"]) | {
        "facts": [[_("Date"), full_date(bill.day)], [_("Due"), full_date(bill.due_on)]],
        "tables": [_goods(view.lines, bill.currency)],
        "words": amount_in_words(bill.total),
        "totals": _totals(bill),
    })  # fmt: skip


def statement_paper(statement: Statement, seller: Party, buyer: Party) -> bytes:
    """An account between two days as PDF."""
    period = f"{full_date(statement.since)} – {full_date(statement.until)}"
    owed = [_("Owed at the end"), money(statement.closing, seller.currency), True]
    return pdf("bill", _paper(buyer.code, _("Statement of account"), _side(seller), _side(buyer)) | {
        "facts": [[_("Period"), period]],
        "tables": [_movements(statement, seller.currency)],
        "totals": [[_("Owed before"), money(statement.opening, seller.currency), False], owed],
    })  # fmt: skip


# --- what both share


def _paper(number: str, title: str, seller: Side, buyer: Side) -> dict[str, Any]:
    return {
        "title": title,
        "number": number,
        "footer": f"{seller['name']} · {number}",
        "from": _printed(_("From"), seller),
        "to": _printed(_("To"), buyer),
        "words": "",
        "notes": [],
        "code": "",
        "pay": {"title": "", "lines": []},
    }


def _printed(caption: str, side: Side) -> dict[str, Any]:
    tax = f"{_tax_name(side)} {side['tax_number']}" if side["tax_number"] else ""
    return {"caption": caption, "name": side["name"], "lines": [line for line in (side["address"], tax) if line]}


def _tax_name(side: Side) -> str:
    return "PAN" if side["country"] == "NP" else "GSTIN"


def _side(party: Party) -> Side:
    return {name: getattr(party, name) for name in ("name", "address", "country", "tax_number")}


def _column(title: str, *, wide: bool = False, right: bool = False) -> dict[str, Any]:
    return {"title": title, "wide": wide, "side": "right" if right else "left"}


# --- a bill


def _title(bill: Bill) -> str:
    return {
        BillKind.INVOICE: _("Tax invoice"),
        BillKind.DEBIT_NOTE: _("Debit note"),
        BillKind.OPENING: _("Opening balance"),
    }[bill.kind]


def _goods(lines: Iterable[tuple[BillLine, Product]], currency: str) -> dict[str, Any]:
    heads = [_column("#"), _column(_("Goods"), wide=True), _column("HSN")]
    figures = (_("Pieces"), _("Rate"), _("Scheme"), _("Before tax"), _("Tax"))
    return {
        "caption": "",
        "columns": [*heads, *(_column(title, right=True) for title in figures)],
        "rows": [_goods_row(line, product, currency) for line, product in lines],
    }


def _goods_row(line: BillLine, product: Product, currency: str) -> list[str]:
    name = product.label or " ".join(part for part in (product.brand, product.name, product.pack) if part)
    price = _("free") if line.free else rate(line.price, currency)
    off = money(-line.discount, currency) if line.discount else ""
    tax = f"{money(line.tax, currency)} ({number(line.tax_rate)}%)"
    return [str(line.position), name, line.hsn, number(line.pieces), price, off, money(line.net, currency), tax]


def _totals(bill: Bill) -> list[list[Any]]:
    parts = (
        (_("Before schemes"), bill.subtotal),
        (_("Schemes"), -bill.discount),
        ("CGST", bill.cgst),
        ("SGST", bill.sgst),
        ("IGST", bill.igst),
        ("VAT", bill.vat),
        (_("Rounded"), bill.round_off),
    )
    shown = [[name, money(amount, bill.currency), False] for name, amount in parts if amount]
    return [*shown, [_("Total"), money(bill.total, bill.currency), True]]


# --- a statement


def entry_kind(kind: EntryKind) -> str:
    """What a line of an account is."""
    return {
        EntryKind.BILL: _("Bill"),
        EntryKind.CREDIT_NOTE: _("Credit note"),
        EntryKind.RECEIPT: _("Payment"),
        EntryKind.CLEARED: _("Cheque cleared"),
        EntryKind.BOUNCED: _("Cheque returned"),
        EntryKind.VOIDED: _("Payment taken back"),
        EntryKind.HANDED_OVER: _("Handed over"),
    }[kind]


def _movements(statement: Statement, currency: str) -> dict[str, Any]:
    heads = [_column(_("Date")), _column(_("What"), wide=True), _column(_("Number"))]
    figures = (_("Debit"), _("Credit"), _("Balance"))
    return {
        "caption": "",
        "columns": [*heads, *(_column(title, right=True) for title in figures)],
        "rows": [_movement(line, currency) for line in statement.lines],
    }


def _movement(line: StatementLine, currency: str) -> Sequence[str]:
    def shown(amount: Decimal) -> str:
        return money(amount, currency) if amount else ""

    figures = (shown(line.debit), shown(line.credit), money(line.balance, currency))
    return [full_date(line.day), entry_kind(line.kind), line.number, *figures]
