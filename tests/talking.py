"""Speaking as anybody: a message goes in by the inbox, and everything that it caused comes out as it was sent."""

import itertools
from dataclasses import dataclass

from sqlmodel import col, select

from bot.channels.base import Inbound
from bot.channels.simulator import NAME as SIMULATOR
from bot.post.inbox import Received
from bot.post.tables import OutboundMessage
from bot.wiring import Wiring
from conversations.message import Attachment, Kind, Place
from domain.network.tables import Contact


@dataclass(frozen=True)
class Heard:
    """A message that somebody got: its text, and what can be tapped (label to the id of the tap)."""

    to: str
    text: str
    choices: dict[str, str]


class Talk:
    """A talk of any number of people with the bot."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.last: dict[str, Heard] = {}
        self._numbers = itertools.count(1)

    def say(
        self,
        who: str,
        text: str = "",
        *,
        tap: str = "",
        place: tuple[float, float] | None = None,
        files: tuple[Attachment, ...] = (),
        name: str = "",
    ) -> list[Heard]:
        """Sends one message of the phone `who`; gives every message that it caused, to whomever, in order."""
        kind = Kind.TAP if tap else Kind.LOCATION if place else Kind.PHOTO if files else Kind.TEXT
        inbound = Inbound(
            channel=SIMULATOR,
            provider_id=f"TEST{next(self._numbers)}",
            external_id=who,
            kind=kind,
            at=self.wiring.clock(),
            text=text,
            tap=tap,
            phone=who,
            profile_name=name,
            place=Place(*place) if place else None,
            attachments=files,
        )
        received, row_id = self.wiring.inbox.receive(inbound)
        assert received is Received.ANSWERED, received
        heard = self._caused_by(row_id)
        self.last |= {message.to: message for message in heard}
        return heard

    def tap(self, who: str, label: str) -> list[Heard]:
        """Taps a choice of the last message to `who`, by the words that stand on it."""
        choices = self.last[who].choices
        assert label in choices, f"{label!r} is not one of {list(choices)}"
        return self.say(who, label, tap=choices[label])

    def answer(self, who: str, text: str) -> str:
        """What `who` hears back on `text`."""
        return next(message.text for message in self.say(who, text) if message.to == who)

    def _caused_by(self, row_id: int | None) -> list[Heard]:
        wanted = (
            select(OutboundMessage, Contact)
            .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
            .where(col(OutboundMessage.cause_id) == row_id)
            .order_by(col(OutboundMessage.id))
        )
        with self.wiring.database.read() as session:
            ids = [row.id for row, _contact in session.execute(wanted)]
        while self.wiring.outbox.run_once(only=ids):
            pass
        with self.wiring.database.read() as session:
            return [
                Heard(contact.external_id, row.text, {choice["label"]: choice["id"] for choice in row.choices})
                for row, contact in session.execute(wanted)
                if row.text
            ]
