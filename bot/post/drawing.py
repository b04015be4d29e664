"""What a row says at the moment of sending: an answer as it was written, a notice drawn in its reader's words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.channels.base import Capabilities, Outbound
from bot.database import Database
from bot.post.answers import NOTICE_TAP, attached
from bot.post.tables import Lane, Media, MediaState, OutboundMessage
from conversations import text
from conversations.engine import shown_of
from conversations.notices import draw
from conversations.prompts import Prompt
from conversations.reply import Offer
from domain.columns import Clock
from domain.desk.desk import Desk, Snapshots
from domain.network.tables import Contact

WAIT_FOR_FILES = timedelta(seconds=60)


class NothingToSay(Exception):  # noqa: N818 - an answer, not a fault
    """The notice is no longer true, or its reader does not want it; the reason in one word.

    `failed` says that it should have gone and could not, which somebody has to see.
    """

    def __init__(self, reason: str, *, failed: bool = False) -> None:
        super().__init__(reason)
        self.failed = failed


class Wait(Exception):  # noqa: N818
    """Something that belongs to the message is not there yet."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws letters. Files are fetched from below `base_url`; `way_in` makes a person's link into the back office."""

    database: Database
    snapshots: Snapshots
    clock: Clock
    language: str
    timezone: str
    base_url: str
    way_in: Callable[[Session, int, datetime], str]

    def letter(self, row_id: int, can: Capabilities, *, as_it_was: bool = False) -> Outbound:
        """The message of a row, whole; NothingToSay where it should not go, Wait where it cannot go yet.

        A notice is drawn anew at every try, since it may no longer be true, unless it may have gone out
        `as_it_was` and must be recognised.
        """
        now = self.clock()
        with self.database.write() as session:
            row = session.get(OutboundMessage, row_id)
            contact = session.get(Contact, row.contact_id) if row is not None else None
            if row is None or contact is None:
                raise NothingToSay("gone")
            if row.notice and not (as_it_was and row.text):
                self._draw(session, row, contact, now)
            _may_go(row, contact, can, now)
            self._write_link(session, row, now)
            files = self._files(session, row, now)
            return Outbound(
                reference=row_id,
                to=contact.external_id,
                text=row.text,
                offers=tuple(Offer(choice["id"], choice["label"], choice["description"]) for choice in row.choices),
                listed=row.listed,
                media=files,
            )

    def _draw(self, session: Session, row: OutboundMessage, contact: Contact, now: datetime) -> None:
        desk = Desk(session, contact, now, self.snapshots, None)
        zone = desk.party.timezone if desk.posts else self.timezone
        with text.speaking(desk.people.language or self.language, now.astimezone(ZoneInfo(zone)).date()):
            prompt = draw(row.notice, desk, row.facts)
        if prompt is None:
            raise NothingToSay("no_longer_true")
        row.text = prompt.text
        row.media = attached(prompt.attach)
        row.choices = _choices(row, prompt)

    def _write_link(self, session: Session, row: OutboundMessage, now: datetime) -> None:
        """Puts the link that a letter promises into it, once: its time runs from when it is sent."""
        for promised in [file for file in row.media if "way_in" in file]:
            row.text = f"{row.text}\n{self.way_in(session, promised['way_in'], now)}"
            row.media = [file for file in row.media if file != promised]

    def _files(self, session: Session, row: OutboundMessage, now: datetime) -> tuple[str, ...]:
        urls = []
        for file in row.media:
            kept = self._kept(session, file)
            if kept is None:
                continue
            if kept.state is MediaState.WANTED and now - row.written_at < WAIT_FOR_FILES:
                raise Wait("file")
            if kept.state is MediaState.KEPT:
                urls.append(f"{self.base_url}/media/{kept.token}")
        return tuple(urls)

    @staticmethod
    def _kept(session: Session, file: dict[str, Any]) -> Media | None:
        if file.get("media") is None:
            return None
        return session.scalars(select(Media).where(col(Media.id) == file["media"])).first()


def _choices(row: OutboundMessage, prompt: Prompt) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{NOTICE_TAP}{row.id}.{position}",
            "label": choice.label,
            "description": choice.description,
            "shown": shown_of("", choice).to_json(),
        }
        for position, choice in enumerate(prompt.choices, start=1)
    ]


def _may_go(row: OutboundMessage, contact: Contact, can: Capabilities, now: datetime) -> None:
    """Consent and the provider's window, looked at when it is sent."""
    if row.lane is Lane.OFFER and not contact.offers_ok:
        raise NothingToSay("opted_out")
    if can.window is None:
        return
    if contact.last_inbound_at is None or now - contact.last_inbound_at > can.window:
        raise NothingToSay("outside_window", failed=True)
