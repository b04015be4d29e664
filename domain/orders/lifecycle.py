"""The moves of an order: one table, read by every path that changes a state."""

from domain.orders.tables import OrderState
from domain.refusal import Code, Refusal

MOVES: dict[OrderState, frozenset[OrderState]] = {
    OrderState.PLACED: frozenset({OrderState.HELD, OrderState.PACKED, OrderState.CANCELLED}),
    OrderState.HELD: frozenset({OrderState.PLACED, OrderState.CANCELLED}),
    OrderState.PACKED: frozenset({OrderState.DISPATCHED, OrderState.CANCELLED}),
    OrderState.DISPATCHED: frozenset({OrderState.DELIVERED}),
    OrderState.DELIVERED: frozenset(),
    OrderState.CANCELLED: frozenset(),
}

BUYER_MAY_CANCEL = frozenset({OrderState.PLACED, OrderState.HELD})
ON_THE_WAY = frozenset({OrderState.PLACED, OrderState.HELD, OrderState.PACKED, OrderState.DISPATCHED})


def check_move(now: OrderState, then: OrderState) -> None:
    """Raises a refusal where the table does not allow the move."""
    if then not in MOVES[now]:
        raise Refusal(Code.MOVE_NOT_ALLOWED, now=now.value, then=then.value)
