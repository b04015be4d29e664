"""Catalogues of real shops, as they are: only where they lie beside the repository."""

import time
from pathlib import Path

import pytest

from bot.exchange.sheet import SheetError
from domain.catalogue.tables import MrpLot, Product
from tests.bot.exchange.conftest import Desk, counts

CATALOGUES = Path(__file__).parents[4] / "shared" / "data" / "catalogue"
ROWS = {"kirana": 2356, "full": 12_473}

pytestmark = pytest.mark.skipif(not CATALOGUES.is_dir(), reason="the real catalogues do not lie beside the repository")


@pytest.mark.parametrize("name", ROWS)
def test_a_catalogue_is_imported_as_it_is_once(name: str, desk: Desk) -> None:
    path, rows = CATALOGUES / f"{name}.csv", ROWS[name]
    began = time.process_time()
    assert counts(desk.bring("products", path)) == (rows, 0, 0, 0)
    assert time.process_time() - began < 10  # seconds of a processor; about 2.5 where nothing else runs
    assert (desk.count(Product), desk.count(MrpLot), desk.edition()) == (rows, rows, 1)
    assert counts(desk.bring("products", path)) == (0, 0, rows, 0)
    assert desk.edition() == 1


def test_a_catalogue_without_codes_is_refused(desk: Desk) -> None:
    with pytest.raises(SheetError, match="products need the column sku; the file's headings are: name, brand, pack"):
        desk.bring("products", CATALOGUES / "dmart.csv")
