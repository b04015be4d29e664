"""What most commands begin with: settings, logs, the books open and of the right shape."""

from bot.commands.failure import Failed
from bot.settings import Settings, load
from bot.wiring import Wiring


def opened(settings: Settings | None = None, *, ready: bool = True) -> Wiring:
    """The wiring of this installation; refused where the books have not been migrated."""
    from sqlalchemy.exc import SQLAlchemyError

    import conversations.dialogs  # noqa: F401 - makes the dialogs known
    from bot import logs, schema

    settings = settings or load()
    logs.set_up(settings.log_level)
    wiring = Wiring(settings)
    if ready:
        try:
            current = schema.is_current(wiring.database)
        except SQLAlchemyError as fault:
            raise Failed(f"the database cannot be reached ({type(fault).__name__}): see DATABASE_URL") from None
        if not current:
            raise Failed("the database is not at the newest schema: run `sauda migrate` first")
    return wiring
