"""`sauda serve`, `web`, `worker`, `clock`, `migrate`: the processes of an installation."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.failure import Failed
from bot.commands.opening import opened
from bot.settings import load

if TYPE_CHECKING:
    from bot.wiring import Wiring

Port = Annotated[int | None, typer.Option(help="Where to listen; PORT by default.")]


def _at(port: int | None) -> "Wiring":
    settings = load()
    return opened(settings if port is None else settings.model_copy(update={"port": port}))


def serve(port: Port = None) -> None:
    """Web, worker and clock in one process on the configured database, without demo data.

    Example: SECRET_KEY=... DATABASE_URL=sqlite:///var/sauda.db sauda serve --port 8000
    """
    from bot import processes

    wiring = _at(port)
    wiring.settings.require_for_serving()
    processes.run_all(wiring, wiring.settings.port)


def web(port: Port = None) -> None:
    """The web process alone: webhooks, phone, console. May run many times.

    Example: sauda web --port 8000
    """
    import threading

    from bot import processes

    wiring = _at(port)
    wiring.settings.require_for_serving()
    processes.serve_web(wiring, wiring.settings.port, threading.Event())


def worker() -> None:
    """The worker alone: sends, fetches files, tries failed messages again. May run many times.

    Example: sauda worker
    """
    from bot import processes

    wiring = opened()
    wiring.settings.require_for_serving()
    processes.run_worker(wiring)


def clock() -> None:
    """The clock alone: rings the scheduled jobs. May run many times; each job still happens once.

    Example: sauda clock
    """
    from bot import processes

    processes.run_clock(opened())


def migrate() -> None:
    """Bring the database to the newest schema.

    Example: DATABASE_URL=postgresql+psycopg://sauda@localhost/sauda sauda migrate
    """
    from sqlalchemy.exc import SQLAlchemyError

    from bot import schema

    wiring = opened(ready=False)
    try:
        schema.migrate(wiring.database)
    except SQLAlchemyError as fault:
        raise Failed(f"the migration did not go through ({type(fault).__name__}); nothing was changed") from fault
