"""Every captured call of Twilio, signed for our own address, comes in by the webhook, is kept and is answered."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.wiring import Wiring
from tests.bot.post.writing import letters, messages, post
from tests.bot.twilio_service import TwilioService
from tests.bot.web.calling import STATUS, rightly_signed

FIXTURES = Path(__file__).parents[4] / "shared" / "channel" / "fixtures"

pytestmark = pytest.mark.skipif(
    not FIXTURES.exists(), reason="the captures of real calls are not beside this repository"
)


def names(folder: str) -> list[str]:
    return sorted(path.stem for path in (FIXTURES / folder).glob("*.json")) or ["none"]


def captured(folder: str, name: str) -> dict[str, str]:
    params: dict[str, str] = json.loads((FIXTURES / folder / f"{name}.json").read_text())["params"]
    return params


@pytest.mark.parametrize("name", names("twilio"))
def test_a_captured_message_is_kept_and_answered(
    client: FlaskClient, house: Wiring, twilio: TwilioService, name: str
) -> None:
    assert rightly_signed(client, captured("twilio", name)).status_code == 200
    assert len(messages(house)) == 1
    assert [row.state for row in messages(house)] == ["done"]
    post(house)
    assert len(twilio.messages) == len(letters(house)) == 1


@pytest.mark.parametrize("name", names("twilio_status"))
def test_a_captured_status_is_thanked_for(client: FlaskClient, house: Wiring, name: str) -> None:
    assert rightly_signed(client, captured("twilio_status", name), STATUS).status_code == 200
