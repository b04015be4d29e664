"""A piece of work that is done again and again by a thread of its own."""

import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger()

Work = Callable[[], int]


class Loop:
    """Runs a piece of work again and again until it is told to stop; a ring starts it at once."""

    def __init__(self, name: str, work: Work, idle: float = 0.5) -> None:
        self.name = name
        self.work = work
        self.idle = idle
        self.bell = threading.Event()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self.thread.start()

    def ring(self) -> None:
        """There is something to do."""
        self.bell.set()

    def tell(self) -> None:
        """Says that it is over; what is under way is still finished."""
        self.over.set()
        self.bell.set()

    def join(self, seconds: float) -> None:
        """Waits at most so long for the end."""
        if self.thread.is_alive():
            self.thread.join(seconds)

    def _run(self) -> None:
        while not self.over.is_set():
            try:
                done = self.work()
            except Exception:
                log.exception("loop_failed", loop=self.name)
                done = 0
                self.over.wait(1.0)
            if not done:
                self.bell.wait(self.idle)
                self.bell.clear()
