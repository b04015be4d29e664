"""A process of an installation with WhatsApp as its channel, whose Twilio is ours in memory."""

from pathlib import Path

from pydantic import SecretStr

from bot.channels.twilio import TwilioChannel
from bot.settings import Settings
from bot.wiring import Wiring
from tests.bot.twilio_client import ServiceHttpClient
from tests.bot.twilio_service import ACCOUNT, SENDER, TOKEN, TwilioService
from tests.clock import SettableClock

PUBLIC_URL = "https://sauda.example.com"


def whatsapp_house(url: str, clock: SettableClock, folder: Path, twilio: TwilioService, breath: float = 0.0) -> Wiring:
    """One process of an installation with WhatsApp; another one on the same books is another process of it."""
    settings = Settings.model_construct(
        **{name: field.get_default(call_default_factory=True) for name, field in Settings.model_fields.items()}
        | {
            "database_url": url,
            "media_dir": folder / "media",
            "breath_seconds": breath,
            "public_url": PUBLIC_URL,
            "secret_key": SecretStr("a secret of tests"),
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": SecretStr(TOKEN),
            "twilio_whatsapp_from": SENDER,
            "send_rate": 1000.0,
        }
    )
    wiring = Wiring(settings, clock)
    channel = wiring.channels["whatsapp"]
    assert isinstance(channel, TwilioChannel)
    channel.client.http_client = channel.contents.client.http_client = ServiceHttpClient(twilio)
    return wiring
