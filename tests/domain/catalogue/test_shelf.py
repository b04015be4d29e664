"""Shelves in memory: what each seller sells, shared where it is the same, replaced when the catalogue changes."""

import threading
from contextlib import contextmanager
from decimal import Decimal

import pytest

from domain.catalogue import editions
from domain.catalogue.packs import Packing
from domain.catalogue.shelf import Item, Shelves
from domain.catalogue.tables import Listing, Product
from domain.network.tables import Tier
from tests.builders import add, party, product


def item(**more):
    known = {
        "id": 1, "sku": "X", "brand": "Himal", "name": "Masala Noodles", "pack": "70 g", "label": "",
        "category": "", "subcategory": "", "mrp": Decimal(14), "packing": Packing(None, None),
        "tax_rate": Decimal(5), "hsn": "",
    }  # fmt: skip
    return Item(**(known | more))


@pytest.mark.parametrize(
    ("of", "title"),
    [
        pytest.param(item(), "Himal Masala Noodles 70 g", id="brand, name, pack"),
        pytest.param(item(label="Himal 70"), "Himal 70", id="the label where there is one"),
        pytest.param(item(name="HIMAL Noodles"), "HIMAL Noodles 70 g", id="a name that begins with the brand"),
        pytest.param(item(brand="", pack=""), "Masala Noodles", id="nothing but a name"),
    ],
)
def test_the_title_of_an_item(of, title):
    assert of.title == title


@pytest.fixture
def sellers(database):
    """Three sellers of a catalogue with two brands: one lists a brand, one the other, one nothing."""
    with database.write() as session:
        product(session, "A", "Alfa", "Soap", "100 g", "10")
        product(session, "B", "Beta", "Tea", "250 g", "90")
        product(session, "OLD", "Beta", "Old Tea", "250 g", "90", active=False)
        made = [party(session, f"S{n}", f"Seller {n}", Tier.DISTRIBUTOR) for n in range(3)]
        add(session, Listing(seller_id=made[0].id, brand="Alfa"))
        add(session, Listing(seller_id=made[1].id, brand="Beta"))
        return [seller.id for seller in made]


@pytest.fixture
def session(database, sellers):
    with database.write() as session:
        yield session


def skus(shelf):
    return sorted(shelf.by_sku)


def test_a_seller_sells_the_brands_that_he_lists_and_without_a_list_everything(session, sellers):
    shelves = Shelves()
    assert [skus(shelves.of(session, (seller,), 1)) for seller in sellers] == [["A"], ["B"], ["A", "B"]]


def test_several_sellers_together_sell_what_each_sells(session, sellers):
    shelves = Shelves()
    assert skus(shelves.of(session, sellers[:2], 1)) == ["A", "B"]
    assert skus(shelves.of(session, sellers, 1)) == ["A", "B"]


def test_sellers_of_the_same_brands_share_a_shelf(session, sellers):
    twin = party(session, "TWIN", "Twin", Tier.DISTRIBUTOR)
    add(session, Listing(seller_id=twin.id, brand="Alfa"))
    shelves = Shelves()
    assert shelves.of(session, (sellers[0],), 1) is shelves.of(session, (twin.id,), 1)


def test_a_newer_edition_is_read_anew_and_the_same_one_is_not(session, sellers):
    shelves = Shelves()
    before = shelves.of(session, (sellers[0],), 1)
    product(session, "C", "Alfa", "Soap", "200 g", "20")
    assert shelves.of(session, (sellers[0],), 1) is before
    assert skus(shelves.of(session, (sellers[0],), 2)) == ["A", "C"]


def test_a_newer_edition_is_built_aside_while_the_last_one_is_read(database, sellers):
    may_build = threading.Event()

    @contextmanager
    def when_allowed():
        assert may_build.wait(timeout=10)
        with database.read() as reading:
            yield reading

    shelves = Shelves(when_allowed)
    with database.write() as writing:
        before = shelves.of(writing, (sellers[0],), 1)
        product(writing, "C", "Alfa", "Soap", "200 g", "20")
    with database.read() as reading:
        assert shelves.of(reading, (sellers[0],), 2) is before
        assert shelves.of(reading, (sellers[0],), 2) is before  # and no second thread is started for it
        builders = [thread for thread in threading.enumerate() if thread.name == "shelf"]
        assert len(builders) == 1
        may_build.set()
        builders[0].join(timeout=10)
        assert skus(shelves.of(reading, (sellers[0],), 2)) == ["A", "C"]


def test_editions_rise_by_scope(session):
    scopes = (editions.CATALOGUE, editions.SCHEMES)
    assert editions.read(session, scopes) == {"catalogue": 0, "schemes": 0}
    editions.bump(session, editions.CATALOGUE)
    editions.bump(session, editions.CATALOGUE)
    editions.bump(session, editions.SCHEMES)
    assert editions.read(session, scopes) == {"catalogue": 2, "schemes": 1}


def test_items_carry_what_the_product_says(session, sellers):
    goods = Product(sku="D", brand="Alfa", name="Wafer", mrp=Decimal("10.50"), pieces_per_case=24, tax_rate=Decimal(5))
    add(session, goods)
    of = Shelves().of(session, (sellers[0],), 1).by_sku["D"]
    assert (of.id, of.mrp, of.packing, of.tax_rate) == (goods.id, Decimal("10.50"), Packing(None, 24), Decimal(5))
