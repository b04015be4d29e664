"""`sauda reconcile`: fetches from the provider what our webhook missed."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from bot.commands.failure import Failed
from bot.commands.opening import opened


def command(
    since: Annotated[str | None, typer.Option(help="Look back to this moment (ISO); one day by default.")] = None,
) -> None:
    """Fetch messages that the provider took and our webhook missed; each is handled once.

    Example: sauda reconcile --since 2026-11-24T00:00:00+05:30
    """
    from zoneinfo import ZoneInfo

    from bot.post.reconcile import reconcile

    wiring = opened()
    moment = wiring.clock() - timedelta(days=1)
    if since is not None:
        try:
            moment = datetime.fromisoformat(since)
        except ValueError:
            raise Failed(f"--since wants an ISO moment such as 2026-11-24T00:00, not {since!r}") from None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(wiring.settings.timezone))
    found = reconcile(wiring, moment)
    print(f"{found.seen} messages seen, {found.taken} taken in")
