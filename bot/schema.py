"""The shape of the books: every table, the migrations that lead there, and whether they have been run."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

import bot.jobs.tables
import bot.post.tables  # noqa: F401
import bot.web.console.tables
import domain.care.tables
import domain.catalogue.tables
import domain.events
import domain.ledger.journal
import domain.ledger.paper
import domain.ledger.tables
import domain.network.tables
import domain.orders.tables
import domain.pricing.tables
import domain.stock.tables  # noqa: F401
from bot.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"

metadata = SQLModel.metadata


def config(database: Database | None = None) -> Config:
    """Alembic's configuration, without a file."""
    configured = Config()
    configured.set_main_option("script_location", str(MIGRATIONS))
    if database is not None:
        configured.attributes["engine"] = database.engine
    return configured


def migrate(database: Database) -> None:
    """Brings the books to the newest shape."""
    command.upgrade(config(database), "head")


def is_current(database: Database) -> bool:
    """Whether every migration has been run."""
    newest = ScriptDirectory.from_config(config()).get_current_head()
    with database.read() as session:
        return MigrationContext.configure(session.connection()).get_current_revision() == newest
