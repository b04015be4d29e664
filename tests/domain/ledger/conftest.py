"""Every story of money ends with books that are right."""

from collections.abc import Iterator

import pytest

from bot.wiring import Wiring
from tests.builders import Network
from tests.domain.ledger.till import Till


@pytest.fixture
def till(wiring: Wiring, network: Network) -> Iterator[Till]:
    """The till of the small network; whatever a test did, the books are checked at its end."""
    made = Till(wiring, network, network.sharma)
    yield made
    assert made.violations() == []
