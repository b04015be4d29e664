"""`sauda demo`: the whole product on a believable network, without an account and without the internet."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.failure import Failed
from bot.settings import Settings, load

if TYPE_CHECKING:
    from bot.wiring import Wiring

OWN_FILE = Path("var/demo.db")
OWN = f"sqlite:///{OWN_FILE}"
HOUSE = "Himal Foods"

LOG_INS = """
  People to be (`sauda contacts` lists everybody):
    +919800000201   Sharma Kirana, Patna: a shop, writes Hindi in Latin letters
    +9779800000001  Maitri Store, Kathmandu: a shop, writes Nepali
    +919800000231   Ma Tara Bhandar, Siliguri: a shop, writes Bengali
    +919800000312   Suresh, clerk of the distributor Gupta Agencies
    +9779800000054  Bijay, a rep of Shrestha Traders in Kathmandu
    +919800000302   Rao, area manager of the brand Himal Foods

  Five things to try:
    1. As Sharma Kirana: 2 peti maggi, 5 wala parle g 1 ctn
    2. Then: namak 10 kilo, lizol lavender 5 pcs. Then: kyun
    3. Tap Order bhejo; Suresh's phone rings. Then: mera order kaha hai
    4. As Bijay: Maitri Store wai wai 3 ctn, surf 1kg 12. Maitri Store is asked
    5. As a stranger: hi. Become a shop of Gupta Agencies or Shrestha Traders
"""


def command(
    port: Annotated[int | None, typer.Option(help="Where to listen; PORT (8000) by default.")] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Start afresh: forget everything of an earlier demo.")] = False,
    seed_only: Annotated[
        bool, typer.Option("--seed-only", help="Fill the configured database with the demo network, and end.")
    ] = False,
) -> None:
    """The demo: web, worker and clock in one process on a network of one brand, its distributors and sixty shops.

    Example: sauda demo --port 8000
    """
    settings = _settings(port, seed_only=seed_only)
    wiring = _filled(settings, reset=reset)
    if seed_only:
        wiring.database.close()
        return
    from bot import processes

    print(_welcome(wiring.settings), flush=True)
    try:
        processes.run_all(wiring, wiring.settings.port)
    except OSError as fault:
        raise Failed(f"port {wiring.settings.port} cannot be had ({fault.strerror}): try --port 8001") from fault


def _settings(port: int | None, *, seed_only: bool) -> Settings:
    """The configured settings; what nobody set is as a demo wants it."""
    settings = load()
    wanted: dict[str, object] = {"simulator": True}
    if "database_url" not in settings.model_fields_set and not seed_only:
        wanted["database_url"] = OWN
    if "house_name" not in settings.model_fields_set:
        wanted["house_name"] = HOUSE
    if "log_level" not in settings.model_fields_set:
        wanted["log_level"] = "WARNING"
    if port is not None:
        wanted["port"] = port
    return settings.model_copy(update=wanted)


def _filled(settings: Settings, *, reset: bool) -> "Wiring":
    """Opens the books, brings them to the newest shape, and fills them where they are empty."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot import schema
    from bot.commands.opening import opened
    from bot.demo import seed

    if reset and settings.database_url == OWN:
        _remove_own_file()
    wiring = opened(settings, ready=False)
    try:
        schema.migrate(wiring.database)
        if reset:
            _forget(wiring)
        with wiring.database.write() as session:
            if seed.is_empty(session):
                seed.fill(session, wiring.clock())
                print(f"Filled: {seed.counts(session)}.", flush=True)
            elif seed.is_demo(session):
                print("The demo network is there already.", flush=True)
            else:
                raise Failed("this database holds another network already; nothing was added (see DATABASE_URL)")
    except SQLAlchemyError as fault:
        raise Failed(f"the demo could not be filled ({type(fault).__name__}); nothing was changed") from fault
    return wiring


def _remove_own_file() -> None:
    """Removes the demo's own file with what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        Path(f"{OWN_FILE}{ending}").unlink(missing_ok=True)


def _forget(wiring: "Wiring") -> None:
    """Empties books that a demo filled; any others are left alone."""
    from alembic import command as alembic

    from bot import schema
    from bot.demo import seed

    with wiring.database.read() as session:
        if seed.is_empty(session):
            return
        if not seed.is_demo(session):
            raise Failed("--reset only forgets a demo, and this database holds another network (see DATABASE_URL)")
    alembic.downgrade(schema.config(wiring.database), "base")
    schema.migrate(wiring.database)


def _welcome(settings: Settings) -> str:
    return f"""
Sauda is ready.

  Phones    {settings.base_url}/
  Terminal  DATABASE_URL={settings.database_url} sauda chat +919800000201
{LOG_INS}
Ctrl-C ends it."""
