"""The threads that send. A letter is claimed only when one is free, so that none waits behind another's slow send."""

import threading
import time
from collections.abc import Callable

import structlog

from bot.post.claiming import Claimed
from bot.post.outbox import Outbox

log = structlog.get_logger()


class Senders:
    """At most `count` sends at a time, each in a thread of its own; `freed` is called whenever one is done."""

    def __init__(self, outbox: Outbox, count: int, freed: Callable[[], None]) -> None:
        self._outbox = outbox
        self._freed = freed
        self._count = self._free = count
        self._lock = threading.Lock()

    def run_once(self) -> int:
        """Begins as many sends as may begin now; how many."""
        with self._lock:
            free = self._free
        if not free:
            return 0
        claimed = self._outbox.claim(most=free)
        with self._lock:
            self._free -= len(claimed)
        for row in claimed:
            threading.Thread(target=self._send, args=(row,), name="send", daemon=True).start()
        return len(claimed)

    def _send(self, row: Claimed) -> None:
        try:
            self._outbox.deliver(row)
        except Exception:
            log.exception("not_recorded", outbound=row.id)  # its lease ends, and it is looked up before it goes again
        finally:
            with self._lock:
                self._free += 1
            self._freed()

    def finish(self, seconds: float) -> None:
        """Waits for what is under way; what takes longer is looked up by whoever sends next."""
        deadline = time.monotonic() + seconds
        while self._free < self._count and time.monotonic() < deadline:
            time.sleep(0.05)
