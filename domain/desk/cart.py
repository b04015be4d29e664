"""The cart of whoever stands at the desk."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from domain import events
from domain.catalogue.packs import Unit, to_pieces
from domain.catalogue.shelf import Item
from domain.events import Event
from domain.network.rights import Right
from domain.network.tables import PartyRole
from domain.network.trade import Trade
from domain.orders import cart as carts
from domain.orders.cart import Wish
from domain.orders.place import Orderer, place
from domain.orders.priced import PricedCart, price_cart
from domain.orders.tables import Cart, CartLine, LineState, Order
from domain.pricing.nudge import Nudge, nudges
from domain.pricing.values import CartLine as Asked
from domain.refusal import Code, Refusal

if TYPE_CHECKING:
    from domain.desk.desk import Desk

AT_MOST = Decimal("0.25")  # of the cart: a longer step is no hint but another order
LEAST_GAIN = Decimal("0.03")  # of what the step costs


class CartFace:
    """Reads and changes the open cart with the present seller. Every change makes an earlier read-back old."""

    def __init__(self, desk: "Desk", trade: Trade | None) -> None:
        self._desk = desk
        self._with = trade
        self._nudges: dict[str, Nudge | None] = {}

    @property
    def _trade(self) -> Trade:
        if self._with is None:
            raise Refusal(Code.NO_SELLER)
        return self._with

    @cached_property
    def _open(self) -> tuple[Cart, list[CartLine]] | None:
        trade = self._trade
        cart = carts.open_cart(self._desk.session, trade.buyer_id, trade.seller_id)
        if cart is None or cart.id is None:
            return None
        return cart, carts.lines_of(self._desk.session, cart.id)

    def _begin(self) -> tuple[Cart, list[CartLine]]:
        if self._open is None:
            trade = self._trade
            cart = carts.begin_cart(
                self._desk.session, trade.buyer_id, trade.seller_id, self._desk.person_id, self._desk.now
            )
            self.__dict__["_open"] = (cart, carts.lines_of(self._desk.session, cart.id))
        opened = self._open
        assert opened is not None
        return opened

    def _known(self, line_id: int) -> tuple[Cart, list[CartLine], CartLine]:
        if self._open is not None:
            cart, lines = self._open
            for line in lines:
                if line.id == line_id:
                    return cart, lines, line
        raise Refusal(Code.CART_CHANGED)

    # --- reading

    @property
    def is_open(self) -> bool:
        """Whether something stands in the cart."""
        return self._with is not None and self._open is not None and bool(self._open[1])

    def view(self) -> PricedCart | None:
        """The cart as it would be booked now; None where there is none."""
        if not self.is_open or self._open is None:
            return None
        cart, lines = self._open
        return price_cart(self._desk.counter(self._trade), cart, lines)

    def products(self) -> tuple[int, ...]:
        """The products in the cart, in the order of their lines."""
        if not self.is_open or self._open is None:
            return ()
        return tuple(line.product_id for line in self._open[1] if line.product_id is not None)

    def last_product(self) -> int | None:
        """The product named last."""
        known = self.products()
        return known[-1] if known else None

    def line(self, line_id: int) -> CartLine:
        """A line by its number; refused where it is no longer there."""
        return self._known(line_id)[2]

    def items(self, line: CartLine) -> list[Item]:
        """The products that an unsettled line may mean."""
        shelf = self._desk.shelf
        return [shelf.items[key] for key in line.choices if key in shelf.items]

    def nudge(self, priced: PricedCart) -> Nudge | None:
        """The least step that earns the buyer more than it costs to reach, if there is one that stock allows."""
        if priced.seal not in self._nudges:
            wanted = [Asked(line.item.sku, Decimal(line.pieces)) for line in priced.goods if not line.is_gift]
            steps = nudges(wanted, priced.prices, priced.book, priced.buyer, priced.day, priced.used, AT_MOST)
            self._nudges[priced.seal] = next((step for step in steps if self._worth_it(priced, step)), None)
        return self._nudges[priced.seal]

    def _worth_it(self, priced: PricedCart, nudge: Nudge) -> bool:
        """Whether a step brings more than a trifle, and the goods for it are there."""
        if nudge.gain < nudge.cost * LEAST_GAIN:
            return False
        for line in priced.goods:
            if line.item.sku == nudge.sku and line.free_now is not None:
                return line.free_now >= line.pieces + nudge.pieces
        return True

    def others(self) -> list[tuple[Trade, int]]:
        """Carts that are open with other sellers, and how many lines each has."""
        if len(self._desk.trades) < 2:
            return []
        found = ((trade, self._desk.cart_with(trade)) for trade in self._desk.trades if trade is not self._with)
        return [(trade, len(cart._open[1])) for trade, cart in found if cart.is_open and cart._open]

    # --- changing

    def add(self, wishes: Sequence[Wish]) -> None:
        """Adds what was asked for; goods that only another seller has go into the cart with him."""
        self._may_buy()
        here, elsewhere = self._by_seller(wishes)
        for seller_id, theirs in elsewhere.items():
            trade = self._desk.trade_with(seller_id)
            self._desk.cart_with(trade)._put(theirs)
            if not here and not self.is_open:
                self._desk.choose_trade(trade)
        if here:
            self._put(here)

    def _by_seller(self, wishes: Sequence[Wish]) -> tuple[list[Wish], dict[int, list[Wish]]]:
        here: list[Wish] = []
        elsewhere: dict[int, list[Wish]] = {}
        for wish in wishes:
            named = wish.product_id if wish.product_id is not None else next(iter(wish.choices), None)
            sellers = [] if named is None else [trade.seller_id for trade in self._desk.sellers_of(named)]
            if not sellers or self._trade.seller_id in sellers:
                here.append(wish)
            else:
                elsewhere.setdefault(sellers[0], []).append(wish)
        return here, elsewhere

    def _put(self, wishes: Sequence[Wish]) -> None:
        cart, lines = self._begin()
        for wish in wishes:
            self._check(wish.product_id, wish.quantity, wish.unit)
        carts.add(self._desk.session, cart, lines, wishes)
        self._desk.session.flush()

    def settle(self, line_id: int, product_id: int) -> None:
        """Takes one of the products that a line could have meant, and remembers the shop's word for it."""
        cart, _lines, line = self._known(line_id)
        if product_id not in self._desk.shelf.items:
            raise Refusal(Code.NOT_SOLD)
        if line.quantity is not None:
            self._check(product_id, line.quantity, line.unit)
        carts.settle(cart, line, product_id)
        self._desk.history.learn(line.name, product_id)

    def widen(self, line_id: int, choices: Sequence[int]) -> None:
        """Offers other products for a line."""
        cart, _lines, line = self._known(line_id)
        line.choices = list(choices)
        line.state = LineState.WHICH if choices else LineState.UNREAD
        carts.touch(cart)

    def set_quantity(self, line_id: int, quantity: int, unit: str) -> None:
        """Gives a line its quantity."""
        self._may_buy()
        cart, _lines, line = self._known(line_id)
        self._check(line.product_id, quantity, unit)
        carts.set_quantity(cart, line, quantity, unit)

    def lines_with(self, product_id: int) -> list[CartLine]:
        """The lines of a product, the last said first."""
        if not self.is_open or self._open is None:
            return []
        return [line for line in reversed(self._open[1]) if line.product_id == product_id]

    def remove(self, line_ids: Sequence[int]) -> None:
        """Takes lines out."""
        for line_id in line_ids:
            cart, lines, line = self._known(line_id)
            carts.remove(self._desk.session, cart, lines, [line])

    def add_pieces(self, sku: str, pieces: int, seal: str) -> None:
        """Adds pieces of a product to the cart shown under `seal`, in the unit of its line where they fill it."""
        priced = self._sealed(seal)
        line = next((goods for goods in priced.goods if goods.item.sku == sku and goods.line is not None), None)
        item = self._desk.shelf.by_sku[sku]
        unit = Unit(line.line.unit) if line is not None and line.line is not None else Unit.PIECE
        each = item.packing.pieces_in(unit) or 1
        if pieces % each:
            unit, each = Unit.PIECE, 1
        self.add([Wish(item.title, item.id, (), pieces // each, unit.value)])

    def drop_short(self, seal: str) -> None:
        """Cuts every line to what is there now, so that nothing is left to follow."""
        priced = self._sealed(seal)
        for short in priced.short:
            if short.line is None or short.line.id is None:
                continue
            left = short.pieces - short.short
            if left > 0:
                self.set_quantity(short.line.id, left, Unit.PIECE.value)
            else:
                self.remove([short.line.id])

    def empty(self) -> int | None:
        """Empties the cart; gives its number, by which it can be brought back."""
        if self._open is None:
            return None
        cart, _lines = self._open
        carts.empty(self._desk.session, cart)
        self.__dict__["_open"] = None
        return cart.id

    def bring_back(self, cart_id: int) -> None:
        """Opens an emptied cart again, and deals with its seller."""
        desk = self._desk
        cart = carts.bring_back(desk.session, cart_id, self._trade.buyer_id)
        desk.session.flush()
        if cart.seller_id != self._trade.seller_id:
            desk.choose_trade(desk.trade_with(cart.seller_id))
        desk.cart.__dict__["_open"] = (cart, carts.lines_of(desk.session, cart.id))

    def offer_to_shop(self, seal: str) -> None:
        """Asks the shop to confirm the cart that was filled for it."""
        desk = self._desk
        priced = self._sealed(seal)
        desk.require(Right.SELL_FOR)
        facts = {"revision": priced.revision}
        events.append(
            desk.session,
            Event(
                at=desk.now,
                kind="cart.offered",
                subject=f"cart:{priced.cart_id}",
                seller_id=priced.trade.seller_id,
                buyer_id=priced.trade.buyer_id,
                person_id=desk.person_id,
                message_id=desk.message_id,
                facts=facts,
            ),
        )

    def place(self, seal: str) -> Order:
        """Books what was read back under `seal`."""
        self._may_buy()
        if self._open is None:
            raise Refusal(Code.CART_EMPTY)
        cart, lines = self._open
        self._desk.session.flush()
        order = place(self._desk.counter(self._trade), cart, lines, seal, self._orderer())
        self.__dict__["_open"] = None
        return order

    def _sealed(self, seal: str) -> PricedCart:
        priced = self.view()
        if priced is None or priced.seal != seal:
            raise Refusal(Code.CART_CHANGED)
        return priced

    def _orderer(self) -> Orderer:
        desk = self._desk
        limits = desk.session.scalars(
            select(col(PartyRole.order_limit)).where(
                col(PartyRole.person_id) == desk.person_id,
                col(PartyRole.party_id) == desk.party_id,
                col(PartyRole.ended_at).is_(None),
            )
        ).all()
        limit = None if not limits or None in limits else max(limit for limit in limits if limit is not None)
        return Orderer(desk.person_id, desk.party_id, desk.message_id, limit)

    def _may_buy(self) -> None:
        self._desk.require(Right.SELL_FOR if self._desk.serves_other else Right.BUY)

    def _check(self, product_id: int | None, quantity: int | None, unit: str) -> None:
        item = self._desk.shelf.items.get(product_id) if product_id is not None else None
        if item is not None and quantity is not None:
            to_pieces(quantity, Unit(unit), item.packing)
