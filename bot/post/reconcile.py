"""Messages that reached the provider and not us: fetched by listing, handled once like any other."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.base import SendError
from bot.channels.twilio import TwilioChannel
from bot.commands.failure import Failed
from bot.post.inbox import Received
from bot.wiring import Wiring

STILL_ON_ITS_WAY = timedelta(minutes=1)  # the webhook knows more of a message than the list does, so it goes first


@dataclass(frozen=True, slots=True)
class Found:
    """How many messages the provider has, and how many of them were new to us."""

    seen: int
    taken: int


def reconcile(wiring: Wiring, since: datetime) -> Found:
    """Goes through what the provider received for us since a moment, the oldest first."""
    channel = wiring.channels.get("whatsapp")
    if not isinstance(channel, TwilioChannel):
        raise Failed("no provider is set up here: set TWILIO_ACCOUNT_SID")
    try:
        received = channel.received(since, wiring.clock() - STILL_ON_ITS_WAY)
    except SendError as fault:
        raise Failed(f"Twilio could not be asked: {fault.code}") from fault
    outcomes = [wiring.inbox.receive(inbound)[0] for inbound in received]
    return Found(len(outcomes), sum(outcome is not Received.DUPLICATE for outcome in outcomes))
