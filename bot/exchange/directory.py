"""Codes that rows refer to, looked up many at a time and remembered for the run."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.exchange.column import NotKnown
from domain.catalogue.tables import Product
from domain.network.tables import Party, Person, SellerTerms


class Directory:
    """Rows of one table by their code. `query` asks for the rows of some codes, the code first."""

    def __init__(self, session: Session, what: str, query: Callable[[Sequence[str]], Any]) -> None:
        self._session = session
        self._what = what
        self._query = query
        self._known: dict[str, Row[Any]] = {}

    def load(self, codes: Iterable[str | None]) -> None:
        """Looks up the codes that are not known yet, in one query."""
        wanted = sorted({code for code in codes if code} - self._known.keys())
        if wanted:
            for row in self._session.execute(self._query(wanted)):
                self._known[row[0]] = row

    def forget(self, codes: Iterable[str]) -> None:
        """Looks these up anew the next time: they were written."""
        for code in codes:
            self._known.pop(code, None)

    def get(self, code: str) -> Row[Any] | None:
        """The row of a code that was loaded."""
        return self._known.get(code)

    def needed(self, column: str, code: str) -> Row[Any]:
        """The row of a code; raises `NotKnown` for `column` where there is none."""
        row = self._known.get(code)
        if row is None:
            raise NotKnown(column, f'no {self._what} "{code}" is in the books')
        return row


class Parties(Directory):
    """Parties by code: code, id, country, language, and whether they sell (`sells`)."""

    def seller(self, column: str, code: str) -> Row[Any]:
        """The row of a party that sells; raises `NotKnown` for `column` where it does not, or not yet."""
        party = self.needed(column, code)
        if not party.sells:
            raise NotKnown(column, f'"{code}" does not sell (in `parties` its column `sells` is not yes)')
        return party


def parties(session: Session) -> Parties:
    """The parties of the books."""
    sells = col(SellerTerms.party_id).is_not(None).label("sells")

    def query(codes: Sequence[str]) -> Any:
        return (
            select(col(Party.code), col(Party.id), col(Party.country), col(Party.language), sells)
            .outerjoin(SellerTerms, col(SellerTerms.party_id) == col(Party.id))
            .where(col(Party.code).in_(codes))
        )

    return Parties(session, "party", query)


def products(session: Session) -> Directory:
    """Products by sku: sku, id."""
    return Directory(
        session,
        "product",
        lambda skus: select(col(Product.sku), col(Product.id)).where(col(Product.sku).in_(skus)),
    )


def people(session: Session) -> Directory:
    """People by phone (E.164): phone, id, name, language, active."""
    return Directory(
        session,
        "person with the phone",
        lambda phones: select(
            col(Person.phone), col(Person.id), col(Person.name), col(Person.language), col(Person.active)
        ).where(col(Person.phone).in_(phones)),
    )
