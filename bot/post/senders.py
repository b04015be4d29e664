"""The threads that send. A letter is claimed only when one is free, so that none waits behind another's slow send."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog

from bot.post.claiming import Claimed
from bot.post.outbox import Outbox

log = structlog.get_logger()


class Senders:
    """A fixed number of sending threads; `freed` is called whenever one of them is done."""

    def __init__(self, outbox: Outbox, count: int, freed: Callable[[], None]) -> None:
        self._outbox = outbox
        self._freed = freed
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="send")
        self._free = count
        self._lock = threading.Lock()

    def run_once(self) -> int:
        """Gives every free thread a letter that is due; how many were claimed."""
        with self._lock:
            free = self._free
        if not free:
            return 0
        claimed = self._outbox.claim(most=free)
        with self._lock:
            self._free -= len(claimed)
        for row in claimed:
            self._pool.submit(self._send, row)
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

    def stop(self) -> None:
        """Finishes what is under way."""
        self._pool.shutdown(wait=True)
