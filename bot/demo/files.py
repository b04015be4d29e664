"""Reads the files in `data`: tables with a heading, and settings."""

import csv
import tomllib
from importlib.resources import files
from typing import Any

DATA = files("bot.demo") / "data"


def table(name: str) -> list[dict[str, str]]:
    """The rows of `name`.csv by their headings, in the order of the file."""
    text = (DATA / f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def settings(name: str) -> dict[str, Any]:
    """What `name`.toml says."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))
