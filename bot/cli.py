"""`sauda`: the one command. Each subcommand is thin; its work is done elsewhere."""

import sys
from collections.abc import Callable
from typing import Any

import typer

from bot.commands import books, chat, contacts, demo, exchange, jobs, processes, quote, reconcile
from bot.commands.failure import Failed
from bot.settings import SettingsError

app = typer.Typer(
    name="sauda",
    help="FMCG distribution from the chat.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

COMMANDS: dict[str, Callable[..., Any]] = {
    "demo": demo.command,
    "contacts": contacts.command,
    "serve": processes.serve,
    "web": processes.web,
    "worker": processes.worker,
    "clock": processes.clock,
    "migrate": processes.migrate,
    "chat": chat.command,
    "reconcile": reconcile.command,
    "quote": quote.command,
    "check": books.command,
    "import": exchange.bring_in,
    "export": exchange.give_out,
    "kinds": exchange.kinds,
}
for name, work in COMMANDS.items():
    app.command(name)(work)
app.add_typer(jobs.app, name="jobs")


def main() -> None:
    """Runs a command; a refusal is one clear line on stderr and exit code 1."""
    try:
        app()
    except (Failed, SettingsError) as failure:
        print(f"sauda: {failure}", file=sys.stderr)
        sys.exit(1)
