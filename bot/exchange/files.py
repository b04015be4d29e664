"""Files into the books and out of them: each in one transaction, all or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.database import Database
from bot.exchange import sheet
from bot.exchange.importing import Outcome, bring_in
from bot.exchange.kind import Books, House, Kind, Master
from bot.exchange.sheet import SheetError
from bot.exchange.sheet_out import SheetWriter
from domain.columns import Clock

Watch = Callable[[int, int], None]  # how far a file is read, of how much


@dataclass(frozen=True)
class Exchange:
    """The books of an installation, for files."""

    database: Database
    house: House
    clock: Clock

    def import_file(
        self,
        kind: type[Master],
        path: Path,
        *,
        dry_run: bool = False,
        skip_bad: bool = False,
        watch: Watch = lambda place, size: None,
    ) -> tuple[Outcome, dict[str, list[str]]]:
        """Imports a file; gives what came of it and the notes of the run.

        A dry run, and a file with bad rows that are not to be skipped, leave nothing in the books. Raises `SheetError`.
        """
        with sheet.opened(path) as table, _refusing(), self.database.write() as session:
            books = Books(session, self.clock(), self.house)
            outcome = bring_in(kind(books), table, path.name, lambda place: watch(place, table.size))
            if dry_run or (outcome.bad and not skip_bad):
                session.rollback()
        return outcome, books.notes

    def export(self, kind: type[Kind], writer: SheetWriter) -> int:
        """Writes every record of a kind as one look at the books shows it; gives how many. Raises `SheetError`."""
        count = 0
        with self.database.read() as session:
            table = kind(Books(session, self.clock(), self.house))
            writer.write(column.name for column in table.columns)
            for found in table.records():
                writer.write(column.write(found.values.get(column.name)) for column in table.columns)
                count += 1
        return count


@contextmanager
def _refusing() -> Iterator[None]:
    """What the database itself refuses (such as a row that somebody else added just now) is a refusal of the file."""
    try:
        yield
    except DBAPIError as refused:
        raise SheetError(f"the database refused it, and nothing was changed: {refused.orig}") from refused
