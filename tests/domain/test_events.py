"""Events: appended and never changed, chained by pair, handed out once for notices."""

from datetime import timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import col, select

from domain import events
from domain.events import Event, append, fingerprint, just_happened
from domain.network.tables import TradeLink
from tests.clock import MONDAY_MORNING

TUESDAY_MORNING = MONDAY_MORNING + timedelta(days=1)


@pytest.fixture
def session(wiring, network):
    with wiring.database.write() as session:
        yield session


def happened(session, network, buyer=None, **more):
    """An event between the seller and a shop (Sharma by default)."""
    pair = {"seller_id": network.seller.id, "buyer_id": (buyer or network.sharma).id}
    facts = {"at": MONDAY_MORNING, "kind": "test.happened", "subject": "test:1"} | pair | more
    return append(session, Event(**facts))


def link(session, network, shop):
    wanted = select(TradeLink).where(col(TradeLink.buyer_id) == shop.id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def test_a_pair_has_a_chain_of_its_own(session, network):
    first, other, second = (
        happened(session, network, shop) for shop in (network.sharma, network.verma, network.sharma)
    )
    assert [event.chain_position for event in (first, other, second)] == [1, 1, 2]
    assert (first.previous_hash, other.previous_hash, second.previous_hash) == ("", "", first.hash)
    kept = link(session, network, network.sharma)
    assert (kept.chain_length, kept.chain_hash) == (2, second.hash)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "x"},
        {"subject": "x"},
        {"facts": {"a": 1}},
        {"person_id": 1},
        {"at": MONDAY_MORNING + timedelta(seconds=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_is_changed_shows_in_the_fingerprint(change):
    event = Event(at=MONDAY_MORNING, kind="k", subject="s", facts={})
    changed = Event(at=MONDAY_MORNING, kind="k", subject="s", facts={}, previous_hash=event.previous_hash)
    for name, value in change.items():
        setattr(changed, name, value)
    assert fingerprint(changed) != fingerprint(event)


def test_a_moment_in_another_zone_is_the_same_moment(session, network):
    india = timezone(timedelta(hours=5, minutes=30))
    event = happened(session, network, at=MONDAY_MORNING.astimezone(india))
    session.flush()
    session.expire(event)
    assert fingerprint(event) == event.hash


@pytest.mark.parametrize(
    "facts",
    [{"text": "नमक १० \u200d😀"}, {"nested": {"b": [1, None, True], "a": 0.1}}, {"large": 2**53 + 1}],
    ids=["scripts", "nested", "large"],
)
def test_facts_come_back_as_they_were_hashed(session, network, facts):
    event = happened(session, network, facts=facts)
    session.flush()
    session.expire(event)
    assert fingerprint(event) == event.hash


def test_without_a_pair_or_a_link_there_is_no_chain(session, network):
    alone = append(session, Event(at=MONDAY_MORNING, kind="consent.changed", subject="contact:1"))
    strangers = append(
        session,
        Event(at=MONDAY_MORNING, kind="k", subject="s", seller_id=network.sharma.id, buyer_id=network.verma.id),
    )
    session.flush()
    assert [(event.link_id, event.hash) for event in (alone, strangers)] == [(None, ""), (None, "")]


def test_events_are_handed_out_once(session, network):
    event = happened(session, network)
    assert just_happened(session) == [event]
    assert just_happened(session) == []


def test_what_happened_to_a_subject_comes_oldest_first(session, network):
    first = happened(session, network, subject="order:7")
    happened(session, network, subject="order:77")
    second = happened(session, network, subject="order:7")
    assert events.of_subject(session, "order:7") == [first, second]


@pytest.mark.parametrize("table", ["event", "movement", "scheme_use"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = at", "DELETE FROM {}"], ids=["update", "delete"])
def test_the_database_refuses_to_change_what_is_append_only(talk, table, statement):
    talk.say("+919876500011", "tej tea 4")
    talk.tap("+919876500011", "Send order")
    with pytest.raises(DatabaseError, match="append-only"), talk.wiring.database.write() as session:
        session.execute(text(statement.format(table)))
