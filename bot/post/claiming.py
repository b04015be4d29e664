"""Which letters may go next: one a person at a time, in order, and no person's pile in the way of the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from bot.post import pace
from bot.post.tables import ContactPace, Lane, OutboundMessage, OutboundState
from domain.network.tables import Contact

HELD_UP_FOR = 10  # tries, about a minute: then the letters behind one that cannot go pass it
UNCLEAR = (OutboundState.UNKNOWN, OutboundState.CLAIMED)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that this worker may send, as it was before: an `unclear` one may have been sent already.

    `attempts` counts this try too.
    """

    id: int
    contact_id: int
    channel: str
    lane: Lane
    unclear: bool
    gives_way: bool
    attempts: int
    written_at: datetime


def claim_due(
    session: Session,
    paced: Mapping[str, bool],
    worker: str,
    now: datetime,
    until: datetime,
    most: int,
    only: Sequence[int] | None,
) -> list[Claimed]:
    """Claims rows that are due for `worker` until `until`; `paced` names the channels that can be sent by."""
    wanted = _due(paced, now).limit(most)
    if only is not None:
        wanted = wanted.where(col(OutboundMessage.id).in_(only))
    first: dict[int, tuple[OutboundMessage, str]] = {}
    for row, channel in session.execute(wanted):
        first.setdefault(row.contact_id, (row, channel))
    claimed = []
    for contact_id in sorted(first):  # in one order for all workers, so that none waits for another in a ring
        row, channel = first[contact_id]
        pays = row.attempts == 0
        if not pace.take_pen(session, contact_id, now, until, paced=paced[channel], pays=pays):
            continue
        unclear = row.state in UNCLEAR
        row.attempts += 1
        row.state, row.claimed_by, row.lease_until = OutboundState.CLAIMED, worker, until
        claimed.append(
            Claimed(row.id, contact_id, channel, row.lane, unclear, row.gives_way, row.attempts, row.written_at)
        )
    return sorted(claimed, key=lambda row: (row.lane, row.id))


def _due(paced: Mapping[str, bool], now: datetime) -> Select[OutboundMessage, str]:
    """Due rows with their channel: new ones, unclear ones, and those whose worker is gone."""
    lost = and_(
        col(OutboundMessage.state) == OutboundState.CLAIMED,
        or_(col(OutboundMessage.lease_until) < now, col(OutboundMessage.lease_until) > now + 2 * pace.FURTHEST),
    )
    waiting = and_(
        col(OutboundMessage.state).in_((OutboundState.NEW, OutboundState.UNKNOWN)), col(OutboundMessage.due) <= now
    )
    return (
        select(OutboundMessage, col(Contact.channel))
        .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
        .outerjoin(ContactPace, col(ContactPace.contact_id) == col(OutboundMessage.contact_id))
        .where(or_(waiting, lost), _may_write(paced, now), ~_held_up())
        .order_by(col(OutboundMessage.lane), col(OutboundMessage.due), col(OutboundMessage.id))
        .with_for_update(skip_locked=True, of=OutboundMessage)
    )


def _may_write(paced: Mapping[str, bool], now: datetime) -> ColumnElement[bool]:
    """Leaves out whoever is being written to or has had enough: their pile would only be in the way."""
    by_channel = [
        and_(
            col(Contact.channel) == channel,
            or_(
                col(ContactPace.contact_id).is_(None),
                pace.may_write(now, paced=slow),
                and_(col(OutboundMessage.attempts) > 0, pace.may_write(now, paced=False)),
            ),
        )
        for channel, slow in paced.items()
    ]
    return or_(false(), *by_channel)


def _held_up() -> ColumnElement[bool]:
    """Whether an earlier letter to the same person, or one of a faster lane, is being tried."""
    earlier = aliased(OutboundMessage)
    return (
        select(col(earlier.id))
        .where(
            col(earlier.contact_id) == col(OutboundMessage.contact_id),
            or_(
                col(earlier.lane) < col(OutboundMessage.lane),
                and_(col(earlier.lane) == col(OutboundMessage.lane), col(earlier.id) < col(OutboundMessage.id)),
            ),
            col(earlier.state).in_((OutboundState.CLAIMED, OutboundState.UNKNOWN, OutboundState.NEW)),
            col(earlier.attempts).between(1, HELD_UP_FOR - 1),
        )
        .exists()
    )
