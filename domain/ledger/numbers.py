"""Numbers of papers: consecutive within a series and a financial year, without a gap.

A number is taken in the transaction that writes its paper, by one statement that keeps the series locked until the
commit: whoever is undone gives it back, whoever comes next waits. So it is taken last, to keep the wait short.
GST rule 46(b): consecutive, unique in a financial year, letters, digits, "-" and "/", at most 16 characters.
"""

from datetime import date

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.tables import NumberSeries

# Shrawan 1, with which Nepal's financial year begins, falls on 16 or 17 July; the days by the Nepali calendar.
NEPAL_BEGINS_ON_16_JULY = frozenset({2020, 2021, 2024})


def financial_year(day: date, country: str) -> int:
    """The calendar year in which the financial year of `day` began: 1 April in India, 16 or 17 July in Nepal."""
    if country == "NP":
        begins = date(day.year, 7, 16 if day.year in NEPAL_BEGINS_ON_16_JULY else 17)
    elif country == "IN":
        begins = date(day.year, 4, 1)
    else:
        begins = date(day.year, 1, 1)
    return day.year if day >= begins else day.year - 1


def take_number(session: Session, seller_id: int, series: str, year: int) -> int:
    """The next number of a series in a financial year."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    session.execute(
        insert(NumberSeries)
        .values(seller_id=seller_id, series=series, year=year, first=1, next=1)
        .on_conflict_do_nothing(index_elements=["seller_id", "series", "year"])
    )
    following = session.execute(
        update(NumberSeries)
        .where(
            col(NumberSeries.seller_id) == seller_id,
            col(NumberSeries.series) == series,
            col(NumberSeries.year) == year,
        )
        .values(next=col(NumberSeries.next) + 1)
        .returning(col(NumberSeries.next))
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return int(following) - 1


def begin_at(session: Session, seller_id: int, series: str, year: int, first: int) -> None:
    """Lets a series begin at `first` in a year, for a seller who numbered his bills elsewhere until now.

    Does nothing to a series that has begun.
    """
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    session.execute(
        insert(NumberSeries)
        .values(seller_id=seller_id, series=series, year=year, first=first, next=first)
        .on_conflict_do_nothing(index_elements=["seller_id", "series", "year"])
    )


def written(series: str, sequence: int) -> str:
    """A number as it is printed and said."""
    return f"{series}-{sequence}"
