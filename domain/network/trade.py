"""Who buys from whom: the links of a buyer, each with the seller and how he sells."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.network.tables import Holiday, Party, SellerTerms, Standing, TradeLink


@dataclass(frozen=True, slots=True)
class Trade:
    """A buyer and a seller who deal with each other."""

    buyer: Party
    seller: Party
    terms: SellerTerms
    link: TradeLink

    @property
    def buyer_id(self) -> int:
        return self.buyer.id

    @property
    def seller_id(self) -> int:
        return self.seller.id

    @property
    def tax_parts(self) -> int:
        """Into how many equal parts the tax of a line falls."""
        return tax_parts(self.seller, self.buyer)

    @property
    def credit_left(self) -> Decimal | None:
        """What may still be bought on credit, in rupees; None where no limit was agreed."""
        if self.link.credit_limit is None:
            return None
        return self.link.credit_limit - self.link.exposure


def tax_parts(seller: Party, buyer: Party) -> int:
    """Into how many equal parts a tax falls: CGST and SGST within a state of India, else one.

    The place of supply to a buyer whose state nobody wrote down is the seller's (IGST Act, section 10(1)(ca)).
    """
    within_state = seller.tax_regime == "gst" and buyer.tax_state in ("", seller.tax_state)
    return 2 if within_state else 1


def trades_of(session: Session, buyer: Party) -> list[Trade]:
    """Every seller that the buyer may buy from, the oldest link first."""
    rows = session.execute(
        select(TradeLink, Party, SellerTerms)
        .join(Party, col(Party.id) == col(TradeLink.seller_id))
        .join(SellerTerms, col(SellerTerms.party_id) == col(TradeLink.seller_id))
        .where(
            col(TradeLink.buyer_id) == buyer.id,
            col(TradeLink.standing).in_((Standing.ACTIVE, Standing.BLOCKED)),
            col(Party.standing) == Standing.ACTIVE,
        )
        .order_by(col(TradeLink.id))
    )
    return [Trade(buyer, seller, terms, link) for link, seller, terms in rows]


def holidays(session: Session, party_id: int, since: date) -> frozenset[date]:
    """The party's days without delivery from `since` on."""
    return frozenset(
        session.scalars(select(col(Holiday.day)).where(col(Holiday.party_id) == party_id, col(Holiday.day) >= since))
    )
