"""Ordering: from words to a cart, from a cart to an order, and everything on the way."""

from decimal import Decimal

import pytest
from sqlmodel import select

from bot.wiring import Wiring
from domain.catalogue import editions
from domain.orders.tables import Cart, CartState, Order, OrderLine
from domain.pricing.tables import PriceItem
from domain.stock.tables import Stock
from tests.builders import CHHOTU, SHARMA, VERMA, Network, product, stock
from tests.clock import SettableClock
from tests.talking import Talk


def only_order(wiring: Wiring) -> Order:
    with wiring.database.read() as session:
        (order,) = session.scalars(select(Order)).all()
    return order


def goods(wiring: Wiring) -> dict[int, int]:
    """Pieces by product of the only order."""
    with wiring.database.read() as session:
        return {line.product_id: line.pieces for line in session.scalars(select(OrderLine)) if not line.free}


# --- from words to lines


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("15 soap", {"SOAP": 15}),
        ("soap 15", {"SOAP": 15}),
        ("sabun 15 pc", {"SOAP": 15}),
        ("साबुन १५", {"SOAP": 15}),
        ("সাবান ১৫", {"SOAP": 15}),
        ("2 peti noodles", {"NOODLE": 192}),
        ("noodle aadha peti", {"NOODLE": 48}),
        ("noodles dedh peti", {"NOODLE": 144}),
        ("ek darjan sabun", {"SOAP": 12}),
        ("1 peti himal noodles aur 15 sabun", {"NOODLE": 96, "SOAP": 15}),
        ("15 soap\n3 tea", {"SOAP": 15, "TEA": 3}),
        ("15 soap\n5 soap", {"SOAP": 20}),
    ],
)
def test_words_become_pieces(talk: Talk, wiring: Wiring, network: Network, words: str, pieces: dict[str, int]) -> None:
    talk.say(SHARMA, words)
    talk.say(SHARMA, "yes")
    assert goods(wiring) == {network[sku]: count for sku, count in pieces.items()}


def test_what_cannot_be_read_stays_on_the_order(talk: Talk, wiring: Wiring) -> None:
    assert 'Not found: "3 blue ujala"' in talk.answer(SHARMA, "15 soap, 3 blue ujala")
    assert 'Passed on as a request: "3 blue ujala"' in talk.answer(SHARMA, "yes")
    assert only_order(wiring).unmatched == ["3 blue ujala"]


def test_a_cart_of_nothing_but_unread_words_offers_a_person(talk: Talk) -> None:
    (answer,) = talk.say(SHARMA, "3 blue ujala")
    assert list(answer.choices) == ["Talk to a person", "Empty the cart"]
    assert "has been asked" in talk.tap(SHARMA, "Talk to a person")[0].text


# --- quantities that are none


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("999999999999 peti noodles", "more than I can order"),
        ("0 soap", "more than zero"),
        ("1.5 soap", "How many pieces"),
    ],
)
def test_a_quantity_that_cannot_be_is_asked_again(talk: Talk, wiring: Wiring, words: str, told: str) -> None:
    answer = talk.answer(SHARMA, words)
    assert told in answer
    assert "How many" in answer


@pytest.mark.parametrize("words", ["-5", "0", "½", "²", "1e9", "0x10", "NaN", "9" * 400, "1.5", "५.५"])
def test_an_answer_that_is_no_quantity_changes_nothing(talk: Talk, wiring: Wiring, words: str) -> None:
    talk.say(SHARMA, "999999999999 peti noodles")
    assert "How many" in talk.answer(SHARMA, words)


@pytest.mark.parametrize("words", ["5", "५", "٣٠", "５", "5 peti", "paanch", "पाँच", "পাঁচ"])
def test_an_answer_to_how_many(talk: Talk, words: str) -> None:
    talk.say(SHARMA, "999999999999 peti noodles")
    assert "Your cart:" in talk.answer(SHARMA, words)


def test_a_pack_that_a_product_has_not_is_asked_in_pieces(talk: Talk) -> None:
    answer = talk.answer(SHARMA, "2 ladi soap")
    assert "not sold in that pack" in answer
    assert "How many pieces of Neemal Bath Soap 100 g?" in answer


# --- which one


