"""What orders take of scheme budgets: held at the order, given back on cancel. The database refuses what is over."""

from collections.abc import Iterable
from datetime import datetime

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


def give_back(session: Session, order_id: int, at: datetime) -> None:
    """Frees whatever a cancelled order holds of any budget."""
    uses = session.scalars(
        select(SchemeUse)
        .where(col(SchemeUse.order_id) == order_id, col(SchemeUse.step) == "hold")
        .order_by(col(SchemeUse.scheme_id))
    ).all()
    for use in uses:
        session.add(
            SchemeUse(
                scheme_id=use.scheme_id,
                buyer_id=use.buyer_id,
                order_id=order_id,
                step="free",
                amount=use.amount,
                at=at,
            )
        )
        session.execute(
            update(SchemeRow)
            .where(col(SchemeRow.id) == use.scheme_id, col(SchemeRow.limited))
            .values(held=col(SchemeRow.held) - use.amount)
            .execution_options(synchronize_session=False)
        )
        session.execute(
            update(SchemeAccount)
            .where(col(SchemeAccount.scheme_id) == use.scheme_id, col(SchemeAccount.buyer_id) == use.buyer_id)
            .values(taken=col(SchemeAccount.taken) - use.amount)
            .execution_options(synchronize_session=False)
        )
