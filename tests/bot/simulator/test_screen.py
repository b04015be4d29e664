"""What stands on a phone, when it is drawn anew, and what the phone reports back."""

from typing import Any

import pytest
from sqlmodel import col, select

from bot.channels.twilio import WHATSAPP
from bot.post.tables import OutboundMessage, OutboundState
from bot.wiring import Wiring
from tests.bot.simulator.page import Page
from tests.builders import GUPTA, MEENA, SHARMA, STRANGER, VERMA, Network
from tests.clock import SettableClock
from tests.talking import Talk


def order(talk: Talk, who: str = SHARMA) -> None:
    talk.say(who, "4 soap")
    talk.tap(who, "Send order")


def theirs(page: Page, phone: str) -> dict[str, Any]:
    return next(bubble for bubble in reversed(page.bubbles(phone)) if not bubble["mine"])


def state_of(page: Page, bubble: dict[str, Any]) -> OutboundState:
    with page.wiring.database.read() as session:
        wanted = select(col(OutboundMessage.state)).where(col(OutboundMessage.id) == int(bubble["id"][1:]))
        return OutboundState(session.scalars(wanted).one())


def test_a_phone_that_never_wrote_shows_nothing(page: Page) -> None:
    assert page.look(STRANGER, SHARMA).get_json() == {"phones": {}, "books": []}


def test_news_reaches_the_other_phone(page: Page, talk: Talk) -> None:
    order(talk)
    assert "Sharma Kirana" in theirs(page, MEENA)["text"]
    assert page.look(VERMA).get_json()["phones"] == {}


def test_the_same_look_is_not_sent_twice(page: Page, talk: Talk) -> None:
    order(talk)
    etag = page.look(SHARMA, MEENA).headers["ETag"]
    assert page.look(SHARMA, MEENA, etag=etag).status_code == 304
    assert page.look(SHARMA, etag=etag).status_code == 200


@pytest.mark.parametrize(
    "happens",
    ["a message comes", "an answer goes out", "it is delivered", "another writes"],
)
def test_whatever_happens_is_seen_at_the_next_look(page: Page, talk: Talk, happens: str) -> None:
    order(talk)
    if happens == "an answer goes out":
        page.send(SHARMA, text="hi")
    etag = page.look(SHARMA, MEENA).headers["ETag"]
    match happens:
        case "a message comes":
            page.send(SHARMA, text="menu")
        case "an answer goes out":
            page.let_the_worker_send()
        case "it is delivered":
            page.saw(MEENA, delivered=[int(theirs(page, MEENA)["id"][1:])])
        case "another writes":
            page.send(MEENA, text="hi")
    assert page.look(SHARMA, MEENA, etag=etag).status_code == 200


def test_somebody_is_typing_until_the_answer_goes_out(page: Page) -> None:
    page.send(SHARMA, text="hi")
    assert page.look(SHARMA).get_json()["phones"]["919876500011"]["typing"]
    assert [bubble["mine"] for bubble in page.bubbles(SHARMA)] == [True]
    page.let_the_worker_send()
    assert not page.look(SHARMA).get_json()["phones"]["919876500011"]["typing"]
    assert [bubble["mine"] for bubble in page.bubbles(SHARMA)] == [True, False]


def test_delivered_then_read_and_never_back(page: Page, talk: Talk) -> None:
    order(talk)
    news = theirs(page, MEENA)
    number = int(news["id"][1:])
    assert state_of(page, news) is OutboundState.SENT
    assert page.saw(MEENA, delivered=[number]).status_code == 204
    assert state_of(page, news) is OutboundState.DELIVERED
    page.saw(MEENA, read=[number])
    page.saw(MEENA, delivered=[number])
    assert state_of(page, news) is OutboundState.READ


def test_a_phone_speaks_for_its_own_messages_only(page: Page, talk: Talk) -> None:
    order(talk)
    news = theirs(page, MEENA)
    page.saw(SHARMA, read=[int(news["id"][1:])])
    page.saw(STRANGER, read=[int(news["id"][1:])])
    assert state_of(page, news) is OutboundState.SENT


