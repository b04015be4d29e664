"""Fetching a file from a provider: only from its own addresses, credentials only to its API, little and quickly."""

import re
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import urllib3

from bot.post.files import MOST_BYTES, MediaRefused

MOST_SECONDS = 10.0
MOST_HOPS = 3
CHUNK = 65_536
REDIRECTS = (301, 302, 303, 307, 308)

# Nothing that two readers of addresses could read in two ways: no user, no fragment, no backslash, no blank.
PLAIN_URL = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?/[A-Za-z0-9/._~%!$&'()*+,;=:@?-]*")


class NotYet(Exception):  # noqa: N818 - an answer about a file
    """A file that may come with another try."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a provider's files lie: `files` matches the paths of its API `api`, which may redirect to `hosts`.

    Hosts may carry a port. Everything goes by https, but for the `insecure` hosts of a test on this machine.
    """

    api: str
    files: re.Pattern[str]
    hosts: frozenset[str] = frozenset()
    authorization: str = ""
    insecure: frozenset[str] = frozenset()

    def is_file(self, url: str) -> bool:
        """Whether an address is that of a file at the provider's API."""
        parts = self._plain(url)
        return parts is not None and parts[0] == self.api and self.files.fullmatch(parts[1]) is not None

    def may_lead_to(self, url: str) -> bool:
        """Whether the API may redirect us there."""
        parts = self._plain(url)
        return parts is not None and (parts[0] in self.hosts or self.is_file(url))

    def _plain(self, url: str) -> tuple[str, str] | None:
        """Host and path of an address that cannot be misread and goes by the right scheme."""
        if not PLAIN_URL.fullmatch(url):
            return None
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.netloc not in self.insecure:
            return None
        return parts.netloc, parts.path


class Fetcher:
    """Fetches files of one provider."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=5, read=MOST_SECONDS), retries=False)

    def fetch(self, url: str) -> bytes:
        """The content behind an address; MediaRefused where it may not be fetched, NotYet where it may come later."""
        if not self._source.is_file(url):
            raise MediaRefused("host")
        for _hop in range(MOST_HOPS + 1):
            answer = self._get(url)
            try:
                if answer.status in REDIRECTS:
                    url = urljoin(url, answer.headers.get("Location", ""))
                    if not self._source.may_lead_to(url):
                        raise MediaRefused("host")
                    continue
                if answer.status != 200:
                    raise NotYet(f"status_{answer.status}")
                return _read(answer)
            finally:
                answer.close()
        raise MediaRefused("redirects")

    def _get(self, url: str) -> urllib3.BaseHTTPResponse:
        headers = {}
        if self._source.authorization and self._source.is_file(url):
            headers["Authorization"] = self._source.authorization
        try:
            return self._pool.request("GET", url, headers=headers, redirect=False, preload_content=False)
        except urllib3.exceptions.HTTPError as fault:
            raise NotYet("unreachable") from fault


def _read(answer: urllib3.BaseHTTPResponse) -> bytes:
    """The body as it comes in, given up when it is too large or too slow."""
    content = bytearray()
    deadline = time.monotonic() + MOST_SECONDS
    try:
        while chunk := answer.read1(CHUNK, decode_content=False):  # what is packed small may swell
            content += chunk
            if len(content) > MOST_BYTES:
                raise MediaRefused("size")
            if time.monotonic() > deadline:
                raise NotYet("slow")
    except urllib3.exceptions.HTTPError as fault:
        raise NotYet("cut") from fault
    return bytes(content)
