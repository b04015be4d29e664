"""The page about files names every column of every kind, and its examples can be imported."""

import re
from pathlib import Path

from bot.exchange.kind import Master
from bot.exchange.kinds import KINDS
from tests.bot.exchange.conftest import Desk, told

PAGE = (Path(__file__).parents[3] / "docs" / "exchange.md").read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0]: part for part in PAGE.split("\n### ")[1:]}


def test_every_column_is_described() -> None:
    assert list(SECTIONS) == list(KINDS)
    for name, kind in KINDS.items():
        described = re.findall(r"^\| `(\w+)`( \*)? \|", SECTIONS[name], re.MULTILINE)
        assert described == [(column.name, " *" if column.required else "") for column in kind.columns]


def test_the_examples_fill_a_new_installation(desk: Desk) -> None:
    for name, kind in KINDS.items():
        if issubclass(kind, Master):
            block = SECTIONS[name].split("```")[1]
            for example in block.split("\n\n"):
                assert told(desk.bring(name, example)) == []
                assert desk.reads(name)
