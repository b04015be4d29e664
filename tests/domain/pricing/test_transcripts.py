"""The figures of two conversations that we want to have: one order, and one "why" with its next step."""

from decimal import Decimal

import pytest

from domain.pricing.casefile import read_case
from domain.pricing.nudge import nudges
from domain.pricing.values import Unit
from tests.domain.pricing.shop import amount, case, free, off, priced, row, scheme

KIRANA = [
    row("MAGGI70", "10.80", tax_rate="5", tax_parts=2, pieces_per_case=96, brand="Maggi"),
    row("PARLEG5", "4.50", tax_rate="5", tax_parts=2, pieces_per_case=144, brand="Parle"),
    row("SALT1K", "19.80", brand="Tata"),
    row("LIZOL500", "89", tax_rate="18", tax_parts=2, brand="Lizol"),
]
MAGGI = scheme("MAGGI4", off("4"), from_="2", unit="case", buy={"brands": ["Maggi"]})


@pytest.mark.parametrize(
    ("salt", "listed", "total"), [(10, "198.00", "3493.70"), (15, "297.00", "3592.70")], ids=["10 salt", "15 salt"]
)
def test_a_cart_in_hinglish(salt, listed, total):
    quote = priced(f"MAGGI70 2 case, PARLEG5 1 case, SALT1K {salt}, LIZOL500 5", MAGGI, prices=KIRANA)
    assert [line["list"] for line in quote.lines] == ["2073.60", "648.00", listed, "445.00"]
    assert [line["pieces"] for line in quote.lines] == [192, 144, salt, 5]
    assert (quote.amount("MAGGI4"), quote["tax"], quote["total"]) == ("82.94", "212.04", total)


DETTOL = [row("DETTOL75", "33", tax_rate="5", tax_parts=2, pieces_per_case=24, brand="Dettol", category="soap")]
SCHEMES = [
    scheme("Winter soap 5%", off("5"), from_="8", unit="case", buy={"categories": ["soap"]}, combine="exclusive"),
    scheme(
        "10+1 Dettol", free("1"), from_="10", unit="case", buy={"brands": ["Dettol"]}, combine="exclusive",
        calculation="recurring",
    ),
    scheme("Mix & match soaps", off("3"), from_="5", unit="case", buy={"categories": ["soap"]}, scope="mix"),
    scheme("New shop 200", amount("200"), from_=None, scope="order", first_order=True),
]  # fmt: skip


def test_nine_cases_and_why():
    quote = priced("DETTOL75 9 case", *SCHEMES, prices=DETTOL)
    (line,) = quote.lines
    assert (line["pieces"], line["list"], line["discount"]) == (216, "7128.00", "356.40")
    assert (quote["tax"], quote["total"]) == ("338.58", "7110.18")
    assert [(told["scheme"], told["reason"], told["short_by"]) for told in quote["explain"]] == [
        ("Winter soap 5%", "applied", None),
        ("10+1 Dettol", "below_slab", "1"),
        ("Mix & match soaps", "not_combined", None),
        ("New shop 200", "party", None),
    ]


def test_one_case_more_and_one_comes_free():
    read = read_case(case("DETTOL75 9 case", *SCHEMES, prices=DETTOL))
    (nudge,) = nudges(read.cart, read.prices, read.book, read.buyer, read.day)
    assert (nudge.scheme, nudge.quantity, nudge.unit, nudge.pieces) == ("10+1 Dettol", 1, Unit.CASE, 24)
    assert (nudge.free_more, nudge.discount_more) == (Decimal("792.00"), Decimal("-396.00"))
    assert nudge.instead_of == ("Winter soap 5%",)
    assert nudge.then.total == Decimal("8316.00")  # 10 cases of 792.00, and 5 % tax
    assert nudge.cost == Decimal("1205.82")
