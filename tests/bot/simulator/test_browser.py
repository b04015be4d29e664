"""The phones as a newcomer meets them: a real browser, a real server, the way from typed words to the books."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, expect, sync_playwright
from playwright.sync_api import Page as Tab

from bot.database import Database
from domain.columns import utc_now
from tests.bot.simulator.browser import CHROMIUM, Handset, photograph, served
from tests.builders import GUPTA, MEENA, SHARMA, VERMA, small_network
from tests.databases import Sqlite

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no browser here: install chromium"),
]

Open = Callable[..., Tab]
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 720}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def address(sqlite: Sqlite, tmp_path: Path) -> Iterator[str]:
    url = sqlite.fresh(tmp_path)
    database = Database(url)
    with database.write() as session:
        small_network(session, utc_now())
    database.close()
    with served(url, tmp_path) as address:
        yield address


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Opens phones. What the browser complains about, a broken policy for one, fails the test unless it is expected."""
    complaints: list[str] = []
    tabs: list[Tab] = []

    def open_phones(*numbers: str, size: dict[str, int] = WIDE, expects: str = "$^") -> Tab:
        def hear(complaint: str) -> None:
            if not re.search(expects, complaint):
                complaints.append(complaint)

        tab = browser.new_page(viewport=size, has_touch=size is NARROW)  # type: ignore[arg-type]
        tab.on("console", lambda told: hear(told.text) if told.type == "error" else None)
        tab.on("pageerror", lambda fault: hear(str(fault)))
        tabs.append(tab)
        asked = ",".join(number.removeprefix("+") for number in numbers)
        tab.goto(f"{address}/?phones={asked}" if asked else address)
        tab.locator(".phone").first.wait_for()
        return tab

    yield open_phones
    for tab in tabs:
        tab.close()
    assert complaints == []


def photo_of_a_list(folder: Path) -> Path:
    picture = Image.new("RGB", (2400, 1800), "white")
    ImageDraw.Draw(picture).text((200, 300), "Namak 10\nSabun 4", fill="black", font_size=200)
    file = folder / "list.png"
    picture.save(file)
    return file


def test_an_order_is_typed_sent_and_seen_by_the_clerk(opened: Open) -> None:
    tab = opened()
    shop, clerk = Handset(tab, SHARMA), Handset(tab, MEENA)
    shop.say("bhaiya 4 soap\n1 peti biscuit")
    shop.screen.locator(".typing").wait_for()
    expect(shop.screen.locator(".presence")).to_have_text("typing…")
    shop.hears("Bath Soap")
    expect(shop.screen.locator(".presence")).to_have_text("online")
    shop.tap("Send order")
    shop.hears("Order GA-1 is in")
    clerk.hears("GA-1 from Sharma Kirana")
    expect(shop.screen.locator(".message.mine .ticks.read")).to_have_count(2)
    photograph(tab, "order")


def test_an_old_button_can_be_tapped_and_books_nothing(opened: Open) -> None:
    tab = opened(SHARMA, MEENA)
    shop, clerk = Handset(tab, SHARMA), Handset(tab, MEENA)
    shop.say("4 soap")
    shop.tap("Send order")
    shop.hears("GA-1 is in")
    shop.screen.get_by_role("button", name="Send order").first.click()
    shop.hears("older message")
    expect(clerk.screen.locator(".message", has_text="New order")).to_have_count(1)


def test_a_photographed_list_reaches_the_clerk(opened: Open, tmp_path: Path) -> None:
    tab = opened(SHARMA, MEENA)
    shop, clerk = Handset(tab, SHARMA), Handset(tab, MEENA)
    shop.field.fill("meri list")
    shop.attach("photo", photo_of_a_list(tmp_path))
    clerk.hears("sent a list to write down")
    for phone in (shop, clerk):
        picture = phone.picture()
        tab.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())
        assert picture.evaluate("image => image.naturalWidth") == 1600
    expect(shop.screen.locator(".message.mine .words")).to_have_text("meri list")
    photograph(tab, "photo")


def test_a_voice_note_can_be_heard_by_the_clerk(opened: Open, tmp_path: Path) -> None:
    voice = tmp_path / "note.ogg"
    voice.write_bytes(b"OggS" + bytes(60))
    tab = opened(SHARMA, MEENA)
    Handset(tab, SHARMA).attach("voice", voice)
    Handset(tab, MEENA).hears("voice note to write down")
    assert Handset(tab, MEENA).screen.locator("audio").count() == 1


def test_a_file_that_is_not_taken_is_told_and_the_words_are_kept(opened: Open, tmp_path: Path) -> None:
    wrong = tmp_path / "prices.pdf"
    wrong.write_bytes(b"PK\x03\x04 no PDF")
    tab = opened(SHARMA, expects="status of 415")
    shop = Handset(tab, SHARMA)
    shop.field.fill("my prices")
    with tab.expect_response("**/simulator/files") as refused:
        shop.attach("document", wrong)
    assert refused.value.status == 415
    expect(shop.screen.get_by_role("alert")).to_contain_text("This kind of file is not taken")
    expect(shop.field).to_have_value("my prices")
    expect(shop.screen.locator(".message.mine")).to_have_count(0)


