"""What a run and a kind look like on a terminal."""

from collections.abc import Iterator, Mapping, Sequence

from bot.exchange.column import Column
from bot.exchange.importing import Outcome
from bot.exchange.kind import Kind, Master

NAMES_TOLD = 10


def remarks(outcome: Outcome, notes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The lines for stderr: bad rows, headings that were left out, and what else is worth knowing."""
    yield from (str(fault) for fault in outcome.faults)
    if outcome.faults_untold:
        yield f"and {outcome.faults_untold:,} more"
    if outcome.unknown_headings:
        yield f"columns that are not known and were left out: {', '.join(outcome.unknown_headings)}"
    for what, which in notes.items():
        more = f" and {len(which) - NAMES_TOLD:,} more" if len(which) > NAMES_TOLD else ""
        yield f"note: {what}: {', '.join(which[:NAMES_TOLD])}{more}"


def described(kind: type[Kind]) -> str:
    """A kind with its columns: * where a cell must be filled, then what it means, what may stand there, an example."""
    width = max(len(column.name) for column in kind.columns)
    head = kind.name if issubclass(kind, Master) else f"{kind.name} (export only)"
    return "\n".join([head, f"  {kind.about}", *(_line(column, width) for column in kind.columns)])


def _line(column: Column, width: int) -> str:
    mark = "*" if column.required else " "
    example = f" e.g. {column.example}" if column.example else ""
    return f"  {mark} {column.name:<{width}}  {column.means} ({column.cell.hint}){example}"
