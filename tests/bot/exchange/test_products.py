"""The catalogue from a file: lots, names, editions, and what is said of rows that cannot be taken."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.exchange.sheet import SheetError
from domain.catalogue.tables import Alias, MrpLot, Product
from domain.events import Event
from tests.bot.exchange.conftest import Desk, counts, told
from tests.bot.exchange.workbooks import old_excel, xlsx
from tests.clock import SettableClock

SALT = """
    sku,brand,name,pack,category,subcategory,mrp,units_per_case,pieces_per_inner,tax_rate,hsn,label,aliases
    SALT,Tej,Iodised Salt,1 kg,masala,salt,28.00,25,5,5,2501,Tej Salt,hi:नमक|tej namak|ne:nun
"""


def test_every_column_of_a_new_product(desk: Desk) -> None:
    assert counts(desk.bring("products", SALT)) == (1, 0, 0, 0)
    salt = desk.product("SALT")
    assert (salt.brand, salt.name, salt.pack, salt.label) == ("Tej", "Iodised Salt", "1 kg", "Tej Salt")
    assert (salt.category, salt.subcategory, salt.hsn, salt.active) == ("masala", "salt", "2501", True)
    assert (salt.mrp, salt.tax_rate) == (Decimal(28), Decimal(5))
    assert (salt.pieces_per_case, salt.pieces_per_inner) == (25, 5)
    with desk.session() as session:
        lots = session.execute(select(col(MrpLot.mrp), col(MrpLot.since))).all()
        names = session.execute(select(col(Alias.language), col(Alias.name)).order_by(col(Alias.name))).all()
    assert list(map(tuple, lots)) == [(Decimal(28), date(2026, 6, 15))]
    assert list(map(tuple, names)) == [("ne", "nun"), ("", "tej namak"), ("hi", "नमक")]


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    desk.bring("products", SALT)
    before = desk.edition(), desk.count(Event)
    assert counts(desk.bring("products", SALT)) == (0, 0, 1, 0)
    assert (desk.edition(), desk.count(Event)) == before


def test_a_dry_run_tells_and_leaves_everything_as_it_was(desk: Desk) -> None:
    desk.bring("products", SALT)
    before = desk.edition(), desk.count(Event)
    rows = SALT.replace("28.00", "30.00") + "    TEA,Tej,Tea,250 g,,,120,,,,,,\n"
    assert counts(desk.bring("products", rows, dry_run=True)) == (1, 1, 0, 0)
    assert (desk.edition(), desk.count(Event), desk.count(Product), desk.product("SALT").mrp) == (*before, 1, 28)


def test_a_changed_mrp_keeps_the_old_one_as_a_lot(desk: Desk, clock: SettableClock) -> None:
    desk.bring("products", "sku,name,mrp,mrp_since\nSALT,Salt,26,2026-01-01")
    clock.forward(days=10)
    assert counts(desk.bring("products", "sku,name,mrp\nSALT,Salt,28")) == (0, 1, 0, 0)
    clock.forward(days=10)
    desk.bring("products", "sku,name,mrp,mrp_since\nSALT,Salt,30,01/07/2026")
    with desk.session() as session:
        lots = session.execute(select(col(MrpLot.mrp), col(MrpLot.since)).order_by(col(MrpLot.mrp))).all()
    assert list(map(tuple, lots)) == [
        (Decimal(26), date(2026, 1, 1)),
        (Decimal(28), date(2026, 6, 25)),
        (Decimal(30), date(2026, 7, 1)),
    ]
    assert desk.product("SALT").mrp == Decimal(30)


def test_an_mrp_that_comes_back_is_the_newest_lot_again(desk: Desk, clock: SettableClock) -> None:
    for mrp in (28, 30, 28):
        desk.bring("products", f"sku,name,mrp\nSALT,Salt,{mrp}")
        clock.forward(days=1)
    with desk.session() as session:
        newest = session.scalars(select(MrpLot).order_by(col(MrpLot.since).desc())).first()
    assert newest is not None
    assert (newest.mrp, newest.since) == (Decimal(28), date(2026, 6, 17))


def test_a_changed_mrp_or_tax_is_on_record(desk: Desk) -> None:
    desk.bring("products", "sku,name,mrp,tax_rate\nSALT,Salt,28,5")
    desk.bring("products", "sku,name,mrp,tax_rate\nSALT,Table Salt,30,5")
    with desk.session() as session:
        events = session.execute(select(col(Event.kind), col(Event.subject), col(Event.facts))).all()
    assert [tuple(event) for event in events] == [
        ("file.imported", "file:products", {"file": "in.csv", "new": 1, "changed": 0, "bad": 0}),
        ("product.imported", "product:SALT", {"mrp": ["28.00", "30.00"], "line": 2}),
        ("file.imported", "file:products", {"file": "in.csv", "new": 0, "changed": 1, "bad": 0}),
    ]


def test_names_are_replaced_where_the_file_has_them_and_left_where_it_has_not(desk: Desk) -> None:
    desk.bring("products", SALT)
    desk.bring("products", "sku,name\nSALT,Iodised Salt")
    assert desk.count(Alias) == 3
    assert counts(desk.bring("products", "sku,name,aliases\nSALT,Iodised Salt,ne:नमक|nun")) == (0, 1, 0, 0)
    assert desk.reads("products")[0]["aliases"] == (("", "nun"), ("ne", "नमक"))
    desk.bring("products", "sku,name,aliases\nSALT,Iodised Salt,")
    assert desk.count(Alias) == 0


def test_a_column_that_is_missing_is_left_and_an_empty_cell_is_emptied(desk: Desk) -> None:
    desk.bring("products", SALT)
    desk.bring("products", "sku,name,hsn,tax_rate\nSALT,Iodised Salt,,")
    salt = desk.product("SALT")
    assert (salt.hsn, salt.tax_rate, salt.pieces_per_case, salt.mrp) == ("", 0, 25, 28)


@pytest.mark.parametrize(
    ("heading", "value"),
    [("pieces_per_case", 25), ("Units per case", 25), ("UNITS-PER-CASE", 25), ("units_per_case ", 25)],
)
def test_a_heading_is_known_however_it_is_written(heading: str, value: int, desk: Desk) -> None:
    desk.bring("products", f"SKU,Name,{heading}\nA,B,{value}")
    assert desk.product("A").pieces_per_case == value


def test_old_and_new_excel(desk: Desk, tmp_path: Path) -> None:
    assert counts(desk.bring("products", old_excel(tmp_path / "in.xls"))) == (2, 0, 0, 0)
    assert (desk.product("00123").pieces_per_case, desk.product("A-1").mrp) == (48, Decimal("28.5"))
    rows = [["sku", "name", "mrp", "units_per_case", "hsn"], ["A-1", "नमक 1 kg", 28.5, 25, 25010020]]
    assert counts(desk.bring("products", xlsx(tmp_path / "in.xlsx", rows))) == (0, 1, 0, 0)
    assert desk.product("A-1").hsn == "25010020"


def test_bad_rows_are_all_told_and_nothing_is_imported(desk: Desk) -> None:
    outcome = desk.bring(
        "products",
        """
        sku,name,mrp,units_per_case,aliases
        A,Good,10,5,
        B,,-5,2.5,
        C,Sum,=1+1,999999999999,
        A,Twice,10,5,
        D,Names,10,5,x|hi:x
        E,More,10,5,,6
        """,
    )
    assert counts(outcome) == (1, 0, 0, 5)
    assert sorted(told(outcome)) == [
        'line 3, mrp: "-5" must not be below 0',
        "line 3, name: is empty",
        'line 3, units_per_case: "2.5" is not a whole number',
        'line 4, mrp: "=1+1" is no amount',
        'line 4, units_per_case: "999999999999" is not from 1 to 1000000',
        "line 5, sku: the same sku as in line 2",
        "line 6, aliases: holds a name twice",
        "line 7: has more cells than there are headings (5)",
    ]
    assert (desk.count(Product), desk.edition()) == (0, 0)


def test_good_rows_alone_are_imported_where_that_is_wanted(desk: Desk) -> None:
    assert counts(desk.bring("products", "sku,name,mrp\nA,Good,10\nB,Bad,x\nC,Good,12", skip_bad=True)) == (2, 0, 0, 1)
    assert desk.count(Product) == 2


def test_fifty_faults_are_told_and_the_others_counted(desk: Desk) -> None:
    outcome = desk.bring("products", "sku,name,mrp\n" + "\n".join(f"A{n},x,bad" for n in range(5000)))
    assert (len(outcome.faults), outcome.faults_untold, outcome.bad) == (50, 4950, 5000)


REFUSED = {
    "no sku": (
        "name,brand,pack,mrp,category,subcategory\nBadam,Premia,1 U,451,,",
        "products need the column sku; the file's headings are: name, brand, pack, mrp, category, subcategory",
    ),
    "neither": ("brand,pack\nPremia,1 U", "products need the columns sku, name; the file's headings are: brand, pack"),
    "twice": (
        "sku,name,units_per_case,pieces_per_case\nA,B,5,6",
        'the column "units_per_case" stands there twice (sku, name, units_per_case, pieces_per_case)',
    ),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED)
def test_headings_that_will_not_do(text: str, reason: str, desk: Desk) -> None:
    with pytest.raises(SheetError) as why:
        desk.bring("products", text)
    assert str(why.value) == reason


def test_headings_that_are_not_known_are_told(desk: Desk) -> None:
    outcome = desk.bring("products", "sku,name,mpr,colour\nA,B,5,red")
    assert outcome.unknown_headings == ('mpr (did you mean "mrp"?)', "colour")
    assert desk.product("A").mrp is None


def test_what_the_database_refuses_is_refused_as_a_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when another import added the same products a moment ago."""
    from bot.exchange.kinds.products import Products

    desk.bring("products", "sku,name\nA,B")
    monkeypatch.setattr(Products, "records", lambda *_: iter(()))
    with pytest.raises(SheetError, match="the database refused it, and nothing was changed"):
        desk.bring("products", "sku,name\nB,C\nA,B")
    assert desk.count(Product) == 1
