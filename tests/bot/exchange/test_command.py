"""`sauda import`, `export` and `kinds` as somebody at a terminal meets them."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.cli import main
from bot.exchange.kinds import KINDS
from tests.databases import Sqlite

REPOSITORY = Path(__file__).parents[3]
GOOD = "sku,name,mrp\nA,Salt,28\nB,Tea,120\n"
BAD = "sku,name,mrp\nA,Salt,28\nB,Tea,x\n"


class Terminal:
    """A terminal in front of fresh books."""

    def __init__(self, books: Path, patch: pytest.MonkeyPatch, screen: pytest.CaptureFixture[str]) -> None:
        self.books = books
        self._patch = patch
        self._screen = screen

    def run(self, *words: str) -> tuple[int, str, str]:
        """Exit code, output and errors of `sauda`."""
        self._patch.setattr(sys, "argv", ["sauda", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self._screen.readouterr()
        return int(ended.value.code or 0), out, err

    def file(self, content: str, name: str = "in.csv") -> str:
        """A file in the folder where the terminal stands."""
        Path(name).write_text(content, encoding="utf-8")
        return name

    def products(self) -> int:
        """How many products the books have."""
        with sqlite3.connect(self.books) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM product").fetchone()[0])

    def is_being_written(self) -> bool:
        """Whether somebody is writing into the books now."""
        with sqlite3.connect(self.books, timeout=0, isolation_level=None) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            connection.execute("ROLLBACK")
            return False


@pytest.fixture
def terminal(
    sqlite: Sqlite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Terminal:
    """A terminal in an empty folder, in front of books in SQLite."""
    url = sqlite.fresh(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    return Terminal(Path(url.removeprefix("sqlite:///")), monkeypatch, capfd)


def test_a_good_file(terminal: Terminal) -> None:
    name = terminal.file(GOOD)
    assert terminal.run("import", "products", name, "--dry-run") == (
        0, "products: 2 new, 0 changed, 0 the same, 0 bad (dry run: nothing was changed)\n", "",
    )  # fmt: skip
    assert terminal.run("import", "products", name) == (0, "products: 2 new, 0 changed, 0 the same, 0 bad\n", "")
    assert terminal.run("import", "products", name) == (0, "products: 0 new, 0 changed, 2 the same, 0 bad\n", "")


def test_a_bad_row(terminal: Terminal) -> None:
    name = terminal.file(BAD)
    assert terminal.run("import", "products", name) == (
        1,
        "",
        'line 3, mrp: "x" is no amount\nsauda: in.csv: nothing was imported (1 new, 0 changed, 0 the same, 1 bad)\n',
    )
    assert terminal.products() == 0
    code, out, err = terminal.run("import", "products", name, "--skip-bad")
    assert (code, out) == (0, "products: 1 new, 0 changed, 0 the same, 1 bad\n")
    assert err == 'line 3, mrp: "x" is no amount\n'
    assert terminal.products() == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("import", "orders", "in.csv"), 1, "sauda: orders can only be exported\n"),
        (("import", "produce", "in.csv"), 2, "no such kind: produce"),
        (("import", "products", "none.csv"), 2, "file 'none.csv' does not exist"),
        (("import", "products", "empty.csv"), 1, "sauda: empty.csv: the file is empty\n"),
        (
            ("export", "products", "-o", "out.pdf"),
            1,
            "sauda: products could not be written: out.pdf: a file is written",
        ),
        (("export", "products", "-o", "no/where.csv"), 1, "sauda: products could not be written: "),
        (("kinds", "produce"), 2, "no such kind: produce"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done(words: tuple[str, ...], code: int, said: str, terminal: Terminal) -> None:
    terminal.file(GOOD)
    terminal.file("", "empty.csv")
    ended, out, err = terminal.run(*words)
    assert (ended, out) == (code, "")
    assert said in " ".join(err.split()) + "\n"


def test_an_export_to_the_screen_and_to_files(terminal: Terminal) -> None:
    terminal.run("import", "products", terminal.file(GOOD))
    code, out, err = terminal.run("export", "products")
    assert (code, err) == (0, "")
    assert out.splitlines()[1].startswith("A,,Salt,,,,28.00,")
    for name in ("out.csv", "out.xlsx"):
        assert terminal.run("export", "products", "-o", name) == (0, f"products: 2 rows in {name}\n", "")
        assert terminal.run("import", "products", name)[1] == "products: 0 new, 0 changed, 2 the same, 0 bad\n"
    assert Path("out.csv").read_bytes().startswith(b"\xef\xbb\xbfsku,")


def test_kinds_and_their_columns(terminal: Terminal) -> None:
    code, out, _ = terminal.run("kinds")
    assert code == 0
    for name, kind in KINDS.items():
        assert name in out
        assert all(f" {column.name} " in out for column in kind.columns)
    assert terminal.run("kinds", "beats")[1].splitlines()[0] == "beats"


@pytest.mark.parametrize("command", ["import", "export", "kinds"])
def test_help_has_an_example(command: str, terminal: Terminal) -> None:
    assert f"Example: sauda {command}" in terminal.run(command, "--help")[1]


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_nothing_and_can_be_run_again(terminal: Terminal) -> None:
    count = 60_000
    name = terminal.file("sku,name,mrp\n" + "".join(f"S{n},Product {n},{n % 90 + 5}\n" for n in range(count)))
    command = [sys.executable, "-c", "from bot.cli import main; main()", "import", "products", name]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(REPOSITORY)})
    while not terminal.is_being_written():
        assert process.poll() is None
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert terminal.products() == 0
    assert terminal.run("import", "products", name)[1] == f"products: {count} new, 0 changed, 0 the same, 0 bad\n"
    assert terminal.products() == count
