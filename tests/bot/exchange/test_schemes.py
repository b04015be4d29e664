"""Schemes from a file: in the contract's terms, and spread over columns."""

import json
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from domain.catalogue import editions
from domain.pricing.tables import SchemeRow, SchemeState
from tests.bot.exchange.conftest import Desk, counts, told
from tests.builders import SHARMA
from tests.talking import Talk

pytestmark = pytest.mark.usefixtures("network")
TERMS: dict[str, Any] = {
    "code": "SALT10",
    "name": "10 % on salt",
    "valid_from": "2026-06-01",
    "valid_to": "2026-06-30",
    "buy": {"skus": ["SALT"]},
    "slabs": [{"from": "12", "give": {"percent": "10"}}],
}


def scheme(desk: Desk, code: str) -> SchemeRow:
    """A scheme of the books."""
    with desk.session() as session:
        found: SchemeRow = session.scalars(select(SchemeRow).where(col(SchemeRow.code) == code)).one()
        return found


def quoted(terms: object) -> str:
    """A JSON text as a cell of CSV."""
    return '"' + json.dumps(terms).replace('"', '""') + '"'


def test_the_contracts_terms_in_one_column(desk: Desk) -> None:
    before = desk.edition(editions.SCHEMES)
    assert counts(desk.bring("schemes", f"terms\n{quoted(TERMS)}")) == (1, 0, 0, 0)
    row = scheme(desk, "SALT10")
    assert (row.name, row.seller_id, row.state, row.limited) == ("10 % on salt", None, SchemeState.LIVE, False)
    assert row.terms == TERMS
    assert desk.edition(editions.SCHEMES) == before + 1
    assert counts(desk.bring("schemes", f"terms\n{quoted(TERMS)}")) == (0, 0, 1, 0)
    assert desk.edition(editions.SCHEMES) == before + 1


SPREAD: dict[str, tuple[str, dict[str, Any]]] = {
    "percent by slabs": (
        "sku=SOAP,from=12|24,percent=5|8",
        {
            "buy": {"skus": ["SOAP"]},
            "slabs": [
                {"from": "12", "to": "24", "give": {"percent": "5"}},
                {"from": "24", "give": {"percent": "8"}},
            ],
        },
    ),
    "every twelfth free": (
        "brand=Neemal,from=12,free_quantity=1,calculation=recurring",
        {
            "buy": {"brands": ["Neemal"]},
            "calculation": "recurring",
            "slabs": [{"from": "12", "give": {"free_quantity": "1", "free_sku": "same"}}],
        },
    ),
    "another product free, by the case": (
        "category=noodles,from=1,free_quantity=1,free_sku=SPOON,unit=case",
        {
            "buy": {"categories": ["noodles"]},
            "unit": "case",
            "slabs": [{"from": "1", "give": {"free_quantity": "1", "free_sku": "SPOON"}}],
        },
    ),
    "rupees off an order, with limits": (
        "from=5000,amount=100,scope=order,basis=amount,budget=₹ 50000,cap_order=100,cap_party=300.50,claimable=yes",
        {
            "scope": "order",
            "basis": "amount",
            "budget": "50000",
            "cap_order": "100",
            "cap_party": "300.50",
            "claimable": True,
            "slabs": [{"from": "5000", "give": {"amount": "100", "per": "order"}}],
        },
    ),
    "rupees off a unit": (
        "sku=TEA,amount=2.50,per=unit",
        {"buy": {"skus": ["TEA"]}, "slabs": [{"give": {"amount": "2.50", "per": "unit"}}]},
    ),
    "a price, for some": (
        "sku=SALT,price=22,region=Bihar,class=A|B,tier=retailer,buyer=SHARMA,first_order=yes,combine=exclusive,priority=2",
        {
            "for": {"regions": ["Bihar"], "classes": ["A", "B"], "tiers": ["retailer"], "parties": ["SHARMA"]},
            "buy": {"skus": ["SALT"]},
            "first_order": True,
            "combine": "exclusive",
            "priority": 2,
            "slabs": [{"give": {"price": "22"}}],
        },
    ),
    "days": (
        "sku=SALT|TEA,min_distinct=2,scope=mix,percent=3,valid_from=1/10/2026,valid_to=2026-11-15,max_units=50",
        {
            "buy": {"skus": ["SALT", "TEA"]},
            "min_distinct": 2,
            "scope": "mix",
            "valid_from": "2026-10-01",
            "valid_to": "2026-11-15",
            "max_units": "50",
            "slabs": [{"give": {"percent": "3"}}],
        },
    ),
}


@pytest.mark.parametrize(("columns", "terms"), SPREAD.values(), ids=SPREAD)
def test_columns_become_the_contracts_terms(columns: str, terms: dict[str, Any], desk: Desk) -> None:
    said = dict(part.split("=") for part in columns.split(","))
    text = f"code,name,seller,{','.join(said)}\nX,An offer,GUPTA,{','.join(said.values())}"
    outcome = desk.bring("schemes", text)
    assert told(outcome) == []
    assert scheme(desk, "X").terms == {"code": "X", "name": "An offer"} | terms
    assert scheme(desk, "X").limited == ("budget" in terms)
    assert counts(desk.bring("schemes", text)) == (0, 0, 1, 0)


