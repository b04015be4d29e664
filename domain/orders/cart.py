"""What a buyer means to order: opening a cart, adding to it, settling what was open, changing it, emptying it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.orders.tables import Cart, CartLine, CartState, LineState
from domain.refusal import Code, Refusal

MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing asked for as it was understood: a product or a short list of them, a quantity or none."""

    said: str
    product_id: int | None = None
    choices: tuple[int, ...] = ()
    quantity: int | None = None
    unit: str = "piece"
    name: str = ""

    @property
    def state(self) -> LineState:
        if self.product_id is None:
            return LineState.WHICH if self.choices else LineState.UNREAD
        return LineState.READY if self.quantity is not None else LineState.HOW_MANY


def open_cart(session: Session, buyer_id: int, seller_id: int) -> Cart | None:
    """The one open cart of the pair, if there is one."""
    return session.scalars(
        select(Cart).where(
            col(Cart.buyer_id) == buyer_id, col(Cart.seller_id) == seller_id, col(Cart.state) == CartState.OPEN
        )
    ).first()


def lines_of(session: Session, cart_id: int) -> list[CartLine]:
    """The lines of a cart in the order in which they were said."""
    wanted = select(CartLine).where(col(CartLine.cart_id) == cart_id).order_by(col(CartLine.position))
    return list(session.scalars(wanted))


def begin_cart(session: Session, buyer_id: int, seller_id: int, person_id: int | None, at: datetime) -> Cart:
    """Opens a cart; where another message just did, that one is taken."""
    cart = Cart(buyer_id=buyer_id, seller_id=seller_id, opened_by=person_id, opened_at=at, revision=0)
    try:
        with session.begin_nested():
            session.add(cart)
            session.flush()
    except IntegrityError:
        opened = open_cart(session, buyer_id, seller_id)
        assert opened is not None
        return opened
    return cart


def add(session: Session, cart: Cart, lines: list[CartLine], wishes: Sequence[Wish]) -> None:
    """Adds wishes to a cart. A product that stands there in the same unit grows; anything else is a line of its own."""
    if len(lines) + len(wishes) > MOST_LINES:
        raise Refusal(Code.TOO_MANY, lines=len(lines) + len(wishes), most_lines=MOST_LINES)
    position = max((line.position for line in lines), default=0)
    for wish in wishes:
        same = _same(lines, wish)
        if same is not None and same.quantity is not None and wish.quantity is not None:
            same.quantity += wish.quantity
            same.said = f"{same.said}, {wish.said}"
            continue
        position += 1
        line = _line(cart.id, position, wish)
        session.add(line)
        lines.append(line)
    touch(cart)


def settle(cart: Cart, line: CartLine, product_id: int) -> None:
    """Takes one of the products that a line could have meant."""
    line.product_id = product_id
    line.choices = []
    line.state = LineState.READY if line.quantity is not None else LineState.HOW_MANY
    touch(cart)


def set_quantity(cart: Cart, line: CartLine, quantity: int, unit: str) -> None:
    """Gives a line its quantity."""
    line.quantity, line.unit = quantity, unit
    if line.product_id is not None:
        line.state = LineState.READY
    touch(cart)


def remove(session: Session, cart: Cart, lines: list[CartLine], unwanted: Sequence[CartLine]) -> None:
    """Takes lines out of a cart."""
    for line in unwanted:
        lines.remove(line)
        session.delete(line)
    touch(cart)


def empty(session: Session, cart: Cart) -> None:
    """Closes a cart without an order; its lines stay, so that it can be brought back."""
    cart.state = CartState.EMPTIED
    touch(cart)


def bring_back(session: Session, cart_id: int, buyer_id: int) -> Cart:
    """Opens an emptied cart again, unless another has been opened meanwhile."""
    cart = session.get(Cart, cart_id)
    if cart is None or cart.buyer_id != buyer_id:
        raise Refusal(Code.NOT_FOUND, what="cart")
    if cart.state is not CartState.EMPTIED or open_cart(session, buyer_id, cart.seller_id) is not None:
        raise Refusal(Code.CART_CHANGED)
    cart.state = CartState.OPEN
    touch(cart)
    return cart


def touch(cart: Cart) -> None:
    """Makes every read-back of the cart so far an old one."""
    cart.revision += 1


def take_for_placing(session: Session, cart_id: int, revision: int) -> bool:
    """Marks the cart placed if nobody changed it since `revision` was read; False where somebody did."""
    changed = session.execute(
        update(Cart)
        .where(col(Cart.id) == cart_id, col(Cart.revision) == revision, col(Cart.state) == CartState.OPEN)
        .values(state=CartState.PLACED)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _same(lines: Sequence[CartLine], wish: Wish) -> CartLine | None:
    if wish.product_id is None:
        return None
    for line in lines:
        if line.product_id == wish.product_id and line.unit == wish.unit and line.quantity is not None:
            return line
    return None


def _line(cart_id: int, position: int, wish: Wish) -> CartLine:
    return CartLine(
        cart_id=cart_id,
        position=position,
        said=wish.said,
        name=wish.name,
        state=wish.state,
        product_id=wish.product_id,
        quantity=wish.quantity,
        unit=wish.unit,
        choices=list(wish.choices),
    )
