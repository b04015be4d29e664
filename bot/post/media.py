"""Files that come by chat: wanted with the message, fetched by a worker outside any transaction, kept once."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.database import Database
from bot.post import answers
from bot.post.fetching import Fetcher, NotYet
from bot.post.files import MediaRefused, checked, keep
from bot.post.tables import InboundMessage, Media, MediaState
from conversations.message import Attachment, Kind
from domain.columns import Clock
from domain.network.tables import Contact

log = structlog.get_logger()

MOST_A_DAY = 60
TRIES_AFTER = (timedelta(seconds=1), timedelta(seconds=3), timedelta(seconds=20))
LEASE = timedelta(minutes=1)  # a fetch takes at most a quarter of it
WAITED_FOR = (Kind.PHOTO, Kind.VOICE)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that this worker may fetch; `tries` counts this one too."""

    id: int
    url: str
    channel: str
    tries: int


def want(
    session: Session, attachments: Sequence[Attachment], inbound_id: int, contact_id: int | None, now: datetime
) -> tuple[Attachment, ...]:
    """Puts files on the list to fetch; each gets its number at once. Too many in a day are not fetched.

    A file that is kept already only learns which message brought it.
    """
    wanted = []
    for attachment in attachments:
        kept = session.get(Media, attachment.media_id) if attachment.media_id is not None else None
        if kept is not None:
            kept.contact_id, kept.inbound_id = contact_id, inbound_id
            wanted.append(attachment)
            continue
        row = Media(
            token=secrets.token_urlsafe(24),
            url=attachment.url,
            kind=attachment.kind,
            contact_id=contact_id,
            inbound_id=inbound_id,
            due=now,
            wanted_at=now,
        )
        if _too_many(session, contact_id, now):
            row.state, row.error, row.due = MediaState.REFUSED, "too_many", None
        session.add(row)
        session.flush()
        wanted.append(replace(attachment, media_id=row.id))
    return tuple(wanted)


def _too_many(session: Session, contact_id: int | None, now: datetime) -> bool:
    since = now - timedelta(days=1)
    lately = (
        select(col(Media.id))
        .where(col(Media.contact_id) == contact_id, col(Media.wanted_at) >= since)
        .limit(MOST_A_DAY)
    )
    return len(session.scalars(lately).all()) >= MOST_A_DAY


class MediaWorker:
    """Fetches what is wanted, each file by the fetcher of the channel that it came by."""

    def __init__(
        self, database: Database, folder: Path, fetchers: Mapping[str, Fetcher], clock: Clock, language: str
    ) -> None:
        self.database = database
        self.folder = folder
        self.fetchers = fetchers
        self.clock = clock
        self.language = language

    def put(self, content: bytes) -> Attachment:
        """Keeps a file that is at hand already, for a message to bring along; MediaRefused where it is not taken."""
        kind = checked(content)
        row = Media(
            token=secrets.token_urlsafe(24),
            state=MediaState.KEPT,
            sha256=keep(self.folder, content),
            kind=kind,
            size=len(content),
            wanted_at=self.clock(),
        )
        with self.database.write() as session:
            session.add(row)
        return Attachment(kind, url="", media_id=row.id)

    def run_once(self) -> int:
        """Fetches one file that is due; how many were looked at."""
        taken = self._take()
        if taken is None:
            return 0
        try:
            fetcher = self.fetchers.get(taken.channel)
            if fetcher is None:
                raise MediaRefused("channel")
            content = fetcher.fetch(taken.url)
            self._keep(taken, content, checked(content))
        except NotYet as fault:
            self._not_yet(taken, str(fault))
        except MediaRefused as fault:
            self._refuse(taken, str(fault))
        return 1

    def _take(self) -> Taken | None:
        now = self.clock()
        with self.database.write() as session:
            found = session.execute(
                select(Media, col(InboundMessage.channel))
                .join(InboundMessage, col(InboundMessage.id) == col(Media.inbound_id))
                .where(col(Media.state) == MediaState.WANTED, col(Media.due) <= now)
                .order_by(col(Media.due))
                .limit(1)
                .with_for_update(skip_locked=True, of=Media)
            ).first()
            if found is None:
                return None
            row, channel = found
            row.due = now + LEASE
            row.attempts += 1
            return Taken(row.id, row.url, channel, row.attempts)

    def _keep(self, taken: Taken, content: bytes, kind: str) -> None:
        digest = keep(self.folder, content)
        with self.database.write() as session:
            row = session.get_one(Media, taken.id)
            row.state, row.kind, row.due = MediaState.KEPT, kind, None
            row.sha256, row.size = digest, len(content)

    def _not_yet(self, taken: Taken, reason: str) -> None:
        if taken.tries > len(TRIES_AFTER):
            self._refuse(taken, reason)
            return
        with self.database.write() as session:
            row = session.get_one(Media, taken.id)
            row.error, row.due = reason, self.clock() + TRIES_AFTER[taken.tries - 1]

    def _refuse(self, taken: Taken, reason: str) -> None:
        """Gives a file up, and says so to who sent it where an answer depended on it."""
        log.warning("media_refused", media=taken.id, reason=reason)
        now = self.clock()
        with self.database.write() as session:
            row = session.get_one(Media, taken.id)
            row.state, row.error, row.due = MediaState.REFUSED, reason, None
            inbound = session.get_one(InboundMessage, row.inbound_id)
            contact = session.get(Contact, row.contact_id) if row.contact_id is not None else None
            if contact is not None and Kind(inbound.content["kind"]) in WAITED_FOR:
                answers.write_refused_file(session, row, contact, self.language, now)
