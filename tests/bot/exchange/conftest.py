"""Files for tests: written from readable text, imported and exported on either database."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from bot.exchange.files import Exchange
from bot.exchange.importing import Outcome
from bot.exchange.kind import Books, House
from bot.exchange.kinds import KINDS
from bot.exchange.sheet_out import to_file
from bot.wiring import Wiring
from domain.catalogue import editions
from domain.catalogue.tables import Product


@dataclass
class Desk:
    """Somebody who imports and exports."""

    exchange: Exchange
    folder: Path
    notes: dict[str, list[str]]

    def bring(self, kind: str, text: str | Path, **how: Any) -> Outcome:
        """Imports a file, or lines of CSV."""
        path = text
        if isinstance(text, str):
            path = self.folder / "in.csv"
            path.write_text("\n".join(line.strip() for line in text.strip().splitlines()), encoding="utf-8")
        outcome, self.notes = self.exchange.import_file(KINDS[kind], path, **how)  # type: ignore[arg-type]
        return outcome

    def take(self, kind: str, suffix: str = ".csv") -> Path:
        """Exports a kind into a file."""
        path = self.folder / f"{kind}{suffix}"
        with to_file(path) as writer:
            self.exchange.export(KINDS[kind], writer)
        return path

    def reads(self, kind: str) -> list[dict[str, Any]]:
        """The values of all records of a kind."""
        with self.session() as session:
            table = KINDS[kind](Books(session, self.exchange.clock(), self.exchange.house))
            return [found.values for found in table.records()]

    def session(self) -> AbstractContextManager[Session]:
        """One look at the books."""
        return self.exchange.database.read()

    def count(self, table: type[SQLModel]) -> int:
        """How many rows a table has."""
        with self.session() as session:
            return int(session.scalar(select(func.count()).select_from(table)))

    def edition(self, scope: str = editions.CATALOGUE) -> int:
        """The present edition of the catalogue, or of the schemes."""
        with self.session() as session:
            return editions.read(session, [scope])[scope]

    def product(self, sku: str) -> Product:
        """A product as it stands in the books."""
        with self.session() as session:
            product: Product = session.scalars(select(Product).where(col(Product.sku) == sku)).one()
            return product


@pytest.fixture
def desk(wiring: Wiring, tmp_path: Path) -> Desk:
    """Imports into and exports from empty books in India."""
    house = House("IN", "INR", "Asia/Kolkata", "en")
    return Desk(Exchange(wiring.database, house, wiring.clock), tmp_path, {})


def told(outcome: Outcome) -> list[str]:
    """What is said of the bad rows."""
    return [str(fault) for fault in outcome.faults]


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    """New, changed, same, bad."""
    return outcome.new, outcome.changed, outcome.same, outcome.bad
