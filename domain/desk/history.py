"""What a shop usually buys and what its own words mean: the memory that answers before anybody is asked."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from domain.catalogue.tables import LearnedName
from domain.orders import find

if TYPE_CHECKING:
    from domain.desk.desk import Desk

Weights = Mapping[Hashable, float]

LOOKS_BACK = timedelta(days=365)
KEPT_SHOPS = 20_000


class Histories:
    """What shops bought, kept in memory until they order again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], Weights] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[int, int]) -> Weights | None:
        """The weights kept under (buyer, orders placed so far)."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def put(self, key: tuple[int, int], weights: Weights) -> None:
        """Keeps weights; the shop that was quiet longest is forgotten first."""
        with self._lock:
            self._kept[key] = weights
            while len(self._kept) > KEPT_SHOPS:
                self._kept.popitem(last=False)


class HistoryFace:
    """The shop's own past, as far as it helps to read its messages."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def weights(self) -> Weights:
        """For each product bought in the last year, on how large a share of the orders it stood (0 to 1)."""
        desk = self._desk
        if not desk.trades or desk.buyer is None or desk.buyer.id is None:
            return {}
        placed = sum(trade.link.orders_placed for trade in desk.trades)
        if placed == 0:
            return {}
        key = (desk.buyer.id, placed)
        kept = desk.snapshots.histories.get(key)
        if kept is None:
            times = find.bought(desk.session, desk.buyer.id, desk.now - LOOKS_BACK)
            most = max((count for _, count in times), default=1)
            kept = {product_id: count / most for product_id, count in times}
            desk.snapshots.histories.put(key, kept)
        return kept

    def learned_names(self) -> dict[str, int]:
        """The shop's own names for products."""
        desk = self._desk
        if desk.buyer is None:
            return {}
        rows = desk.session.execute(
            select(col(LearnedName.phrase), col(LearnedName.product_id)).where(
                col(LearnedName.buyer_id) == desk.buyer.id
            )
        )
        return dict(rows.all())

    def learn(self, phrase: str, product_id: int) -> None:
        """Remembers what a shop meant by a phrase; a later choice replaces an earlier one."""
        desk = self._desk
        if desk.buyer is None or desk.buyer.id is None or not phrase.strip():
            return
        known = desk.session.scalars(
            select(LearnedName).where(col(LearnedName.buyer_id) == desk.buyer.id, col(LearnedName.phrase) == phrase)
        ).first()
        if known is None:
            desk.session.add(
                LearnedName(buyer_id=desk.buyer.id, phrase=phrase, product_id=product_id, learned_at=desk.now)
            )
            return
        known.times = known.times + 1 if known.product_id == product_id else 1
        known.product_id = product_id

    def forget(self, phrase: str) -> None:
        """Drops a learned name."""
        desk = self._desk
        known = desk.session.scalars(
            select(LearnedName).where(
                col(LearnedName.buyer_id) == (desk.buyer.id if desk.buyer else None),
                col(LearnedName.phrase) == phrase,
            )
        ).first()
        if known is not None:
            desk.session.delete(known)
