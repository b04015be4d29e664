"""A phone's word on what reached it: delivered when the page has a message, read when its holder sees it."""

from collections.abc import Iterable

from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from bot.channels.base import Progress, Report
from bot.post.tables import OutboundMessage, OutboundState
from bot.web.simulator.forms import FromOutside
from bot.web.simulator.phones import contacts_of
from bot.wiring import Wiring

NOT_YET = {
    Progress.DELIVERED: (OutboundState.SENT,),
    Progress.READ: (OutboundState.SENT, OutboundState.DELIVERED),
}


class Seen(FromOutside):
    """The numbers of messages that a phone has, and of those that were read on it."""

    phone: str = Field(pattern=r"^[0-9]{6,15}$")
    delivered: tuple[int, ...] = Field(default=(), max_length=200)
    read: tuple[int, ...] = Field(default=(), max_length=200)


def report(wiring: Wiring, seen: Seen) -> None:
    """Passes the phone's word on as a provider's report; messages of other phones are left alone."""
    told = {Progress.DELIVERED: seen.delivered, Progress.READ: seen.read}
    for progress, ids in told.items():
        for row_id, provider_id in _not_yet(wiring, seen.phone, ids, NOT_YET[progress]):
            wiring.outbox.report(Report(row_id, provider_id, progress))


def _not_yet(
    wiring: Wiring, phone: str, ids: Iterable[int], states: tuple[OutboundState, ...]
) -> list[tuple[int, str]]:
    with wiring.database.read() as session:
        contact_id = contacts_of(session, [phone]).get(phone)
        rows = session.execute(
            select(col(OutboundMessage.id), col(OutboundMessage.provider_id)).where(
                col(OutboundMessage.contact_id) == contact_id,
                col(OutboundMessage.id).in_(ids),
                col(OutboundMessage.state).in_(states),
            )
        )
        return [(row_id, provider_id) for row_id, provider_id in rows if row_id and provider_id]
