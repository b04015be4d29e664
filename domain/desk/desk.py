"""The counter: one person acting for one party. The only door to the domain for dialogs, pages and the API.

Whoever stands at a desk sees what their party may see; a foreign id is refused as not found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.catalogue import editions
from domain.catalogue.shelf import Shelf, Shelves
from domain.desk.accounts import AccountsFace
from domain.desk.assortment import AssortmentFace
from domain.desk.buyers import BuyersFace
from domain.desk.care import CareFace
from domain.desk.cart import CartFace
from domain.desk.circle import CircleFace
from domain.desk.godown import GodownFace
from domain.desk.goods import GoodsFace
from domain.desk.history import Histories, HistoryFace
from domain.desk.joining import JoiningFace
from domain.desk.ledger import LedgerFace
from domain.desk.order_book import OrderBookFace
from domain.desk.orders import OrdersFace
from domain.desk.people import PeopleFace
from domain.desk.reminding import RemindingFace
from domain.desk.till import TillFace
from domain.network.rights import Right, has_back_office, rights_of
from domain.network.tables import Contact, Party, PartyRole, Person, Role, Standing, Tier
from domain.network.trade import Trade, trades_of
from domain.orders.counter import Counter
from domain.pricing.offers import OfferBook, Offers
from domain.refusal import Code, Refusal


@dataclass(frozen=True, slots=True)
class Snapshots:
    """What is kept in memory between turns: shelves with their search, schemes, and what shops buy."""

    shelves: Shelves
    offers: OfferBook
    histories: Histories


@dataclass(frozen=True, slots=True)
class Post:
    """A party that a person works for, and as what."""

    party: Party
    roles: frozenset[Role]
    rights: frozenset[Right]


class Desk:
    """One person, through one contact, at one moment, with one transaction open."""

    def __init__(
        self, session: Session, contact: Contact, now: datetime, snapshots: Snapshots, message_id: int | None = None
    ) -> None:
        self.session = session
        self.contact = contact
        self.now = now
        self.snapshots = snapshots
        self.message_id = message_id

    @classmethod
    def without_chat(
        cls, session: Session, person_id: int, party_id: int, now: datetime, snapshots: Snapshots
    ) -> "Desk":
        """The counter for a person who comes by another door than the chat, and acts from one of their parties."""
        contact = Contact(channel="console", external_id=str(person_id), person_id=person_id, acting_for=party_id)
        return cls(session, contact, now, snapshots)

    def afresh(self) -> "Desk":
        """The same person at the same moment, with nothing remembered of what was looked up."""
        return Desk(self.session, self.contact, self.now, self.snapshots, self.message_id)

    # --- who stands here

    @cached_property
    def person(self) -> Person | None:
        """The person behind the contact; None for a stranger."""
        if self.contact.person_id is None:
            return None
        person = self.session.get(Person, self.contact.person_id)
        return person if person is not None and person.active else None

    @property
    def person_id(self) -> int:
        """The person's number; refused for a stranger."""
        if self.person is None or self.person.id is None:
            raise Refusal(Code.NOT_ALLOWED, what="stranger")
        return self.person.id

    @cached_property
    def posts(self) -> Sequence[Post]:
        """Every party that the person works for, the oldest role first."""
        if self.person is None:
            return ()
        rows = self.session.execute(
            select(PartyRole, Party)
            .join(Party, col(Party.id) == col(PartyRole.party_id))
            .where(
                col(PartyRole.person_id) == self.person.id,
                col(PartyRole.ended_at).is_(None),
                col(Party.standing).in_((Standing.ACTIVE, Standing.BLOCKED)),
            )
            .order_by(col(PartyRole.id))
        ).all()
        parties = {party.id: party for _, party in rows}
        roles: dict[int | None, set[Role]] = {}
        for role, party in rows:
            roles.setdefault(party.id, set()).add(role.role)
        return [
            Post(party, frozenset(roles[key]), rights_of(frozenset(roles[key]), party.tier))
            for key, party in parties.items()
        ]

    @cached_property
    def offices(self) -> Sequence[Post]:
        """The parties in whose back office the person has something to do."""
        return [post for post in self.posts if has_back_office(post.rights)]

    @cached_property
    def post(self) -> Post:
        """The party that the person acts from: the chosen one, else the first; refused for one without any."""
        if not self.posts:
            raise Refusal(Code.NOT_ALLOWED, what="no_party")
        for post in self.posts:
            if post.party.id == self.contact.acting_for:
                return post
        return self.posts[0]

    @property
    def party(self) -> Party:
        return self.post.party

    @property
    def party_id(self) -> int:
        return self.party.id

    def may(self, right: Right) -> bool:
        """Whether the person has a right at the party they act from."""
        return bool(self.posts) and right in self.post.rights

    def require(self, right: Right) -> None:
        """Refuses who has not the right."""
        if not self.may(right):
            raise Refusal(Code.NOT_ALLOWED, right=right.value)

    @property
    def is_stranger(self) -> bool:
        return self.person is None or not self.posts

    # --- when

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.party.timezone if self.posts else "Asia/Kolkata")

    @property
    def today(self) -> date:
        """The day where the person is."""
        return self.now.astimezone(self.zone).date()

    # --- whom they deal with

    @cached_property
    def buyer(self) -> Party | None:
        """For whom things are ordered here: the own party, or the shop that a rep or clerk is serving."""
        if not self.posts:
            return None
        if self.may(Right.SELL_FOR) and self.contact.acting_for not in (None, self.party_id):
            return self.people.served_shop()
        return self.party if self.may(Right.BUY) and self.party.tier is not Tier.BRAND else None

    @property
    def serves_other(self) -> bool:
        """Whether the person orders for somebody else's shop."""
        return self.buyer is not None and self.buyer.id != self.party_id

    @cached_property
    def trades(self) -> Sequence[Trade]:
        """Every seller that the buyer may buy from; for a rep or clerk only their own house."""
        if self.buyer is None:
            return ()
        trades = trades_of(self.session, self.buyer)
        if self.serves_other:
            return [trade for trade in trades if trade.seller_id == self.party_id]
        return trades

    @cached_property
    def trade(self) -> Trade:
        """The seller that is being dealt with: the chosen one, else the first; refused where there is none."""
        if not self.trades:
            raise Refusal(Code.NO_SELLER)
        for trade in self.trades:
            if trade.seller_id == self.contact.buying_from:
                return trade
        return self.trades[0]

    # --- what is kept in memory

    @cached_property
    def _editions(self) -> dict[str, int]:
        return editions.read(self.session, (editions.CATALOGUE, editions.SCHEMES))

    @property
    def shelf(self) -> Shelf:
        """What all sellers together sell to this buyer."""
        if not self.trades:
            raise Refusal(Code.NO_SELLER)
        sellers = [trade.seller_id for trade in self.trades]
        return self.snapshots.shelves.of(self.session, sellers, self._editions[editions.CATALOGUE])

    def shelf_of(self, seller_id: int) -> Shelf:
        """What one seller sells."""
        return self.snapshots.shelves.of(self.session, (seller_id,), self._editions[editions.CATALOGUE])

    @property
    def own_shelf(self) -> Shelf:
        """What the own house sells; for a shop what it can buy."""
        return self.shelf if self.trades else self.shelf_of(self.party_id)

    def sellers_of(self, product_id: int) -> list[Trade]:
        """The trades in which a product can be bought."""
        if len(self.trades) == 1:
            return list(self.trades)
        return [trade for trade in self.trades if product_id in self.shelf_of(trade.seller_id).items]

    def trade_with(self, seller_id: int) -> Trade:
        """The trade with a seller; refused as not found where the buyer does not buy from him."""
        for trade in self.trades:
            if trade.seller_id == seller_id:
                return trade
        raise Refusal(Code.NOT_FOUND, what="seller")

    def choose_trade(self, trade: Trade) -> None:
        """Deals with this seller from now on in this turn."""
        self.__dict__["trade"] = trade
        self.__dict__["cart"] = self.cart_with(trade)

    def cart_with(self, trade: Trade) -> CartFace:
        """The cart with one of the sellers."""
        return CartFace(self, trade)

    def offers_of(self, seller_id: int) -> Offers:
        """What a seller's buyers can get."""
        return self.snapshots.offers.of(self.session, seller_id, self._editions[editions.SCHEMES])

    def counter(self, trade: Trade | None = None) -> Counter:
        """What pricing needs for a trade."""
        trade = trade or self.trade
        return Counter(self.session, trade, self.shelf_of(trade.seller_id), self.offers_of(trade.seller_id), self.now)

    # --- the faces of the rooms

    @cached_property
    def cart(self) -> CartFace:
        return CartFace(self, self.trade if self.trades else None)

    @cached_property
    def orders(self) -> OrdersFace:
        return OrdersFace(self)

    @cached_property
    def goods(self) -> GoodsFace:
        return GoodsFace(self)

    @cached_property
    def ledger(self) -> LedgerFace:
        return LedgerFace(self)

    @cached_property
    def till(self) -> TillFace:
        return TillFace(self)

    @cached_property
    def godown(self) -> GodownFace:
        return GodownFace(self)

    @cached_property
    def history(self) -> HistoryFace:
        return HistoryFace(self)

    @cached_property
    def care(self) -> CareFace:
        return CareFace(self)

    @cached_property
    def people(self) -> PeopleFace:
        return PeopleFace(self)

    @cached_property
    def joining(self) -> JoiningFace:
        return JoiningFace(self)

    # --- the faces that only a seller's people have something to do at

    @cached_property
    def buyers(self) -> BuyersFace:
        return BuyersFace(self)

    @cached_property
    def order_book(self) -> OrderBookFace:
        return OrderBookFace(self)

    @cached_property
    def assortment(self) -> AssortmentFace:
        return AssortmentFace(self)

    @cached_property
    def circle(self) -> CircleFace:
        return CircleFace(self)

    @cached_property
    def accounts(self) -> AccountsFace:
        return AccountsFace(self)

    @cached_property
    def reminding(self) -> RemindingFace:
        return RemindingFace(self)