def test_a_message_that_was_not_sent_yet_cannot_be_read(page: Page) -> None:
    page.send(SHARMA, text="hi")
    with page.wiring.database.read() as session:
        number = session.scalars(select(col(OutboundMessage.id))).one()
    page.saw(SHARMA, read=[number or 0])
    assert page.look(SHARMA).get_json()["phones"]["919876500011"]["typing"]


def test_a_tap_without_words_shows_what_was_tapped(page: Page, talk: Talk) -> None:
    talk.say(SHARMA, "4 soap")
    talk.say(SHARMA, tap=talk.last[SHARMA].choices["Change"])
    assert [bubble["text"] for bubble in page.bubbles(SHARMA) if bubble["mine"]] == ["4 soap", "Change"]


def test_choices_are_shown_as_whatsapp_would(page: Page, talk: Talk) -> None:
    talk.say(STRANGER, "hi")
    asked = theirs(page, STRANGER)
    assert asked["shape"] == "list"
    assert len(asked["offers"]) > WHATSAPP.buttons
    talk.say(SHARMA, "4 soap")
    assert [offer["label"] for offer in theirs(page, SHARMA)["offers"]] == list(talk.last[SHARMA].choices)


def test_old_choices_stay(page: Page, talk: Talk) -> None:
    order(talk)
    carts = [bubble for bubble in page.bubbles(SHARMA) if bubble["offers"]]
    assert len(carts) == 2


def test_a_shared_place_is_on_the_phone(page: Page) -> None:
    page.send(STRANGER, place={"latitude": 25.61, "longitude": 85.14, "label": "Boring Road"})
    assert page.bubbles(STRANGER)[0]["place"] == {"latitude": 25.61, "longitude": 85.14, "name": "Boring Road"}


def test_messages_stand_in_the_order_of_time(page: Page, talk: Talk, clock: SettableClock) -> None:
    for words in ("4 soap", "2 tea", "menu"):
        talk.say(SHARMA, words)
        clock.forward(minutes=1)
    moments = [bubble["at"] for bubble in page.bubbles(SHARMA)]
    assert moments == sorted(moments)
    assert [bubble["mine"] for bubble in page.bubbles(SHARMA)] == [True, False] * 3


def test_the_books_are_shown_on_demand(page: Page, talk: Talk) -> None:
    order(talk)
    without = page.look(SHARMA)
    assert without.get_json()["books"] == []
    line = page.look(SHARMA, books=True, etag=without.headers["ETag"]).get_json()["books"][0]
    assert (line["kind"], line["seller"], line["buyer"]) == ("order.placed", "Gupta Agencies", "Sharma Kirana")
    assert line["facts"]["number"] == "GA-1"


@pytest.mark.parametrize("asked", ["", "x", "919876500011;drop", "-1,+1", "9" * 5000])
def test_odd_questions_get_an_empty_answer(wiring: Wiring, network: Network, page: Page, asked: str) -> None:
    answer = page.browser.get("/simulator/live", query_string={"phones": asked})
    assert answer.get_json() == {"phones": {}, "books": []}


def test_everybody_can_be_picked_and_a_pair_is_there_to_begin_with(page: Page) -> None:
    shown = page.opened.get_data(as_text=True)
    for number in (SHARMA, MEENA, GUPTA, VERMA):
        assert f'data-number="{number[1:]}"' in shown
    assert f'data-first="{SHARMA[1:]},{MEENA[1:]}"' in shown
    assert "Boring Road (Gupta Agencies)" in shown


def test_the_page_needs_nothing_that_its_policy_forbids(page: Page) -> None:
    shown = page.opened.get_data(as_text=True)
    assert " style=" not in shown
    assert "<style" not in shown
    assert shown.count("<script") == shown.count('<script type="module" src="/simulator/static/')
    assert "http://" not in shown.replace("http://www.w3.org", "")
