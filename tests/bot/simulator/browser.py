"""A real server and a real browser: the page of phones as a person meets it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SECONDS_TO_START = 30
SECONDS_TO_ANSWER = 20

expect.set_options(timeout=SECONDS_TO_ANSWER * 1000)


@contextmanager
def served(url: str, folder: Path) -> Iterator[str]:
    """The address of a server process on the books at `url`, with the phones at its root."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {"DATABASE_URL": url, "PORT": str(port), "MEDIA_DIR": str(folder / "media"), "HOUSE_NAME": "Himal Foods"}
    settings = {"SIMULATOR": "1", "BREATH_SECONDS": "1", "LOG_LEVEL": "WARNING"}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    sauda = Path(sys.executable).with_name("sauda")
    with (folder / "server.log").open("w+") as log:
        process = subprocess.Popen([sauda, "serve"], env=kept | told | settings, stderr=log)
        try:
            if not _is_ready(f"http://127.0.0.1:{port}/readyz", process):
                log.seek(0)
                raise RuntimeError(f"the server did not start: {log.read()}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _is_ready(url: str, process: "subprocess.Popen[bytes]") -> bool:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            if requests.get(url, timeout=2).ok:
                return True
        except requests.ConnectionError:
            time.sleep(0.1)
    return False


class Handset:
    """One phone on the page."""

    def __init__(self, tab: Tab, number: str) -> None:
        self.tab = tab
        self.number = number.removeprefix("+")
        self.screen = tab.locator(f".phone[data-number='{self.number}']")
        self.answers = self.screen.locator(".message[data-id^=o]")
        self.field = self.screen.get_by_label("Message", exact=True)

    def say(self, text: str) -> None:
        """Types and presses Enter."""
        self.field.fill(text)
        self.field.press("Enter")

    def hears(self, text: str) -> Locator:
        """The newest message to this phone with these words, once it is there."""
        message = self.answers.filter(has_text=text).last
        message.wait_for(timeout=SECONDS_TO_ANSWER * 1000)
        return message

    def tap(self, label: str) -> None:
        """Taps the newest button with these words."""
        self.button(label).click()

    def button(self, label: str) -> Locator:
        """The newest button with these words, once it is there."""
        button = self.screen.get_by_role("button", name=label, exact=True).last
        button.wait_for(timeout=SECONDS_TO_ANSWER * 1000)
        return button

    def row(self, label: str) -> None:
        """Opens the newest list and taps one of its rows."""
        self.tap("Choose")
        self.screen.locator(".sheet .row", has_text=label).click()

    def attach(self, way: str, file: Path) -> None:
        """Attaches a file by one of the ways of the sheet."""
        self.screen.locator(".attach").click()
        self.screen.locator(f".sheet input[data-way={way}]").set_input_files(file)

    def picture(self) -> Locator:
        """The newest picture on this phone, once it is there."""
        picture = self.screen.locator(".photo img").last
        picture.wait_for(timeout=SECONDS_TO_ANSWER * 1000)
        return picture


def photograph(tab: Tab, name: str) -> None:
    """Writes what the browser shows to the folder that SCREENSHOTS names; for people who want to look."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        tab.screenshot(path=Path(folder) / f"{name}.png")
