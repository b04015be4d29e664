"""Books in which something of every kind has happened, all of it by the ways on which it happens in life."""

from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from bot.jobs.tables import JobRun
from domain.network.tables import OutletRequest
from domain.orders.moving import Actor
from domain.orders.tables import Order
from tests.builders import CHHOTU, GUPTA, MEENA, SHARMA, STRANGER, VERMA, bring, small_network
from tests.clock import MONDAY_MORNING, SettableClock
from tests.desks import at_desk
from tests.talking import Talk
from tests.wired import wired

FILLED_UNTIL = MONDAY_MORNING + timedelta(hours=6)


def fill(url: str, folder: Path) -> None:
    """Fills empty books: GA-1 and GA-4 are placed (GA-1 short of salt), GA-2 delivered, GA-3 cancelled, a cart open."""
    wiring = wired(url, SettableClock(), folder)
    with wiring.database.write() as session:
        small_network(session, wiring.clock())
    talk = Talk(wiring)
    _order(talk, SHARMA, "himal noodles 2 case, tej salt 10, kiran floor cleaner 2", "Send, 6 later")
    _order(talk, VERMA, "tej tea 40, bath soap 20, lali biscuit 1 case", "Send order")
    _order(talk, SHARMA, "tej tea 4", "Send order")
    with at_desk(wiring, SHARMA) as desk:
        order = desk.orders.numbered("GA-3").order
        desk.orders.cancel(order.id, order.revision)
    with at_desk(wiring, MEENA) as desk:
        order = desk.session.scalars(select(Order).where(Order.number == "GA-2")).one()
        bring(desk.session, order, Actor(desk.person_id, desk.party_id, None), desk.now)
    _order(talk, VERMA, "bath soap 15, lali biscuit 20", "Send order")
    _others(talk)
    with wiring.database.write() as session:
        session.add(JobRun(job="reservations", slot=MONDAY_MORNING, started_at=MONDAY_MORNING, ended_at=MONDAY_MORNING))
    wiring.database.close()


def _order(talk: Talk, who: str, goods: str, label: str) -> None:
    talk.say(who, goods)
    talk.tap(who, label)


def _others(talk: Talk) -> None:
    """A cart left open, a shop that joins, a talk with a person."""
    talk.say(VERMA, "kiran toothbrush 5")
    with at_desk(talk.wiring, STRANGER) as desk:
        desk.joining.ask("Laxmi Store", 25.611, 85.141)
    with at_desk(talk.wiring, GUPTA) as desk:
        request = desk.session.scalars(select(OutletRequest)).one()
        desk.joining.take_on(request.id)
    with at_desk(talk.wiring, CHHOTU) as desk:
        desk.care.hand_over("asked")
        desk.care.resume()
