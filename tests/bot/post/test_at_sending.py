"""What is looked at when a letter is sent and not when it is written: truth, language, consent, the window, files."""

from datetime import timedelta

import pytest

from bot.post.tables import Lane, Media, MediaState, OutboundMessage, OutboundState
from bot.wiring import Wiring
from domain.desk.desk import Desk
from domain.network.audience import contact_at
from tests.bot.post.writing import letter, letters, post, say, write
from tests.bot.twilio_service import Fault, TwilioService
from tests.builders import GUPTA, MEENA, SHARMA, Network
from tests.clock import SettableClock

DAY = timedelta(hours=24)


def order(house: Wiring, who: str = SHARMA) -> None:
    say(house, who, "12 neemal soap")
    post(house)
    say(house, who, "yes")


def news_to(house: Wiring, who: str) -> OutboundMessage:
    with house.database.write() as session:
        contact_id = contact_at(session, "whatsapp", who, who).id
    return next(row for row in letters(house) if row.notice and row.contact_id == contact_id)


def cancel_the_order(house: Wiring) -> None:
    with house.database.write() as session:
        desk = Desk(session, contact_at(session, "whatsapp", SHARMA, SHARMA), house.clock(), house.snapshots)
        booked = desk.orders.last()
        assert booked is not None
        desk.orders.cancel(booked.order.id, booked.order.revision)


# --- truth


def test_a_notice_is_facts_until_it_is_sent(house: Wiring, shops: Network, twilio: TwilioService) -> None:
    say(house, MEENA, "menu")
    order(house)
    assert news_to(house, MEENA).text == ""
    post(house)
    assert "New order GA-1 from Sharma Kirana" in twilio.to(MEENA)[-1]


def test_a_notice_is_drawn_in_its_readers_language(house: Wiring, shops: Network, twilio: TwilioService) -> None:
    say(house, MEENA, "menu")
    order(house)
    with house.database.write() as session:
        contact = contact_at(session, "whatsapp", MEENA, MEENA)
        contact.language, contact.language_chosen = "hi", True
    post(house)
    assert "GA-1" in twilio.to(MEENA)[-1]
    assert "New order" not in twilio.to(MEENA)[-1]


def test_a_notice_that_is_no_longer_true_is_dropped(house: Wiring, shops: Network, twilio: TwilioService) -> None:
    say(house, MEENA, "menu")
    order(house)
    news = news_to(house, MEENA)
    cancel_the_order(house)
    post(house)
    assert (letter(house, news.id).state, letter(house, news.id).error) == (OutboundState.DROPPED, "no_longer_true")
    assert not any("New order" in text for text in twilio.to(MEENA))


def test_a_notice_that_could_not_go_is_drawn_anew(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock
) -> None:
    say(house, MEENA, "menu")
    order(house)
    news = news_to(house, MEENA)
    twilio.faults.append(Fault.BUSY)
    house.outbox.run_once(only=[news.id])
    assert letter(house, news.id).state is OutboundState.NEW
    cancel_the_order(house)
    clock.forward(seconds=2)
    house.outbox.run_once(only=[news.id])
    assert letter(house, news.id).state is OutboundState.DROPPED


def test_an_occasion_is_told_once(house: Wiring, shops: Network) -> None:
    order(house)
    keys = [row.key for row in letters(house)]
    assert len(keys) == len(set(keys))
    assert sum(key.startswith("new_order:") for key in keys) == len({GUPTA, MEENA})


# --- the window


