"""What a phone shows: its bubbles in order, whether the other side is typing, and a version that changes with it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.channels.base import Inbound, Outbound
from bot.channels.simulator import NAME, PHONE
from bot.post.render import fit
from bot.post.tables import InboundMessage, InboundState, Lane, Media, MediaState, OutboundMessage, OutboundState
from conversations.message import Place
from conversations.reply import Offer
from domain.network.tables import Contact

MOST_BUBBLES = 80
ARRIVED = (OutboundState.SENT, OutboundState.DELIVERED, OutboundState.READ)
BEING_WRITTEN = (OutboundState.NEW, OutboundState.CLAIMED, OutboundState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a bubble; without an address while it is fetched, or where it was refused."""

    kind: str
    state: str
    url: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on the screen. `mine` says that the phone's holder wrote it; `state` is what its ticks tell."""

    id: str
    mine: bool
    at: datetime
    text: str
    state: str
    sid: str
    shape: str = "text"
    offers: tuple[Offer, ...] = ()
    files: tuple[File, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """A phone as it stands."""

    typing: bool
    bubbles: list[Bubble]


def contacts_of(session: Session, numbers: Iterable[str]) -> dict[str, int]:
    """The contacts behind numbers (digits only), of those who have one yet."""
    wanted = [f"+{number}" for number in numbers]
    rows = session.execute(
        select(col(Contact.external_id), col(Contact.id)).where(
            col(Contact.channel) == NAME, col(Contact.external_id).in_(wanted)
        )
    )
    return {external_id.removeprefix("+"): contact_id for external_id, contact_id in rows}


def version(session: Session, contacts: Iterable[int]) -> str:
    """A short text that is another one as soon as anything on these phones is."""
    own = sorted(contacts)
    out, come, file = OutboundMessage, InboundMessage, Media
    looks = (
        select(
            col(out.contact_id),
            col(out.state),
            func.count(),
            func.max(col(out.id)),
            func.max(col(out.sent_at)),
            func.max(col(out.status_at)),
        )
        .where(col(out.contact_id).in_(own))
        .group_by(col(out.contact_id), col(out.state)),
        select(col(come.contact_id), col(come.state), func.count())
        .where(col(come.contact_id).in_(own))
        .group_by(col(come.contact_id), col(come.state)),
        select(col(file.contact_id), col(file.state), func.count())
        .where(col(file.contact_id).in_(own))
        .group_by(col(file.contact_id), col(file.state)),
    )
    seen = [own, *(sorted(map(repr, session.execute(look))) for look in looks)]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:24]


def screen(session: Session, contact_id: int) -> Screen:
    """The phone of a contact: its last messages, oldest first."""
    came = session.scalars(
        select(InboundMessage)
        .where(col(InboundMessage.contact_id) == contact_id)
        .order_by(col(InboundMessage.id).desc())
        .limit(MOST_BUBBLES)
    ).all()
    went = session.scalars(
        select(OutboundMessage)
        .where(col(OutboundMessage.contact_id) == contact_id, col(OutboundMessage.state).in_(ARRIVED))
        .order_by(col(OutboundMessage.id).desc())
        .limit(MOST_BUBBLES)
    ).all()
    labels = {choice["id"]: choice["label"] for row in went for choice in row.choices}
    brought = _brought(session, [row.id for row in came])
    bubbles = [*(_mine(row, labels, brought.get(row.id, ())) for row in reversed(came)), *_theirs(session, went[::-1])]
    bubbles.sort(key=lambda bubble: bubble.at)  # of one moment: what was said, then what was answered, each in order
    return Screen(_typing(session, contact_id), bubbles[-MOST_BUBBLES:])


def _typing(session: Session, contact_id: int) -> bool:
    return bool(
        session.scalar(
            select(func.count()).where(
                col(OutboundMessage.contact_id) == contact_id,
                col(OutboundMessage.state).in_(BEING_WRITTEN),
                col(OutboundMessage.lane) == Lane.ANSWER,
            )
        )
    )


def _mine(row: InboundMessage, labels: dict[str, str], files: tuple[File, ...]) -> Bubble:
    inbound = Inbound.from_json(row.content)
    return Bubble(
        id=f"i{row.id}",
        mine=True,
        at=row.received_at,
        text=inbound.text or labels.get(inbound.tap, inbound.tap),
        state="read" if row.state is InboundState.DONE else "delivered",
        sid=row.provider_id,
        files=files,
        place=inbound.place,
    )


def _brought(session: Session, inbound_ids: Sequence[int | None]) -> dict[int | None, tuple[File, ...]]:
    rows = session.scalars(select(Media).where(col(Media.inbound_id).in_(inbound_ids)).order_by(col(Media.id)))
    found: dict[int | None, tuple[File, ...]] = {}
    for row in rows:
        found[row.inbound_id] = (*found.get(row.inbound_id, ()), _file(row))
    return found


def _file(row: Media) -> File:
    url = f"/media/{row.token}" if row.state is MediaState.KEPT else ""
    return File(row.kind, row.state.value, url, row.error)


def _theirs(session: Session, rows: Sequence[OutboundMessage]) -> list[Bubble]:
    numbers = {file["media"] for row in rows for file in row.media if file.get("media") is not None}
    kept = {row.id: row for row in session.scalars(select(Media).where(col(Media.id).in_(numbers)))}
    return [_their(row, [kept[file["media"]] for file in row.media if file.get("media") in kept]) for row in rows]


def _their(row: OutboundMessage, media: Sequence[Media]) -> Bubble:
    assert row.id is not None
    shown, shape = fit(_as_sent(row, media), PHONE)
    return Bubble(
        id=f"o{row.id}",
        mine=False,
        at=row.sent_at or row.written_at,
        text=shown.text,
        state=row.state.value,
        sid=row.provider_id or "",
        shape=shape.value,
        offers=shown.offers,
        files=tuple(map(_file, media)),
    )


def _as_sent(row: OutboundMessage, media: Sequence[Media]) -> Outbound:
    offers = tuple(Offer(choice["id"], choice["label"], choice["description"]) for choice in row.choices)
    files = tuple(file.token for file in media if file.state is MediaState.KEPT)
    assert row.id is not None
    return Outbound(row.id, "", row.text, offers, listed=row.listed, media=files)
