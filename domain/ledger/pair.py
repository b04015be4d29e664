"""A trading pair with its account locked: what everything that books money begins with."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.ledger.tables import BillingTerms
from domain.network.tables import Party, TradeLink
from domain.network.trade import tax_parts
from domain.refusal import Code, Refusal


@dataclass(frozen=True, slots=True)
class Pair:
    """A seller and a buyer at a moment. `today` is the day at the seller, `day` the one on which he books.

    They differ only after the day was closed, which a clock that jumps back can make of tomorrow too.
    """

    link: TradeLink
    seller: Party
    buyer: Party
    billing: BillingTerms
    now: datetime
    today: date
    day: date

    @property
    def link_id(self) -> int:
        return self.link.id

    @property
    def tax_parts(self) -> int:
        """Into how many equal parts tax falls between the two."""
        return tax_parts(self.seller, self.buyer)


def business_day(seller: Party, now: datetime) -> date:
    """The day at the seller."""
    return now.astimezone(ZoneInfo(seller.timezone)).date()


def booking_day(billing: BillingTerms, today: date) -> date:
    """Today, or the first day that is not closed."""
    return today if billing.closed_until is None else max(today, billing.closed_until + timedelta(days=1))


def billing_terms(session: Session, seller_id: int, *, keep: bool = False) -> BillingTerms:
    """How a seller bills; `keep` lets nobody close a day of his before the commit."""
    wanted = select(BillingTerms).where(col(BillingTerms.party_id) == seller_id)
    if keep:
        wanted = wanted.with_for_update(read=True).execution_options(populate_existing=True)
    return session.scalars(wanted).first() or BillingTerms(party_id=seller_id)


def pair_of(session: Session, seller_id: int, buyer_id: int, now: datetime) -> Pair:
    """The pair, its link locked until the commit, so that what is read of its account stays true.

    Raises a refusal where the two do not deal with each other.
    """
    link = session.scalars(
        select(TradeLink)
        .where(col(TradeLink.seller_id) == seller_id, col(TradeLink.buyer_id) == buyer_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    seller, buyer = session.get(Party, seller_id), session.get(Party, buyer_id)
    if link is None or seller is None or buyer is None:
        raise Refusal(Code.NOT_FOUND, what="trade")
    billing = billing_terms(session, seller_id, keep=True)
    today = business_day(seller, now)
    return Pair(link, seller, buyer, billing, now, today, booking_day(billing, today))


def lock_pairs(session: Session, seller_id: int) -> None:
    """Locks all pairs of a seller in one order, for who works on many of them in one transaction (a file of bills).

    Without it two of these, or one and a payment, could each wait for what the other holds.
    """
    links = select(col(TradeLink.id)).where(col(TradeLink.seller_id) == seller_id)
    session.execute(links.order_by(col(TradeLink.id)).with_for_update())
