"""What becomes of a letter, by what the provider said to it."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.post.drawing import Drawing
from bot.post.tables import OutboundState
from bot.wiring import Wiring
from domain.network.audience import contact_at
from tests.bot.post.writing import letter, letters, post, write
from tests.bot.twilio_service import Fault, Refusal, TwilioService
from tests.builders import SHARMA, VERMA
from tests.clock import SettableClock

SENT, NEW, UNKNOWN, FAILED = OutboundState.SENT, OutboundState.NEW, OutboundState.UNKNOWN, OutboundState.FAILED

ANSWERS = [
    ("taken", None, SENT, None),
    ("429: too many at once", Fault.BUSY, NEW, (0.5, 1)),
    ("500", Fault.BROKEN, UNKNOWN, (2, 2)),
    ("cut", Fault.CUT, UNKNOWN, (2, 2)),
    ("no answer in time", Fault.SILENT, UNKNOWN, (2, 2)),
    ("63018: sender's rate", Refusal(63018), NEW, (5, 5)),
    ("63038: account's day is full", Refusal(63038), NEW, (5, 5)),
    ("63019: file not fetched", Refusal(63019), NEW, (5, 5)),
    ("21211: no such number", Refusal(21211), FAILED, None),
    ("21617: too long", Refusal(21617), FAILED, None),
    ("63024: not on WhatsApp", Refusal(63024), FAILED, None),
    ("63016: outside the window", Refusal(63016), FAILED, None),
    ("20003: wrong credentials", Refusal(20003, status=401), FAILED, None),
    ("a code that nobody knows", Refusal(99999), FAILED, None),
]


@pytest.mark.parametrize(("fault", "state", "waits"), [case[1:] for case in ANSWERS], ids=[case[0] for case in ANSWERS])
def test_an_answer_of_the_provider_decides(
    house: Wiring,
    twilio: TwilioService,
    clock: SettableClock,
    fault: Fault | Refusal | None,
    state: OutboundState,
    waits: tuple[float, float] | None,
) -> None:
    row_id = write(house, SHARMA)
    if fault is not None:
        twilio.faults.append(fault)
    house.outbox.run_once()
    row = letter(house, row_id)
    assert row.state is state
    assert (row.error != "") == (fault is not None)
    if waits is not None:
        assert waits[0] <= (row.due - clock()).total_seconds() <= waits[1]


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.BROKEN, Fault.CUT, Fault.SILENT, Refusal(63018)], ids=str)
def test_after_ten_minutes_of_trouble_everything_goes_out_once(
    house: Wiring, twilio: TwilioService, clock: SettableClock, fault: Fault | Refusal
) -> None:
    twilio.faults.extend([fault] * 1000)
    for who in (SHARMA, VERMA):
        write(house, who)
    for _moment in range(60):
        house.outbox.run_once()
        clock.forward(seconds=10)
    assert twilio.messages == []
    twilio.faults.clear()
    for _moment in range(60):
        house.outbox.run_once()
        clock.forward(seconds=10)
    assert (len(twilio.to(SHARMA)), len(twilio.to(VERMA))) == (1, 1)


def test_trouble_without_an_end_is_given_up_and_shows(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    twilio.faults.extend([Fault.BUSY] * 1000)
    row_id = write(house, SHARMA)
    begun = clock()
    while letter(house, row_id).state is not FAILED:
        house.outbox.run_once()
        clock.forward(seconds=30)
    assert timedelta(hours=1) < clock() - begun < timedelta(hours=4)
    assert letter(house, row_id).error == "20429"


def test_a_file_that_cannot_be_fetched_is_tried_four_times(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    twilio.faults.extend([Refusal(63019)] * 10)
    row_id = write(house, SHARMA)
    for _second in range(120):
        house.outbox.run_once()
        clock.forward(seconds=1)
    assert (letter(house, row_id).state, len(twilio.faults)) == (FAILED, 6)


def test_one_bad_number_among_many_stops_nobody(house: Wiring, twilio: TwilioService) -> None:
    rows = [write(house, f"+9198765{number:05d}") for number in range(20)]
    twilio.faults.extend([*[None] * 9, Refusal(21211)])  # type: ignore[list-item]
    post(house)
    assert [letter(house, row_id).state for row_id in rows].count(SENT) == 19


def test_who_blocked_us_is_sent_no_more_offers(house: Wiring, twilio: TwilioService) -> None:
    twilio.faults.append(Refusal(63033))
    write(house, SHARMA)
    post(house)
    with house.database.read() as session:
        assert not contact_at(session, "whatsapp", SHARMA, SHARMA).offers_ok


def test_a_fault_of_ours_in_one_letter_is_tried_three_times_and_rings_the_bell(
    house: Wiring, twilio: TwilioService, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = Drawing.letter
    row_id = write(house, SHARMA, "poison")

    def fail_at_poison(self: Drawing, number: int, *rest: object, **named: object) -> object:
        if number == row_id:
            raise ZeroDivisionError
        return drawn(self, number, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Drawing, "letter", fail_at_poison)
    write(house, SHARMA, "next")
    with capture_logs() as logs:
        for _second in range(20):
            house.outbox.run_once()
            clock.forward(seconds=1)
    assert (letter(house, row_id).state, letter(house, row_id).error) == (FAILED, "ZeroDivisionError")
    assert [entry["event"] for entry in logs if entry.get("alarm")] == ["letter_set_aside"]
    assert twilio.to(SHARMA) == ["next"]


def test_nothing_is_sent_inside_a_transaction(house: Wiring, twilio: TwilioService) -> None:
    """While Twilio is asked, another writer gets through at once."""
    write(house, SHARMA)
    create = twilio.create_message
    wrote = []

    def create_while_another_writes(form: object) -> object:
        wrote.append(write(house, VERMA))
        return create(form)  # type: ignore[arg-type]

    twilio.create_message = create_while_another_writes  # type: ignore[method-assign, assignment]
    house.outbox.run_once()
    assert len(wrote) == 1
    assert {row.state for row in letters(house)} == {SENT, NEW}
