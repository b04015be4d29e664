"""What is always true of letters in and out; checked together with the books of the domain."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.post.tables import InboundMessage, InboundState, OutboundMessage, OutboundState
from domain.books.invariant import Facts, Invariant, rows

TRIED_WITHIN = timedelta(minutes=5)
SENT_WITHIN = timedelta(hours=1)
LONGEST_LEASE = timedelta(minutes=15)
CLOCKS_DIFFER = timedelta(minutes=2)


def left_waiting(session: Session, now: datetime) -> Iterable[Facts]:
    """Messages that should have been tried again by now."""
    waiting = select(col(InboundMessage.id), col(InboundMessage.due)).where(
        col(InboundMessage.state) == InboundState.WAITING,
        col(InboundMessage.due).is_(None) | (col(InboundMessage.due) < now - TRIED_WITHIN),
    )
    return [{"id": row_id, "due": due} for row_id, due in session.execute(waiting)]


def from_the_future(session: Session, now: datetime) -> Iterable[Facts]:
    """Messages that came in later than now."""
    late = select(func.count()).where(col(InboundMessage.received_at) > now + CLOCKS_DIFFER)
    times = session.execute(late).scalar_one()
    return [{"times": times}] if times else []


def left_unsent(session: Session, now: datetime) -> Iterable[Facts]:
    """Letters that should have gone by now."""
    unsent = select(col(OutboundMessage.id), col(OutboundMessage.due)).where(
        col(OutboundMessage.state).in_((OutboundState.NEW, OutboundState.UNKNOWN)),
        col(OutboundMessage.due) < now - SENT_WITHIN,
    )
    return [{"id": row_id, "due": due} for row_id, due in session.execute(unsent)]


def leased_too_long(session: Session, now: datetime) -> Iterable[Facts]:
    """Letters that a worker may keep from the others for too long."""
    leased = select(col(OutboundMessage.id), col(OutboundMessage.lease_until)).where(
        col(OutboundMessage.lease_until) > now + LONGEST_LEASE
    )
    return [{"id": row_id, "until": until} for row_id, until in session.execute(leased)]


INBOX = (
    Invariant(
        "I13",
        "received_once",
        "a message of a provider is received once",
        "{channel} message {provider_id} is there {times} times",
        rows("""
            SELECT channel, provider_id, COUNT(*) AS times FROM inbound_message
            GROUP BY channel, provider_id HAVING COUNT(*) > 1
        """),
    ),
    Invariant("I13", "nothing_left_waiting", "a message that failed is tried again within five minutes",
              "inbound message {id} waits since {due}", left_waiting),
    Invariant("I13", "aside_has_reason", "a message that was set aside says why",
              "inbound message {id} was set aside without a reason",
              rows("SELECT id FROM inbound_message WHERE state = 'aside' AND error = ''")),
    Invariant("I30", "no_message_from_the_future", "no message came in later than now",
              "{times} inbound messages are from the future", from_the_future),
)  # fmt: skip

OUTBOX = (
    Invariant(
        "I14",
        "written_once",
        "a letter is written once for its occasion",
        "outbound message {key} is there {times} times",
        rows("SELECT key, COUNT(*) AS times FROM outbound_message GROUP BY key HAVING COUNT(*) > 1"),
    ),
    Invariant(
        "I14",
        "order_confirmed_once",
        "who placed an order by a message got one answer that says so",
        "order {number}: confirmed by {letters} letters",
        rows("""
            SELECT o.number, COUNT(letter.id) AS letters
            FROM orders AS o
            LEFT JOIN outbound_message AS letter ON letter.key = 'order_placed:' || CAST(o.id AS TEXT)
            WHERE o.message_id IS NOT NULL
            GROUP BY o.id, o.number HAVING COUNT(letter.id) <> 1
        """),
    ),
    Invariant(
        "I14",
        "sent_has_proof",
        "what was sent has the provider's id and the moment",
        "outbound message {id} is {state}, without the provider's id or the moment",
        rows("""
            SELECT id, state FROM outbound_message
            WHERE state IN ('sent', 'delivered', 'read') AND (provider_id IS NULL OR sent_at IS NULL)
        """),
    ),
    Invariant(
        "I14",
        "one_letter_a_provider_id",
        "a provider's id belongs to one letter",
        "provider's id {provider_id} belongs to {letters} outbound messages",
        rows("""
            SELECT provider_id, COUNT(*) AS letters FROM outbound_message
            WHERE provider_id IS NOT NULL GROUP BY provider_id HAVING COUNT(*) > 1
        """),
    ),
    Invariant("I14", "failed_has_reason", "a letter that was given up says why",
              "outbound message {id} failed without a reason",
              rows("SELECT id FROM outbound_message WHERE state = 'failed' AND error = ''")),
    Invariant("I14", "lease_ends_soon", "a worker keeps a letter from the others for a quarter of an hour at most",
              "outbound message {id} is leased until {until}", leased_too_long),
    Invariant("I14", "nothing_left_unsent", "what is due is sent within the hour",
              "outbound message {id} is due since {due}", left_unsent),
)  # fmt: skip

POST: tuple[Invariant, ...] = INBOX + OUTBOX
