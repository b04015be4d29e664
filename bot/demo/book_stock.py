"""Writes the year's stock into the books: reservations, movements, and what lies in each godown now."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.demo.godown import Came, Godown
from bot.demo.sale import Booked, Line, Sale
from bot.exchange.bulk import add_rows
from domain.orders.tables import OrderState
from domain.stock.tables import Arrival, Movement, MovementKind, Reservation, ReservationState, Stock

Row = dict[str, Any]


def book_stock(
    session: Session, booked: Iterable[Booked], godowns: Mapping[str, Godown], clerks: Mapping[str, int]
) -> None:
    """Books all movements of the godowns; `godowns` and `clerks` (person ids) are by the code of their seller."""
    reservations: list[Row] = []
    movements: list[Row] = []
    for order in booked:
        godown = godowns.get(order.sale.pair.trade.seller.code)
        if godown is None:
            continue
        for line_id, line in order.lines:
            if line.put_by:
                reservations.append(_reservation(order.sale, line_id, line, godown.place_id))
                movements += _sold(order.sale, line_id, line, godown.place_id)
    for code, godown in godowns.items():
        movements += [_came(came, godown.place_id, clerks[code]) for came in godown.came]
    movements.sort(key=lambda movement: movement["at"])
    add_rows(session, Reservation, reservations)
    add_rows(session, Movement, movements)
    add_rows(session, Stock, [row for godown in godowns.values() for row in _stock(godown)])


def book_arrivals(
    session: Session,
    listed: Iterable[Mapping[str, Any]],
    godowns: Mapping[str, Godown],
    products: Mapping[str, int],
    today: date,
) -> None:
    """Books the listed goods that are on the way; `products` are ids by sku."""
    session.add_all(
        Arrival(
            place_id=godowns[row["seller"]].place_id,
            product_id=products[row["sku"]],
            quantity=row["quantity"],
            due=today + timedelta(days=row["in_days"]),
            reference=row["reference"],
        )
        for row in listed
    )


def _reservation(sale: Sale, line_id: int, line: Line, place_id: int) -> Row:
    if sale.state is OrderState.CANCELLED:
        state = ReservationState.RELEASED
    else:
        state = ReservationState.HELD if sale.left is None else ReservationState.ISSUED
    return {
        "order_line_id": line_id,
        "place_id": place_id,
        "product_id": line.goods.item.id,
        "quantity": line.put_by,
        "state": state,
        "at": sale.placed.at.astimezone(UTC),
    }


def _sold(sale: Sale, line_id: int, line: Line, place_id: int) -> list[Row]:
    """The movement by which the goods of a line left, if they have."""
    if sale.left is None or line.put_by is None:
        return []
    return [
        {
            "place_id": place_id,
            "product_id": line.goods.item.id,
            "quantity": -line.put_by,
            "kind": MovementKind.SALE,
            "order_line_id": line_id,
            "person_id": sale.left.person_id,
            "reason": sale.number,
            "at": sale.left.at.astimezone(UTC),
        }
    ]


def _came(came: Came, place_id: int, clerk: int) -> Row:
    return {
        "place_id": place_id,
        "product_id": came.product_id,
        "quantity": came.quantity,
        "kind": came.kind,
        "order_line_id": None,
        "person_id": clerk,
        "reason": came.order.number if came.order is not None else "",
        "at": came.at.astimezone(UTC),
    }


def _stock(godown: Godown) -> list[Row]:
    return [
        {
            "place_id": godown.place_id,
            "product_id": product_id,
            "on_hand": shelf.on_hand,
            "reserved": shelf.reserved,
        }
        for product_id, shelf in godown.shelves.items()
    ]
