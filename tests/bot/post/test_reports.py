"""The provider's word on a letter moves it on, never back, in whatever order it comes."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.base import Progress, Report
from bot.post.progress import RANK
from bot.post.tables import OutboundState
from bot.wiring import Wiring
from tests.bot.post.writing import letter, post, write
from tests.bot.twilio_service import Fault, TwilioService
from tests.builders import SHARMA
from tests.clock import SettableClock

S, D, R, F = Progress.SENT, Progress.DELIVERED, Progress.READ, Progress.FAILED

ENDS = [
    ("sent", [S], OutboundState.SENT),
    ("delivered", [S, D], OutboundState.DELIVERED),
    ("read", [S, D, R], OutboundState.READ),
    ("read without delivered", [S, R], OutboundState.READ),
    ("failed", [S, F], OutboundState.FAILED),
    ("failed, then delivered all the same", [F, D], OutboundState.DELIVERED),
]
IN_ANY_ORDER = [
    pytest.param(order, end, id=f"{name}: {' '.join(progress.value for progress in order)}")
    for name, reports, end in ENDS
    for order in sorted(set(itertools.permutations(reports)))
]


@pytest.mark.parametrize(("reports", "end"), IN_ANY_ORDER)
@pytest.mark.parametrize("when", ["after our 201", "before our 201"])
def test_reports_in_any_order_lead_to_the_same_end(
    house: Wiring, twilio: TwilioService, reports: list[Progress], end: OutboundState, when: str
) -> None:
    row_id = write(house, SHARMA)
    if when == "before our 201":
        claimed = house.outbox.claim()
        sid = house.channels["whatsapp"].send(house.drawing.letter(row_id, house.channels["whatsapp"].capabilities))
        assert all(house.outbox.report(Report(row_id, sid, progress)) for progress in reports)
        house.outbox._finish(claimed[0], OutboundState.SENT, provider_id=sid)
    else:
        post(house)
        sid = twilio.messages[0].sid
        assert all(house.outbox.report(Report(row_id, sid, progress)) for progress in reports)
    row = letter(house, row_id)
    assert (row.state, row.provider_id) == (end, sid)
    assert row.sent_at is not None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports=st.lists(st.sampled_from(list(Progress)), min_size=1, max_size=8))
def test_a_letter_never_goes_back(house: Wiring, twilio: TwilioService, reports: list[Progress]) -> None:
    row_id = write(house, SHARMA, state=OutboundState.SENT)
    ranks = [RANK[OutboundState.SENT]]
    for progress in reports:
        house.outbox.report(Report(row_id, f"SM{row_id}", progress))
        ranks.append(RANK[letter(house, row_id).state])
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    "report",
    [Report(999, "SMx", S), Report(None, "SMx", D), Report(2**62, "SMx", R)],
    ids=["reference of nobody", "id of nobody", "reference out of range"],
)
def test_what_is_not_ours_is_not_known(house: Wiring, report: Report) -> None:
    row_id = write(house, SHARMA)
    assert not house.outbox.report(report)
    assert letter(house, row_id).state is OutboundState.NEW


def test_the_report_on_another_copy_changes_nothing(house: Wiring, twilio: TwilioService) -> None:
    row_id = write(house, SHARMA)
    post(house)
    assert not house.outbox.report(Report(row_id, "SManother", R))
    assert letter(house, row_id).state is OutboundState.SENT


def test_a_report_by_the_providers_id_alone_is_understood(house: Wiring, twilio: TwilioService) -> None:
    row_id = write(house, SHARMA)
    post(house)
    assert house.outbox.report(Report(None, twilio.messages[0].sid, D))
    assert letter(house, row_id).state is OutboundState.DELIVERED


def test_a_report_settles_an_unclear_send_without_a_look(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    twilio.lists = False
    twilio.faults.append(Fault.CUT_SENT)
    row_id = write(house, SHARMA)
    post(house)
    assert letter(house, row_id).state is OutboundState.UNKNOWN
    assert house.outbox.report(Report(row_id, twilio.messages[0].sid, S))
    clock.forward(minutes=5)
    post(house)
    assert len(twilio.messages) == 1


def test_a_report_on_what_we_gave_up_proves_that_it_went_out(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    row_id = write(house, SHARMA, state=OutboundState.FAILED, error="no_answer")
    assert house.outbox.report(Report(row_id, "SM1", S))
    assert letter(house, row_id).state is OutboundState.SENT


def test_a_refusal_of_the_second_try_does_not_undo_the_first(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    """The first try ended unclear and went out; its report comes while the second is refused."""
    row_id = write(house, SHARMA)
    (claimed,) = house.outbox.claim()
    assert house.outbox.report(Report(row_id, "SM1", D))
    house.outbox._finish(claimed, OutboundState.FAILED, error="63013")
    assert letter(house, row_id).state is OutboundState.DELIVERED


def test_a_failure_says_why_and_when(house: Wiring, twilio: TwilioService, clock: SettableClock) -> None:
    row_id = write(house, SHARMA)
    post(house)
    clock.forward(seconds=5)
    house.outbox.report(Report(row_id, twilio.messages[0].sid, F, "63016"))
    row = letter(house, row_id)
    assert (row.error, row.status_at) == ("63016", clock())
    assert row.sent_at == clock() - timedelta(seconds=5)
