"""Asking a service on the web: one question, one answer, within a time and a size; never sent on to elsewhere."""

import time
from collections.abc import Mapping

import urllib3

from bot.readers.ports import NotNow, NotRead

MOST_BYTES = 256 * 1024
CONNECT = 2.0
CHUNK = 16_384
LATER = (408, 425, 429)


class Service:
    """A service at an address, which may want a key."""

    def __init__(self, url: str, key: str, seconds: float) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._seconds = seconds
        self._pool = urllib3.PoolManager(retries=False)

    def ask(self, path: str, body: bytes, content_type: str) -> bytes:
        """Posts a body; gives the answer's. NotNow where the service cannot be asked, NotRead where it says no."""
        deadline = time.monotonic() + self._seconds
        try:
            answer = self._pool.request(
                "POST",
                self._url + path,
                body=body,
                headers={**self._headers, "Content-Type": content_type, "Accept": "application/json"},
                timeout=urllib3.Timeout(connect=min(CONNECT, self._seconds), read=self._seconds),
                redirect=False,
                preload_content=False,
            )
            try:
                return _body(answer, deadline)
            finally:
                answer.close()
        except urllib3.exceptions.HTTPError as fault:
            raise NotNow(type(fault).__name__) from None  # its text holds the address


def _body(answer: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
    if answer.status >= 500 or answer.status in LATER:
        raise NotNow(f"status {answer.status}")
    if answer.status != 200:
        raise NotRead(f"status {answer.status}")
    content = bytearray()
    while chunk := answer.read1(CHUNK):
        content += chunk
        if len(content) > MOST_BYTES:
            raise NotRead("answer too long")
        if time.monotonic() > deadline:
            raise NotNow("too slow")
    return bytes(content)


def fields_of(parts: Mapping[str, str | tuple[str, bytes, str]]) -> tuple[bytes, str]:
    """A form of several parts as a body and its content type; a file is its name, content and media type."""
    return urllib3.encode_multipart_formdata(dict(parts))
