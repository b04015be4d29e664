"""Every `sauda` command explains itself, with an example."""

import click
import pytest
import typer
from typer.testing import CliRunner

from bot.cli import app

ROOT_COMMAND = typer.main.get_command(app)


def commands(command, path=()):
    """Every command that does something, by the words that call it."""
    if isinstance(command, click.Group) or hasattr(command, "commands"):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))
        return
    yield path


ALL = sorted(commands(ROOT_COMMAND))


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_has_an_example_that_calls_it(words):
    told = CliRunner().invoke(app, [*words, "--help"])
    _usage, _line, example = " ".join(told.stdout.split()).partition("Example: ")
    assert told.exit_code == 0
    assert f"sauda {' '.join(words)}" in example


def test_the_commands_of_the_check_and_the_clock_are_there():
    assert {("check",), ("jobs", "run"), ("jobs", "list"), ("migrate",)} <= set(ALL)


def test_wrong_usage_is_answered_so():
    assert CliRunner().invoke(app, ["check", "--no-such-option"]).exit_code == 2
