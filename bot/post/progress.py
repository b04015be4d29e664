"""What became of a letter: how far it has come, and when a provider's word moves it on. It never goes back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.channels.base import Progress, Report
from bot.post.tables import MOST_ID, OutboundMessage, OutboundState

# A letter that failed did not arrive, unless it is then delivered or read all the same.
ORDER = (
    OutboundState.NEW,
    OutboundState.CLAIMED,
    OutboundState.UNKNOWN,
    OutboundState.SENT,
    OutboundState.FAILED,
    OutboundState.DELIVERED,
    OutboundState.READ,
    OutboundState.DROPPED,
)
RANK = {state: rank for rank, state in enumerate(ORDER)}
REPORTED = {
    Progress.SENT: OutboundState.SENT,
    Progress.DELIVERED: OutboundState.DELIVERED,
    Progress.READ: OutboundState.READ,
    Progress.FAILED: OutboundState.FAILED,
}


def take_report(session: Session, report: Report, now: datetime) -> bool:
    """Moves a letter on by a provider's word; False where it is not one of ours, or another copy of one."""
    if report.reference is not None and report.reference > MOST_ID:
        return False
    wanted = select(OutboundMessage).with_for_update()
    if report.reference is not None:
        wanted = wanted.where(col(OutboundMessage.id) == report.reference)
    else:
        wanted = wanted.where(col(OutboundMessage.provider_id) == report.provider_id)
    message = session.scalars(wanted).first()
    if message is None or message.provider_id not in (None, report.provider_id):
        return False
    state = REPORTED[report.progress]
    # The first word about a letter that we took for lost proves that it did go out.
    if RANK[state] > RANK[message.state] or message.provider_id is None:
        message.state, message.status_at, message.error = state, now, report.code
        message.sent_at = message.sent_at or now
    message.provider_id = report.provider_id
    return True
