"""Writes into books behind the database's back, where its own guards would stop the hand first.

What is lifted: on SQLite checks and references are not enforced on this connection; on either database the triggers
of append-only tables are away while it writes, and stand again afterwards. A guard that is named is taken away for
good, since it would not let itself be put back over what was written (and SQLite's own examination would tell of it).
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

import psycopg

from domain.books.trail import APPEND_ONLY


def write(url: str, statements: Iterable[str], without: Iterable[str] = ()) -> None:
    """Runs statements on the books at `url`; `without` names guards to drop: `table.constraint`, or `index name`."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
            file.execute("PRAGMA ignore_check_constraints=ON")
            for guard in without:
                if "." not in guard:
                    file.execute(f"DROP {guard}")
            with _without_triggers(file):
                for guard in without:
                    if "." in guard:
                        _drop_from_sqlite(file, guard)
                for statement in statements:
                    file.execute(statement)
        return
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
        for guard in without:
            table, dot, name = guard.partition(".")
            server.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE" if dot else f"DROP {guard}")
        for table in APPEND_ONLY:
            server.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            server.execute(statement)
        for table in APPEND_ONLY:
            server.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def _without_triggers(file: sqlite3.Connection) -> Iterator[None]:
    triggers = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        file.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in triggers:
        file.execute(sql)


def _drop_from_sqlite(file: sqlite3.Connection, guard: str) -> None:
    """Copies a table into one that has not its constraint; its triggers must be away."""
    table, _dot, name = guard.partition(".")
    (shape,) = file.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    bare, removed = re.subn(rf",\s*CONSTRAINT {name} (?:UNIQUE|PRIMARY KEY|CHECK) \(.*\)", "", shape)
    assert removed == 1, f"{table} has no constraint {name}"
    file.execute("PRAGMA legacy_alter_table=ON")
    file.execute(f"ALTER TABLE {table} RENAME TO guarded")
    file.execute(bare)
    file.execute(f"INSERT INTO {table} SELECT * FROM guarded")
    file.execute("DROP TABLE guarded")
