"""The phone in the browser and the terminal: the same forms in, and out to whoever looks at the phone."""

import secrets
from datetime import datetime

from bot.channels.base import Capabilities, Outbound

NAME = "sim"

PHONE = Capabilities(
    body=4096,
    buttons=3,
    button_title=24,
    rows=10,
    row_title=40,
    row_description=72,
    body_with_choices=4096,
    paced=False,
)


class SimulatorChannel:
    """Takes every message at once; the phone reads it from the outbox."""

    name = NAME
    capabilities = PHONE

    def send(self, message: Outbound) -> str:
        """Nothing to hand over: the row is the message."""
        return f"SIM{message.reference}x{secrets.token_hex(4)}"

    def find(self, message: Outbound, since: datetime) -> str | None:
        """A message whose sending was cut short was not seen."""
        return None
