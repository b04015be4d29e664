"""Files that come by chat: fetched from where they may be, checked by what they are, kept once."""

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import structlog
import urllib3
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.database import Database
from bot.post.tables import InboundMessage, Media, MediaState
from conversations.message import Attachment
from domain.columns import Clock

log = structlog.get_logger()

MOST_BYTES = 5 * 1024 * 1024
MOST_SECONDS = 10.0
MOST_HOPS = 3
MOST_A_DAY = 60
TRIES_AFTER = (timedelta(seconds=1), timedelta(seconds=3), timedelta(seconds=20))

MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"%PDF-", 0, "application/pdf"),
    (b"OggS", 0, "audio/ogg"),
    (b"#!AMR", 0, "audio/amr"),
    (b"ID3", 0, "audio/mpeg"),
    (b"ftyp", 4, "audio/mp4"),
)


class MediaRefused(Exception):  # noqa: N818 - an answer about a file
    """A file that is not taken; the reason is one word."""


class NotYet(Exception):  # noqa: N818
    """A file that may come with another try."""


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Where files may be fetched from, with which credentials for which host only."""

    hosts: frozenset[str]
    credentials_for: Callable[[str], str | None]
    insecure_hosts: frozenset[str]

    def allows(self, url: str) -> bool:
        """Whether an address is one of the provider's own, by https (a test's loopback excepted)."""
        parts = urlsplit(url)
        if parts.username or parts.password or parts.netloc.lower() not in self.hosts:
            return False
        return parts.scheme == "https" or (parts.scheme == "http" and parts.netloc.lower() in self.insecure_hosts)


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


def kind_of(content: bytes) -> str:
    """The media type by what the file is, never by what it is called; refused where it is none that we keep."""
    for magic, at, kind in MAGIC:
        if content[at : at + len(magic)] == magic:
            return kind
    raise MediaRefused("kind")


def checked(content: bytes) -> str:
    """The media type of content that we keep; MediaRefused where it is empty, over 5 MiB or of no kind that we keep."""
    if not content:
        raise MediaRefused("empty")
    if len(content) > MOST_BYTES:
        raise MediaRefused("size")
    return kind_of(content)


def keep(folder: Path, content: bytes) -> str:
    """Writes content under its hash, once; gives the hash."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(folder, digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        part.write_bytes(content)
        part.replace(path)
    return digest


def path_of(folder: Path, digest: str) -> Path:
    """Where the content of a hash lies."""
    return folder / digest[:2] / digest


class MediaWorker:
    """Fetches what is wanted, outside any transaction, each file by the fetcher of the channel that it came by."""

    def __init__(self, database: Database, folder: Path, fetchers: Mapping[str, Fetcher], clock: Clock) -> None:
        self.database = database
        self.folder = folder
        self.fetchers = fetchers
        self.clock = clock
        timeout = urllib3.Timeout(connect=5, read=MOST_SECONDS)
        self.pool = urllib3.PoolManager(timeout=timeout, retries=False, maxsize=4)

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

    def run_once(self, limit: int = 10) -> int:
        """Fetches files that are due; how many were looked at."""
        now = self.clock()
        with self.database.write() as session:
            due = session.execute(
                select(Media, col(InboundMessage.channel))
                .join(InboundMessage, col(InboundMessage.id) == col(Media.inbound_id))
                .where(col(Media.state) == MediaState.WANTED, col(Media.due) <= now)
                .order_by(col(Media.due))
                .limit(limit)
                .with_for_update(skip_locked=True, of=Media)
            ).all()
            for row, _channel in due:
                row.due = now + timedelta(minutes=1)
                row.attempts += 1
        for row, channel in due:
            self._one(row, channel)
        return len(due)

    def _one(self, row: Media, channel: str) -> None:
        try:
            content = self.fetch(row.url, channel)
            kind = checked(content)
            digest = keep(self.folder, content)
        except (MediaRefused, NotYet) as fault:
            self._failed(row, fault)
            return
        with self.database.write() as session:
            kept = session.get(Media, row.id)
            if kept is not None:
                kept.state, kept.kind, kept.sha256, kept.size, kept.due = (
                    MediaState.KEPT, kind, digest, len(content), None,
                )  # fmt: skip

    def _failed(self, row: Media, fault: Exception) -> None:
        with self.database.write() as session:
            failed = session.get(Media, row.id)
            if failed is None:
                return
            failed.error = str(fault)[:40]
            if isinstance(fault, NotYet) and failed.attempts <= len(TRIES_AFTER):
                failed.due = self.clock() + TRIES_AFTER[failed.attempts - 1]
                return
            failed.state, failed.due = MediaState.REFUSED, None
            log.warning("media_refused", media=failed.id, reason=failed.error)

    def fetch(self, url: str, channel: str) -> bytes:
        """The content behind an address of the provider's; redirects only to its hosts, credentials only to its API."""
        fetcher = self.fetchers.get(channel)
        for _hop in range(MOST_HOPS + 1):
            if fetcher is None or not fetcher.allows(url):
                raise MediaRefused("host")
            host = urlsplit(url).netloc.lower()
            headers = {"Authorization": token} if (token := fetcher.credentials_for(host)) else {}
            try:
                answer = self.pool.request("GET", url, headers=headers, redirect=False, preload_content=False)
            except urllib3.exceptions.HTTPError as fault:
                raise NotYet("unreachable") from fault
            try:
                if answer.status in (301, 302, 303, 307, 308):
                    url = urljoin(url, answer.headers.get("Location", ""))
                    continue
                if answer.status != 200:
                    raise NotYet(f"status_{answer.status}")
                return self._read(answer)
            finally:
                answer.release_conn()
        raise MediaRefused("redirects")

    def _read(self, answer: urllib3.BaseHTTPResponse) -> bytes:
        content = bytearray()
        deadline = self.clock() + timedelta(seconds=MOST_SECONDS)
        try:
            for chunk in answer.stream(65_536):
                content += chunk
                if len(content) > MOST_BYTES:
                    raise MediaRefused("size")
                if self.clock() > deadline:
                    raise NotYet("slow")
        except urllib3.exceptions.HTTPError as fault:
            raise NotYet("cut") from fault
        return bytes(content)
