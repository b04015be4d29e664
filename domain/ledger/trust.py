"""The one credit check: how a pair stands now, judged, and the exposure taken by one conditional statement.

Every path (placing, releasing a hold, packing) comes through `ask` and then `take`; the second repeats the limit in
the database, so that of two orders that fit only alone one is told no whatever was read before.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.credit import Answer, CreditPolicy, LateBill, Standing, Verdict, judge
from domain.ledger.journal import AT_RISK, AccountBalance
from domain.ledger.paper import Bill
from domain.ledger.tables import BillingTerms
from domain.network.tables import Party, TradeLink
from domain.network.tables import Standing as Footing


def policy_of(link: TradeLink, buyer: Party, billing: BillingTerms) -> CreditPolicy:
    """How far the seller trusts this buyer."""
    return CreditPolicy(
        limit=link.credit_limit,
        order_cap=billing.order_cap,
        overdue_cap=billing.overdue_cap,
        grace_days=billing.overdue_grace_days,
        when_over=Answer(billing.when_over),
        blocked=Footing.BLOCKED in (link.standing, buyer.standing),
    )


def standing_of(session: Session, link: TradeLink, policy: CreditPolicy, today: date) -> Standing:
    """How a pair stands; only what the policy asks for is looked up."""
    before = today - timedelta(days=policy.grace_days)
    late = session.execute(
        select(col(Bill.number), col(Bill.due_on), col(Bill.unpaid))
        .where(col(Bill.link_id) == link.id, col(Bill.unpaid) > 0, col(Bill.due_on) < before)
        .order_by(col(Bill.due_on), col(Bill.id))
    )
    under_way = Decimal(0)
    if policy.order_cap is not None:
        under_way = link.exposure - at_risk(session, link.id)
    return Standing(link.exposure, under_way, tuple(LateBill(*row) for row in late))


def at_risk(session: Session, link_id: int) -> Decimal:
    """What a pair owes: receivable and cheques that have not cleared, in rupees."""
    balances = session.scalars(
        select(col(AccountBalance.balance)).where(
            col(AccountBalance.link_id) == link_id, col(AccountBalance.account).in_(AT_RISK)
        )
    )
    return sum(balances, Decimal(0))


def ask(
    session: Session,
    link: TradeLink,
    buyer: Party,
    billing: BillingTerms,
    amount: Decimal,
    today: date,
    *,
    instead_of: Decimal = Decimal(0),
) -> Verdict:
    """May an order of `amount` go? `instead_of` is what the exposure counts for it already.

    The answer stays true until the commit only while the link is locked.
    """
    policy = policy_of(link, buyer, billing)
    standing = standing_of(session, link, policy, today)
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
        .execution_options(synchronize_session=False)
    )
    session.expire(link, ["exposure"])
    return bool(taken.rowcount)  # type: ignore[attr-defined]
