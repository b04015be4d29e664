"""Each language as people meet it: labels that fit and can be typed, examples that are understood, figures and days."""

from collections.abc import Hashable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from conversations import reading
from conversations.cards.goods import units
from conversations.hearing import labelled
from conversations.interrupts import HEARD
from conversations.reading import Act, Context, Intent, Interrupt
from conversations.state import Shown
from conversations.text import LANGUAGES, _, clock, day, full_date, money, ngettext, number, on, price, speaking
from domain.catalogue.packs import Unit
from domain.catalogue.search import Index
from domain.catalogue.search.entry import Entry
from tests.conversations import sentences

TODAY = date(2026, 11, 23)  # a Monday
BUTTON, ROW = 20, 24  # characters that WhatsApp shows of a button and of a row of a list
ROWS = {"Other %(brand)s"}

SHELF = Index.build(
    [
        Entry("maggi", "Maggi", "Masala Noodles", "70 g", category="noodles", pieces_per_case=96),
        Entry("wai wai", "Wai Wai", "Chicken Noodles", "75 g", category="noodles", pieces_per_case=30),
        Entry("parle g", "Parle-G", "Glucose Biscuit", "55 g", mrp=Decimal(5), pieces_per_case=144),
        Entry("salt", "Tata", "Salt", "1 kg", category="salt", pieces_per_case=25),
        Entry("soap", "Neemal", "Bath Soap", "100 g", category="soap", pieces_per_case=48),
    ]
)
IN_THE_CART = Context(cart=("maggi", "wai wai", "soap"))


def label(sentence: str, count: str = "2") -> str:
    """A label as it stands on a button, with facts as long as `count` makes them."""
    missing = units(Decimal(count) % 100, Unit.CASE)
    return _(sentence, count=count, missing=missing, brand="Sunfeast", amount="₹12,400.00", number="SK-1042")


# --- labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_fit(language: str) -> None:
    """On a button with up to 999 pieces; with more they become the row of a list, where they fit too."""
    with speaking(language):
        buttons = [label(sentence, "999") for sentence in sentences.labels() - ROWS]
        rows = [label(sentence, "99999") for sentence in sentences.labels()]
    assert [text for text in buttons if len(text) > BUTTON] == []
    assert [text for text in rows if len(text) > ROW] == []


