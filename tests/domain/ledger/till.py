"""A short way to write stories of money: goods are ordered, packed, delivered and paid for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session
from sqlmodel import select

from bot.commands.books import invariants, look
from bot.wiring import Wiring
from domain.catalogue.tables import Product
from domain.ledger import bounce, receive
from domain.ledger.dues import Dues, dues
from domain.ledger.opening import open_bill
from domain.ledger.pair import Pair, business_day, pair_of
from domain.ledger.paper import Bill, BillLine, CreditReason
from domain.ledger.receive import Payment
from domain.ledger.tables import BillingTerms, Mode, Receipt
from domain.network.tables import Party, TradeLink
from domain.orders import deliver, pack
from domain.orders.moving import Actor
from domain.orders.pack import Packed
from domain.orders.picking import Missing, ShortReason
from domain.orders.returned import Back, Credited, Fate, take_back
from domain.orders.returned import lines_of as bill_lines
from domain.orders.tables import Order, OrderLine
from tests.builders import SHARMA, Network
from tests.clock import SettableClock
from tests.desks import Goods, order


def rupees(amount: int | str) -> Decimal:
    return Decimal(amount)


@dataclass
class Till:
    """Gupta Agencies' till, with Meena the clerk at it; the buyer is Sharma Kirana unless another is named."""

    wiring: Wiring
    network: Network
    buyer: Party

    @property
    def clock(self) -> SettableClock:
        clock = self.wiring.clock
        assert isinstance(clock, SettableClock)
        return clock

    @property
    def clerk(self) -> Actor:
        return Actor(self.network.people["meena"].id, self.network.seller.id, None)

    @property
    def shop(self) -> Actor:
        return Actor(self.network.people["sharma"].id, self.network.sharma.id, None)

    @property
    def today(self) -> date:
        return business_day(self.network.seller, self.clock())

    @contextmanager
    def open(self) -> Iterator[tuple[Session, Pair]]:
        """A transaction with the pair locked."""
        with self.wiring.database.write() as session:
            yield session, pair_of(session, self.network.seller.id, self.buyer.id, self.clock())

    # --- how they trade

    def trades(self, **terms: Any) -> None:
        """Sets the pair's credit limit and days, or its standing."""
        with self.open() as (_session, pair):
            for name, value in terms.items():
                setattr(pair.link, name, value)

    def bills(self, **terms: Any) -> None:
        """Sets how the seller bills."""
        with self.wiring.database.write() as session:
            row = session.get(BillingTerms, self.network.seller.id) or BillingTerms(party_id=self.network.seller.id)
            for name, value in terms.items():
                setattr(row, name, value)
            session.add(row)

    # --- what happens

    def order(self, goods: Goods, who: str = SHARMA) -> Order:
        return order(self.wiring, who, goods)

    def pack(self, placed: Order, missing: Mapping[str, tuple[int, ShortReason]] | None = None) -> Packed:
        """Packs an order; `missing` says by SKU what is not there (free goods: the SKU with a plus before it)."""
        with self.wiring.database.write() as session:
            row = session.get_one(Order, placed.id)
            lines = self.lines(session, row)
            absent = {lines[sku].id: Missing(*told) for sku, told in (missing or {}).items()}
            return pack.pack(session, row, self.clerk, self.clock(), absent)

    def deliver(
        self, placed: Order, missing: Mapping[str, int] | None = None, fate: Fate = Fate.GONE
    ) -> Credited | None:
        """Sends a packed order out and hands it over."""
        with self.wiring.database.write() as session:
            row = session.get_one(Order, placed.id)
            deliver.dispatch(session, row, self.clerk, self.clock())
            absent = {self.lines(session, row)[sku].id: pieces for sku, pieces in (missing or {}).items()}
            return deliver.deliver(session, row, self.clerk, self.clock(), absent, fate)

    def billed(self, goods: Goods, who: str = SHARMA) -> Bill:
        """Goods that were ordered, packed and delivered, all of them."""
        placed = self.order(goods, who)
        bill = self.pack(placed).bill
        assert bill is not None
        self.deliver(placed)
        return bill

    def owes(self, number: str, unpaid: int | str, late: int = 0) -> Bill:
        """A bill from before the books began, due so many days ago."""
        with self.open() as (session, pair):
            due_on = self.today - timedelta(days=late)
            return open_bill(session, pair, number, due_on - timedelta(days=15), due_on, rupees(unpaid), self.clerk)[0]

    def take_back(self, bill: Bill, back: Mapping[str, tuple[int, Fate]]) -> Credited:
        """Takes goods of a bill back, by SKU."""
        with self.wiring.database.write() as session:
            row = session.get_one(Bill, bill.id)
            lines = self.bill_lines(session, row)
            told = {lines[sku].id: Back(*each) for sku, each in back.items()}
            return take_back(session, row, told, CreditReason.RETURN, self.clerk, self.clock())

    def claims(self, amount: int | str, reference: str = "", mode: Mode = Mode.UPI, **more: Any) -> Receipt:
        """The shop says that it has paid."""
        with self.open() as (session, pair):
            return receive.claim(session, pair, self._payment(amount, mode, reference, more), self.shop)

    def pays(self, amount: int | str, mode: Mode = Mode.CASH, reference: str = "", **more: Any) -> Receipt:
        """Money that is there."""
        with self.open() as (session, pair):
            return receive.count(session, pair, self._payment(amount, mode, reference, more), self.clerk)

    def _payment(self, amount: int | str, mode: Mode, reference: str, more: Mapping[str, Any]) -> Payment:
        told = {"day": self.today, "provider": mode.value, "reference": reference} | dict(more)
        return Payment(mode, rupees(amount), **told)

    def receipt(self, receipt: Receipt, step: str, *words: str) -> Receipt:
        """A later step in a receipt's life: confirm, turn_down, clear, bounce, void or hand_over."""
        steps = receive if step in ("confirm", "turn_down") else bounce
        with self.open() as (session, pair):
            row = session.get_one(Receipt, receipt.id)
            getattr(steps, step)(session, pair, row, self.clerk, *words)
            return row

    # --- what is then true

    def dues(self) -> Dues:
        with self.wiring.database.read() as session:
            return dues(session, self._link(session), self.network.seller, self.clock())

    def link(self) -> TradeLink:
        with self.wiring.database.read() as session:
            return self._link(session)

    def _link(self, session: Session) -> TradeLink:
        wanted = select(TradeLink).where(
            TradeLink.seller_id == self.network.seller.id, TradeLink.buyer_id == self.buyer.id
        )
        return session.scalars(wanted).one()

    def again(self, row: Any) -> Any:
        """A row as it is in the books now."""
        with self.wiring.database.read() as session:
            return session.get_one(type(row), row.id)

    def all(self, kind: type[Any]) -> list[Any]:
        """Every row of a kind, in the order of its key."""
        with self.wiring.database.read() as session:
            return list(session.scalars(select(kind).order_by(*inspect(kind).primary_key)))

    def lines(self, session: Session, placed: Order) -> dict[str, OrderLine]:
        """The lines of an order by SKU."""
        rows = session.execute(
            select(OrderLine, Product).join(Product).where(OrderLine.order_id == placed.id)  # type: ignore[arg-type]
        )
        return {("+" if line.free else "") + product.sku: line for line, product in rows}

    def bill_lines(self, session: Session, bill: Bill) -> dict[str, BillLine]:
        """The lines of a bill by SKU."""
        skus = {product.id: sku for sku, product in self.network.products.items()}
        return {("+" if line.free else "") + skus[line.product_id]: line for line in bill_lines(session, bill.id)}

    def violations(self) -> list[str]:
        """What `sauda check` says."""
        return [str(violation) for violation in look(self.wiring, invariants())]
