"""A seller's schemes in memory, and what orders take of their budgets."""

from decimal import Decimal

import pytest
from sqlmodel import col, select

from domain.catalogue import editions
from domain.pricing.offers import OfferBook, used_by
from domain.pricing.tables import SchemeAccount, SchemeRow, SchemeState, SchemeUse
from domain.pricing.values import Used
from tests.builders import SHARMA, VERMA, scheme
from tests.desks import at_desk, order


@pytest.fixture
def session(wiring, network):
    with wiring.database.write() as session:
        yield session


def test_a_seller_s_own_live_schemes_and_everybody_s(session, network):
    scheme(session, network.sharma, "OTHER", {"percent": "50"})
    for state in (SchemeState.DRAFT, SchemeState.PAUSED, SchemeState.ENDED):
        scheme(session, network.seller, state.name, {"percent": "50"}).state = state
    offers = OfferBook().of(session, network.seller.id, 1)
    assert set(offers.schemes) == {"SOAP5", "NOODLE-GIFT", "TEA-LAUNCH", "CLEAN", "ORDER1"}
    assert set(offers.limited) == {"TEA-LAUNCH", "CLEAN"}
    assert offers.caps == {"CLEAN": Decimal(100)}
    assert offers.gifts == {"NOODLE-GIFT": {"SPOON"}}


def test_they_are_read_anew_when_the_edition_rises(session, network):
    book = OfferBook()
    before = book.of(session, network.seller.id, 1)
    scheme(session, network.seller, "NEW", {"percent": "1"})
    assert book.of(session, network.seller.id, 1) is before
    assert "NEW" in book.of(session, network.seller.id, 2).schemes


def test_nothing_is_used_before_the_first_order(session, network):
    offers = OfferBook().of(session, network.seller.id, 1)
    assert used_by(session, offers, network.verma.id) == {"TEA-LAUNCH": Used(), "CLEAN": Used()}


def sums(wiring, code):
    """Held, spent and what each buyer had of a scheme."""
    with wiring.database.read() as session:
        row = session.scalars(select(SchemeRow).where(SchemeRow.code == code)).one()
        accounts = select(col(SchemeAccount.taken)).where(SchemeAccount.scheme_id == row.id)
        steps = select(SchemeUse).where(SchemeUse.scheme_id == row.id).order_by(col(SchemeUse.id))
        return row.held, session.scalars(accounts).all(), [(use.step, use.amount) for use in session.scalars(steps)]


def test_an_order_holds_what_it_was_given_and_a_cancelled_one_gives_it_back(wiring, network):
    placed = order(wiring, VERMA, {"TEA": 10})
    given = placed.discount
    assert sums(wiring, "TEA-LAUNCH") == (given, [given], [("hold", given)])
    with at_desk(wiring, VERMA) as desk:
        desk.orders.cancel(placed.id, placed.revision)
    assert sums(wiring, "TEA-LAUNCH") == (0, [0], [("hold", given), ("free", given)])


def test_a_scheme_without_limits_keeps_its_uses_and_no_sums(wiring, network):
    placed = order(wiring, VERMA, {"SOAP": 12})
    assert sums(wiring, "SOAP5") == (0, [], [("hold", placed.discount)])


def test_a_gift_counts_at_its_list_price(wiring, network):
    order(wiring, VERMA, {"NOODLE": "2 case"})
    held, _accounts, uses = sums(wiring, "NOODLE-GIFT")
    # A spoon is 10.00 less 10 per cent, 18 per cent of tax inside: 9.00 x 2 less twice 1.37.
    assert (held, uses) == (0, [("hold", Decimal("15.26"))])


def test_the_next_order_gets_what_is_left_of_the_budget_and_of_the_cap(wiring, network):
    first, second = (order(wiring, VERMA, {"TEA": 40}) for _ in range(2))
    assert first.discount + second.discount == Decimal(500)
    third = order(wiring, SHARMA, {"TEA": 1, "SOAP": 3})
    assert third.discount == 0
    clean = [order(wiring, VERMA, {"CLEANER": 10}).discount for _ in range(3)]
    assert (clean[0] < 100, sum(clean)) == (True, 100)


def test_a_raised_cap_reaches_a_buyer_who_had_some_of_it(wiring, network):
    order(wiring, VERMA, {"CLEANER": 20})
    with wiring.database.write() as session:
        row = session.scalars(select(SchemeRow).where(SchemeRow.code == "CLEAN")).one()
        row.terms = row.terms | {"cap_party": "300"}
        editions.bump(session, editions.SCHEMES)
    assert order(wiring, VERMA, {"CLEANER": 20}).discount > 0
    with wiring.database.read() as session:
        account = session.scalars(select(SchemeAccount)).one()
    assert (account.cap, account.taken > 100) == (300, True)
