"""The demo network in the books: right to the last paisa, whenever and wherever it is filled in."""

import shutil
import time
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.commands.books import invariants, look
from bot.demo import seed
from bot.wiring import Wiring
from domain.network.tables import Party, SellerTerms, TradeLink
from domain.orders.tables import Order, OrderState
from domain.pricing.tables import SchemeUse
from domain.stock.tables import Stock
from tests.clock import SettableClock
from tests.databases import Sqlite
from tests.talking import Talk
from tests.transcripts.filled import NOON, filled, noon_file
from tests.wired import wired

pytestmark = pytest.mark.slow

SHARMA = "+919800000201"
MOST_SECONDS = 20  # of processor time


@pytest.fixture(scope="module")
def noon(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiring]:
    """The demo at noon of a Monday; the tests hardly change it."""
    folder = tmp_path_factory.mktemp("noon")
    copied = shutil.copyfile(noon_file(sqlite, tmp_path_factory.getbasetemp()), folder / "demo.db")
    wiring = wired(f"sqlite:///{copied}", SettableClock(NOON), folder)
    yield wiring
    wiring.database.close()


@pytest.fixture
def books(noon: Wiring) -> Iterator[Session]:
    with noon.database.read() as session:
        yield session


def link_of(session: Session, buyer: str) -> TradeLink:
    wanted = select(TradeLink).join(Party, col(Party.id) == col(TradeLink.buyer_id)).where(col(Party.code) == buyer)
    return session.scalars(wanted).one()


def test_the_books_are_right(noon):
    assert look(noon, invariants()) == []


def test_every_state_of_an_order_can_be_seen(books):
    seen = set(books.scalars(select(col(Order.state)).distinct()))
    assert seen >= {
        OrderState.PLACED, OrderState.PACKED, OrderState.DISPATCHED, OrderState.DELIVERED, OrderState.CANCELLED,
    }  # fmt: skip


def test_the_year_is_of_a_believable_size(books):
    first, last, orders = books.execute(
        select(func.min(Order.placed_at), func.max(Order.placed_at), func.count(Order.id))
    ).one()
    assert (last - first).days > 350
    assert 2000 < orders < 3500


def test_the_next_order_of_gupta_is_the_one_of_the_transcripts(books):
    terms = books.scalars(select(SellerTerms).where(col(SellerTerms.series) == "SK")).one()
    numbers = set(books.scalars(select(col(Order.number)).where(col(Order.seller_id) == terms.party_id)))
    assert terms.next_number == 1042
    assert "SK-1041" in numbers
    assert len(numbers) == 1042 - min(int(number.removeprefix("SK-")) for number in numbers)


def test_a_new_shop_has_bought_nothing_and_a_known_one_owes_nothing(books):
    assert (link_of(books, "NEWBHARAT").orders_placed, link_of(books, "NEWBHARAT").chain_length) == (0, 0)
    assert link_of(books, "SHARMA").orders_placed > 20
    assert link_of(books, "SHARMA").exposure == Decimal(0)


def test_schemes_were_used(books):
    used = books.scalar(select(func.count(col(SchemeUse.scheme_id).distinct())))
    assert used is not None
    assert used >= 10


def test_every_godown_is_counted_and_hardly_ever_empty(books):
    places, rows, empty = books.execute(
        select(func.count(col(Stock.place_id).distinct()), func.count(), func.sum(col(Stock.on_hand) == 0))
    ).one()
    assert places == 4
    assert rows > 600
    assert empty < 30


def test_the_history_answers_which_one(noon):
    told = Talk(noon).answer(SHARMA, "2 peti maggi")
    assert "Maggi Masala 70 g: 2 case (192 pc)" in told


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(datetime(2026, 11, 29, 3, 10, tzinfo=ZoneInfo("Asia/Kolkata")), id="on a Sunday night"),
        pytest.param(datetime(2026, 10, 22, 10, 0, tzinfo=ZoneInfo("Asia/Kathmandu")), id="after Dashain"),
    ],
)
def test_it_can_be_filled_at_any_time_quickly(now, sqlite, tmp_path):
    began = time.process_time()
    wiring = filled(sqlite.fresh(tmp_path), tmp_path, now)
    assert time.process_time() - began < MOST_SECONDS
    assert look(wiring, invariants()) == []
    wiring.database.close()


def test_postgres_gets_the_very_same_year(noon: Wiring, postgres_url: str, tmp_path: Path):
    wiring = filled(postgres_url, tmp_path)
    assert look(wiring, invariants()) == []
    orders = select(Order.number, Order.total, Order.placed_at).order_by(col(Order.id))
    with noon.database.read() as here, wiring.database.read() as there:
        assert here.execute(orders).all() == there.execute(orders).all()
        assert seed.counts(here) == seed.counts(there)
    assert "₹2,073.60" in Talk(wiring).answer(SHARMA, "maggi 70g 2 peti")
    wiring.database.close()
