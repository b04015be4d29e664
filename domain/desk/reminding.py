"""The reminders that the own house's buyers would get in the next days."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from domain.ledger.pair import billing_terms
from domain.ledger.paper import Bill
from domain.ledger.promise import paid_towards
from domain.ledger.tables import Dispute, Promise, PromiseState
from domain.network.rights import Right
from domain.network.tables import Contact, Holiday, Party, PartyRole, TradeLink
from domain.outreach.coming import to_come
from domain.outreach.policy import ReminderPolicy, read_policy
from domain.outreach.reminders import AccountFacts, OpenBill, OpenPromise, Reminder

if TYPE_CHECKING:
    from domain.desk.desk import Desk

DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class Coming:
    """A reminder that would be sent, and to whose account it belongs."""

    buyer: Party
    reminder: Reminder


class RemindingFace:
    """Looks ahead at the reminders of a house."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    @property
    def policy(self) -> ReminderPolicy:
        """When the house reminds whom."""
        self._desk.require(Right.SEE_DUES)
        return read_policy(billing_terms(self._desk.session, self._desk.party_id).reminders)

    def to_come(self, days: int = DAYS_AHEAD) -> list[Coming]:
        """What would be sent within so many days if nobody paid, promised or disputed meanwhile, the first first."""
        policy, now = self.policy, self._desk.now
        found = [
            Coming(buyer, reminder) for buyer, facts in self._facts() for reminder in to_come(facts, policy, now, days)
        ]
        return sorted(found, key=lambda coming: (coming.reminder.send_at, coming.buyer.id))

    def _facts(self) -> list[tuple[Party, AccountFacts]]:
        session, today = self._desk.session, self._desk.today
        bills = self._open_bills()
        pairs = select(TradeLink, Party).join(Party, col(Party.id) == col(TradeLink.buyer_id))
        pairs = pairs.where(col(TradeLink.id).in_(bills))
        if self._desk.buyers.are_of_beats:
            pairs = pairs.where(col(TradeLink.buyer_id).in_(self._desk.buyers.ids()))
        linked = [(link, buyer) for link, buyer in session.execute(pairs.order_by(col(Party.id)))]
        buyers = [buyer.id for _link, buyer in linked]
        promises, quiet, holidays = self._promises(bills), self._opted_out(buyers), self._holidays(buyers, today)
        return [
            (
                buyer,
                AccountFacts(
                    bills[link.id],
                    buyer.timezone,
                    promises.get(link.id),
                    opted_out=buyer.id in quiet,
                    holidays=frozenset(holidays[buyer.id]),
                ),
            )
            for link, buyer in linked
        ]

    def _open_bills(self) -> dict[int, list[OpenBill]]:
        wanted = (
            select(Bill, col(Dispute.id))
            .outerjoin(Dispute, (col(Dispute.bill_id) == col(Bill.id)) & col(Dispute.ended_at).is_(None))
            .where(col(Bill.seller_id) == self._desk.party_id, col(Bill.unpaid) > 0)
            .order_by(col(Bill.due_on), col(Bill.id))
        )
        found: dict[int, list[OpenBill]] = defaultdict(list)
        for bill, dispute_id in self._desk.session.execute(wanted):
            disputed = dispute_id is not None
            found[bill.link_id].append(OpenBill(bill.id, bill.number, bill.due_on, bill.unpaid, disputed))
        return found

    def _promises(self, link_ids: Collection[int]) -> dict[int, OpenPromise]:
        session = self._desk.session
        wanted = select(Promise).where(col(Promise.link_id).in_(link_ids), col(Promise.state) == PromiseState.OPEN)
        return {
            promise.link_id: OpenPromise(
                promise.id, promise.amount, promise.by_day, paid_towards(session, promise, promise.by_day)
            )
            for promise in session.scalars(wanted)
        }

    def _opted_out(self, buyer_ids: Collection[int]) -> set[int]:
        """Buyers of whose people nobody wants reminders."""
        wanted = (
            select(col(PartyRole.party_id))
            .join(Contact, col(Contact.person_id) == col(PartyRole.person_id))
            .where(col(PartyRole.party_id).in_(buyer_ids), col(PartyRole.ended_at).is_(None))
            .group_by(col(PartyRole.party_id))
            .having(func.count() == func.count().filter(~col(Contact.reminders_ok)))
        )
        return set(self._desk.session.scalars(wanted))

    def _holidays(self, party_ids: Collection[int], today: date) -> dict[int, set[date]]:
        wanted = select(Holiday).where(
            col(Holiday.party_id).in_(party_ids), col(Holiday.day).between(today, today + timedelta(days=DAYS_AHEAD))
        )
        found: dict[int, set[date]] = defaultdict(set)
        for holiday in self._desk.session.scalars(wanted):
            found[holiday.party_id].add(holiday.day)
        return found
