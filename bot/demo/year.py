"""A year of trade, day by day: goods come and go, shops order as they are used to, distributors fill their godowns."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.demo.calendar import Calendar, at
from bot.demo.godown import Came
from bot.demo.habits import Habit
from bot.demo.market import Market
from bot.demo.restocking import low
from bot.demo.sale import Sale, Step, Wish
from bot.demo.selling import Present, sell
from domain.orders.tables import OrderState
from domain.stock.tables import MovementKind

CANCELLED = 0.02  # of all orders of shops
FOR_SHOP = 0.3  # of them that the rep places
BUYS_ON = 2  # the weekday on which distributors order, 1 is Monday
SPREAD = 2  # days by which a shop is early or late


@dataclass(slots=True)
class Year:
    """The year under way. `weekly` is what each seller expects to sell, by its code and the sku."""

    market: Market
    present: Present
    habits: tuple[Habit, ...]
    weekly: Mapping[str, Mapping[str, float]]
    calendar: Calendar
    dice: random.Random
    sales: list[Sale] = field(default_factory=list)
    _due: dict[date, list[Sale]] = field(default_factory=lambda: defaultdict(list))
    _coming: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    _next: dict[int, date] = field(default_factory=dict)

    def play(self, begins: date, ends: date) -> None:
        """Plays all days from `begins` to `ends`; the last orders are delivered some days later."""
        for place, habit in enumerate(self.habits):
            self._next[place] = begins + timedelta(days=self.dice.randrange(habit.every_days))
        for number in range((ends - begins).days + 1):
            day = begins + timedelta(days=number)
            self.deliver(day)
            self._shops_order(day)
            self._distributors_order(day, number // 7)

    # --- shops

    def _shops_order(self, day: date) -> None:
        for place, habit in enumerate(self.habits):
            if self._next[place] <= day:
                self._next[place] = day + timedelta(days=self._interval(habit))
                self._order(habit, day)

    def _interval(self, habit: Habit) -> int:
        return max(habit.every_days + self.dice.randint(-SPREAD, SPREAD), 1)

    def _order(self, habit: Habit, day: date) -> None:
        pair, dice = habit.pair, self.dice
        placed = at(pair.delivery, day, time(dice.randrange(9, 18), dice.randrange(60)))
        rep = pair.rep if dice.random() < FOR_SHOP else None
        sale = sell(self.present, pair, list(self._wishes(habit, day)), placed, by_seller=rep)
        if sale is None:
            return
        if dice.random() < CANCELLED:
            self._cancel(sale, placed + timedelta(minutes=dice.randrange(20, 90)))
        elif rep is not None:
            sale.agreed_at = placed + timedelta(minutes=dice.randrange(3, 60))
        self.enter(sale)

    def _wishes(self, habit: Habit, day: date) -> Iterator[Wish]:
        lifts = self.calendar.lifts(day, habit.pair.where)
        for usual in habit.usual:
            lift = lifts.get(habit.pair.goods[usual.sku].item.category, 1.0)
            if self.dice.random() < usual.chance * min(lift, 1.0):
                wanted = round(usual.quantity * max(lift, 1.0) * self.dice.uniform(0.75, 1.3))
                yield Wish(usual.sku, max(wanted, 1), usual.unit)

    # --- distributors

    def _distributors_order(self, day: date, week: int) -> None:
        if day.isoweekday() != BUYS_ON:
            return
        for code, godown in self.present.godowns.items():
            pair = self.market.bought_by(code)
            placed = at(pair.delivery, day, time(11, self.dice.randrange(60)))
            wishes = low(pair, godown, self.weekly[code], self._coming[code], week)
            sale = sell(self.present, pair, wishes, placed)
            if sale is not None:
                self.enter(sale)
                for line in sale.lines:
                    self._coming[code][line.goods.item.sku] += line.pieces

    # --- goods on their way

    def enter(self, sale: Sale) -> None:
        """Takes an order into the year; it goes out on its day of delivery."""
        self.sales.append(sale)
        if sale.state is not OrderState.CANCELLED:
            self._due[sale.deliver_on].append(sale)

    def _cancel(self, sale: Sale, when: datetime) -> None:
        sale.steps.append(Step(OrderState.CANCELLED, when, sale.placed.person_id))
        self.present.given.add(sale, -1)
        godown = self.present.godowns.get(sale.pair.trade.seller.code)
        for line in sale.lines:
            if godown is not None and line.put_by:
                godown.release(line.goods.item.id, line.put_by)

    def deliver(self, day: date) -> None:
        """Brings everything that is due on a day to where it should go."""
        for sale in self._due.pop(day, ()):
            packed = at(sale.pair.delivery, day, time(8, self.dice.randrange(5, 55)))
            left = packed + timedelta(minutes=self.dice.randrange(60, 150))
            there = left + timedelta(minutes=self.dice.randrange(30, 300))
            self.pack(sale, packed)
            self.dispatch(sale, left)
            self._arrive(sale, there)

    def pack(self, sale: Sale, when: datetime) -> None:
        """The goods are put together."""
        sale.steps.append(Step(OrderState.PACKED, when, sale.pair.clerk))

    def dispatch(self, sale: Sale, when: datetime) -> None:
        """The goods leave the godown."""
        sale.steps.append(Step(OrderState.DISPATCHED, when, sale.pair.clerk))
        godown = self.present.godowns.get(sale.pair.trade.seller.code)
        for line in sale.lines:
            if godown is not None and line.put_by:
                godown.issue(line.goods.item.id, line.put_by)

    def _arrive(self, sale: Sale, when: datetime) -> None:
        sale.steps.append(Step(OrderState.DELIVERED, when, sale.pair.driver))
        buyer = sale.pair.trade.buyer.code
        godown = self.present.godowns.get(buyer)
        if godown is None:
            return
        for line in sale.lines:
            self._coming[buyer][line.goods.item.sku] -= line.pieces
            there = line.pieces if line.put_by is None else line.put_by
            if godown.free(line.goods.item.id) is not None:
                godown.take_in(Came(line.goods.item.id, there, MovementKind.RECEIPT, when, sale))
