"""A day of talk in every language, to be read by whoever speaks it; `UPDATE=1` writes down what is said now."""

import os
from pathlib import Path

import pytest
from sqlmodel import select

from bot.wiring import Wiring
from conversations.text import LANGUAGES
from domain.catalogue import editions
from domain.network.tables import Person
from tests.builders import Network, product, stock
from tests.clock import SettableClock
from tests.transcripts.script import read_script
from tests.transcripts.stage import Stage
from tests.transcripts.test_transcripts import play

FOLDER = Path(__file__).parent

pytestmark = pytest.mark.slow


@pytest.fixture
def two_soaps(wiring: Wiring, network: Network) -> None:
    """A second soap of the same brand, larger."""
    with wiring.database.write() as session:
        large = product(session, "SOAP-LARGE", "Neemal", "Bath Soap", "150 g", "55", case=36)
        stock(session, network.seller, large, 100, wiring.clock())
        editions.bump(session, editions.CATALOGUE)


@pytest.mark.usefixtures("two_soaps")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_of_talk(wiring: Wiring, clock: SettableClock, language: str) -> None:
    """Everybody of the small network speaks one language, and everything they are told is in it."""
    with wiring.database.write() as session:
        for person in session.scalars(select(Person)):
            person.language = language
    file = FOLDER / f"{language}.txt"
    script = read_script(file)
    told = "\n".join(play(script, Stage(wiring, clock))) + "\n"
    written = file.read_text("utf-8")
    if os.environ.get("UPDATE"):
        file.write_text(told, "utf-8")
    assert told == written
