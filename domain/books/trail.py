"""What is always true of the trail: an order is where its events lead, no event was changed, none is missing."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.books.invariant import Facts, Finder, Invariant, rows
from domain.events import FINGERPRINTED, Event, fingerprint
from domain.network.tables import TradeLink
from domain.orders.lifecycle import MOVES

# Rows of papers change in what is still open of them, and in nothing else.
APPEND_ONLY = (
    "event", "movement", "scheme_use", "journal_entry", "posting", "allocation", "packed_line", "day_close",
    "bill", "bill_line", "credit_note", "credit_note_line",
)  # fmt: skip

_ALLOWED = ", ".join(f"('{now}', '{then}')" for now in MOVES for then in sorted(MOVES[now]))
_MOVED = "subject LIKE 'order:%' AND facts ->> 'to' IS NOT NULL"


def broken_chains(session: Session, now: datetime) -> Iterator[Facts]:
    """The first event of each pair's chain that is not as it was, and chains that do not end where the link says."""
    ends = {link: (length, end) for link, length, end in session.execute(select(*_ENDS))}
    wanted = select(*_CHAINED).where(col(Event.link_id).is_not(None))
    wanted = wanted.order_by(col(Event.link_id), col(Event.chain_position))
    events = session.connection().execute(wanted, execution_options={"yield_per": 2000})
    for link, chain in groupby(events, key=lambda event: event.link_id):
        yield from _broken(link, chain, ends.pop(link, (0, "")))
    yield from ({"link": link, "position": 1, "what": "is missing"} for link, end in ends.items() if end != (0, ""))


_ENDS = (col(TradeLink.id), col(TradeLink.chain_length), col(TradeLink.chain_hash))
_CHAINED = [getattr(Event, name) for name in ("link_id", "chain_position", "hash", "at", *FINGERPRINTED)]


def _broken(link: int, chain: Iterable[Row[Any]], expected: tuple[int, str]) -> Iterator[Facts]:
    position, last = 0, ""
    for event in chain:
        position += 1
        if event.chain_position != position or event.previous_hash != last:
            yield {"link": link, "position": position, "what": "does not follow from the one before"}
            return
        if fingerprint(event) != event.hash:
            yield {"link": link, "position": position, "what": "was changed"}
            return
        last = event.hash
    if (position, last) != expected:
        yield {"link": link, "position": position + 1, "what": "is missing, or should not be there"}


def unguarded(tables: Collection[str]) -> Finder:
    """Finds those of these tables whose triggers against changing and removing rows are not all in place."""

    def find(session: Session, now: datetime) -> Iterator[Facts]:
        if session.get_bind().dialect.name == "sqlite":
            look, guards = "SELECT name FROM sqlite_master WHERE type = 'trigger'", {"no_update", "no_delete"}
        else:
            look, guards = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'", {"append_only"}
        there = set(session.execute(text(look)).scalars())
        return ({"table": table} for table in tables if not there.issuperset(f"{table}_{name}" for name in guards))

    return find


TRAIL = (
    Invariant(
        "I16",
        "state_is_last_event",
        "an order is in the state to which its last event brought it",
        "order {number} is {state}, its last event says {became}",
        rows(
            """
            SELECT o.number, o.state, event.facts ->> 'to' AS became
            FROM orders AS o
            LEFT JOIN (SELECT subject, MAX(id) AS id FROM event WHERE $moved GROUP BY subject) AS last
              ON last.subject = 'order:' || CAST(o.id AS TEXT)
            LEFT JOIN event ON event.id = last.id
            WHERE event.id IS NULL OR event.facts ->> 'to' <> o.state
            """,
            moved=_MOVED,
        ),
    ),
    Invariant(
        "I16",
        "moves_follow",
        "each move of an order begins where the one before ended, and the table of moves allows it",
        "{subject}: from {was} to {became} after {before}",
        rows(
            """
            SELECT subject, was, became, before
            FROM (SELECT subject, facts ->> 'from' AS was, facts ->> 'to' AS became,
                         LAG(facts ->> 'to') OVER (PARTITION BY subject ORDER BY id) AS before
                  FROM event WHERE $moved) AS moves
            WHERE COALESCE(was, '') <> COALESCE(before, '')
               OR (was IS NOT NULL AND (was, became) NOT IN (VALUES $allowed))
               OR (was IS NULL AND became NOT IN ('placed', 'held'))
            """,
            moved=_MOVED,
            allowed=_ALLOWED,
        ),
    ),
    Invariant(
        "I16",
        "moves_have_actors",
        "every move of an order says who made it",
        "{subject}: nobody moved it to {became}",
        rows(
            "SELECT subject, facts ->> 'to' AS became FROM event WHERE person_id IS NULL AND $moved",
            moved=_MOVED,
        ),
    ),
    Invariant(
        "I16",
        "placed_once",
        "every order was placed by one event",
        "order {number}: placed by {times} events",
        rows("""
            SELECT o.number, COUNT(placed.id) AS times
            FROM orders AS o LEFT JOIN event AS placed
              ON placed.subject = 'order:' || CAST(o.id AS TEXT) AND placed.kind = 'order.placed'
            GROUP BY o.id, o.number HAVING COUNT(placed.id) <> 1
        """),
    ),
    Invariant(
        "I17",
        "chains_unbroken",
        "the events of a pair form a chain: none was changed, none is missing",
        "link {link}: event {position} {what}",
        broken_chains,
    ),
    Invariant(
        "I17",
        "append_only",
        "events, movements, uses of schemes, papers and the journal are guarded against being changed or removed",
        "table {table} has lost its guard",
        unguarded(APPEND_ONLY),
    ),
)
