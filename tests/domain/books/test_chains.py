"""What shows in a chain of events: a row that was changed, taken away or added, in the middle or at the end."""

import pytest

from bot.commands.books import invariants, look
from tests.clock import SettableClock
from tests.domain.books.filled import FILLED_UNTIL
from tests.domain.books.unguarded import write
from tests.wired import wired

SHARMA = "(SELECT id FROM trade_link WHERE buyer_id = (SELECT id FROM party WHERE code = 'SHARMA'))"
LENGTH = f"(SELECT chain_length FROM trade_link WHERE id = {SHARMA})"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        pytest.param(
            f"UPDATE event SET person_id = person_id + 1 WHERE link_id = {SHARMA} AND chain_position = 1",
            "event 1 was changed",
            id="who did the first",
        ),
        pytest.param(
            f"UPDATE event SET message_id = 999 WHERE link_id = {SHARMA} AND chain_position = 2",
            "event 2 was changed",
            id="by which message the second was done",
        ),
        pytest.param(
            f"DELETE FROM event WHERE link_id = {SHARMA} AND chain_position = 2",
            "event 2 does not follow from the one before",
            id="one in the middle is gone",
        ),
        pytest.param(
            f"DELETE FROM event WHERE link_id = {SHARMA} AND chain_position = {LENGTH}",
            "event 4 is missing, or should not be there",
            id="the last is gone",
        ),
        pytest.param(f"DELETE FROM event WHERE link_id = {SHARMA}", "event 1 is missing", id="all are gone"),
        pytest.param(
            f"UPDATE trade_link SET chain_length = chain_length + 1 WHERE id = {SHARMA}",
            "event 5 is missing, or should not be there",
            id="the link counts one more",
        ),
        pytest.param(
            f"UPDATE trade_link SET chain_hash = '' WHERE id = {SHARMA}",
            "event 5 is missing, or should not be there",
            id="the link remembers another end",
        ),
        pytest.param(
            "INSERT INTO event "
            "(at, kind, subject, seller_id, buyer_id, facts, link_id, chain_position, previous_hash, hash) "
            "SELECT at, 'test.added', 'test:1', seller_id, buyer_id, facts, link_id, chain_position + 1, hash, '' "
            f"FROM event WHERE link_id = {SHARMA} AND chain_position = {LENGTH}",
            "event 5 was changed",
            id="one more than there were",
        ),
    ],
)
def test_what_was_done_to_a_chain_shows(books_url, tmp_path, statement, told):
    write(books_url, [statement])
    wiring = wired(books_url, SettableClock(FILLED_UNTIL), tmp_path)
    checked = [each for each in invariants() if each.name == "chains_unbroken"]
    (violation,) = look(wiring, checked)
    wiring.database.close()
    assert str(violation).endswith(told)