@pytest.fixture
def two_soaps(wiring: Wiring, network: Network) -> None:
    """A second soap of the same brand, larger."""
    with wiring.database.write() as session:
        big = product(session, "SOAP-BIG", "Neemal", "Bath Soap", "150 g", "55", case=36)
        stock(session, network.seller, big, 100, wiring.clock())
        editions.bump(session, editions.CATALOGUE)


@pytest.mark.usefixtures("two_soaps")
@pytest.mark.parametrize(
    ("words", "name"), [("1", "100 g"), ("2", "150 g"), ("150 g", "150 g"), ("bada", "150 g"), ("chhota wala", "100 g")]
)
def test_which_one_is_answered_by_place_size_or_words(talk: Talk, words: str, name: str) -> None:
    asked = talk.answer(SHARMA, "6 neemal soap")
    assert "Which Neemal?" in asked
    assert f"Neemal Bath Soap {name}: 6 pc" in talk.answer(SHARMA, words)


@pytest.mark.usefixtures("two_soaps")
def test_a_choice_is_remembered_for_the_shop_and_for_no_other(talk: Talk) -> None:
    talk.say(SHARMA, "6 neemal soap")
    talk.say(SHARMA, "2")
    talk.say(SHARMA, "cancel")
    assert "150 g: 3 pc" in talk.answer(SHARMA, "3 neemal soap")
    assert "Which Neemal?" in talk.answer(VERMA, "3 neemal soap")


@pytest.mark.usefixtures("two_soaps")
def test_leaving_an_open_line_out(talk: Talk) -> None:
    talk.say(SHARMA, "3 tea, 6 neemal soap")
    (answer,) = talk.tap(SHARMA, "Leave it out")
    assert "Leaf Tea" in answer.text
    assert "Soap" not in answer.text


@pytest.mark.usefixtures("two_soaps")
def test_other_products_and_then_a_fuller_name(talk: Talk) -> None:
    talk.say(SHARMA, "6 neemal soap")
    (answer,) = talk.tap(SHARMA, "Other Neemal")
    assert "Please write the name as on the pack" in answer.text
    assert "150 g: 6 pc" in talk.answer(SHARMA, "6 neemal bath soap 150 g")


# --- changing


def test_set_remove_and_correct_in_words(talk: Talk) -> None:
    talk.say(SHARMA, "15 soap, 3 tea")
    assert talk.answer(SHARMA, "soap 20 kar do").startswith("Neemal Bath Soap 100 g is now 20 pc. New total")
    answer = talk.answer(SHARMA, "tea hatao")
    assert "Tea" not in answer
    assert "20 pc" in answer
    assert "is not in the cart" in talk.answer(SHARMA, "noodles hatao")


def test_changing_by_taps_and_digits_alone(talk: Talk) -> None:
    talk.say(SHARMA, "15 soap, 3 tea")
    talk.say(SHARMA, "2")
    talk.say(SHARMA, "1")
    assert "is now 7 pc" in talk.answer(SHARMA, "7")
    talk.tap(SHARMA, "Change")
    talk.tap(SHARMA, "Tej Leaf Tea 250 g")
    (answer,) = talk.tap(SHARMA, "Take it out")
    assert "Tea" not in answer.text
    talk.tap(SHARMA, "Change")
    talk.say(SHARMA, "1")
    assert "more than zero" in talk.answer(SHARMA, "0")
    assert "Your cart:" in talk.tap(SHARMA, "Back to cart")[0].text


def test_the_cart_that_was_read_back_is_the_cart_that_is_booked(talk: Talk, wiring: Wiring, network: Network) -> None:
    """A price that changes between the read-back and the yes: nothing is booked, the new figures are shown."""
    talk.say(SHARMA, "3 tea")
    send = talk.last[SHARMA].choices["Send order"]
    with wiring.database.write() as session:
        for item in session.scalars(select(PriceItem).where(PriceItem.product_id == network["TEA"])):
            item.price += Decimal(1)
    (answer,) = talk.say(SHARMA, tap=send)
    assert "changed meanwhile" in answer.text
    assert "Leaf Tea 250 g: 3 pc" in answer.text
    with wiring.database.read() as session:
        assert session.scalars(select(Order)).all() == []


