"""The one credit check: how a pair stands now, judged, and the exposure taken by one conditional statement.

Every path (placing, releasing a hold, packing) comes through `ask` and then `take`; the second repeats the limit in
the database, so that of two orders that fit only alone one is told no whatever was read before.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col

from domain.ledger.credit import Answer, CreditPolicy, LateBill, Standing, Verdict, judge
from domain.ledger.journal import AT_RISK, AccountBalance
from domain.ledger.paper import Bill
from domain.ledger.tables import BillingTerms
from domain.network.tables import Party, TradeLink
from domain.network.tables import Standing as Footing

USUAL = BillingTerms(party_id=0)


def standing_of(session: Session, link: TradeLink, buyer: Party, today: date) -> tuple[CreditPolicy, Standing]:
    """How far the seller trusts a buyer, and how the pair stands with the bills that are late today; one look."""
    rows = session.execute(
        select(
            col(BillingTerms.when_over),
            col(BillingTerms.overdue_grace_days),
            col(BillingTerms.overdue_cap),
            col(BillingTerms.order_cap),
            col(Bill.number),
            col(Bill.due_on),
            col(Bill.unpaid),
        )
        .select_from(TradeLink)
        .outerjoin(BillingTerms, col(BillingTerms.party_id) == col(TradeLink.seller_id))
        .outerjoin(Bill, and_(col(Bill.link_id) == col(TradeLink.id), col(Bill.unpaid) > 0, col(Bill.due_on) < today))
        .where(col(TradeLink.id) == link.id)
        .order_by(col(Bill.due_on), col(Bill.id))
    ).all()
    policy = _policy(link, buyer, rows[0])
    late = tuple(LateBill(row.number, row.due_on, row.unpaid) for row in rows if row.number is not None)
    under_way = Decimal(0) if policy.order_cap is None else link.exposure - at_risk(session, link.id)
    return policy, Standing(link.exposure, under_way, late)


def _policy(link: TradeLink, buyer: Party, terms: Any) -> CreditPolicy:
    """The policy of the first columns of a row; a seller without billing terms has the usual ones."""
    found = terms if terms.when_over is not None else USUAL
    return CreditPolicy(
        limit=link.credit_limit,
        order_cap=found.order_cap,
        overdue_cap=found.overdue_cap,
        grace_days=found.overdue_grace_days,
        when_over=Answer(found.when_over),
        blocked=Footing.BLOCKED in (link.standing, buyer.standing),
    )


def at_risk(session: Session, link_id: int) -> Decimal:
    """What a pair owes: receivable and cheques that have not cleared, in rupees."""
    balances = session.scalars(
        select(col(AccountBalance.balance)).where(
            col(AccountBalance.link_id) == link_id, col(AccountBalance.account).in_(AT_RISK)
        )
    )
    return sum(balances, Decimal(0))


def ask(
    session: Session, link: TradeLink, buyer: Party, amount: Decimal, today: date, *, instead_of: Decimal = Decimal(0)
) -> Verdict:
    """May an order of `amount` go? `instead_of` is what the exposure counts for it already.

    The answer stays true until the commit only while the link is locked.
    """
    policy, standing = standing_of(session, link, buyer, today)
    without = replace(
        standing, exposure=standing.exposure - instead_of, under_way=max(standing.under_way - instead_of, Decimal(0))
    )
    return judge(policy, without, amount, today)


def take(session: Session, link: TradeLink, amount: Decimal, *, beyond: Decimal = Decimal(0)) -> bool:
    """Takes `amount` into the exposure if it stays within the limit and what was granted `beyond`; whether it did."""
    taken = session.execute(
        update(TradeLink)
        .where(
            col(TradeLink.id) == link.id,
            or_(
                col(TradeLink.credit_limit).is_(None),
                col(TradeLink.exposure) + amount <= col(TradeLink.credit_limit) + beyond,
            ),
        )
        .values(exposure=col(TradeLink.exposure) + amount)
        .returning(col(TradeLink.exposure))
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is not None:
        set_committed_value(link, "exposure", taken)
    return taken is not None