@pytest.mark.parametrize(
    ("silent_for", "state", "error"),
    [
        (timedelta(minutes=1), OutboundState.SENT, ""),
        (DAY, OutboundState.SENT, ""),
        (DAY + timedelta(seconds=1), OutboundState.FAILED, "outside_window"),
        (None, OutboundState.FAILED, "outside_window"),
    ],
    ids=["a minute", "to the second", "a second too late", "never wrote"],
)
def test_free_text_goes_out_within_24_hours_of_the_persons_last_message(
    house: Wiring,
    twilio: TwilioService,
    clock: SettableClock,
    silent_for: timedelta | None,
    state: OutboundState,
    error: str,
) -> None:
    row_id = write(house, SHARMA)
    with house.database.write() as session:
        contact = contact_at(session, "whatsapp", SHARMA, SHARMA)
        contact.last_inbound_at = None if silent_for is None else clock() - silent_for
    post(house)
    row = letter(house, row_id)
    assert (row.state, row.error) == (state, error)
    assert len(twilio.messages) == (state is OutboundState.SENT)


def test_the_window_is_looked_at_when_it_is_sent(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock
) -> None:
    say(house, SHARMA, "menu")
    clock.forward(hours=25)
    post(house)
    assert letters(house)[0].error == "outside_window"
    say(house, SHARMA, "menu")
    post(house)
    assert len(twilio.to(SHARMA)) == 1


# --- consent


@pytest.mark.parametrize(
    ("lane", "arrives"), [(Lane.ANSWER, True), (Lane.NEWS, True), (Lane.OFFER, False)], ids=["answer", "news", "offer"]
)
def test_who_said_stop_gets_no_offers_but_everything_about_their_own_orders(
    house: Wiring, shops: Network, twilio: TwilioService, lane: Lane, arrives: bool
) -> None:
    row_id = write(house, SHARMA, "about something", lane=lane, due=house.clock() + timedelta(seconds=1))
    say(house, SHARMA, "stop")
    post(house)
    house.clock.forward(seconds=1)  # type: ignore[attr-defined]
    post(house)
    assert ("about something" in twilio.to(SHARMA)) == arrives
    assert letter(house, row_id).error == ("" if arrives else "opted_out")


def test_who_says_start_gets_offers_again(house: Wiring, shops: Network, twilio: TwilioService) -> None:
    say(house, SHARMA, "stop")
    say(house, SHARMA, "start")
    write(house, SHARMA, "about something", lane=Lane.OFFER)
    post(house)
    assert "about something" in twilio.to(SHARMA)


# --- files


def with_file(house: Wiring, state: MediaState) -> int:
    with house.database.write() as session:
        media = Media(token="secret-name", state=state, kind="image/jpeg", wanted_at=house.clock())
        session.add(media)
        session.flush()
        media_id = media.id
    return write(house, SHARMA, "the list", media=[{"media": media_id}])


def test_a_file_goes_with_its_letter(house: Wiring, twilio: TwilioService) -> None:
    with_file(house, MediaState.KEPT)
    post(house)
    assert twilio.messages[0].media == ["https://sauda.example.com/media/secret-name"]


def test_a_letter_waits_a_minute_for_its_file(house: Wiring, twilio: TwilioService, clock: SettableClock) -> None:
    row_id = with_file(house, MediaState.WANTED)
    for _moment in range(30):
        post(house)
        clock.forward(seconds=2)
    assert letter(house, row_id).attempts == 0
    assert twilio.messages == []
    clock.forward(seconds=2)
    post(house)
    assert (twilio.to(SHARMA), twilio.messages[0].media) == (["the list"], [])


def test_a_letter_that_waits_for_its_file_keeps_nobody_and_costs_nothing(
    house: Wiring, twilio: TwilioService, clock: SettableClock
) -> None:
    with_file(house, MediaState.WANTED)
    for _moment in range(5):
        post(house)
        clock.forward(seconds=2)
    for text in ("one", "two", "three"):
        write(house, SHARMA, text)
    post(house)
    assert twilio.to(SHARMA) == ["one", "two", "three"]


def test_a_file_that_was_refused_keeps_no_letter(house: Wiring, twilio: TwilioService) -> None:
    with_file(house, MediaState.REFUSED)
    post(house)
    assert (twilio.to(SHARMA), twilio.messages[0].media) == (["the list"], [])
