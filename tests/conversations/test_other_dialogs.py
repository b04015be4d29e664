"""Asking about goods, joining, serving shops, lists for the clerk, consent, languages, several sellers."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.post.tables import Media, MediaState
from bot.wiring import Wiring
from conversations.message import Attachment
from domain.care.tables import Handover, ToType
from domain.catalogue import editions
from domain.catalogue.tables import Listing
from domain.events import Event
from domain.network.tables import Contact, OutletRequest, Party, Tier
from domain.orders.tables import Order
from tests.builders import (
    GUPTA,
    MEENA,
    RAVI,
    SHARMA,
    STRANGER,
    VERMA,
    Network,
    add,
    link,
    party,
    product,
    sells,
)
from tests.clock import SettableClock
from tests.talking import Talk

HERE = (25.6110, 85.1440)
FAR = (27.7, 85.3)


# --- goods


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("is tea available", "Tej Leaf Tea 250 g: 400 pc there."),
        ("tej salt hai kya", "Tej Salt 1 kg: 4 pc there."),
        ("cleaner ka stock", "Kiran Floor Cleaner 500 ml: stock not checked."),
        ("tea ka rate kya hai", "₹96.00 with tax (₹91.43 before), MRP ₹120"),
        ("himal noodles rate", "₹11.90 with tax (₹11.33 before), MRP ₹14"),
    ],
)
def test_stock_and_rates(talk: Talk, words: str, told: str) -> None:
    assert told in talk.answer(SHARMA, words)


def test_rates_are_told_for_each_mrp_that_is_in_the_trade(talk: Talk) -> None:
    assert talk.answer(SHARMA, "himal noodles rate").count("MRP") == 2


def test_a_question_without_goods_asks_which(talk: Talk) -> None:
    assert "The rate of which goods?" in talk.answer(SHARMA, "rate kya hai")
    assert "MRP ₹120" in talk.answer(SHARMA, "tea")


def test_schemes_that_are_open_to_this_shop(talk: Talk) -> None:
    answer = talk.answer(SHARMA, "koi scheme hai")
    assert "• Soap5: Neemal Bath Soap 100 g: from 12 pc 5% off." in answer
    assert "on the whole order: from ₹5,000.00 1% off" in answer


def test_out_of_stock_with_and_without_an_arrival(talk: Talk, wiring: Wiring, network: Network) -> None:
    talk.say(SHARMA, "4 salt, 10 brush")
    talk.say(SHARMA, "3 tea")
    talk.say(SHARMA, "yes")
    assert "none now, 48 pc come on Wed 17 Jun" in talk.answer(SHARMA, "salt hai kya")
    assert "Kiran Toothbrush 1 N: none now." in talk.answer(SHARMA, "brush hai kya")


# --- joining


def test_a_stranger_becomes_a_shop(talk: Talk, wiring: Wiring) -> None:
    assert "Which language?" in talk.answer(STRANGER, "hi")
    talk.tap(STRANGER, "English")
    talk.tap(STRANGER, "A new shop")
    talk.say(STRANGER, "Maitri Store")
    answer, *news = talk.say(STRANGER, place=HERE)
    assert "Maitri Store, Boring Road, in the area of Gupta Agencies." in answer.text
    assert {message.to for message in news} == {GUPTA, MEENA}
    assert "Gupta Agencies will decide today" in talk.tap(STRANGER, "Later")[0].text
    taken, *told = talk.tap(MEENA, "Take on")
    assert "Maitri Store can order now" in taken.text
    assert any(message.to == STRANGER and "has taken you on" in message.text for message in told)
    assert "3 pc" in talk.answer(STRANGER, "3 tea")


def test_nothing_is_shown_and_nothing_sold_to_a_stranger(talk: Talk, wiring: Wiring) -> None:
    for words in ("2 case noodles", "tea ka rate", "scheme", "yes", "menu", "help", "where is GA-1"):
        answer = talk.answer(STRANGER, words)
        assert "₹" not in answer
        assert "pc" not in answer
    with wiring.database.read() as session:
        assert session.scalars(select(Order)).all() == []


def test_a_stranger_who_asked_hears_how_it_stands(talk: Talk) -> None:
    for words in ("hi", "1", "1", "Maitri Store"):
        talk.say(STRANGER, words)
    talk.say(STRANGER, place=HERE)
    talk.say(STRANGER, "10ABCDE1234F1Z5")
    assert "will decide" in talk.answer(STRANGER, "2 case noodles")


def test_the_second_of_two_who_decide_is_told(talk: Talk, wiring: Wiring) -> None:
    for words in ("hi", "1", "1", "Maitri Store"):
        talk.say(STRANGER, words)
    talk.say(STRANGER, place=HERE)
    talk.tap(MEENA, "Take on")
    assert "decided already" in talk.tap(GUPTA, "Turn down")[0].text


def test_a_shop_that_is_turned_down_is_told_kindly(talk: Talk) -> None:
    for words in ("hi", "1", "1", "Maitri Store"):
        talk.say(STRANGER, words)
    talk.say(STRANGER, place=HERE)
    _answer, *told = talk.tap(MEENA, "Turn down")
    assert any("cannot serve Maitri Store at present" in message.text for message in told)


def test_a_place_that_nobody_serves(talk: Talk, wiring: Wiring) -> None:
    for words in ("hi", "1", "1", "Maitri Store"):
        talk.say(STRANGER, words)
    talk.say(STRANGER, place=FAR)
    assert "look for a distributor near you" in talk.tap(STRANGER, "Later")[0].text
    with wiring.database.read() as session:
        assert session.scalars(select(OutletRequest)).one().seller_id is None


def test_a_known_shop_on_an_unknown_phone(talk: Talk) -> None:
    talk.say(STRANGER, "hi")
    talk.tap(STRANGER, "English")
    assert "not on its list yet" in talk.tap(STRANGER, "My shop is known")[0].text
    assert "has been asked to write" in talk.tap(STRANGER, "Talk to a person")[0].text


# --- a rep serves shops


def test_a_rep_orders_for_a_shop_which_is_asked(talk: Talk, wiring: Wiring) -> None:
    assert "For which shop?" in talk.answer(RAVI, "3 tea")
    (cart,) = talk.tap(RAVI, "Sharma Kirana")
    assert cart.text.startswith("For Sharma Kirana:")
    placed, *news = talk.tap(RAVI, "Send order")
    assert "Sharma Kirana gets it on their phone and is asked." in placed.text
    (asked,) = [message for message in news if message.to == SHARMA]
    assert "Ravi Kumar ordered for you at 10:00: GA-1, 1 item, ₹259.19. Right?" in asked.text
    answer, *told = talk.say(SHARMA, "yes")
    assert "Thank you, noted: GA-1 is right." in answer.text
    assert any(message.to == RAVI and "says that GA-1 is right" in message.text for message in told)


def test_a_shop_objects_to_an_order_it_did_not_give(talk: Talk) -> None:
    talk.say(RAVI, "Sharma Kirana 3 tea")
    talk.say(RAVI, "yes")
    answer, *told = talk.tap(SHARMA, "Something is wrong")
    assert "has been told that GA-1 is not right" in answer.text
    assert {message.to for message in told} >= {RAVI, GUPTA}


def test_a_rep_may_ask_the_shop_first(talk: Talk, wiring: Wiring) -> None:
    talk.say(RAVI, "Sharma Kirana 3 tea")
    told, *news = talk.tap(RAVI, "Ask the shop first")
    assert "has the cart on the phone now" in told.text
    (offered,) = [message for message in news if message.to == SHARMA]
    assert "Leaf Tea" in offered.text
    assert "Order GA-1 is in" in talk.tap(SHARMA, "Send order")[0].text


def test_a_rep_serves_the_shops_of_his_beats_only(talk: Talk) -> None:
    talk.say(RAVI, "menu")
    (asked,) = talk.tap(RAVI, "Order for a shop")
    assert "For which shop?" in asked.text
    assert list(asked.choices) == ["Sharma Kirana"]
    assert "I know no shop" in talk.answer(RAVI, "Verma Store")
    assert "Another shop" in talk.tap(RAVI, "Sharma Kirana")[0].choices
    assert "What would you like?" in talk.tap(RAVI, "Done here")[0].text


# --- lists and voice notes


def test_a_photographed_list_is_typed_by_the_clerk_and_confirmed_by_the_shop(talk: Talk, wiring: Wiring) -> None:
    answer, *_rest = talk.say(SHARMA, files=(Attachment("image/jpeg", "https://example.test/list.jpg"),))
    assert "Your list is with the clerk of Gupta Agencies" in answer.text
    with wiring.database.write() as session:
        media = session.scalars(select(Media)).one()
        media.state = MediaState.REFUSED
        task = session.scalars(select(ToType)).one()
    talk.say(MEENA, "menu")
    talk.tap(MEENA, "Waiting for me")
    assert "Write what stands there for Sharma Kirana" in talk.tap(MEENA, "Sharma Kirana")[0].text
    talk.say(MEENA, "3 tea")
    _told, *news = talk.tap(MEENA, "Ask the shop first")
    assert any(message.to == SHARMA and "wrote down your list" in message.text for message in news)
    assert "Order GA-1 is in" in talk.say(SHARMA, "yes")[0].text
    assert task.kind == "photo"


def test_talks_that_wait_are_handed_back(talk: Talk, wiring: Wiring) -> None:
    _answer, *news = talk.say(SHARMA, "talk to a person")
    assert any("Sharma Kirana" in message.text and "wants to talk" in message.text for message in news)
    talk.say(MEENA, "menu")
    talk.tap(MEENA, "Waiting for me")
    assert "wrote" in talk.tap(MEENA, "Sharma Kirana")[0].text
    assert "I answer there again." in talk.tap(MEENA, "Hand back")[0].text
    assert "Leaf Tea" in talk.answer(SHARMA, "3 tea")
    with wiring.database.read() as session:
        assert session.scalars(select(Handover)).one().ended_at is not None


def test_nothing_waits(talk: Talk) -> None:
    talk.say(MEENA, "menu")
    assert "Nothing waits for you." in talk.tap(MEENA, "Waiting for me")[0].text


# --- consent and language


@pytest.mark.parametrize("words", ["stop", "STOP", "Stop."])
def test_stop_turns_offers_and_reminders_off_and_is_on_record(talk: Talk, wiring: Wiring, words: str) -> None:
    talk.say(SHARMA, words)
    with wiring.database.read() as session:
        contact = session.scalars(select(Contact)).one()
        (event,) = session.scalars(select(Event).where(Event.kind == "consent.changed")).all()
    assert (contact.offers_ok, contact.reminders_ok) == (False, False)
    assert event.message_id is not None
    assert "are on" in talk.answer(SHARMA, "start")


def test_the_language_is_learned_from_what_is_written_and_chosen_by_name(talk: Talk, wiring: Wiring) -> None:
    talk.say(SHARMA, "hindi")
    with wiring.database.read() as session:
        assert session.scalars(select(Contact)).one().language == "hi"
    talk.say(SHARMA, "language")
    talk.say(SHARMA, "1")
    with wiring.database.read() as session:
        assert session.scalars(select(Contact)).one().language == "en"


# --- several sellers


@pytest.fixture
def second_seller(wiring: Wiring, network: Network) -> Party:
    """Singh Traders sell one brand more, and tea as Gupta Agencies do."""
    with wiring.database.write() as session:
        seller = party(session, "SINGH", "Singh Traders", Tier.DISTRIBUTOR)
        sells(session, seller, series="ST")
        link(session, seller, network.sharma)
        product(session, "JAM", "Phal", "Mixed Jam", "200 g", "90", tax=12)
        for brand in ("Himal", "Lali", "Neemal", "Tej", "Kiran"):
            add(session, Listing(seller_id=network.seller.id, brand=brand))
        for brand in ("Phal", "Tej"):
            add(session, Listing(seller_id=seller.id, brand=brand))
        editions.bump(session, editions.CATALOGUE)
    return seller


@pytest.mark.usefixtures("second_seller")
def test_goods_go_to_whoever_sells_them(talk: Talk) -> None:
    answer = talk.answer(SHARMA, "15 soap, 2 mixed jam")
    assert answer.startswith("Your cart with Gupta Agencies:")
    assert "Also open with Singh Traders: 1 item." in answer
    (other,) = talk.tap(SHARMA, "Other cart")
    assert other.text.startswith("Your cart with Singh Traders:")
    assert "Order ST-1 is in" in talk.say(SHARMA, "yes")[0].text


@pytest.mark.usefixtures("second_seller")
def test_where_two_sell_the_same_the_shop_is_asked_once(talk: Talk) -> None:
    assert "From whom do you want to buy?" in talk.answer(SHARMA, "3 tea")
    assert talk.tap(SHARMA, "Singh Traders")[0].text.startswith("Your cart with Singh Traders:")
    assert "6 pc" in talk.answer(SHARMA, "3 tea")


def test_an_order_lapses_when_nobody_packs_it(talk: Talk, wiring: Wiring, clock: SettableClock) -> None:
    from bot.jobs.upkeep import lapse_orders

    talk.say(SHARMA, "15 soap")
    talk.say(SHARMA, "yes")
    clock.now += timedelta(days=8)
    assert lapse_orders(wiring, clock.now) == "1 orders lapsed"
    assert "was cancelled" in talk.answer(SHARMA, "where is GA-1")
    assert VERMA
