"""Filled books, made once for each database and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Postgres, Sqlite
from tests.domain.books.filled import fill


@pytest.fixture(scope="session")
def filled_sqlite(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of filled books in a SQLite file, closed."""
    folder = tmp_path_factory.mktemp("filled")
    url = sqlite.fresh(folder)
    fill(url, folder)
    return url


@pytest.fixture(scope="session")
def filled_postgres(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of filled books on PostgreSQL, closed."""
    with postgres.fresh() as url:
        fill(url, tmp_path_factory.mktemp("filled"))
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def books_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of filled books of the test's own, on either database."""
    filled = request.getfixturevalue(f"filled_{request.param}")
    if request.param == "sqlite":
        yield Sqlite.copy(filled, tmp_path)
        return
    with request.getfixturevalue("postgres").copy(filled) as url:
        yield url
