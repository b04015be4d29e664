"""Messages that we start: who hears of what, and that what is no longer true is not told."""

from sqlmodel import select

from bot.post.notify import notify
from bot.post.tables import OutboundMessage, OutboundState
from bot.wiring import Wiring
from domain.stock.count import Counted, count
from domain.stock.move import place_of
from tests.builders import SHARMA, Network
from tests.talking import Talk


def rows(wiring: Wiring, notice: str) -> list[OutboundMessage]:
    with wiring.database.read() as session:
        return list(session.scalars(select(OutboundMessage).where(OutboundMessage.notice == notice)))


def count_salt(wiring: Wiring, network: Network, pieces: int) -> None:
    with wiring.database.write() as session:
        place = place_of(session, network.seller.id)
        count(session, [Counted(place, network["SALT"], pieces)], wiring.clock(), reason="count")
        notify(session, "sim", wiring.clock())


def test_a_shop_hears_that_goods_put_by_for_it_are_not_there(talk: Talk, wiring: Wiring, network: Network) -> None:
    talk.say(SHARMA, "4 salt")
    talk.say(SHARMA, "yes")
    count_salt(wiring, network, 1)
    wiring.outbox.run_once()
    told = {row.text for row in rows(wiring, "back_ordered")}
    assert told == {"GA-1: 3 Salt are not there after a count at Gupta Agencies; they follow later."}


def test_what_is_no_longer_true_is_not_told(talk: Talk, wiring: Wiring, network: Network) -> None:
    talk.say(SHARMA, "4 salt")
    talk.say(SHARMA, "yes")
    count_salt(wiring, network, 1)
    talk.say(SHARMA, "cancel my order")
    talk.say(SHARMA, "yes")
    while wiring.outbox.run_once():
        pass
    assert {(row.state, row.text) for row in rows(wiring, "back_ordered")} == {(OutboundState.DROPPED, "")}
