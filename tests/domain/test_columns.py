"""How values lie on disk: whole numbers that come back as the Decimal that went in, and nothing finer."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from domain.catalogue.tables import Product
from domain.columns import Paise, Rate, UnitPrice
from domain.network.tables import Party, Tier
from tests.builders import add, party, product


@pytest.mark.parametrize(
    ("column", "value", "on_disk"),
    [
        pytest.param(Paise(), Decimal("12.34"), 1234, id="rupees"),
        pytest.param(Paise(), Decimal(-5), -500, id="less than nothing"),
        pytest.param(Paise(), None, None, id="nothing"),
        pytest.param(UnitPrice(), Decimal("11.3333"), 113333, id="a unit price"),
        pytest.param(Rate(), Decimal("0.25"), 25, id="a quarter of a per cent"),
        pytest.param(Paise(), Decimal("99999999999.99"), 9999999999999, id="more money than there is"),
    ],
)
def test_values_on_disk(column, value, on_disk):
    assert column.process_bind_param(value, None) == on_disk
    assert column.process_result_value(on_disk, None) == value


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param(Paise(), "0.001", id="a tenth of a paisa"),
        pytest.param(UnitPrice(), "1.00005", id="finer than a unit price"),
        pytest.param(Rate(), "2.125", id="finer than a basis point"),
    ],
)
def test_what_is_finer_is_refused_and_not_rounded(column, value):
    with pytest.raises(ValueError, match="finer than"):
        column.process_bind_param(Decimal(value), None)


@pytest.fixture
def session(database):
    with database.write() as session:
        yield session


def test_money_is_whole_paise_on_either_database(session):
    goods = product(session, "A", "Alfa", "Soap", "100 g", "10.50")
    assert session.execute(text("SELECT mrp FROM product")).scalar_one() == 1050
    session.expire(goods)
    assert goods.mrp == Decimal("10.50")


def test_the_database_refuses_a_value_that_is_no_choice(session):
    party(session, "P", "Party", Tier.RETAILER)
    with pytest.raises((IntegrityError, DataError)):
        session.execute(text("UPDATE party SET tier = 'kiosk'"))


def test_python_refuses_a_value_that_is_no_choice(session):
    with pytest.raises(StatementError):
        add(session, Party(code="P", name="Party", tier="kiosk"))


def test_the_database_keeps_its_own_rules(session):
    with pytest.raises(IntegrityError):
        add(session, Product(sku="A", name="Soap", mrp=Decimal(-1)))