def test_an_imported_scheme_is_applied(desk: Desk, talk: Talk) -> None:
    desk.bring("schemes", "code,seller,sku,from,percent\nTEA10,GUPTA,TEA,2,10")
    talk.say(SHARMA, "2 leaf tea")
    talk.tap(SHARMA, "Send order")
    assert [row["discount"] > 0 for row in desk.reads("orders")] == [True]
    assert "TEA10" in desk.reads("orders")[0]["schemes"]


def test_a_scheme_is_paused_and_renamed_without_its_terms(desk: Desk) -> None:
    before = scheme(desk, "SOAP5").terms
    assert counts(desk.bring("schemes", "code,state\nSOAP5,paused")) == (0, 1, 0, 0)
    assert (scheme(desk, "SOAP5").state, scheme(desk, "SOAP5").terms) == (SchemeState.PAUSED, before)
    assert counts(desk.bring("schemes", "code,name\nSOAP5,Five per cent")) == (0, 1, 0, 0)
    assert scheme(desk, "SOAP5").terms == before | {"name": "Five per cent"}


def test_a_budget_is_raised_and_not_cut_below_what_was_taken(desk: Desk, talk: Talk) -> None:
    talk.say(SHARMA, "10 leaf tea")
    talk.tap(SHARMA, "Send order")
    held = scheme(desk, "TEA-LAUNCH").held
    assert held > 0
    head = "code,seller,sku,from,percent,budget\nTEA-LAUNCH,GUPTA,TEA,1,10,"
    assert counts(desk.bring("schemes", f"{head}5000")) == (0, 1, 0, 0)
    assert (scheme(desk, "TEA-LAUNCH").budget, scheme(desk, "TEA-LAUNCH").held) == (Decimal(5000), held)
    assert told(desk.bring("schemes", f"{head}1")) == [f"line 2, budget: is 1, and orders have taken {held:.2f} of it"]
    assert told(desk.bring("schemes", head)) == [
        "line 2, budget: a limit is not added to a scheme in use, nor taken from it; end it, begin another"
    ]


Row = dict[str, str]
BAD: dict[str, tuple[Row, str]] = {
    "no give": (
        {"code": "X", "sku": "SALT"},
        "line 2, percent: a scheme gives exactly one of percent, amount, price, free_quantity",
    ),
    "two gives": (
        {"code": "X", "percent": "5", "amount": "5"},
        "line 2, amount: a scheme gives exactly one of percent, amount, price, free_quantity",
    ),
    "nothing at all": ({"code": "X"}, "line 2, terms: is empty, and so are the columns that could say it"),
    "no code": ({"percent": "5"}, "line 2, code: is empty"),
    "two codes": ({"code": "X", "terms": json.dumps(TERMS)}, 'line 2, code: is "X", but terms say "SALT10"'),
    "said twice": (
        {"terms": json.dumps(TERMS), "percent": "5"},
        "line 2, terms: is filled, and so are columns that say the same",
    ),
    "fewer gives than slabs": (
        {"code": "X", "from": "12|24", "percent": "5"},
        "line 2, percent: has 1, and `from` has 2",
    ),
    "slabs the wrong way": (
        {"code": "X", "from": "24|12", "percent": "5|8"},
        "line 2, to: slabs[0].to must be greater than `from`, 24, but is 12",
    ),
    "no such product": (
        {"code": "X", "sku": "SALZ", "percent": "5"},
        'line 2, terms: no product "SALZ" is in the books',
    ),
    "no such gift": (
        {"code": "X", "free_quantity": "1", "free_sku": "CUP"},
        'line 2, terms: no product "CUP" is in the books',
    ),
    "no such seller": (
        {"code": "X", "seller": "NOBODY", "percent": "5"},
        'line 2, seller: no party "NOBODY" is in the books',
    ),
    "no slabs": ({"terms": '{"code": "X"}'}, "line 2, terms: slabs is missing"),
    "a key that is not known": (
        {"terms": '{"code": "X", "max_unit": "5", "slabs": [{"give": {"percent": "5"}}]}'},
        "line 2, terms: max_unit is not a known key",
    ),
    "no JSON": (
        {"terms": "{nonsense"},
        "line 2, terms: is not JSON (see its character 2)",
    ),
    "a broken paisa": (
        {"terms": '{"code": "X", "budget": "5.005", "slabs": [{"give": {"percent": "5"}}]}'},
        "line 2, budget: 5.005 has more than 2 decimal places",
    ),
}


@pytest.mark.parametrize(("row", "reason"), BAD.values(), ids=BAD)
def test_bad_rows(row: Row, reason: str, desk: Desk) -> None:
    before = desk.count(SchemeRow)
    cells = ",".join('"' + value.replace('"', '""') + '"' for value in row.values())
    assert told(desk.bring("schemes", f"{','.join(row)}\n{cells}")) == [reason]
    assert desk.count(SchemeRow) == before
