"""The phone in the browser and the terminal: the same forms in, and out to whoever looks at the phone."""

import secrets
from dataclasses import replace
from datetime import datetime

from bot.channels.base import Outbound
from bot.channels.twilio import WHATSAPP

NAME = "sim"

# A phone shows what WhatsApp would show; only its window and its pace are not imitated.
PHONE = replace(WHATSAPP, window=None, paced=False)


class SimulatorChannel:
    """Takes every message at once; the phone reads it from the outbox."""

    name = NAME
    capabilities = PHONE

    def send(self, message: Outbound) -> str:
        """Nothing to hand over: the row is the message."""
        return f"SIM{message.reference}x{secrets.token_hex(4)}"

    def find(self, message: Outbound, since: datetime) -> list[str]:
        """A message whose sending was cut short was not seen."""
        return []
