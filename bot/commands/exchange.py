"""`sauda import`, `sauda export`, `sauda kinds`: masters and ledgers as CSV or XLSX."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.failure import Failed
from bot.commands.opening import opened

if TYPE_CHECKING:
    from bot.exchange.files import Exchange, Watch
    from bot.exchange.importing import Outcome
    from bot.exchange.kind import Kind

KindName = Annotated[str, typer.Argument(metavar="KIND", help="What the file holds: see `sauda kinds`.")]


def bring_in(
    kind: KindName,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV, XLSX, ODS or XLS file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Import the good rows and leave the bad ones.")] = False,
) -> None:
    """Import a master or ledger from a file, all of it or nothing.

    Every bad row is told on stderr with its line, column and reason. Importing the same file again changes nothing.

    Example: sauda import products catalogue.csv --dry-run
    """
    from bot.exchange.kind import Master
    from bot.exchange.sheet import SheetError

    table = _known(kind)
    if not issubclass(table, Master):
        raise Failed(f"{kind} can only be exported")
    try:
        with _progress() as watch:
            outcome, notes = exchange_here().import_file(table, file, dry_run=dry_run, skip_bad=skip_bad, watch=watch)
    except SheetError as wrong:
        raise Failed(f"{file}: {wrong}") from None
    _tell(outcome, notes)
    refused = bool(outcome.bad) and not skip_bad
    counts = f"{outcome.new} new, {outcome.changed} changed, {outcome.same} the same, {outcome.bad} bad"
    if refused:
        raise Failed(f"{file}: nothing was imported ({counts})")
    print(f"{kind}: {counts}" + (" (dry run: nothing was changed)" if dry_run else ""))


def give_out(
    kind: KindName,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", dir_okay=False, help="A .csv or .xlsx file; else CSV on stdout.")
    ] = None,
) -> None:
    """Export a master or ledger as CSV or XLSX.

    Example: sauda export parties -o parties.xlsx
    """
    from bot.exchange.sheet import SheetError
    from bot.exchange.sheet_out import to_file, to_screen

    table = _known(kind)
    try:
        with to_screen() if output is None else to_file(output) as writer:
            count = exchange_here().export(table, writer)
    except (SheetError, OSError) as wrong:
        raise Failed(f"{kind} could not be written: {wrong}") from None
    if output is not None:
        print(f"{kind}: {count} rows in {output}")


def kinds(
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="Only this kind.")] = None,
) -> None:
    """Every kind of file that can be imported or exported, with its columns.

    Example: sauda kinds products
    """
    from bot.exchange.kinds import KINDS
    from bot.exchange.telling import described

    chosen = [_known(kind)] if kind is not None else list(KINDS.values())
    print("\n\n".join(described(table) for table in chosen))


def _known(kind: str) -> "type[Kind]":
    from bot.exchange.kinds import KINDS

    if kind not in KINDS:
        raise typer.BadParameter(f"no such kind: {kind} (known: {', '.join(KINDS)})", param_hint="KIND")
    return KINDS[kind]


def exchange_here() -> "Exchange":
    """The exchange of this installation's books."""
    from bot.exchange.files import Exchange
    from bot.exchange.kind import House
    from bot.settings import load

    settings = load().model_copy(update={"log_level": "WARNING"})
    wiring = opened(settings)
    house = House(settings.default_country, settings.currency, settings.timezone, settings.default_language)
    return Exchange(wiring.database, house, wiring.clock)


def _tell(outcome: "Outcome", notes: dict[str, list[str]]) -> None:
    from bot.exchange.telling import remarks

    for line in remarks(outcome, notes):
        print(line, file=sys.stderr)


@contextmanager
def _progress() -> "Iterator[Watch]":
    """A bar on a terminal, nothing elsewhere."""
    with typer.progressbar(length=1000, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def watch(place: int, size: int) -> None:
            bar.update(max(0, 1000 * place // max(size, 1) - bar.pos))

        yield watch
