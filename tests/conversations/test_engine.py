"""The engine: what a message is taken for, what an old tap does, what survives between two messages."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from bot.post.tables import Conversation
from bot.wiring import Wiring
from conversations.dialog import Dialog
from conversations.engine import upgrade
from conversations.state import SHAPE, Ear, Frame, Shown, State
from domain.orders.tables import Order
from tests.builders import SHARMA, VERMA
from tests.talking import Talk


def state_of(wiring: Wiring, who: str) -> State:
    """The state of the chat of `who`, as it is stored."""
    with wiring.database.read() as session:
        rows = session.scalars(select(Conversation)).all()
    assert len(rows) == 1, f"one conversation, of {who}"
    return State.from_json(json.loads(json.dumps(rows[0].state)))


def orders(wiring: Wiring) -> list[Order]:
    with wiring.database.read() as session:
        return list(session.scalars(select(Order)))


# --- choosing


@pytest.mark.parametrize(
    "words",
    ["2", "Change", "change", "CHANGE!", "second", "दूसरा", "২"],
)
def test_a_choice_can_be_typed_by_place_or_by_label(talk: Talk, words: str) -> None:
    talk.say(SHARMA, "15 soap")
    assert "Which line?" in talk.answer(SHARMA, words)


@pytest.mark.parametrize("words", ["yes", "haan", "हाँ", "हजुर", "হ্যাঁ", "ok", "send", "bhej do", "Send order", "1"])
def test_a_yes_in_any_language_sends_what_was_read_back(talk: Talk, wiring: Wiring, words: str) -> None:
    talk.say(SHARMA, "15 soap")
    assert "is in" in talk.answer(SHARMA, words)
    assert len(orders(wiring)) == 1


def test_a_number_beyond_the_list_chooses_nothing(talk: Talk, wiring: Wiring) -> None:
    talk.say(SHARMA, "15 soap")
    assert "choose 1 to 3" in talk.answer(SHARMA, "7")
    assert orders(wiring) == []


def test_an_old_tap_only_shows_where_we_are(talk: Talk, wiring: Wiring) -> None:
    talk.say(SHARMA, "15 soap")
    old = talk.last[SHARMA].choices["Send order"]
    talk.say(SHARMA, "3 tea")
    (answer,) = talk.say(SHARMA, "Send order", tap=old)
    assert "older message" in answer.text
    assert "Bath Soap" in answer.text
    assert orders(wiring) == []


@pytest.mark.parametrize(
    "tap", ["", "x", "1", "1.", "1.x", "1.99", "0.1", "-1.1", "999999999999.1", "n1.1", "n.1", "nx.1"]
)
def test_an_invented_tap_only_shows_where_we_are(talk: Talk, wiring: Wiring, tap: str) -> None:
    talk.say(SHARMA, "15 soap")
    (answer,) = talk.say(SHARMA, tap=tap or "no such tap")
    assert "Bath Soap" in answer.text
    assert orders(wiring) == []


def test_a_tap_of_somebody_else_does_nothing(talk: Talk, wiring: Wiring) -> None:
    talk.say(SHARMA, "15 soap")
    tap = talk.last[SHARMA].choices["Send order"]
    talk.say(VERMA, "hello")
    talk.say(VERMA, tap=tap)
    assert orders(wiring) == []


def test_a_second_tap_on_send_names_the_order_and_books_nothing_more(talk: Talk, wiring: Wiring) -> None:
    talk.say(SHARMA, "15 soap")
    tap = talk.last[SHARMA].choices["Send order"]
    first, *_news = talk.say(SHARMA, tap=tap)
    (second,) = talk.say(SHARMA, tap=tap)
    assert "Order GA-1 is in" in first.text
    assert "GA-1 is placed already" in second.text
    assert len(orders(wiring)) == 1


def test_a_yes_before_anything_was_read_back_books_nothing(talk: Talk, wiring: Wiring) -> None:
    assert "nothing to confirm" in talk.answer(SHARMA, "yes")
    assert orders(wiring) == []


# --- interrupts


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("menu", "What would you like?"),
        ("मेनू", "What would you like?"),
        ("help", "Just write"),
        ("language", "Which language?"),
        ("stop", "Offers and reminders are off"),
        ("बंद करो", "Offers and reminders are off"),
        ("start", "Offers and reminders are on"),
    ],
)
def test_interrupts_work_in_the_middle_of_a_question(talk: Talk, words: str, told: str) -> None:
    talk.say(SHARMA, "tej 5")
    assert told in talk.answer(SHARMA, words)


def test_back_goes_one_screen_back_and_then_out(talk: Talk) -> None:
    talk.say(SHARMA, "15 soap")
    talk.tap(SHARMA, "Change")
    talk.tap(SHARMA, "Neemal Bath Soap 100 g")
    assert "Which line?" in talk.answer(SHARMA, "back")
    assert "Your cart:" in talk.answer(SHARMA, "back")
    assert "What would you like?" in talk.answer(SHARMA, "back")
    assert "What would you like?" in talk.answer(SHARMA, "back")


def test_cancel_empties_the_cart_and_it_can_be_brought_back(talk: Talk) -> None:
    talk.say(SHARMA, "15 soap")
    assert "nothing was ordered" in talk.answer(SHARMA, "cancel")
    (answer,) = talk.tap(SHARMA, "Open it again")
    assert "Bath Soap" in answer.text


def test_a_status_question_in_the_middle_keeps_the_cart(talk: Talk) -> None:
    talk.say(SHARMA, "3 tea")
    talk.tap(SHARMA, "Send order")
    talk.say(SHARMA, "15 soap")
    assert "Your cart is kept" in talk.answer(SHARMA, "where is my order")
    (answer,) = talk.tap(SHARMA, "Back to cart")
    assert "Bath Soap" in answer.text


def test_after_three_failed_tries_a_person_is_offered(talk: Talk) -> None:
    assert "did not understand" in talk.answer(SHARMA, "qwe rty")
    assert "did not understand" in talk.answer(SHARMA, "asd fgh")
    assert "Shall a person write" in talk.answer(SHARMA, "zxc vbn")
    assert "has been asked to write" in talk.answer(SHARMA, "yes")


def test_the_bot_is_quiet_while_a_person_looks_after_the_chat(talk: Talk, wiring: Wiring) -> None:
    talk.say(SHARMA, "talk to a person")
    assert talk.say(SHARMA, "are you there") == []
    assert "What would you like?" in talk.answer(SHARMA, "menu")


def test_the_bot_is_back_after_two_hours(talk: Talk, wiring: Wiring, clock: Any) -> None:
    talk.say(SHARMA, "talk to a person")
    clock.forward(hours=1, minutes=59)
    assert talk.say(SHARMA, "3 tea") == []
    clock.forward(minutes=2)
    assert "Leaf Tea" in talk.answer(SHARMA, "3 tea")


# --- what is remembered


def test_the_shape_of_a_stored_state(talk: Talk, wiring: Wiring) -> None:
    """Fails when what is stored changes: then `SHAPE` must rise, or an upgrade must be written."""
    talk.say(SHARMA, "15 soap")
    stored = state_of(wiring, SHARMA).to_json()
    assert SHAPE == 1
    assert set(stored) == {"shape", "turn", "frames", "shown", "hears", "asks", "tries"}
    assert stored["frames"] == [{"dialog": "ordering", "version": 1, "screen": "start"}]
    assert stored["hears"] == [["why", "ordering.why", []]]
    label, action, facts, means, product = stored["shown"][0]
    assert (label, action, means, product) == ("Send order", "ordering.send", "yes", None)
    assert len(facts) == 1


VERSIONS = {
    "changing": 1, "consent": 1, "goods": 1, "human": 1, "joining": 1, "language": 1, "lists": 1, "menu": 1,
    "ordering": 1, "orders": 1, "placed": 1, "sellers": 1, "shops": 1, "waiting": 1,
}  # fmt: skip


def test_every_dialog_has_a_version_that_is_known_here() -> None:
    """A new dialog, or a new version of one, is written down here: what is stored of it must stay readable."""
    known = {name: dialog.version for name, dialog in Dialog.registry.items() if not name.startswith("test_")}
    assert VERSIONS.items() <= known.items()


def test_a_state_survives_json() -> None:
    state = State(
        turn=7,
        frames=(Frame("ordering", 1, "why", (3,), {"seen": [1]}, "", (("start", ()),), ended=True),),
        shown=(Shown("Yes", "ordering.send", ("abc",), "yes", 5),),
        hears=(Ear("why", "ordering.why"),),
        asks=Ear("how_many", "ordering.counted", (3,)),
        tries=2,
    )
    assert State.from_json(json.loads(json.dumps(state.to_json()))) == state


def test_a_state_of_an_unknown_shape_starts_afresh_and_keeps_its_turn() -> None:
    stored = State(turn=9).to_json() | {"shape": 0}
    assert State.from_json(stored) == State(turn=9)


class Aged(Dialog):
    """A dialog that has changed twice; only the second change knows the way."""

    name, version = "test_aged", 3

    @staticmethod
    def renamed(frame: Frame) -> Frame:
        return replace(frame, screen="start")

    def start(self, chat: Any, *arguments: Any) -> Any:
        raise AssertionError("not drawn here")


Aged.upgrades = {2: Aged.renamed}


@pytest.mark.parametrize(
    ("frame", "upgraded"),
    [
        (Frame("test_aged", 3), Frame("test_aged", 3)),
        (Frame("test_aged", 2), Frame("test_aged", 3)),
        (Frame("test_aged", 1), None),
        (Frame("test_aged", 4), None),
        (Frame("test_aged", 3, "gone"), None),
        (Frame("no_such_dialog", 1), None),
    ],
    ids=[
        "current",
        "upgraded",
        "no way from there",
        "from the future",
        "a screen that is gone",
        "a dialog that is gone",
    ],
)
def test_frames_of_older_versions(frame: Frame, upgraded: Frame | None) -> None:
    assert upgrade(frame) == upgraded


def test_a_dialog_that_is_gone_costs_one_kind_sentence_and_no_cart(talk: Talk, wiring: Wiring) -> None:
    talk.say(SHARMA, "15 soap")
    with wiring.database.write() as session:
        row = session.scalars(select(Conversation)).one()
        stored = State.from_json(row.state)
        row.state = replace(stored, frames=(Frame("ordering_of_old", 1),)).to_json()
    assert "starts afresh" in talk.answer(SHARMA, "1")
    assert "Bath Soap" in talk.answer(SHARMA, "3 tea")


def test_going_in_and_in_keeps_few_frames(talk: Talk, wiring: Wiring) -> None:
    for words in ("2 case noodle", "menu", "where is my order", "schemes", "language", "stop", "help", "10 soap") * 3:
        talk.say(SHARMA, words)
    assert len(state_of(wiring, SHARMA).frames) <= 5
