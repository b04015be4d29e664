"""What an import leaves on record: that it was, and an event for every change of a value near money or rights."""

from collections.abc import Sequence
from typing import Any

from bot.exchange.bulk import add_rows
from bot.exchange.kind import Change, Master
from domain.events import Event


def keep(kind: Master, changes: Sequence[Change]) -> None:
    """Appends an event for every record of which an audited column changed, with the value before and after."""
    audited = [column for column in kind.columns if column.audited]
    rows: list[dict[str, Any]] = []
    for change in changes:
        before = change.found.values if change.found else {}
        if change.found is None and not kind.audits_new:
            continue
        facts = {
            column.name: [_told(column.write(before.get(column.name))), _told(column.write(change.after[column.name]))]
            for column in audited
        }
        facts = {name: pair for name, pair in facts.items() if pair[0] != pair[1]}
        if facts:
            rows.append(_event(kind, change, facts))
    add_rows(kind.session, Event, rows)


def keep_file(kind: Master, source: str, counts: dict[str, int]) -> None:
    """Appends one event for a whole file, with its name and how many records it changed."""
    event = {"at": kind.books.now, "kind": "file.imported", "subject": f"file:{kind.name}"}
    add_rows(kind.session, Event, [event | {"facts": {"file": source} | counts}])


def _event(kind: Master, change: Change, facts: dict[str, Any]) -> dict[str, Any]:
    named = "/".join(str(part) for part in kind.key_of(change.after) if part not in (None, ""))
    return {
        "at": kind.books.now,
        "kind": f"{kind.one}.imported",
        "subject": f"{kind.one}:{named}",
        "facts": facts | {"line": change.line},
    }


def _told(written: Any) -> str | None:
    return None if written is None else str(written)
