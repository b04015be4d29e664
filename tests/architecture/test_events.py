"""Every kind of event has a name that is written down, and nothing is written down that does not happen."""

import ast
import re

import pytest

from conversations.notices.hearing_of import RULES
from domain.orders.tables import OrderState
from tests.architecture.sources import ROOT, python

KIND = re.compile(r"[a-z_]+\.[a-z_]+")
NAMED = re.compile(r"`([a-z_<>]+\.[a-z_<>]+)`")


def documented():
    """The kinds in the first column of the list, and the examples of a pattern in its second."""
    rows = [
        line.split("|")[1:3] for line in (ROOT / "docs" / "events.md").read_text().splitlines() if line[:3] == "| `"
    ]
    kinds = {name for kind, _means in rows for name in NAMED.findall(kind)}
    examples = {name for kind, means in rows if "<" in kind for name in NAMED.findall(means)}
    return {kind for kind in kinds if "<" not in kind} | examples, {kind for kind in kinds if "<" in kind}


KINDS, PATTERNS = documented()
STEMS = {kind.partition(".")[0] for kind in KINDS}


def constants(tree):
    """The strings of a file, but for references to columns."""
    columns = {id(part) for node in ast.walk(tree) if _refers(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in columns:
            yield node.value


def _refers(node):
    return isinstance(node, ast.keyword) and node.arg == "foreign_key"


def said(package):
    """The kinds of events that stand in the code of a package."""
    for path, tree in python(package):
        if "migrations" in path.parts or "web" in path.parts:
            continue  # names of columns and of pages look like kinds
        for value in constants(tree):
            if KIND.fullmatch(value) and value.partition(".")[0] in STEMS:
                yield value


def test_every_kind_in_the_code_is_written_down():
    assert {kind for package in ("domain", "bot", "conversations") for kind in said(package)} - KINDS == set()


def test_every_kind_that_is_made_up_of_parts_is_written_down():
    made_up = set()
    for package in ("domain", "bot"):
        for _path, tree in python(package):
            for node in ast.walk(tree):
                if isinstance(node, ast.JoinedStr) and isinstance(first := node.values[0], ast.Constant):
                    stem = str(first.value)
                    if stem.endswith(".") and stem[:-1] in STEMS:
                        made_up.add(stem[:-1])
    assert made_up == {pattern.partition(".")[0] for pattern in PATTERNS} - {"<record>"}


def test_nothing_is_written_down_that_never_happens():
    from_states = {f"order.{state.value}" for state in OrderState}
    of_patterns = {kind for kind in KINDS if any(kind.startswith(p.partition("<")[0]) for p in PATTERNS)}
    assert KINDS - set(said("domain")) - set(said("bot")) - from_states - of_patterns == set()


@pytest.mark.parametrize("kind", sorted(RULES))
def test_what_notices_listen_for_happens(kind):
    assert kind in KINDS
