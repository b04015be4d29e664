"""Several processes that do things at the same moment, each with its own connections and its own shelves."""

import multiprocessing
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from bot.wiring import Wiring
from domain.orders.tables import OrderState
from domain.refusal import Code, Refusal
from domain.stock.count import Counted, count
from tests.clock import SettableClock
from tests.desks import at_desk, fill, seal
from tests.wired import wired

TRIES = 100
PATIENCE_SECONDS = 120


class Runner(Protocol):
    """What one process does; `outcomes` of it are what happened, in a word each."""

    def prepare(self, wiring: Wiring) -> None:
        """Whatever may be done before the start."""

    def run(self, wiring: Wiring) -> list[str]:
        """What is done from the start on."""


@dataclass
class Placing:
    """Each of these people sends the cart that is filled for them; who hears that it changed looks and sends again."""

    people: Sequence[str]
    again: bool = True

    def prepare(self, wiring: Wiring) -> None:
        self.seals = {}
        for who in self.people:
            with at_desk(wiring, who) as desk:
                self.seals[who] = seal(desk)

    def run(self, wiring: Wiring) -> list[str]:
        return [self._send(wiring, who, self.seals[who]) for who in self.people]

    def _send(self, wiring: Wiring, who: str, shown: str) -> str:
        for _ in range(TRIES):
            try:
                with at_desk(wiring, who) as desk:
                    return f"placed {desk.cart.place(shown).number}"
            except Refusal as refused:
                if refused.code is not Code.CART_CHANGED or not self.again:
                    return refused.code.value
            with at_desk(wiring, who) as desk:
                shown = seal(desk)
        return "gave up"


@dataclass
class PlacingAndCancelling:
    """A person orders the same goods again and again, and cancels every second order."""

    who: str
    goods: dict[str, int]
    times: int

    def prepare(self, wiring: Wiring) -> None:
        with at_desk(wiring, self.who) as desk:
            assert desk.shelf.items

    def run(self, wiring: Wiring) -> list[str]:
        return [self._once(wiring, cancels=turn % 2 == 1) for turn in range(self.times)]

    def _once(self, wiring: Wiring, *, cancels: bool) -> str:
        for _ in range(TRIES):
            try:
                with at_desk(wiring, self.who) as desk:
                    order = desk.cart.place(fill(desk, self.goods))
                break
            except Refusal as refused:
                if refused.code is not Code.CART_CHANGED:
                    return refused.code.value
        if not cancels:
            return OrderState.PLACED.value
        with at_desk(wiring, self.who) as desk:
            return desk.orders.cancel(order.id, order.revision).order.state.value


@dataclass
class Counting:
    """Somebody counts a shelf again and again, and always finds another number."""

    place_id: int
    product_id: int
    found: Sequence[int]

    def prepare(self, wiring: Wiring) -> None:
        pass

    def run(self, wiring: Wiring) -> list[str]:
        for pieces in self.found:
            with wiring.database.write() as session:
                count(session, [Counted(self.place_id, self.product_id, pieces)], wiring.clock(), person_id=1)
        return ["counted"]


def race(wiring: Wiring, runners: Sequence[Runner], folder: Path) -> list[str]:
    """Lets every runner run in a process of its own, all from the same moment; gives what happened, in no order.

    An exception of a runner is one of the outcomes: its name and its last line.
    """
    context = multiprocessing.get_context("spawn")
    start, outcomes = context.Barrier(len(runners)), context.Queue()
    known = (wiring.settings.database_url, wiring.clock(), folder, start, outcomes)
    processes = [context.Process(target=_run, args=(runner, *known)) for runner in runners]
    for process in processes:
        process.start()
    happened = [outcome for _ in runners for outcome in outcomes.get(timeout=PATIENCE_SECONDS)]
    for process in processes:
        process.join(timeout=PATIENCE_SECONDS)
    return happened


def _run(runner: Runner, url: str, now: datetime, folder: Path, start: Any, outcomes: Any) -> None:
    wiring = wired(url, SettableClock(now), folder)
    try:
        runner.prepare(wiring)
        start.wait(timeout=PATIENCE_SECONDS)
        outcomes.put(runner.run(wiring))
    except BaseException as fault:
        outcomes.put([f"{type(fault).__name__}: {traceback.format_exc()}"])
        raise
    finally:
        wiring.database.close()
