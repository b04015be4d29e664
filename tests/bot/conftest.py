"""A house that speaks WhatsApp through Twilio, with a Twilio of our own in memory."""

import io
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot import logs
from bot.wiring import Wiring
from tests.bot.twilio_service import TwilioService
from tests.bot.whatsapp import whatsapp_house
from tests.builders import Network, small_network
from tests.clock import SettableClock


@pytest.fixture(scope="session", autouse=True)
def _log_plainly_from_the_start() -> None:
    """A fault that a test causes on purpose is told in a line, not with all that was in memory."""
    _log_plainly()


def _log_plainly() -> None:
    structlog.reset_defaults()
    structlog.configure(processors=[structlog.processors.add_log_level, structlog.processors.KeyValueRenderer()])


@pytest.fixture
def breath() -> float:
    """How many seconds an answer waits for the next line; a test that is about it says so."""
    return 0.0


@pytest.fixture
def twilio(clock: SettableClock) -> TwilioService:
    """Twilio."""
    return TwilioService(clock)


@pytest.fixture
def house(
    database_url: str, clock: SettableClock, tmp_path: Path, twilio: TwilioService, breath: float
) -> Iterator[Wiring]:
    """Everything that works together, on empty books, with WhatsApp as its channel."""
    made = whatsapp_house(database_url, clock, tmp_path, twilio, breath)
    yield made
    made.database.close()
    assert not twilio.complaints, twilio.complaints


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """Logs as a server writes them; gives what was written so far."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    logs.set_up("INFO")
    yield written.getvalue
    root.handlers, root.level = handlers, level
    _log_plainly()


@pytest.fixture
def shops(house: Wiring) -> Network:
    """A distributor and two shops with people, goods, prices, stock and schemes."""
    with house.database.write() as session:
        return small_network(session, house.clock())
