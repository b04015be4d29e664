"""From a phone to the books: signed forms only, and writes only from a page of our own."""

from urllib.parse import urlencode

import pytest
from sqlmodel import col, func, select

from bot.app import create_app
from bot.post.tables import InboundMessage
from bot.web.simulator.forms import PhoneMessage, form_of, sign
from bot.web.simulator.guard import HEADER
from bot.web.simulator.routes import WEBHOOK
from bot.wiring import Wiring
from tests.bot.simulator.page import ORIGIN, Page
from tests.builders import SHARMA, Network

FORM = "application/x-www-form-urlencoded"
BODY = form_of(PhoneMessage(phone="919876500011", text="hi"), "ab" * 16, [])


def kept(wiring: Wiring) -> int:
    with wiring.database.read() as session:
        return session.scalar(select(func.count()).select_from(InboundMessage)) or 0


def test_a_message_is_answered_on_its_phone(page: Page) -> None:
    assert page.send(SHARMA, text="2 soap", name="Mohan").status_code == 200
    page.let_the_worker_send()
    mine, theirs = page.bubbles(SHARMA)
    assert (mine["mine"], mine["text"], mine["state"]) == (True, "2 soap", "read")
    assert not theirs["mine"]
    assert "2 pc" in theirs["text"]
    assert theirs["shape"] == "buttons"


def test_a_tapped_button_books_the_order(page: Page) -> None:
    page.send(SHARMA, text="4 soap")
    page.let_the_worker_send()
    cart = page.bubbles(SHARMA)[-1]
    send = next(offer for offer in cart["offers"] if offer["label"] == "Send order")
    page.send(SHARMA, tap={"id": send["id"], "label": send["label"], "message_sid": cart["sid"]})
    page.let_the_worker_send()
    assert "GA-1" in page.bubbles(SHARMA)[-1]["text"]


@pytest.mark.parametrize(
    ("token", "path", "status"),
    [
        ("own", WEBHOOK, 200),
        ("own", "/webhooks/twilio", 403),
        ("another", WEBHOOK, 403),
        (None, WEBHOOK, 403),
    ],
    ids=["signed", "signed for another address", "signed with another token", "not signed"],
)
def test_only_a_rightly_signed_form_is_taken(
    wiring: Wiring, network: Network, token: str | None, path: str, status: int
) -> None:
    browser = create_app(wiring).test_client()
    secrets = {"own": wiring.simulator_token, "another": "x" * 32}
    signature = sign(secrets[token], wiring.settings.base_url + path, BODY) if token else ""
    answer = browser.post(WEBHOOK, data=urlencode(BODY), content_type=FORM, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == status
    assert kept(wiring) == (1 if status == 200 else 0)


def test_a_changed_form_is_not_taken(wiring: Wiring, network: Network) -> None:
    signature = sign(wiring.simulator_token, wiring.settings.base_url + WEBHOOK, BODY)
    changed = urlencode(BODY | {"From": "whatsapp:+919876500001"})
    answer = (
        create_app(wiring)
        .test_client()
        .post(WEBHOOK, data=changed, content_type=FORM, headers={"X-Twilio-Signature": signature})
    )
    assert (answer.status_code, kept(wiring)) == (403, 0)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({HEADER: "guessed"}, 403),
        ({HEADER: ""}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
    ids=["own page", "own page told", "wrong token", "no token", "other site", "no origin", "null", "cross", "sibling"],
)
@pytest.mark.parametrize("path", ["/simulator/send", "/simulator/seen", "/simulator/files"])
def test_only_our_own_page_may_write(page: Page, path: str, headers: dict[str, str], status: int) -> None:
    body = {"/simulator/send": b'{"phone":"919876500011","text":"hi"}', "/simulator/seen": b'{"phone":"919876500011"}'}
    answer = page.browser.post(path, data=body.get(path, b"%PDF-1.7"), headers=page.headers | headers)
    assert answer.status_code in ((200, 204) if status == 200 else (status,))
    assert kept(page.wiring) == (1 if status == 200 and path == "/simulator/send" else 0)


def test_a_token_of_another_visitor_is_not_taken(page: Page) -> None:
    stranger = page.browser.application.test_client()
    answer = stranger.post("/simulator/send", json={"phone": "919876500011", "text": "hi"}, headers=page.headers)
    assert answer.status_code == 403


def test_the_page_may_be_reached_by_its_public_name(page: Page) -> None:
    headers = page.headers | {"Origin": page.wiring.settings.base_url}
    assert page.wiring.settings.base_url != ORIGIN
    answer = page.browser.post("/simulator/send", json={"phone": "919876500011", "text": "hi"}, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"phone":"1"}', b'{"text":"hi"}', b'{"phone":"919876500011","files":["../../etc/passwd"]}'],
    ids=["empty", "cut", "a list", "short number", "no number", "a path"],
)
def test_what_is_no_message_is_refused(page: Page, body: bytes) -> None:
    assert page.browser.post("/simulator/send", data=body, headers=page.headers).status_code == 400
    assert kept(page.wiring) == 0


def test_there_are_no_phones_outside_a_demo(wiring: Wiring) -> None:
    serious = Wiring(wiring.settings.model_copy(update={"simulator": False}), wiring.clock)
    browser = create_app(serious).test_client()
    signature = sign(serious.simulator_token, serious.settings.base_url + WEBHOOK, BODY)
    paths = {path: browser.get(path).status_code for path in ("/", "/simulator/live", "/simulator/static/page.js")}
    assert set(paths.values()) == {404}
    answer = browser.post(WEBHOOK, data=urlencode(BODY), content_type=FORM, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 404
    assert "sim" not in serious.media.fetchers


def test_a_phone_writes_under_its_own_number_only(page: Page) -> None:
    page.send(SHARMA, text="hi")
    with page.wiring.database.read() as session:
        row = session.scalars(select(InboundMessage).order_by(col(InboundMessage.id))).one()
        assert (row.channel, row.external_id) == ("sim", SHARMA)
