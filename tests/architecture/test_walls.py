"""The walls between the rooms: who imports what, where words and queries may stand, and what no file may hold."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, calls, files, imported, python

LINT = Path(sys.executable).with_name("lint-imports")
WORDING = {"_", "gettext", "ngettext", "pgettext", "N_"}
QUERY = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM)\b", re.DOTALL)


def test_the_import_contracts_hold():
    told = subprocess.run([LINT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def test_the_domain_says_nothing():
    wording = [
        f"{path}:{call.lineno}"
        for path, tree in python("domain")
        for name, call in calls(tree)
        if name in WORDING and isinstance(call.func, ast.Name)
    ]
    speaking = [str(path) for path, tree in python("domain") if any("gettext" in name for name in imported(tree))]
    assert (wording, speaking) == ([], [])


def test_conversations_ask_no_database():
    queries = [
        f"{path}:{node.lineno}"
        for path, tree in python("conversations")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and QUERY.search(node.value)
    ]
    reaching = [
        str(path)
        for path, tree in python("conversations")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("session", "execute", "scalars")
    ]
    assert (queries, reaching) == ([], [])


def test_files_with_tables_keep_their_annotations():
    """Under `from __future__ import annotations` SQLModel would see strings where the types of columns should be."""
    tables = [
        (path, tree)
        for package in ("domain", "bot")
        for path, tree in python(package)
        if any(_is_table(node) for node in ast.walk(tree))
    ]
    assert len(tables) >= 8
    assert [str(path) for path, tree in tables if "__future__" in imported(tree)] == []


def _is_table(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any(word.arg == "table" for word in node.keywords)


def forbidden(*parts: str) -> str:
    """A forbidden string, put together so that it does not stand in this file."""
    return "".join(parts)


SECRETS = {
    "an address of a package index": re.escape(forbidden("files.", "pythonhosted"))
    + r"|--(extra-)?"
    + forbidden("index", "-url"),
    "a path of a machine": r"(?<![\w./:])/(root|home/[a-z]+|work|Users/[A-Za-z]+)/",
    "a private key": forbidden("-----BEGIN ", "[A-Z ]*PRIVATE KEY"),
    "an access key": r"\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[baprs]-[0-9A-Za-z-]{10,}",
    "a real account of a provider": r"\b(AC|SK)(?!([0-9a-f])\2{31})(?!0123456789abcdef)[0-9a-f]{32}\b",
    "a token of a provider": r"\bEAA[A-Za-z0-9]{60,}\b",
}


@pytest.mark.parametrize("what", SECRETS)
def test_no_file_holds(what):
    pattern = re.compile(SECRETS[what])
    found = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in pattern.finditer(text)]
    assert found == []
