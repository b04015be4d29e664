"""An answer within the limits of a channel: buttons where they fit, a list where it fits, numbered text everywhere."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Outbound
from bot.channels.twilio import TEXT_ONLY, WHATSAPP
from bot.post.render import Shape, cut, fit, shape_of
from conversations.reply import Offer


def answer(text: str = "Right?", labels: list[str] | None = None, **more: object) -> Outbound:
    offers = tuple(Offer(f"1.{place}", label) for place, label in enumerate(labels or [], start=1))
    return replace(Outbound(1, "+919876500011", text, offers), **more)  # type: ignore[arg-type]


TWENTY, TWENTY_ONE = "x" * 20, "x" * 21
SHAPES = [
    ("no choices", answer(), Shape.TEXT),
    ("one choice", answer(labels=["Menu"]), Shape.BUTTONS),
    ("three short choices", answer(labels=["Send order", "Change", TWENTY]), Shape.BUTTONS),
    ("a label over twenty", answer(labels=["Send order", TWENTY_ONE]), Shape.LIST),
    ("two choices alike", answer(labels=["Salt", "Salt"]), Shape.LIST),
    ("four choices", answer(labels=["a", "b", "c", "d"]), Shape.LIST),
    ("ten choices", answer(labels=list("abcdefghij")), Shape.LIST),
    ("eleven choices", answer(labels=list("abcdefghijk")), Shape.TEXT),
    ("choices that say more", answer(offers=(Offer("1.1", "Soap", "12 left"),)), Shape.LIST),
    ("a text of 1024", answer("x" * 1024, ["Menu"]), Shape.BUTTONS),
    ("a text of 1025", answer("x" * 1025, ["Menu"]), Shape.TEXT),
    ("a file beside choices", answer(labels=["Menu"], media=("https://x/y",)), Shape.TEXT),
]


@pytest.mark.parametrize(("message", "shape"), [case[1:] for case in SHAPES], ids=[case[0] for case in SHAPES])
def test_the_shape_of_an_answer(message: Outbound, shape: Shape) -> None:
    assert shape_of(message, WHATSAPP) is shape


def test_numbered_text_shows_every_choice() -> None:
    shown, _ = fit(answer("Which?", ["Salt 1 kg", "Salt 2 kg"]), TEXT_ONLY)
    assert shown.text == "Which?\n1. Salt 1 kg\n2. Salt 2 kg"


def test_a_text_that_numbers_its_first_choices_gets_only_the_others() -> None:
    message = answer("Which?\n1. Salt 1 kg\n2. Salt 2 kg", ["Salt 1 kg", "Salt 2 kg", "None of these"], listed=True)
    assert fit(message, TEXT_ONLY)[0].text == "Which?\n1. Salt 1 kg\n2. Salt 2 kg\n3. None of these"


def test_rows_that_would_look_alike_are_told_apart() -> None:
    long = "Himal Masala Noodles family pack of"
    shown, _ = fit(answer(labels=[f"{long} {size}" for size in ("4", "8", "12", "16")]), WHATSAPP)
    titles = [offer.label for offer in shown.offers]
    assert len(set(titles)) == 4
    assert all(len(title) <= 24 for title in titles)
    assert [offer.id for offer in shown.offers] == ["1.1", "1.2", "1.3", "1.4"]


CUTS = [
    ("short", 10, "short"),
    ("cut between words here", 12, "cut between…"),
    ("one two three four", 16, "one two three…"),
    ("नमस्ते दुनिया", 7, "नमस्ते…"),
    ("क्ष्म्य", 3, "…"),
    ("e\u0301e\u0301e\u0301", 3, "ééé"),
    ("👨\u200d👩\u200d👧 family", 3, "…"),
]


@pytest.mark.parametrize(("text", "most", "expected"), CUTS)
def test_a_cut_falls_between_words_and_never_inside_a_letter(text: str, most: int, expected: str) -> None:
    assert cut(text, most) == expected


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_cut_text_is_short_enough_and_begins_like_the_whole(text: str, most: int) -> None:
    shown = cut(text, most)
    assert len(shown) <= most
    whole = unicodedata.normalize("NFC", text)
    assert whole == shown or whole.startswith(shown.removesuffix("…"))


written = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80)
labels = st.lists(written | st.sampled_from(["Salt", "Salt 2", "x" * 24, "x" * 30]), max_size=14)


@given(st.text(min_size=1, max_size=3000), labels, st.booleans())
def test_any_answer_fits(text: str, offered: list[str], listed: bool) -> None:
    message = answer(text, offered, listed=listed)
    shown, shape = fit(message, WHATSAPP)
    assert len(shown.text) <= (WHATSAPP.body if shape is Shape.TEXT else WHATSAPP.body_with_choices)
    if shape is Shape.BUTTONS:
        assert len(shown.offers) <= WHATSAPP.buttons
        assert all(len(offer.label) <= WHATSAPP.button_title for offer in shown.offers)
        assert len({offer.label for offer in shown.offers}) == len(shown.offers)
    if shape is Shape.LIST:
        assert len(shown.offers) <= WHATSAPP.rows
        assert all(len(offer.label) <= WHATSAPP.row_title for offer in shown.offers)
        assert len({offer.label for offer in shown.offers}) == len(shown.offers)
