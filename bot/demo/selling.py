"""The making of an order in the demo's year: goods that are there, priced by the real engine."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from bot.demo.godown import Godown
from bot.demo.market import Goods, Pair
from bot.demo.sale import Line, Sale, Step, Wish
from domain.catalogue.packs import Unit, to_pieces
from domain.orders.delivery import delivery_day
from domain.orders.tables import OrderState
from domain.pricing.quoting import quote
from domain.pricing.values import Buyer, CartLine, Quote, Used


@dataclass(slots=True)
class Given:
    """What schemes have given so far, in all and to each buyer, in rupees."""

    in_all: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    to_buyer: dict[tuple[str, int], Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def used(self, pair: Pair) -> dict[str, Used]:
        """What the engine has to know before it gives more."""
        return {code: Used(self.in_all[code], self.to_buyer[code, pair.trade.buyer_id]) for code in pair.offers.limited}

    def add(self, sale: Sale, sign: int = 1) -> None:
        """Adds what an order was given, or with -1 takes it away again."""
        for told in sale.quote.explain:
            if told.applied:
                self.in_all[told.scheme] += sign * told.amount
                self.to_buyer[told.scheme, sale.pair.trade.buyer_id] += sign * told.amount


@dataclass(slots=True)
class Present:
    """How things stand between two orders: godowns by the code of their seller, and what schemes have given."""

    godowns: dict[str, Godown]
    given: Given = field(default_factory=Given)
    traded: set[tuple[int, int]] = field(default_factory=set)


def sell(
    present: Present, pair: Pair, wishes: Sequence[Wish], at: datetime, *, by_seller: int | None = None
) -> Sale | None:
    """Makes an order of what is there of the wishes, and puts the goods by; None where nothing is.

    `by_seller` is who of the seller's people placed it for the buyer; None where the buyer did. `at` is in the
    seller's zone.
    """
    godown = present.godowns.get(pair.trade.seller.code)
    wanted = [line for wish in wishes if (line := _bought(pair.goods[wish.sku], wish, godown)) is not None]
    if not wanted:
        return None
    priced = _quoted(present, pair, wanted, at.date())
    gifts = [_given(pair.goods[line.sku], line.pieces, godown) for line in priced.lines[len(wanted) :]]
    placed = Step(OrderState.PLACED, at, by_seller or pair.owner)
    lines = (*wanted, *gifts)
    sale = Sale(pair, priced, lines, delivery_day(pair.delivery, at), by_seller is not None, [placed])
    present.given.add(sale)
    present.traded.add((pair.trade.seller_id, pair.trade.buyer_id))
    return sale


def _bought(goods: Goods, wish: Wish, godown: Godown | None) -> Line | None:
    """The goods of a wish, in pieces where fewer are there than were wished; None where none are."""
    pieces = to_pieces(wish.quantity, wish.unit, goods.item.packing)
    put_by = _put_by(goods, pieces, godown)
    if put_by is None or put_by == pieces:
        return Line(goods, wish.unit, pieces, put_by)
    return Line(goods, Unit.PIECE, put_by, put_by) if put_by else None


def _given(goods: Goods, pieces: int, godown: Godown | None) -> Line:
    """Goods that a scheme gives; what is not there of them follows later."""
    return Line(goods, Unit.PIECE, pieces, _put_by(goods, pieces, godown))


def _put_by(goods: Goods, pieces: int, godown: Godown | None) -> int | None:
    """Puts by as many of the pieces as there are; None where nobody counts them."""
    free = godown.free(goods.item.id) if godown is not None else None
    if godown is None or free is None:
        return None
    put_by = min(pieces, free)
    godown.reserve(goods.item.id, put_by)
    return put_by


def _quoted(present: Present, pair: Pair, wanted: Sequence[Line], day: date) -> Quote:
    buyer, trade = pair.trade.buyer, pair.trade
    first = (trade.seller_id, trade.buyer_id) not in present.traded
    who = Buyer(buyer.code, buyer.region, buyer.grade, buyer.tier.value, first)
    asked = [CartLine(line.goods.item.sku, Decimal(line.pieces)) for line in wanted]
    return quote(asked, pair.prices, pair.offers.book, who, day, present.given.used(pair))
