"""The processes of an installation: web, worker, clock, each alone or all in one."""

import signal
import threading
import time

import structlog

import conversations.dialogs  # noqa: F401 - makes the dialogs known
from bot.jobs.clockwork import Clockwork
from bot.post.loop import Loop
from bot.post.senders import Senders
from bot.serving import WebServer
from bot.wiring import Wiring

log = structlog.get_logger()

SENDERS = 12
FETCHERS = 2
SECONDS_TO_FINISH = 9.0


class Worker:
    """Sends, tries failed messages again, fetches files; stops cleanly."""

    def __init__(self, wiring: Wiring) -> None:
        self.outbox = wiring.outbox
        sending = Loop("outbox", self._send, idle=0.25)
        self.senders = Senders(wiring.outbox, SENDERS, freed=sending.ring)
        self.loops = [
            sending,
            Loop("again", wiring.inbox.try_again, idle=1.0),
            *(Loop(f"media-{number}", wiring.media.run_once, idle=1.0) for number in range(FETCHERS)),
        ]
        wiring.rang = self.ring

    def _send(self) -> int:
        return self.senders.run_once()

    def ring(self) -> None:
        """Something was written."""
        for loop in self.loops:
            loop.ring()

    def start(self) -> None:
        """Takes up what was left lying, and starts all loops."""
        self.outbox.recover()
        for loop in self.loops:
            loop.start()

    def stop(self) -> None:
        """Finishes what is under way, within the time that a deploy gives us."""
        for loop in self.loops:
            loop.tell()
        deadline = time.monotonic() + SECONDS_TO_FINISH
        for loop in self.loops:
            loop.join(deadline - time.monotonic())
        self.senders.finish(deadline - time.monotonic())


def until_told(stop: threading.Event) -> None:
    """Waits for SIGTERM or SIGINT."""

    def tell(*_args: object) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    while not stop.wait(3600):
        pass


def serve_web(wiring: Wiring, port: int, stop: threading.Event) -> None:
    """Answers HTTP until told to stop."""
    from bot.app import create_app

    server = WebServer(create_app(wiring), port)
    server.start()
    until_told(stop)
    server.stop()


def run_all(wiring: Wiring, port: int) -> None:
    """Web, worker and clock in one process: the embedded way."""
    worker = Worker(wiring)
    clock = Clockwork(wiring)
    worker.start()
    clock.start()
    try:
        serve_web(wiring, port, threading.Event())
    finally:
        clock.stop()
        worker.stop()
        wiring.database.close()


def run_worker(wiring: Wiring) -> None:
    """The worker alone."""
    worker = Worker(wiring)
    worker.start()
    until_told(threading.Event())
    worker.stop()


def run_clock(wiring: Wiring) -> None:
    """The clock alone."""
    clock = Clockwork(wiring)
    clock.start()
    until_told(threading.Event())
    clock.stop()
