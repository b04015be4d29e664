"""Importing a sheet: rows are read and compared with the books, and what differs is written, batch by batch.

Nothing here commits: whoever calls decides by the outcome.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.exchange import audit
from bot.exchange.bulk import batches
from bot.exchange.column import BadCell, Column, Fault, NotKnown
from bot.exchange.headings import Headings, matched
from bot.exchange.kind import Change, Found, Key, Master, Values
from bot.exchange.sheet import Row, Sheet, SheetError

FAULTS_TOLD = 50


@dataclass
class Outcome:
    """What came of a file: records new, changed and the same, bad rows, and the first faults of these."""

    new: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0
    faults: list[Fault] = field(default_factory=list)
    faults_untold: int = 0
    unknown_headings: tuple[str, ...] = ()

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Counts one bad row with all that is wrong with it."""
        self.bad += 1
        told = faults[: FAULTS_TOLD - len(self.faults)]
        self.faults.extend(told)
        self.faults_untold += len(faults) - len(told)


@dataclass(frozen=True, slots=True)
class Given:
    """A row of the file, read: the line where it stands and its values by column."""

    line: int
    values: Values


def bring_in(kind: Master, sheet: Sheet, source: str, progress: Callable[[int], None] = lambda place: None) -> Outcome:
    """Writes what a sheet changes, and tells.

    `source` is the file's name for the record; `progress` hears how far the sheet was read. Raises `SheetError`.
    """
    first = next(sheet.rows, None)
    if first is None:
        raise SheetError("the file is empty")
    run = Run(kind, matched(kind.name, kind.columns, first[1]))
    for rows in batches(sheet.rows):
        run.take(rows)
        progress(sheet.place())
    run.take_waiting()
    outcome = run.outcome
    if outcome.new or outcome.changed:
        kind.finish()
        audit.keep_file(kind, source, {"new": outcome.new, "changed": outcome.changed, "bad": outcome.bad})
    return outcome


class Run:
    """One file on its way into the books."""

    def __init__(self, kind: Master, headings: Headings) -> None:
        self.kind = kind
        self.headings = headings
        self.outcome = Outcome(unknown_headings=headings.unknown)
        self._lines: dict[int, int] = {}
        self._waiting: list[Given] = []
        self._empties = {column.name: column.empty for column in kind.columns if column.stored}
        self._stored = [column for column in kind.columns if column.stored]

    def take(self, rows: Sequence[Row]) -> None:
        """Takes a batch of rows; one that refers to what is not there yet waits."""
        read = []
        for line, cells in rows:
            values, faults = self.headings.read(line, cells)
            if faults:
                self.outcome.refuse(faults)
            else:
                read.append(Given(line, values))
        self._settle(read)

    def take_waiting(self) -> None:
        """Takes the rows that waited, as long as that brings what others wait for; the rest is bad."""
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            for given in batches(waiting):
                self._settle(given)
            if len(self._waiting) == len(waiting):
                for given in batches(self._waiting):
                    self._settle(given, last=True)
                return

    def _settle(self, rows: Sequence[Given], *, last: bool = False) -> None:
        resolved = self._resolved(rows, last=last)
        found = {self.kind.key_of(record.values): record for record in self._records([key for key, _ in resolved])}
        changes = []
        for key, given in resolved:
            change = self._change(given, found.get(key))
            if change is not None:
                changes.append(change)
        if changes:
            self.kind.write(changes)
            audit.keep(self.kind, changes)
            self.kind.session.expire_all()  # rows were written around the session's objects

    def _records(self, keys: Sequence[Key]) -> Sequence[Found]:
        return list(self.kind.records(keys)) if keys else ()

    def _resolved(self, rows: Sequence[Given], *, last: bool) -> list[tuple[Key, Given]]:
        """The rows in the form of the books, each with its key; what cannot be is refused or waits."""
        self.kind.look_up([given.values for given in rows])
        resolved = []
        for given in rows:
            values = dict(given.values)
            try:
                self.kind.resolve(values)
                key = self.kind.key_of(values)
                self._once(key, given.line)
                resolved.append((key, Given(given.line, values)))
            except BadCell as bad:
                if isinstance(bad, NotKnown) and not last:
                    self._waiting.append(given)
                else:
                    self.outcome.refuse([Fault(given.line, bad.column, bad.reason)])
        return resolved

    def _once(self, key: Key, line: int) -> None:
        # Only a hash of each key is kept, so that a million rows fit; that two of a million keys share one is as good
        # as impossible (once in 37 million files).
        before = self._lines.setdefault(hash(key), line)
        if before != line:
            raise BadCell(self.kind.key[-1], f"the same {' and '.join(self.kind.key)} as in line {before}")

    def _change(self, given: Given, found: Found | None) -> Change | None:
        """What is to be written for a row; None where it is bad or changes nothing."""
        after = (self._empties if found is None else found.values) | given.values
        try:
            self.kind.complete(after, given.values, found)
        except BadCell as bad:
            self.outcome.refuse([Fault(given.line, bad.column, bad.reason)])
            return None
        if found is None:
            self.outcome.new += 1
        elif any(differs(column, found.values, after) for column in self._stored):
            self.outcome.changed += 1
        else:
            self.outcome.same += 1
            return None
        return Change(given.line, after, found)


def differs(column: Column, before: Values, after: Values) -> bool:
    """Whether a column would be written differently into a file."""
    was, is_now = before[column.name], after[column.name]
    return was is not is_now and was != is_now and column.write(was) != column.write(is_now)
