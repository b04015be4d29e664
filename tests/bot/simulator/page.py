"""The page of phones without a browser: opened once, then it sends, uploads and looks as its JavaScript does."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.app import create_app
from bot.web.simulator.guard import HEADER, KEPT_AS
from bot.wiring import Wiring

ORIGIN = "http://localhost"


class Page:
    """A visitor with the page open."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.browser: FlaskClient = create_app(wiring).test_client()
        self.opened = self.browser.get("/")
        with self.browser.session_transaction() as session:
            self.headers = {HEADER: session[KEPT_AS], "Origin": ORIGIN}

    def send(self, phone: str, **message: Any) -> TestResponse:
        """Sends a message of the phone with this number."""
        return self.browser.post(
            "/simulator/send", json={"phone": phone.removeprefix("+"), **message}, headers=self.headers
        )

    def upload(self, content: bytes) -> TestResponse:
        """Uploads a file."""
        return self.browser.post("/simulator/files", data=content, headers=self.headers)

    def saw(self, phone: str, **seen: list[int]) -> TestResponse:
        """Reports messages as delivered or read."""
        return self.browser.post(
            "/simulator/seen", json={"phone": phone.removeprefix("+"), **seen}, headers=self.headers
        )

    def look(self, *phones: str, etag: str = "", books: bool = False) -> TestResponse:
        """Looks at phones; `etag` is what the last look gave."""
        numbers = ",".join(phone.removeprefix("+") for phone in phones)
        headers = {"If-None-Match": etag} if etag else {}
        return self.browser.get(f"/simulator/live?phones={numbers}&books={int(books)}", headers=headers)

    def bubbles(self, phone: str) -> list[dict[str, Any]]:
        """What stands on a phone."""
        shown = self.look(phone).get_json()["phones"]
        found: list[dict[str, Any]] = shown[phone.removeprefix("+")]["bubbles"]
        return found

    def let_the_worker_send(self) -> None:
        """Everything that is due goes out."""
        while self.wiring.outbox.run_once():
            pass
