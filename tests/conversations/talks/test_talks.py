"""A day of talk in every language, to be read by whoever speaks it; `UPDATE=1` writes down what is said now."""

import os

import pytest
from sqlmodel import select

from bot.wiring import Wiring
from conversations.text import LANGUAGES
from domain.catalogue import editions
from domain.network.tables import Person
from tests.builders import Network, product, stock
from tests.conversations.talks.played import played, written
from tests.talking import Talk


@pytest.fixture
def two_soaps(wiring: Wiring, network: Network) -> None:
    """A second soap of the same brand, larger."""
    with wiring.database.write() as session:
        large = product(session, "SOAP-LARGE", "Neemal", "Bath Soap", "150 g", "55", case=36)
        stock(session, network.seller, large, 100, wiring.clock())
        editions.bump(session, editions.CATALOGUE)


@pytest.mark.usefixtures("two_soaps")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_of_talk(talk: Talk, wiring: Wiring, language: str) -> None:
    """Everybody of the small network speaks one language, and everything they are told is in it."""
    with wiring.database.write() as session:
        for person in session.scalars(select(Person)):
            person.language = language
    path = written(language)
    script = path.read_text(encoding="utf-8")
    now = played(talk, script)
    if os.environ.get("UPDATE"):
        path.write_text(now, encoding="utf-8")
        pytest.skip("written down; the difference wants to be read")
    assert now == script