def test_a_stranger_joins_in_hindi_and_shares_a_place(opened: Open) -> None:
    tab = opened(MEENA)
    tab.get_by_role("button", name="Add a phone").click()
    tab.get_by_role("button", name=re.compile("A stranger")).click()
    number = tab.locator(".phone").last.get_attribute("data-number") or ""
    stranger = Handset(tab, number)
    stranger.say("नमस्ते")
    stranger.row("हिन्दी")
    expect(stranger.answers).to_have_count(2)
    stranger.answers.last.get_by_role("button").first.click()
    expect(stranger.answers).to_have_count(3)
    stranger.say("मैत्री स्टोर")
    expect(stranger.answers).to_have_count(4)
    stranger.screen.locator(".attach").click()
    stranger.screen.locator(".sheet").get_by_role("button", name="Location").click()
    stranger.screen.locator(".sheet .row", has_text="Boring Road").click()
    Handset(tab, MEENA).hears("मैत्री स्टोर")
    expect(stranger.screen.locator(".message.mine .place")).to_have_count(1)
    stranger.hears("Gupta Agencies")
    photograph(tab, "stranger")


def test_a_place_can_be_given_in_degrees(opened: Open) -> None:
    tab = opened("+919900012345")
    stranger = Handset(tab, "+919900012345")
    stranger.screen.locator(".attach").click()
    stranger.screen.locator(".sheet").get_by_role("button", name="Location").click()
    stranger.screen.get_by_label("Latitude").fill("27.6931")
    stranger.screen.get_by_label("Longitude").fill("85.3437")
    stranger.screen.get_by_label("Longitude").press("Enter")
    expect(stranger.screen.locator(".message.mine .place")).to_contain_text("27.6931, 85.3437")


def test_the_keyboard_is_enough(opened: Open) -> None:
    tab = opened(SHARMA)
    shop = Handset(tab, SHARMA)
    shop.field.click()
    tab.keyboard.type("4 soap")
    tab.keyboard.press("Shift+Enter")
    tab.keyboard.type("2 tea")
    expect(shop.field).to_have_value("4 soap\n2 tea")
    tab.keyboard.press("Enter")
    expect(shop.field).to_have_value("")
    shop.hears("Leaf Tea")
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Enter")
    expect(shop.screen.locator(".sheet")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(shop.screen.locator(".sheet")).to_be_hidden()
    expect(shop.screen.locator(".attach")).to_be_focused()


def test_the_address_keeps_the_phones(opened: Open) -> None:
    tab = opened(SHARMA)
    tab.get_by_role("button", name="Add a phone").click()
    tab.get_by_label("Search people").fill("verma")
    tab.get_by_label("Search people").press("Enter")
    expect(tab.locator(".phone")).to_have_count(2)
    tab.locator(".phone").first.get_by_role("button", name="Sharma Kirana").click()
    expect(tab.locator(f".person[data-number='{VERMA[1:]}']")).to_be_disabled()
    tab.locator(f".person[data-number='{GUPTA[1:]}']").click()
    assert tab.url.endswith(f"?phones={GUPTA[1:]},{VERMA[1:]}")
    tab.reload()
    assert [phone.get_attribute("data-number") for phone in tab.locator(".phone").all()] == [GUPTA[1:], VERMA[1:]]
    tab.locator(".phone").first.get_by_label("Put this phone away").click()
    assert tab.url.endswith(f"?phones={VERMA[1:]}")


def test_the_books_are_written_before_ones_eyes(opened: Open) -> None:
    tab = opened(SHARMA)
    tab.get_by_role("button", name="Books").click()
    expect(tab.locator("#books")).to_contain_text("Nothing yet")
    shop = Handset(tab, SHARMA)
    shop.say("4 soap")
    shop.tap("Send order")
    expect(tab.locator("#books li")).to_contain_text(["order.placed"])
    expect(tab.locator("#books")).to_contain_text("GA-1")
    photograph(tab, "books")


def test_a_small_screen_shows_one_phone_and_what_waits_on_the_other(opened: Open) -> None:
    tab = opened(SHARMA, MEENA, size=NARROW)
    shop, clerk = Handset(tab, SHARMA), Handset(tab, MEENA)
    width = tab.evaluate("document.documentElement.scrollWidth")
    assert width == NARROW["width"]
    shop.say("4 soap")
    shop.button("Send order").tap()
    expect(tab.locator("#tabs em")).to_have_text("1")
    photograph(tab, "small")
    tab.locator("#tabs").get_by_role("button", name="Meena").tap()
    expect(clerk.screen).to_be_in_viewport(ratio=0.9)
    expect(shop.screen).not_to_be_in_viewport()
    expect(tab.locator("#tabs em")).to_have_count(0)


def test_two_pages_see_the_same_talk(opened: Open) -> None:
    one, other = opened(SHARMA), opened(SHARMA)
    Handset(one, SHARMA).say("menu")
    expect(Handset(other, SHARMA).screen.locator(".message.mine")).to_have_text(re.compile("menu"))


def test_a_lost_connection_is_told_and_found_again(opened: Open) -> None:
    tab = opened(SHARMA, expects="ERR_INTERNET_DISCONNECTED")
    tab.route("**/simulator/**", lambda route: route.abort("internetdisconnected"))
    expect(tab.locator("#offline")).to_be_visible()
    shop = Handset(tab, SHARMA)
    shop.say("4 soap")
    expect(shop.screen.get_by_role("alert")).to_contain_text("It was not sent")
    expect(shop.field).to_have_value("4 soap")
    tab.unroute("**/simulator/**")
    expect(tab.locator("#offline")).to_be_hidden()
