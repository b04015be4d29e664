"""A provider's media API and the host that it redirects to: real servers on this machine that do as they are told."""

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bot.post.fetching import Fetcher, Source

FILES = re.compile(r"/2010-04-01/Accounts/AC1/Messages/\w+/Media/\w+")
PATH = "/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"


@dataclass
class Asked:
    """A request as it came in."""

    path: str
    authorization: str


@dataclass
class FileServer:
    """Answers with what `say` writes; keeps what it was asked."""

    say: Callable[[BaseHTTPRequestHandler], None]
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = PATH) -> str:
        return f"http://{self.host}{path}"


@contextmanager
def serving(say: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[FileServer]:
    """A server for the time of a test."""
    server = FileServer(say)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            """Nothing is logged."""

        def do_GET(self) -> None:
            server.asked.append(Asked(self.path, self.headers.get("Authorization", "")))
            server.say(self)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        server.port = listening.server_port
        threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        listening.shutdown()


def content(
    body: bytes, status: int = 200, headers: Mapping[str, str] | None = None
) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answers with a body and its length."""

    def say(request: BaseHTTPRequestHandler) -> None:
        _head(request, status, {"Content-Length": str(len(body)), **(headers or {})})
        request.wfile.write(body)

    return say


def redirect(to: Callable[[], str], status: int = 307) -> Callable[[BaseHTTPRequestHandler], None]:
    """Sends the caller elsewhere."""

    def say(request: BaseHTTPRequestHandler) -> None:
        _head(request, status, {"Location": to(), "Content-Length": "0"})

    return say


def slowly(pieces: int, each: float, length: int | None = None) -> Callable[[BaseHTTPRequestHandler], None]:
    """A byte at a time."""

    def say(request: BaseHTTPRequestHandler) -> None:
        _head(request, 200, {"Content-Length": str(length or pieces)})
        for _piece in range(pieces):
            request.wfile.write(b"x")
            request.wfile.flush()
            time.sleep(each)

    return say


def endless(request: BaseHTTPRequestHandler) -> None:
    """As much as the caller takes, with no length told."""
    _head(request, 200, {})
    try:
        while True:
            request.wfile.write(b"x" * 65_536)
    except OSError:
        return


def _head(request: BaseHTTPRequestHandler, status: int, headers: Mapping[str, str]) -> None:
    request.send_response(status)
    for name, value in headers.items():
        request.send_header(name, value)
    request.end_headers()


def fetcher(api: FileServer, *hosts: FileServer) -> Fetcher:
    """A fetcher for files of `api`, which may redirect to `hosts`."""
    everywhere = frozenset(server.host for server in (api, *hosts))
    return Fetcher(Source(api.host, FILES, everywhere - {api.host}, "Basic c2VjcmV0", everywhere))
