"""The page of phones on a small network."""

import pytest

from bot.wiring import Wiring
from tests.bot.simulator.page import Page
from tests.builders import Network


@pytest.fixture
def page(wiring: Wiring, network: Network) -> Page:
    """A visitor with the page open."""
    return Page(wiring)
