"""The HTTP server. Waitress reads a request whole before it takes a thread for it: slow callers keep nobody waiting."""

import threading
import time

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

THREADS = 16
MOST_CONNECTIONS = 512
MOST_BODY = 5 * 1024 * 1024
SECONDS_TO_FINISH = 8.0


class WebServer:
    """Answers HTTP on one port from a thread of its own, and ends without cutting an answer off."""

    def __init__(self, app: Flask, port: int) -> None:
        self._server = create_server(
            app,
            host="0.0.0.0",  # noqa: S104 - a container's port is meant to be reached
            port=port,
            threads=THREADS,
            connection_limit=MOST_CONNECTIONS,
            channel_timeout=30,
            ident="",
            max_request_body_size=MOST_BODY,
            clear_untrusted_proxy_headers=False,  # nothing is believed of them; that one is there tells of a proxy
        )
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)

    def start(self) -> None:
        """Begins to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Takes no new connections, answers what has been asked, and closes; eight seconds at most."""
        wasyncore.dispatcher.close(self._server)  # the port alone: connections go on
        deadline = time.monotonic() + SECONDS_TO_FINISH
        while self._open() and time.monotonic() < deadline:
            time.sleep(0.05)
        self._server.task_dispatcher.shutdown(timeout=1)

    def _open(self) -> int:
        """How many connections still owe an answer; the others are told to close."""
        busy = 0
        for channel in list(self._server.active_channels.values()):
            if channel.requests or channel.request is not None or channel.total_outbufs_len:
                busy += 1
            else:
                channel.will_close = True
        self._server.pull_trigger()
        return busy