# Labels that are words of their own: typed, they do the same as tapped, by another way.
BY_ANOTHER_WAY = {
    "Menu": Interrupt.MENU,
    "Show the menu": Interrupt.MENU,
    "Language": Interrupt.LANGUAGE,
    "Talk to a person": Interrupt.HUMAN,
    "Turn off": Interrupt.STOP,
    "Turn on again": Interrupt.START,
    "How to write": Interrupt.HELP,
    "Cancel this order": Interrupt.CANCEL,
    "Yes, cancel it": Interrupt.CANCEL,
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_can_be_typed(language: str) -> None:
    """A label that is written instead of tapped is that choice: no place in a list, no other choice, no interrupt."""
    with speaking(language):
        shown = {sentence: label(sentence) for sentence in sorted(sentences.labels())}
    offered = [Shown(text, "dialog.action") for text in shown.values()]
    for sentence, text in shown.items():
        found = labelled(text, offered)
        assert found is not None, text
        assert found.label == text
        heard = reading.interrupt(text)
        assert heard is None or heard.value not in HEARD or heard is BY_ANOTHER_WAY.get(sentence), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_hold_no_number_words(language: str) -> None:
    """Beside "how many?", `छोड़ दो` would be chosen by `दो`, the answer two."""
    with speaking(language):
        words = {word for sentence in sentences.labels(on="Ask") for word in label(sentence).split()}
    assert {word for word in words if reading.nth(word) is not None} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_units_are_told_in_words_that_are_understood(language: str) -> None:
    with speaking(language):
        told = {unit: units(2, unit) for unit in Unit}
    assert [reading.quantity(words).unit.value for words in told.values()] == [unit.value for unit in told]


# --- examples


def example(sentence: str) -> str:
    """What a sentence gives as an example: all after its colon."""
    return _(sentence).partition(":")[2].strip(" .।")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "sentence",
    sorted(sentence for sentence in sentences.all_said() if "2 case maggi" in sentence),
)
def test_the_example_of_an_order_is_one(language: str, sentence: str) -> None:
    with speaking(language):
        read = reading.read(example(sentence), SHELF)
    assert [(line.product, line.quantity, line.unit) for line in read.lines] == [
        ("maggi", 2, reading.Unit.CASE),
        ("soap", 5, reading.Unit.NONE),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_of_changing_a_line_are_such(language: str) -> None:
    with speaking(language):
        told = example("Which line? Or write it, like: change maggi to 3, or: remove soap.")
    change, _or, remove = told.replace(":", ",").split(",")
    assert acts(change) == [("maggi", Act.SET, 3)]
    assert acts(remove) == [("soap", Act.REMOVE, None)]


def acts(words: str) -> list[tuple[Hashable, Act, Decimal | None]]:
    """What words do to the lines of a cart."""
    return [(line.product, line.act, line.quantity) for line in reading.read(words, SHELF, IN_THE_CART).lines]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_help_shows_is_understood(language: str) -> None:
    (sentence,) = (sentence for sentence in sentences.all_said() if "salesman" in sentence)
    with speaking(language):
        _heading, order, changes, questions, prices, commands = _(sentence).splitlines()
    change, remove = changes.split("·")
    again, where = questions.split("·")
    rate, why = prices.split("·")
    (_first, bought, two), (_second, biscuit, one) = acts(order)[0], acts(order)[1]
    assert (bought, two, biscuit, one) == (Act.ADD, 2, Act.ADD, 1)
    assert [act[1:] for act in acts(change)] == [(Act.SET, 3)]
    assert acts(remove) == [("soap", Act.REMOVE, None)]
    assert reading.read(again, SHELF).intent is Intent.REPEAT
    assert reading.read(where, SHELF).intent is Intent.STATUS
    assert reading.read(rate, SHELF).intent is Intent.PRICE
    assert reading.goods_named(rate, SHELF, Context()) == ("salt",)
    assert reading.asks_why(why)
    assert [reading.interrupt(word) for word in commands.partition(":")[0].split(",")] == [
        Interrupt.MENU, Interrupt.BACK, Interrupt.CANCEL, Interrupt.HUMAN, Interrupt.LANGUAGE, Interrupt.STOP,
    ]  # fmt: skip


# --- figures and days


@pytest.mark.parametrize(
    ("language", "currency", "told"),
    [
        ("en", "INR", "₹12,34,567.50"),
        ("hi", "INR", "₹12,34,567.50"),
        ("hi-Latn", "INR", "₹12,34,567.50"),
        ("ne", "NPR", "रु 12,34,567.50"),
        ("en", "NPR", "Rs 12,34,567.50"),
        ("hi", "NPR", "Rs 12,34,567.50"),
        ("bn", "INR", "₹12,34,567.50"),
        ("bn", "BDT", "৳12,34,567.50"),
    ],
)
def test_money(language: str, currency: str, told: str) -> None:
    """Lakhs everywhere; digits as on the bill and on the pack."""
    with speaking(language):
        assert money(Decimal("1234567.5"), currency) == told
        assert money(Decimal("-1234567.5"), currency) == f"−{told}"
        assert price(Decimal("1234567"), currency) == told.removesuffix("7.50") + "7"


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers(language: str) -> None:
    with speaking(language):
        assert [number(0), number(960), number(100_000), number(Decimal("2.5"))] == ["0", "960", "1,00,000", "2.5"]


@pytest.mark.parametrize(
    ("language", "none", "one", "many"),
    [
        ("en", "0 items", "1 item", "4 items"),
        ("hi", "0 आइटम", "1 आइटम", "4 आइटम"),
        ("hi-Latn", "0 item", "1 item", "4 item"),
        ("ne", "0 आइटम", "1 आइटम", "4 आइटम"),
        ("bn", "0 আইটেম", "1 আইটেম", "4 আইটেম"),
    ],
)
def test_counts(language: str, none: str, one: str, many: str) -> None:
    with speaking(language):
        assert [ngettext("%(count)s item", "%(count)s items", count) for count in (0, 1, 4)] == [none, one, many]


DAYS = [
    date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26), date(2026, 8, 4), date(2027, 2, 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["today", "tomorrow", "Thu 26 Nov", "4 Aug", "1 Feb 2027"]),
        ("hi", ["आज", "कल", "गुरु 26 नवंबर", "4 अगस्त", "1 फ़रवरी 2027"]),
        ("hi-Latn", ["aaj", "kal", "Guru 26 Nov", "4 Aug", "1 Feb 2027"]),
        ("ne", ["आज", "भोलि", "बिहि 26 नोभेम्बर", "4 अगस्ट", "1 फेब्रुअरी 2027"]),
        ("bn", ["আজ", "আগামীকাল", "বৃহস্পতি 26 নভেম্বর", "4 আগস্ট", "1 ফেব্রুয়ারী 2027"]),
    ],
)
def test_days(language: str, told: list[str]) -> None:
    with speaking(language, TODAY):
        assert [day(when) for when in DAYS] == told
        assert full_date(DAYS[2]) in told[2]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["tomorrow", "on Thu 26 Nov"]),
        ("hi", ["कल", "गुरु 26 नवंबर को"]),
        ("hi-Latn", ["kal", "Guru 26 Nov ko"]),
        ("ne", ["भोलि", "बिहि 26 नोभेम्बरमा"]),
        ("bn", ["আগামীকাল", "বৃহস্পতি 26 নভেম্বর"]),
    ],
)
def test_when_something_happens(language: str, told: list[str]) -> None:
    with speaking(language, TODAY):
        assert [on(when) for when in DAYS[1:3]] == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_hours_are_those_of_the_reader(language: str) -> None:
    with speaking(language):
        assert clock(datetime(2026, 11, 23, 8, 35, tzinfo=ZoneInfo("UTC")), "Asia/Kathmandu") == "14:20"
