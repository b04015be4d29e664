"""How a distributor fills its godown: an opening stock, and every week an order for what runs low."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.demo.godown import Godown
from bot.demo.habits import Habit
from bot.demo.market import Goods, Pair
from bot.demo.sale import Wish
from domain.catalogue.packs import Unit, to_pieces

FULL_WEEKS = 7  # of sales that a full godown holds
LOW_WEEKS = 4.5  # from which on more is ordered
PARTS = 4  # of the catalogue, one looked through each week
LEAST = 24  # pieces that lie there of anything


def weekly_sales(habits: Iterable[Habit]) -> dict[str, float]:
    """Pieces of each product that a seller's shops may be expected to take in a week, by sku."""
    expected: dict[str, float] = defaultdict(float)
    for habit in habits:
        for usual in habit.usual:
            packing = habit.pair.goods[usual.sku].item.packing
            pieces = to_pieces(usual.quantity, usual.unit, packing)
            expected[usual.sku] += pieces * usual.chance * 7 / habit.every_days
    return dict(expected)


def opening(goods: Goods, weekly: float) -> int:
    """Pieces with which the year begins: a full godown, in whole cases of what goes fast."""
    case = goods.item.packing.case or 1
    wanted = max(FULL_WEEKS * weekly, LEAST)
    return -(-int(wanted) // case) * case if wanted > case else int(wanted)


def low(pair: Pair, godown: Godown, weekly: Mapping[str, float], coming: Mapping[str, int], week: int) -> list[Wish]:
    """What to order of this week's part of the catalogue, in whole cases."""
    wishes = []
    for place, (sku, goods) in enumerate(pair.goods.items()):
        there = godown.free(goods.item.id)
        if place % PARTS != week % PARTS or there is None or sku not in weekly:
            continue
        there += coming.get(sku, 0)
        case = goods.item.packing.case or 1
        if there < LOW_WEEKS * weekly[sku]:
            wishes.append(Wish(sku, max(round((FULL_WEEKS * weekly[sku] - there) / case), 1), Unit.CASE))
    return wishes
