"""Who sends what: each letter goes to one worker at a time, in order, and a worker that is gone keeps nothing."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.post.claiming import HELD_UP_FOR
from bot.post.outbox import LEASE
from bot.post.tables import Lane, OutboundMessage, OutboundState
from bot.wiring import Wiring
from tests.bot.post.writing import letter, letters, post, write
from tests.bot.twilio_service import Fault, TwilioService
from tests.bot.whatsapp import whatsapp_house
from tests.builders import SHARMA, VERMA
from tests.clock import SettableClock


def other_process(house: Wiring, clock: SettableClock, folder: Path, twilio: TwilioService) -> Wiring:
    return whatsapp_house(house.settings.database_url, clock, folder, twilio)


def test_answers_go_before_news_before_offers(house: Wiring, twilio: TwilioService) -> None:
    for number, lane in enumerate((Lane.OFFER, Lane.NEWS, Lane.ANSWER)):
        write(house, f"+91987654321{number}", lane.name, lane=lane)
    post(house)
    assert [message.body for message in twilio.messages] == ["ANSWER", "NEWS", "OFFER"]


def test_letters_to_one_person_go_in_order(house: Wiring, twilio: TwilioService, clock: SettableClock) -> None:
    for text in ("one", "two", "three"):
        write(house, SHARMA, text)
    post(house)
    assert twilio.to(SHARMA) == ["one", "two", "three"]


def test_a_letter_that_cannot_go_yet_keeps_the_next_in_its_place(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    twilio.faults.append(Fault.BUSY)
    for text in ("one", "two"):
        write(house, SHARMA, text)
    post(house)
    assert twilio.to(SHARMA) == []
    clock.forward(seconds=2)
    post(house)
    assert twilio.to(SHARMA) == ["one", "two"]


def test_news_wait_for_the_answer_that_cannot_go_yet_and_offers_keep_nobody(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    twilio.faults.append(Fault.BUSY)
    write(house, SHARMA, "offer", lane=Lane.OFFER)
    post(house)
    write(house, SHARMA, "answer")
    post(house)
    assert twilio.to(SHARMA) == ["answer"]


@pytest.mark.parametrize(
    ("gives_way", "arrive"), [(False, ["two", "one"]), (True, ["two"])], ids=["confirmation", "old screen"]
)
def test_after_a_minute_a_letter_that_cannot_go_keeps_nobody(
    house: Wiring, twilio: TwilioService, clock: SettableClock, gives_way: bool, arrive: list[str]
) -> None:
    """A confirmation still arrives afterwards; a screen that was overtaken by a newer one does not."""
    row_id = write(house, SHARMA, "one", gives_way=gives_way)
    twilio.faults.extend([Fault.BUSY] * HELD_UP_FOR)
    for _second in range(120):
        house.outbox.run_once()
        clock.forward(seconds=1)
        if letter(house, row_id).attempts == HELD_UP_FOR:
            break
    write(house, SHARMA, "two")
    for _second in range(120):
        post(house)
        clock.forward(seconds=1)
    assert twilio.to(SHARMA) == arrive


def test_two_workers_never_take_the_same_letter(
    house: Wiring, clock: SettableClock, tmp_path: Path, twilio: TwilioService
) -> None:
    if house.database.is_sqlite:
        pytest.skip("SQLite is used by one process")
    for number in range(60):
        write(house, f"+9198765{number:05d}")
    workers = [other_process(house, clock, tmp_path, twilio) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        taken = list(pool.map(lambda worker: [row.id for row in worker.outbox.claim(most=30)], workers))
    claimed = [row_id for rows in taken for row_id in rows]
    assert len(claimed) == len(set(claimed)) > 30
    for worker in workers:
        worker.database.close()


def test_many_workers_send_everything_once(
    house: Wiring, clock: SettableClock, tmp_path: Path, twilio: TwilioService
) -> None:
    phones = [f"+9198765{number:05d}" for number in range(20)]
    for number in range(60):
        write(house, phones[number % 20], f"letter {number}")
    workers = [house] if house.database.is_sqlite else [other_process(house, clock, tmp_path, twilio) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda number: post(workers[number % len(workers)]), range(3)))
    assert sorted(message.body for message in twilio.messages) == sorted(f"letter {number}" for number in range(60))
    assert {row.state for row in letters(house)} == {OutboundState.SENT}


def test_the_letter_of_a_worker_that_is_gone_is_taken_when_its_lease_ends(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    row_id = write(house, SHARMA)
    assert [row.id for row in house.outbox.claim()] == [row_id]
    clock.forward(seconds=LEASE.total_seconds() - 1)
    assert house.outbox.claim() == []
    clock.forward(seconds=2)
    (again,) = house.outbox.claim()
    assert (again.id, again.unclear) == (row_id, True)


def test_a_worker_that_wakes_up_after_its_lease_changes_nothing(
    house: Wiring, clock: SettableClock, tmp_path: Path, twilio: TwilioService
) -> None:
    """It slept in the middle of a send, which went out. The second copy is the one repeat that cannot be told apart."""
    row_id = write(house, SHARMA)
    (sleeper,) = house.outbox.claim()
    clock.forward(seconds=LEASE.total_seconds() + 1)
    other = other_process(house, clock, tmp_path, twilio)
    (taken,) = other.outbox.claim()
    house.outbox.deliver(sleeper)
    assert letter(house, row_id).state is OutboundState.CLAIMED
    other.outbox.deliver(taken)
    assert letter(house, row_id).state is OutboundState.SENT
    assert len(twilio.to(SHARMA)) == 1
    other.database.close()


def test_one_process_tells_its_own_claims_apart(house: Wiring, clock: SettableClock, twilio: TwilioService) -> None:
    row_id = write(house, SHARMA)
    (first,) = house.outbox.claim()
    clock.forward(seconds=LEASE.total_seconds() + 1)
    (second,) = house.outbox.claim()
    twilio.faults.append(Fault.BUSY)
    house.outbox.deliver(first)
    assert letter(house, row_id).state is OutboundState.CLAIMED
    house.outbox.deliver(second)
    assert letter(house, row_id).state is OutboundState.SENT


def test_a_process_that_starts_on_sqlite_takes_up_what_the_last_one_left(
    house: Wiring, clock: SettableClock, twilio: TwilioService
) -> None:
    write(house, SHARMA)
    house.outbox.claim()
    assert house.outbox.recover() == (1 if house.database.is_sqlite else 0)
    if house.database.is_sqlite:
        clock.forward(seconds=2)
        post(house)
        assert len(twilio.to(SHARMA)) == 1


@pytest.mark.parametrize("backlog", [5000])
@pytest.mark.slow
def test_a_long_announcement_keeps_no_answer_waiting(
    house: Wiring, twilio: TwilioService, clock: SettableClock, backlog: int
) -> None:
    from time import perf_counter

    from bot.post.tables import ContactPace
    from domain.network.tables import Contact

    now = clock()
    with house.database.write() as session:
        contacts = [
            Contact(channel="whatsapp", external_id=f"+91{number:010d}", last_inbound_at=now)
            for number in range(7_000_000_000, 7_000_000_000 + backlog)
        ]
        session.add_all(contacts)
        session.flush()
        session.add_all(
            OutboundMessage(key=f"a:{c.id}", contact_id=c.id, text="offer", lane=Lane.OFFER, due=now) for c in contacts
        )
        session.add_all(ContactPace(contact_id=c.id) for c in contacts)
    post_some = [house.outbox.claim(most=12) for _ in range(3)]
    assert [len(rows) for rows in post_some] == [12, 12, 12]
    write(house, VERMA, "answer")
    begun = perf_counter()
    (first, *_others) = house.outbox.claim(most=12)
    took = perf_counter() - begun
    house.outbox.deliver(first)
    assert twilio.to(VERMA) == ["answer"]
    assert took < 1
