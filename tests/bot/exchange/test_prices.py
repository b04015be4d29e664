"""Price lists from a file."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlmodel import col

from domain.pricing.tables import PriceItem, PriceList
from tests.bot.exchange.conftest import Desk, counts, told
from tests.builders import Network

pytestmark = pytest.mark.usefixtures("network")


def lists(desk: Desk) -> dict[str, PriceList]:
    """The lists of the books by name."""
    with desk.session() as session:
        return {of.name: of for of in session.scalars(select(PriceList))}


def test_a_new_list_for_a_buyer_with_a_price_for_one_lot(desk: Desk, network: Network) -> None:
    outcome = desk.bring(
        "prices",
        """
        seller,list,sku,price,tax_included,mrp,buyer,valid_from,valid_to
        GUPTA,Sharma,NOODLE,11.25,no,,SHARMA,2026-06-01,31/03/2027
        GUPTA,Sharma,NOODLE,9.75,no,12,SHARMA,2026-06-01,31/03/2027
        GUPTA,Sharma,TEA,"₹ 1,00.50",yes,,SHARMA,2026-06-01,31/03/2027
        """,
    )
    assert told(outcome) == ['line 4, price: "₹ 1,00.50" is no price a piece']
    outcome = desk.bring(
        "prices",
        """
        seller,list,sku,price,tax_included,mrp,buyer,valid_from,valid_to
        GUPTA,Sharma,NOODLE,11.25,no,,SHARMA,2026-06-01,31/03/2027
        GUPTA,Sharma,NOODLE,9.75,no,12,SHARMA,2026-06-01,31/03/2027
        GUPTA,Sharma,TEA,₹ 100.1234,yes,,SHARMA,2026-06-01,31/03/2027
        """,
    )
    assert counts(outcome) == (3, 0, 0, 0)
    of = lists(desk)["Sharma"]
    assert (of.buyer_id, of.grade, of.valid_from, of.valid_to) == (
        network.sharma.id, None, date(2026, 6, 1), date(2027, 3, 31),
    )  # fmt: skip
    with desk.session() as session:
        items = session.scalars(select(PriceItem).where(col(PriceItem.price_list_id) == of.id)).all()
    assert sorted((item.price, item.mrp, item.tax_included) for item in items) == [
        (Decimal("9.75"), Decimal(12), False),
        (Decimal("11.25"), None, False),
        (Decimal("100.1234"), None, True),
    ]


def test_a_price_and_its_list_change(desk: Desk) -> None:
    outcome = desk.bring("prices", "seller,list,sku,price,valid_to\nGUPTA,Class A,NOODLE,11.50,2026-12-31")
    assert counts(outcome) == (0, 1, 0, 0)
    assert (lists(desk)["Class A"].valid_to, lists(desk)["Class A"].grade) == (date(2026, 12, 31), "A")
    assert desk.count(PriceItem) == 2


def test_a_new_product_on_a_list_that_is_there_needs_no_other_columns(desk: Desk) -> None:
    assert counts(desk.bring("prices", "seller,list,sku,price\nGUPTA,Class A,SALT,24")) == (1, 0, 0, 0)
    assert (lists(desk)["Class A"].grade, desk.count(PriceList)) == ("A", 1)


BAD = {
    "a negative price": ("GUPTA,L,SALT,-5,,2026-01-01,", 'line 2, price: "-5" must be more than 0'),
    "a price of nothing": ("GUPTA,L,SALT,0,,2026-01-01,", 'line 2, price: "0" must be more than 0'),
    "no such seller": ("GUPTAA,L,SALT,5,,2026-01-01,", 'line 2, seller: no party "GUPTAA" is in the books'),
    "a party that does not sell": (
        "SHARMA,L,SALT,5,,2026-01-01,",
        'line 2, seller: "SHARMA" does not sell (in `parties` its column `sells` is not yes)',
    ),
    "no such product": ("GUPTA,L,SALZ,5,,2026-01-01,", 'line 2, sku: no product "SALZ" is in the books'),
    "no such buyer": ("GUPTA,L,SALT,5,NOBODY,2026-01-01,", 'line 2, buyer: no party "NOBODY" is in the books'),
    "no first day": ("GUPTA,L,SALT,5,,,", "line 2, valid_from: is empty, and a price list needs a first day"),
    "the last day first": (
        "GUPTA,L,SALT,5,,2026-02-01,2026-01-01",
        "line 2, valid_to: is before valid_from (2026-02-01)",
    ),
    "no such day": (
        "GUPTA,L,SALT,5,,31/02/2026,",
        'line 2, valid_from: "31/02/2026" is not a day such as 2026-12-31 or 31/12/2026',
    ),
    "the same twice": (
        "GUPTA,L,SALT,5,,2026-01-01,\nGUPTA,L,SALT,6,,2026-01-01,",
        "line 3, mrp: the same seller and list and sku and mrp as in line 2",
    ),
    "a list that says two things": (
        "GUPTA,L,SALT,5,SHARMA,2026-01-01,\nGUPTA,L,TEA,6,VERMA,2026-01-01,",
        'line 3, buyer: another row of the list "L" has "SHARMA"; a list has only one',
    ),
}


@pytest.mark.parametrize(("rows", "reason"), BAD.values(), ids=BAD)
def test_bad_rows(rows: str, reason: str, desk: Desk) -> None:
    outcome = desk.bring("prices", f"seller,list,sku,price,buyer,valid_from,valid_to\n{rows}")
    assert told(outcome) == [reason]
    assert (desk.count(PriceItem), desk.count(PriceList)) == (2, 1)
