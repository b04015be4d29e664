"""What orders take of scheme budgets: held at the order, used at the bill, given back on cancel and return.

The database refuses what is over.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.pricing.offers import Offers
from domain.pricing.tables import SchemeAccount, SchemeRow, SchemeUse
from domain.pricing.values import Explanation


def hold(
    session: Session, offers: Offers, explain: Iterable[Explanation], order_id: int, buyer_id: int, at: datetime
) -> None:
    """Appends what every applied scheme gives on an order and shifts its budget and the buyer's account with it."""
    given = sorted(
        (offers.ids[told.scheme], told.amount, told.scheme) for told in explain if told.applied and told.amount > 0
    )
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    for scheme_id, amount, code in given:
        session.add(
            SchemeUse(
                scheme_id=scheme_id,
                buyer_id=buyer_id,
                order_id=order_id,
                step="hold",
                amount=amount,
                at=at,
            )
        )
        if code not in offers.limited:
            continue
        session.execute(
            update(SchemeRow)
            .where(col(SchemeRow.id) == scheme_id)
            .values(held=col(SchemeRow.held) + amount)
            .execution_options(synchronize_session=False)
        )
        taken, cap = SchemeAccount.__table__.c.taken, offers.caps.get(code)  # type: ignore[attr-defined]
        session.execute(
            insert(SchemeAccount)
            .values(scheme_id=scheme_id, buyer_id=buyer_id, taken=amount, cap=cap)
            .on_conflict_do_update(index_elements=["scheme_id", "buyer_id"], set_={"taken": taken + amount, "cap": cap})
        )


def given(session: Session, order_id: int) -> dict[int, Decimal]:
    """What every scheme gave on an order as it was placed, in rupees, by the scheme's row number."""
    return _standing(session, order_id, adds=("hold",), takes=())


def held(session: Session, order_id: int) -> dict[int, Decimal]:
    """What an order still holds of each scheme, in rupees, by the scheme's row number."""
    return _standing(session, order_id, adds=("hold",), takes=("spend", "free"))


def used(session: Session, order_id: int) -> dict[int, Decimal]:
    """What an order used of each scheme when it was billed, in rupees, by the scheme's row number."""
    return _standing(session, order_id, adds=("spend",), takes=())


def spent(session: Session, order_id: int) -> dict[int, Decimal]:
    """What an order has used of each scheme and not brought back, in rupees, by the scheme's row number."""
    return _standing(session, order_id, adds=("spend",), takes=("claw",))


def give_back(session: Session, order_id: int, at: datetime) -> None:
    """Frees whatever an order still holds of any budget."""
    for scheme_id, amount in held(session, order_id).items():
        step(session, scheme_id, order_id, "free", amount, at)


def step(session: Session, scheme_id: int, order_id: int, what: str, amount: Decimal, at: datetime) -> None:
    """Appends a step of an order's use of a scheme, and shifts its budget and the buyer's account with it.

    `spend` uses what was held, `free` gives back what was held, `claw` gives back what was used.
    """
    if not amount:
        return
    buyer_id = _buyer(session, scheme_id, order_id)
    session.add(SchemeUse(scheme_id=scheme_id, buyer_id=buyer_id, order_id=order_id, step=what, amount=amount, at=at))
    off_held = Decimal(0) if what == "claw" else amount
    to_spent = {"spend": amount, "claw": -amount}.get(what, Decimal(0))
    session.execute(
        update(SchemeRow)
        .where(col(SchemeRow.id) == scheme_id, col(SchemeRow.limited))
        .values(held=col(SchemeRow.held) - off_held, spent=col(SchemeRow.spent) + to_spent)
        .execution_options(synchronize_session=False)
    )
    if what == "spend":
        return
    session.execute(
        update(SchemeAccount)
        .where(col(SchemeAccount.scheme_id) == scheme_id, col(SchemeAccount.buyer_id) == buyer_id)
        .values(taken=col(SchemeAccount.taken) - amount)
        .execution_options(synchronize_session=False)
    )


def hand_on(session: Session, scheme_id: int, order_id: int, to: int, amount: Decimal, at: datetime) -> None:
    """Lets another order of the same buyer hold what an order held; the budget and the account stay as they are."""
    if not amount:
        return
    buyer_id = _buyer(session, scheme_id, order_id)
    for order, what in ((order_id, "free"), (to, "hold")):
        session.add(SchemeUse(scheme_id=scheme_id, buyer_id=buyer_id, order_id=order, step=what, amount=amount, at=at))


def _buyer(session: Session, scheme_id: int, order_id: int) -> int:
    used = select(col(SchemeUse.buyer_id)).where(
        col(SchemeUse.scheme_id) == scheme_id, col(SchemeUse.order_id) == order_id
    )
    return session.scalars(used.limit(1)).one()


def _standing(session: Session, order_id: int, adds: Sequence[str], takes: Sequence[str]) -> dict[int, Decimal]:
    wanted = select(SchemeUse).where(col(SchemeUse.order_id) == order_id, col(SchemeUse.step).in_((*adds, *takes)))
    standing: dict[int, Decimal] = {}
    for use in session.scalars(wanted.order_by(col(SchemeUse.scheme_id), col(SchemeUse.id))):
        amount = use.amount if use.step in adds else -use.amount
        standing[use.scheme_id] = standing.get(use.scheme_id, Decimal(0)) + amount
    return {scheme_id: amount for scheme_id, amount in standing.items() if amount}
