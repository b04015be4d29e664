"""Plays what people say through the real inbox and outbox, on the books of the demo, and hears what comes."""

import re
from collections import deque
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.channels.base import Inbound
from bot.channels.simulator import NAME as SIMULATOR
from bot.jobs.clockwork import run, slot_of
from bot.jobs.timetable import timetable
from bot.post.inbox import Received
from bot.post.tables import OutboundMessage
from bot.wiring import Wiring
from conversations.message import Attachment, Kind, Place
from domain.network.tables import Contact
from tests.clock import SettableClock

BETWEEN_LINES = 2  # seconds
MOST_BUTTONS = 3

_MOMENT = re.compile(r"\w{3} (\d{1,2} \w{3} \d{4}), (\d\d:\d\d) (\S+)")
_LATER = re.compile(r"(\d+) (second|minute|hour|day)s? later")
_LOCATION = re.compile(r"\[location (-?[\d.]+), ?(-?[\d.]+)\]")
_FILES = {"[photo]": (Kind.PHOTO, "image/jpeg"), "[voice note]": (Kind.VOICE, "audio/ogg")}


class Stage:
    """People and their phones. One speaks; what the others hear meanwhile waits for them."""

    def __init__(self, wiring: Wiring, clock: SettableClock) -> None:
        self.wiring = wiring
        self.clock = clock
        self.phone = ""
        self.taps: dict[str, dict[str, str]] = {}
        self._numbers = count(1)
        self._heard: dict[str, deque[OutboundMessage]] = {}
        self._last = 0

    # --- time

    def set_time(self, told: str) -> None:
        """Sets the clock to a moment, moves it on, or runs a job: `Mon 23 Nov 2026, 12:00 Asia/Kolkata`,
        `2 hours later`, `job reservations`.
        """
        if moment := _MOMENT.fullmatch(told):
            day, hour, zone = moment.groups()
            self.clock.now = datetime.strptime(f"{day} {hour}", "%d %b %Y %H:%M").replace(tzinfo=ZoneInfo(zone))
        elif later := _LATER.fullmatch(told):
            self.clock.forward(**{f"{later[2]}s": int(later[1])})
        elif told.startswith("job "):
            job = timetable()[told.removeprefix("job ")]
            run(self.wiring, job, slot_of(job, self.clock.now), self.clock.now)
        else:
            raise ValueError(f"no such time: {told!r}")

    # --- speaking

    def say(self, text: str) -> None:
        """The speaker writes or sends something."""
        if location := _LOCATION.fullmatch(text):
            self._send(Kind.LOCATION, place=Place(float(location[1]), float(location[2])))
        elif text in _FILES:
            kind, media_type = _FILES[text]
            self._send(kind, files=(Attachment(media_type, "https://api.twilio.com/2010-04-01/Media/ME1"),))
        else:
            self._send(Kind.TEXT, text=text)

    def tap(self, label: str) -> None:
        """The speaker taps a choice of the last message on the phone."""
        offered = self.taps[self.phone]
        if label not in offered:
            raise AssertionError(f"{label!r} is not offered, only {list(offered)}")
        self._send(Kind.TAP, text=label, tap=offered[label])

    def _send(
        self,
        kind: Kind,
        text: str = "",
        tap: str = "",
        place: Place | None = None,
        files: tuple[Attachment, ...] = (),
    ) -> None:
        self.clock.forward(seconds=BETWEEN_LINES)
        inbound = Inbound(
            channel=SIMULATOR,
            provider_id=f"TRANSCRIPT{next(self._numbers)}",
            external_id=self.phone,
            kind=kind,
            at=self.clock.now,
            text=text,
            tap=tap,
            phone=self.phone,
            place=place,
            attachments=files,
        )
        received, _row_id = self.wiring.inbox.receive(inbound)
        assert received is Received.ANSWERED, received

    # --- hearing

    def hear(self) -> list[str] | None:
        """The next message on the speaker's phone, line by line; None where nothing comes."""
        if not self._heard.get(self.phone):
            self._deliver()
        waiting = self._heard.get(self.phone)
        return _lines(waiting.popleft()) if waiting else None

    def left_unheard(self) -> list[list[str]]:
        """What lies on the speaker's phone and was not looked at."""
        waiting = self._heard.pop(self.phone, deque())
        return [_lines(message) for message in waiting]

    def _deliver(self) -> None:
        self.clock.forward(seconds=self.wiring.settings.breath_seconds)
        while self.wiring.outbox.run_once():
            pass
        wanted = (
            select(OutboundMessage, Contact)
            .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
            .where(col(OutboundMessage.id) > self._last, col(OutboundMessage.sent_at).is_not(None))
            .order_by(col(OutboundMessage.id))
        )
        with self.wiring.database.read() as session:
            for message, contact in session.execute(wanted):
                self._last = message.id
                self._heard.setdefault(contact.external_id, deque()).append(message)
                self.taps[contact.external_id] = {choice["label"]: choice["id"] for choice in message.choices}


def _lines(message: OutboundMessage) -> list[str]:
    labels = " | ".join(choice["label"] for choice in message.choices)
    listed = "list: " if message.listed or len(message.choices) > MOST_BUTTONS else ""
    offered = [f"[{listed}{labels}]"] if labels else []
    return [*message.text.split("\n"), *(["[image]"] if message.media else []), *offered]