def test_the_day_of_delivery_that_was_shown_holds_or_is_shown_anew(talk: Talk, clock: SettableClock) -> None:
    assert "delivery tomorrow" in talk.answer(SHARMA, "15 soap")
    clock.forward(hours=9)
    assert "changed meanwhile" in talk.answer(SHARMA, "yes")
    assert "Delivery Wed 17 Jun" in talk.answer(SHARMA, "yes")


# --- short stock


def test_short_stock_later_or_less(talk: Talk, wiring: Wiring, network: Network) -> None:
    answer = talk.answer(SHARMA, "3 tea, 6 salt")
    assert "Only 4 in stock; 2 follow on Wed 17 Jun." in answer
    assert "4 free at Gupta Agencies now, 48 pc on the way (PO 883, due Wed 17 Jun)" in talk.answer(
        SHARMA, "why 2 later"
    )
    (cut,) = talk.tap(SHARMA, "Send without the 2")
    assert "Tej Salt 1 kg: 4 pc" in cut.text
    talk.say(SHARMA, "yes")
    assert goods(wiring)[network["SALT"]] == 4


def test_what_follows_later_is_told_and_only_what_is_there_is_reserved(
    talk: Talk, wiring: Wiring, network: Network
) -> None:
    talk.say(SHARMA, "3 tea, 6 salt")
    (answer, *_news) = talk.tap(SHARMA, "Send, 2 later")
    assert "2 Salt on Wed 17 Jun." in answer.text
    with wiring.database.read() as session:
        rows = session.scalars(select(Stock).where(Stock.product_id == network["SALT"])).all()
    assert sum(row.reserved for row in rows) == 4


# --- the owner's limit for staff


def test_staff_orders_up_to_a_limit(talk: Talk) -> None:
    talk.say(CHHOTU, "2 case noodles")
    assert "up to ₹1,000.00 alone" in talk.answer(CHHOTU, "yes")
    talk.say(SHARMA, "menu")
    assert "2 case (192 pc)" in talk.tap(SHARMA, "Your cart")[0].text
    assert "Order GA-1 is in" in talk.answer(SHARMA, "yes")


# --- after the order


def test_see_repeat_and_cancel_the_order(talk: Talk, wiring: Wiring) -> None:
    talk.say(SHARMA, "15 soap")
    talk.say(SHARMA, "yes")
    assert "not packed yet" in talk.tap(SHARMA, "See order")[0].text
    talk.tap(SHARMA, "Cancel this order")
    (kept,) = talk.tap(SHARMA, "No, keep it")
    assert "not packed yet" in kept.text
    talk.tap(SHARMA, "Cancel this order")
    gone, *news = talk.tap(SHARMA, "Yes, cancel it")
    assert "is cancelled" in gone.text
    assert any("was cancelled" in message.text for message in news)
    assert "no order to cancel" in talk.answer(SHARMA, "cancel my order")


def test_repeat_of_the_last_order(talk: Talk, wiring: Wiring) -> None:
    talk.say(SHARMA, "15 soap, 2 case noodles")
    talk.say(SHARMA, "yes")
    answer = talk.answer(SHARMA, "same as last time")
    assert answer.startswith("Your last order again:")
    assert "15 pc" in answer
    assert "2 case (192 pc)" in answer


def test_repeat_without_an_order(talk: Talk) -> None:
    assert "find nothing" in talk.answer(SHARMA, "repeat last order")


def test_an_order_number_of_somebody_else_is_not_found(talk: Talk) -> None:
    talk.say(SHARMA, "15 soap")
    talk.say(SHARMA, "yes")
    assert "no order GA-1 of yours" in talk.answer(VERMA, "where is GA-1")
    assert "no order GA-999 of yours" in talk.answer(VERMA, "where is GA-999")
    assert "no order GA-1 of yours" in talk.answer(VERMA, "cancel GA-1")


def test_the_open_carts(talk: Talk, wiring: Wiring) -> None:
    """One open cart a pair, whatever was said."""
    for words in ("15 soap", "cancel", "3 tea", "yes", "2 case noodles"):
        talk.say(SHARMA, words)
    with wiring.database.read() as session:
        states = [cart.state for cart in session.scalars(select(Cart))]
    assert sorted(states) == [CartState.EMPTIED, CartState.OPEN, CartState.PLACED]
