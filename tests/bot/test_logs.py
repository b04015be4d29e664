"""Logs tell what happened and nothing about whom: no phone beyond its last four digits, no words, no token."""

import json
import logging
from collections.abc import Callable

import pytest
import structlog
from sqlalchemy import text

from bot.logs import masked
from bot.wiring import Wiring
from conversations.message import Attachment
from tests.bot.post.writing import post, say
from tests.bot.twilio_service import TOKEN, Fault, Refusal, TwilioService
from tests.builders import SHARMA, STRANGER, Network
from tests.clock import SettableClock

PHONES = [
    ("+919876500011", "…0011"),
    ("whatsapp:+919876500011", "…0011"),
    ("919876500011", "…0011"),
    ("9876500011", "…0011"),
    ("from +919876500011 to +14155238886", "from …0011 to …8886"),
    ("order GA-1042 of 2026-06-15", "order GA-1042 of 2026-06-15"),
    ("63018", "63018"),
    ("2026-06-15T04:30:00.123456Z", "2026-06-15T04:30:00.123456Z"),
    ("SM00000000000000000000000000000001", "SM00000000000000000000000000000001"),
]


@pytest.mark.parametrize(("told", "shown"), PHONES)
def test_of_a_phone_four_digits_are_left(told: str, shown: str) -> None:
    assert masked(told) == shown


def test_a_log_line_is_one_line_of_json(logged: Callable[[], str]) -> None:
    log = structlog.get_logger()
    log.warning("x", said="line\r\n2026-01-01 INFO admin logged in\x1b[2J", phone=SHARMA, number=919876500011)
    logging.getLogger("somebody.else").warning("call %s", SHARMA)
    first, second = (json.loads(line) for line in logged().splitlines())
    assert (first["phone"], first["number"], first["level"]) == ("…0011", "…0011", "warning")
    assert second["event"] == "call …0011"


def test_an_exception_tells_where_and_not_what(logged: Callable[[], str]) -> None:
    try:
        raise ValueError("2 neemal soap for +919876500011")
    except ValueError:
        structlog.get_logger().exception("failed")
    told = json.loads(logged())["exception"]
    assert "test_logs.py" in told
    assert told.endswith("ValueError")
    assert "soap" not in told


def test_a_log_that_cannot_be_written_is_not_told_elsewhere(
    logged: Callable[[], str], capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger().handlers[0].stream.close()  # type: ignore[attr-defined]
    logging.getLogger("x").warning("secret")
    assert "secret" not in capfd.readouterr().err


def test_a_day_of_everything_leaves_no_word_and_no_phone_in_the_logs(
    house: Wiring,
    shops: Network,
    twilio: TwilioService,
    clock: SettableClock,
    logged: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Orders, strangers, files, refusals, faults of the provider, of the books and of our own."""
    twilio.faults.extend([Fault.BUSY, Fault.CUT, Refusal(21211), Fault.SILENT, Fault.BROKEN])
    say(house, SHARMA, "12 neemal soap", profile_name="Mohan Sharma")
    say(house, STRANGER, "namaste, mera naam Secretlal hai", profile_name="Secretlal")
    say(house, SHARMA, "", attachments=(Attachment("image/jpeg", "https://evil.example/+919876500011.jpg"),))
    for _second in range(10):
        post(house)
        house.media.run_once()
        clock.forward(seconds=1)
    with house.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE cart_line RENAME TO away"))
    say(house, SHARMA, "5 leaf tea")
    for _second in range(40):
        clock.forward(seconds=1)
        house.inbox.try_again()
    told = logged()
    assert "message_set_aside" in told
    assert "not_sent" in told
    for secret in (SHARMA, STRANGER, "neemal", "leaf tea", "Secretlal", "Mohan", "Something went wrong", TOKEN):
        assert secret.removeprefix("+") not in told
