"""Small jobs that keep the books tidy."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import col

from bot.commands.failure import Failed
from bot.jobs.tables import JobRun
from bot.post.notify import notify
from bot.post.reconcile import reconcile
from bot.wiring import Wiring
from domain.orders import lapse
from domain.orders.tables import Order, OrderState

LOOKS_BACK = timedelta(hours=3)
KEPT_RUNS = timedelta(days=60)
AT_ONCE = 200


def lapse_orders(wiring: Wiring, now: datetime) -> str:
    """Cancels orders that were placed and never packed within their validity."""
    with wiring.database.read() as session:
        due = session.scalars(
            select(col(Order.id))
            .where(col(Order.state).in_((OrderState.PLACED, OrderState.HELD)), col(Order.valid_until) < now)
            .limit(AT_ONCE)
        ).all()
    lapsed = 0
    for order_id in due:
        with wiring.database.write() as session:
            lapsed += lapse.lapse(session, order_id, now)
            notify(session, wiring.inbox.house.notice_channel, now)
    return f"{lapsed} orders lapsed"


def fetch_missed(wiring: Wiring, now: datetime) -> str:
    """Takes in what the provider received for us while we could not be reached; each message is handled once."""
    if not wiring.settings.has_twilio:
        return "no provider here"
    try:
        found = reconcile(wiring, now - LOOKS_BACK)
    except Failed as refused:
        return str(refused)
    return f"{found.taken} of {found.seen} messages were new"


def tidy(wiring: Wiring, now: datetime) -> str:
    """Deletes job rows of long ago."""
    with wiring.database.write() as session:
        gone = session.execute(delete(JobRun).where(col(JobRun.slot) < now - KEPT_RUNS))
    return f"{gone.rowcount} rows forgotten"  # type: ignore[attr-defined]
