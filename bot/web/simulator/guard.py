"""Keeps other sites from writing through a visitor's browser: a token of the page, and our own origin only."""

import hmac
import secrets
from urllib.parse import urlsplit

from flask import abort, request, session

HEADER = "X-Simulator-Token"
KEPT_AS = "simulator"


def token() -> str:
    """The token of this visitor's page, kept in their session."""
    kept: str = session.setdefault(KEPT_AS, secrets.token_urlsafe(24))
    return kept


def check(base_url: str) -> None:
    """Ends a request with 403 that does not come from a page of ours."""
    given, kept = request.headers.get(HEADER, ""), session.get(KEPT_AS, "")
    if not kept or not hmac.compare_digest(given.encode(), kept.encode()):
        abort(403)
    origin = urlsplit(request.headers.get("Origin", "")).netloc
    if origin not in (request.host, urlsplit(base_url).netloc):
        abort(403)
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(403)
