"""`sauda demo` as a newcomer runs it: in a process of its own, in an empty folder, with nothing set."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

import pytest

from bot.database import Database
from domain.network.tables import Party

pytestmark = pytest.mark.slow

SAUDA = Path(sys.executable).with_name("sauda")
PLAIN = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", "")}


def sauda(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs a command in `folder` to its end."""
    return subprocess.run(
        [SAUDA, *words], cwd=folder, env=PLAIN | settings, capture_output=True, text=True, timeout=180, check=False
    )


@contextmanager
def running(folder: Path, words: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """A command that goes on until the block ends."""
    process = subprocess.Popen([SAUDA, *words], cwd=folder, env=PLAIN, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def up(port: int) -> bool:
    """Whether the server answers within two minutes."""
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.5)
    return False


def test_it_fills_the_configured_database_once(tmp_path):
    url = f"sqlite:///{tmp_path}/own.db"
    first = sauda(tmp_path, "demo", "--seed-only", DATABASE_URL=url)
    again = sauda(tmp_path, "demo", "--seed-only", DATABASE_URL=url)
    told = sauda(tmp_path, "chat", "+919800000201", "2 peti maggi, 5 wala parle g 1 ctn", DATABASE_URL=url)
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert "66 parties" in first.stdout
    assert "there already" in again.stdout
    assert "Maggi Masala 70 g: 2 case (192 pc) ₹2,073.60" in told.stdout
    assert "Parle-G ₹5: 1 case (144 pc) ₹648.00" in told.stdout
    forgotten = sauda(tmp_path, "demo", "--seed-only", "--reset", DATABASE_URL=url)
    assert "66 parties" in forgotten.stdout, forgotten.stderr


def test_it_leaves_another_network_alone(tmp_path):
    url = f"sqlite:///{tmp_path}/own.db"
    assert sauda(tmp_path, "migrate", DATABASE_URL=url).returncode == 0
    database = Database(url)
    with database.write() as session:
        session.add(Party(code="MINE", name="My shop", tier="retailer"))
    database.close()
    for words in (["demo", "--seed-only"], ["demo", "--seed-only", "--reset"]):
        refused = sauda(tmp_path, *words, DATABASE_URL=url)
        assert refused.returncode == 1
        assert refused.stderr.startswith("sauda: ")
        assert "another network" in refused.stderr


def test_it_serves_everything_and_says_what_to_try(tmp_path):
    port = free_port()
    with running(tmp_path, ["demo", "--port", str(port)]) as process:
        assert up(port), "the server did not come up"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as phones:
            assert phones.status == 200
        assert process.stdout is not None
        told = "".join(takewhile(lambda line: "Ctrl-C" not in line, process.stdout))
    assert f"http://127.0.0.1:{port}/" in told
    assert "+919800000201" in told
    assert "2 peti maggi" in told
    assert (tmp_path / "var" / "demo.db").exists()
