"""The demo network as its orders see it: each pair of seller and buyer with prices, schemes, people and a godown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.catalogue import editions
from domain.catalogue.shelf import Item, Shelves
from domain.network.tables import Beat, Party, PartyRole, Role, Tier
from domain.network.trade import Trade, trades_of
from domain.orders.counter import Counter
from domain.orders.delivery import DeliveryTerms
from domain.pricing.lookup import UnitRate
from domain.pricing.offers import OfferBook, Offers
from domain.pricing.values import Price
from domain.stock.tables import Place


@dataclass(frozen=True, slots=True)
class Goods:
    """A product as one buyer gets it from one seller."""

    item: Item
    rate: UnitRate
    price: Price


@dataclass(frozen=True, slots=True)
class Pair:
    """A seller and a buyer, with everything that their orders depend on. People are person ids."""

    trade: Trade
    goods: Mapping[str, Goods]
    prices: Mapping[str, Price]
    offers: Offers
    delivery: DeliveryTerms
    owner: int
    clerk: int
    driver: int
    rep: int | None

    @property
    def where(self) -> frozenset[str]:
        """The country and the region of the buyer."""
        return frozenset({self.trade.buyer.country, self.trade.buyer.region})

    @property
    def is_shop(self) -> bool:
        """Whether the buyer sells to nobody but people."""
        return self.trade.buyer.tier is Tier.RETAILER


@dataclass(frozen=True, slots=True)
class Market:
    """Every pair, by the codes of seller and buyer, and the places of those who count their stock, by the seller's."""

    pairs: Mapping[tuple[str, str], Pair]
    places: Mapping[str, int]

    def sold_by(self, seller: str) -> list[Pair]:
        """The pairs of one seller."""
        return [pair for (of, _), pair in self.pairs.items() if of == seller]

    def bought_by(self, buyer: str) -> Pair:
        """The first pair of one buyer."""
        return next(pair for (_, by), pair in self.pairs.items() if by == buyer)


def read_market(session: Session, since: datetime) -> Market:
    """Reads the network as it was filled; holidays from `since` on."""
    people = _people(session)
    reps = {beat.id: beat.rep_id for beat in session.scalars(select(Beat))}
    shelves, offers = Shelves(), OfferBook()
    known = editions.read(session, (editions.CATALOGUE, editions.SCHEMES))
    pairs: dict[tuple[str, str], Pair] = {}
    for buyer in session.scalars(select(Party).order_by(col(Party.id))):
        for trade in trades_of(session, buyer):
            counter = Counter(
                session,
                trade,
                shelves.of(session, (trade.seller_id,), known[editions.CATALOGUE]),
                offers.of(session, trade.seller_id, known[editions.SCHEMES]),
                since,
            )
            rep = reps.get(trade.link.beat_id) if trade.link.beat_id is not None else None
            pairs[trade.seller.code, buyer.code] = _pair(counter, people, rep)
    counted = select(col(Party.code), col(Place.id)).join(Place, col(Place.party_id) == col(Party.id))
    return Market(pairs, dict(session.execute(counted).all()))


def _pair(counter: Counter, people: Mapping[tuple[int, Role], int], rep: int | None) -> Pair:
    trade = counter.trade
    items = sorted(counter.shelf.items.values(), key=lambda item: item.id)  # a year is the same in any database
    rates = counter.rates(items)
    goods = {
        item.sku: Goods(item, rate, counter.price(item, rate)) for item in items if (rate := rates[item.id]) is not None
    }
    owner = people[trade.seller_id, Role.OWNER]
    clerk = people.get((trade.seller_id, Role.CLERK), owner)
    return Pair(
        trade,
        goods,
        {sku: each.price for sku, each in goods.items()},
        counter.offers,
        counter.delivery_terms(),
        owner=people[trade.buyer_id, Role.OWNER],
        clerk=clerk,
        driver=people.get((trade.seller_id, Role.DRIVER), clerk),
        rep=rep,
    )


def _people(session: Session) -> dict[tuple[int, Role], int]:
    """The first person of each party in each role."""
    found: dict[tuple[int, Role], int] = {}
    for role in session.scalars(select(PartyRole).order_by(col(PartyRole.id))):
        found.setdefault((role.party_id, role.role), role.person_id)
    return found
