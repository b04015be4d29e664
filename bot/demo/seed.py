"""Fills empty books with the demo network and a year of its trade."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.demo import files
from bot.demo.beginning import begin
from bot.demo.book_events import book_events
from bot.demo.book_orders import book_orders
from bot.demo.book_schemes import book_schemes
from bot.demo.book_stock import book_arrivals, book_stock
from bot.demo.calendar import last_working_moment
from bot.demo.catalogue import add_catalogue
from bot.demo.market import Market, read_market
from bot.demo.network import add_network
from bot.demo.offers import add_offers, end_past_schemes
from bot.demo.under_way import add_under_way
from bot.demo.year import Year
from domain.catalogue import editions
from domain.catalogue.tables import Product
from domain.network.tables import Party, Person
from domain.orders.tables import Order
from domain.pricing.tables import SchemeRow

SEED = 1042
FILLED = "demo"  # the edition that tells that the network in the books is this one
HOME = ZoneInfo("Asia/Kolkata")
KNOWN_FOR = timedelta(days=400)  # how long the network has been there
TRADES_FOR = timedelta(days=365)
QUIET = timedelta(days=5)  # the last days, in which only what is listed as under way was ordered


def is_empty(session: Session) -> bool:
    """Whether the books know nobody yet."""
    return session.scalars(select(col(Party.id)).limit(1)).first() is None


def is_demo(session: Session) -> bool:
    """Whether the network in the books was filled in here."""
    return editions.read(session, (FILLED,))[FILLED] > 0


def counts(session: Session) -> str:
    """What lies in the books, in a few words."""
    told = (("parties", Party), ("people", Person), ("products", Product), ("schemes", SchemeRow), ("orders", Order))
    return ", ".join(f"{session.scalar(select(func.count()).select_from(table)):,} {name}" for name, table in told)


def fill(session: Session, now: datetime) -> None:
    """Fills empty books, as of `now`."""
    today = now.astimezone(HOME).date()
    add_network(session, now - KNOWN_FOR)
    products = add_catalogue(session)
    add_offers(session, products, today)
    market = read_market(session, now - TRADES_FOR)
    year = _played(market, products, now)
    _book(session, year)
    book_arrivals(session, files.settings("stock")["arrival"], year.present.godowns, products, today)
    end_past_schemes(session, today)
    editions.bump(session, FILLED)


def _played(market: Market, products: dict[str, int], now: datetime) -> Year:
    """The year up to this moment."""
    begins, ends = ((now - ago).astimezone(HOME).date() for ago in (TRADES_FOR, QUIET))
    year = begin(market, begins, SEED)
    year.play(begins, ends)
    for ago in range(QUIET.days - 1, 0, -1):
        year.deliver((now - timedelta(days=ago)).astimezone(HOME).date())
    add_under_way(year, files.settings("under_way")["order"], now)
    for code, counted in files.settings("stock")["counted"].items():
        counted_at = last_working_moment(market.sold_by(code)[0].delivery, now)
        for sku, pieces in counted.items():
            year.present.godowns[code].count(products[sku], pieces, counted_at)
    return year


def _book(session: Session, year: Year) -> None:
    market, godowns = year.market, year.present.godowns
    booked = book_orders(session, year.sales)
    book_stock(session, booked, godowns, {code: market.sold_by(code)[0].clerk for code in godowns})
    book_schemes(session, booked)
    book_events(session, booked)
    session.flush()
