"""What a transcript may claim of the books, sentence by sentence."""

import re
from collections.abc import Callable
from decimal import Decimal

from sqlalchemy import func
from sqlalchemy.orm import Session
from sqlmodel import col, select

from domain.care.tables import Handover
from domain.catalogue.tables import Product
from domain.network.tables import Beat, Contact, OutletRequest, Party
from domain.orders.tables import Cart, CartLine, CartState, Order, OrderLine, OrderState
from domain.stock.tables import Reservation, ReservationState

Check = Callable[..., None]
CLAIMS: list[tuple[re.Pattern[str], Check]] = []


def claims(sentence: str) -> Callable[[Check], Check]:
    """Marks the check of sentences of this form."""

    def mark(check: Check) -> Check:
        CLAIMS.append((re.compile(sentence), check))
        return check

    return mark


def verify(session: Session, sentence: str) -> None:
    """Raises AssertionError where the books do not say so, ValueError where no check knows the sentence."""
    for form, check in CLAIMS:
        if found := form.fullmatch(sentence):
            check(session, **found.groupdict())
            return
    raise ValueError(f"no check of the books reads: {sentence!r}")


@claims(
    r"order (?P<number>\S+) placed by (?P<buyer>.+) with (?P<seller>.+), total (?P<total>\S+), (?P<lines>\d+) lines?"
)
def placed(session: Session, number: str, buyer: str, seller: str, total: str, lines: str) -> None:
    order = _order(session, number)
    assert _name(session, order.buyer_id) == buyer
    assert _name(session, order.seller_id) == seller
    assert order.state is OrderState.PLACED
    assert order.total == Decimal(total)
    assert len(_lines(session, order)) == int(lines)


@claims(r"stock reserved for all lines of (?P<number>\S+)")
def all_reserved(session: Session, number: str) -> None:
    for line in _lines(session, _order(session, number)):
        assert _reserved(session, line) == line.pieces


@claims(
    r'(?P<number>\S+) "(?P<label>.+)": (?P<pieces>\d+) ordered, (?P<held>\d+) reserved, (?P<short>\d+) back-ordered'
)
def covered(session: Session, number: str, label: str, pieces: str, held: str, short: str) -> None:
    found = [line for line in _lines(session, _order(session, number)) if _label(session, line.product_id) == label]
    assert [(line.pieces, _reserved(session, line), line.short) for line in found] == [
        (int(pieces), int(held), int(short))
    ]


@claims(r'(?P<number>\S+) keeps the request "(?P<words>.+)"')
def keeps_request(session: Session, number: str, words: str) -> None:
    assert words in _order(session, number).unmatched


@claims(r"no order (?P<number>\S+)")
def no_order(session: Session, number: str) -> None:
    assert session.scalars(select(Order).where(col(Order.number) == number)).first() is None


@claims(r'the cart of (?P<buyer>.+) holds only "(?P<label>.+)", (?P<quantity>\d+) (?P<unit>\w+)')
def cart_holds(session: Session, buyer: str, label: str, quantity: str, unit: str) -> None:
    lines = session.scalars(
        select(CartLine)
        .join(Cart, col(Cart.id) == col(CartLine.cart_id))
        .join(Party, col(Party.id) == col(Cart.buyer_id))
        .where(col(Party.name) == buyer, col(Cart.state) == CartState.OPEN)
    ).all()
    assert [(_label(session, line.product_id), line.quantity, line.unit) for line in lines] == [
        (label, int(quantity), unit)
    ]


@claims(r"a person of (?P<seller>.+) looks after the chat of (?P<phone>\+\d+)")
def handed_over(session: Session, seller: str, phone: str) -> None:
    handover = session.scalars(
        select(Handover)
        .join(Contact, col(Contact.id) == col(Handover.contact_id))
        .where(col(Contact.external_id) == phone, col(Handover.ended_at).is_(None))
    ).one()
    assert _name(session, handover.seller_id) == seller


@claims(r'outlet request "(?P<name>.+)", beat (?P<beat>.+) of (?P<seller>.+), (?P<state>\w+)')
def outlet_request(session: Session, name: str, beat: str, seller: str, state: str) -> None:
    request = session.scalars(select(OutletRequest).where(col(OutletRequest.name) == name)).one()
    found = session.get(Beat, request.beat_id)
    assert found is not None
    assert (found.name, _name(session, request.seller_id), request.state) == (beat, seller, state)


@claims(r"(?P<phone>\+\d+) can order nothing")
def may_not_order(session: Session, phone: str) -> None:
    contact = session.scalars(select(Contact).where(col(Contact.external_id) == phone)).one()
    assert contact.person_id is None
    assert session.scalar(select(func.count()).select_from(Cart).where(col(Cart.state) == CartState.OPEN)) == 0


# --- looking things up


def _order(session: Session, number: str) -> Order:
    return session.scalars(select(Order).where(col(Order.number) == number)).one()


def _lines(session: Session, order: Order) -> list[OrderLine]:
    return list(session.scalars(select(OrderLine).where(col(OrderLine.order_id) == order.id)))


def _reserved(session: Session, line: OrderLine) -> int:
    held = col(Reservation.state) == ReservationState.HELD
    return int(
        session.scalar(
            select(func.coalesce(func.sum(col(Reservation.quantity)), 0)).where(
                col(Reservation.order_line_id) == line.id, held
            )
        )
        or 0
    )


def _name(session: Session, party_id: int | None) -> str:
    party = session.get(Party, party_id)
    return party.name if party is not None else ""


def _label(session: Session, product_id: int | None) -> str:
    product = session.get(Product, product_id)
    return product.label if product is not None else ""
