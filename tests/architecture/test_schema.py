"""The shape of the books: one way to it, the same as the tables in the code, and guards on what is only appended."""

import subprocess
import sys

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from bot import schema
from bot.web.console import invariants as console
from domain.books import trail
from tests.architecture.sources import ROOT


def test_there_is_one_newest_migration():
    assert len(ScriptDirectory.from_config(schema.config()).get_heads()) == 1


def test_the_migrations_lead_to_the_tables_of_the_code(database):
    command.check(schema.config(database))
    with database.engine.connect() as connection:
        there = set(inspect(connection).get_table_names())
    assert there - {"alembic_version"} == set(SQLModel.metadata.tables)


def test_the_schema_alone_knows_every_table():
    """A migration drawn by a process that has not met a table would drop it."""
    alone = "import bot.schema; print('\\n'.join(sorted(bot.schema.metadata.tables)))"
    told = subprocess.run([sys.executable, "-c", alone], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(told.stdout.split()) == set(SQLModel.metadata.tables)


def test_books_that_are_new_are_current_and_others_are_not(database):
    assert schema.is_current(database)
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert not schema.is_current(database)


def test_migrating_back_and_forth_ends_where_it_began(sqlite_url):
    from bot.database import Database

    database = Database(sqlite_url)
    command.downgrade(schema.config(database), "base")
    with database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    schema.migrate(database)
    command.check(schema.config(database))
    database.close()


def guarded(database):
    """The tables whose rows a trigger guards."""
    if database.is_sqlite:
        wanted = (
            "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_no\\_%' ESCAPE '\\'"
        )
    else:
        wanted = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%\\_append\\_only'"
    with database.read() as session:
        return set(session.execute(text(wanted)).scalars())


def test_the_guards_are_those_that_the_check_looks_for(database):
    assert guarded(database) == APPEND_ONLY


APPEND_ONLY = {*trail.APPEND_ONLY, *console.APPEND_ONLY}


@pytest.mark.parametrize("table", sorted(SQLModel.metadata.tables))
def test_what_calls_itself_appended_is_guarded(table):
    model = next(mapper.class_ for mapper in SQLModel._sa_registry.mappers if mapper.local_table.name == table)
    says = (model.__doc__ or "").lower()
    if "append" in says or "never changed" in says:
        assert table in APPEND_ONLY
