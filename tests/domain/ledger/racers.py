"""What several processes do with money at the same moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import select

from bot.wiring import Wiring
from domain.ledger import receive
from domain.ledger.pair import business_day, pair_of
from domain.ledger.receive import Payment
from domain.ledger.tables import Mode
from domain.network.tables import Party
from domain.orders.moving import Actor
from domain.orders.pack import pack
from domain.orders.tables import Order
from domain.refusal import Code, Refusal
from tests.desks import at_desk, fill
from tests.racing import TRIES


@dataclass
class Ordering:
    """A person orders the same goods so many times; what came of each order is its state."""

    who: str
    goods: dict[str, int]
    times: int

    def prepare(self, wiring: Wiring) -> None:
        with at_desk(wiring, self.who) as desk:
            assert desk.shelf.items

    def run(self, wiring: Wiring) -> list[str]:
        return [self._once(wiring) for _ in range(self.times)]

    def _once(self, wiring: Wiring) -> str:
        for _ in range(TRIES):
            try:
                with at_desk(wiring, self.who) as desk:
                    return desk.cart.place(fill(desk, self.goods)).state.value
            except Refusal as refused:
                if refused.code is not Code.CART_CHANGED:
                    return refused.code.value
        return "gave up"


@dataclass
class Packing:
    """A clerk packs these orders; every `undone`-th bill is written, undone, and written again."""

    orders: Sequence[int]
    clerk: int
    undone: int = 0

    def prepare(self, wiring: Wiring) -> None:
        """Nothing before the start."""

    def run(self, wiring: Wiring) -> list[str]:
        return [self._once(wiring, turn, order_id) for turn, order_id in enumerate(self.orders, start=1)]

    def _once(self, wiring: Wiring, turn: int, order_id: int) -> str:
        if self.undone and turn % self.undone == 0:
            with wiring.database.write() as session:
                self._pack(wiring, session, order_id)
                session.rollback()
        try:
            with wiring.database.write() as session:
                return f"packed {self._pack(wiring, session, order_id)}"
        except Refusal as refused:
            return refused.code.value

    def _pack(self, wiring: Wiring, session, order_id: int) -> str:  # type: ignore[no-untyped-def]
        order = session.get_one(Order, order_id)
        packed = pack(session, order, Actor(self.clerk, order.seller_id, None), wiring.clock())
        return packed.bill.number if packed.bill else "held"


@dataclass
class Paying:
    """Payments of so many rupees each are told, by a person (claimed) or by the bank (counted)."""

    buyer: str
    amounts: Sequence[int]
    references: Sequence[str]
    claimed: bool = False

    def prepare(self, wiring: Wiring) -> None:
        """Nothing before the start."""

    def run(self, wiring: Wiring) -> list[str]:
        return [self._once(wiring, *told) for told in zip(self.amounts, self.references, strict=True)]

    def _once(self, wiring: Wiring, amount: int, reference: str) -> str:
        tell = receive.claim if self.claimed else receive.count
        with wiring.database.write() as session:
            seller = session.scalars(select(Party).where(Party.code == "GUPTA")).one()
            buyer = session.scalars(select(Party).where(Party.code == self.buyer)).one()
            pair = pair_of(session, seller.id, buyer.id, wiring.clock())
            day = business_day(seller, wiring.clock())
            payment = Payment(Mode.UPI, Decimal(amount), day, provider="upi", reference=reference)
            try:
                return f"receipt {tell(session, pair, payment, Actor(None, seller.id, None)).number}"
            except Refusal as refused:
                return refused.code.value
