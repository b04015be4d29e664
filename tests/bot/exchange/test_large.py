"""Large files: time and memory are bounded by the batch, not by the file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import Sqlite

MEASURED = """
import resource, sys
from pathlib import Path
from bot.commands.exchange import exchange_here
from bot.exchange.kinds import KINDS
exchange = exchange_here()
small, large = (Path(name) for name in sys.argv[1:])
exchange.import_file(KINDS["products"], small)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
outcome, _ = exchange.import_file(KINDS["products"], large, skip_bad=True)
print(outcome.new, outcome.bad, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def products(path: Path, first: int, count: int) -> Path:
    """A catalogue of so many products, every tenth without a name."""
    with path.open("w") as file:
        file.write("sku,name,mrp,units_per_case\n")
        file.writelines(f"S{n},{'' if n % 10 == 0 else f'Product {n}'},{n % 90 + 5},12\n" for n in range(first, count))
    return path


@pytest.mark.slow
def test_rows_do_not_pile_up_in_memory(sqlite: Sqlite, tmp_path: Path) -> None:
    small, large = products(tmp_path / "small.csv", 1, 5000), products(tmp_path / "large.csv", 10_000, 160_000)
    environment = {**os.environ, "DATABASE_URL": sqlite.fresh(tmp_path), "PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, "-c", MEASURED, str(small), str(large)]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    new, bad, grown = map(int, said.stdout.split())
    assert (new, bad) == (135_000, 15_000)
    assert grown < 60_000  # kilobytes; a hash and a line number a row are 15,000 of them
