"""Keeps other sites from writing through a visitor's browser, and visitors from being sent to other sites."""

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit

from flask import Response, abort, request

from bot.wiring import Wiring

HOME = "/console/"
SESSION = "console"
VISITOR = "console_visitor"
FIELD = "csrf_token"


def token_for(wiring: Wiring, holder: str) -> str:
    """The token of the forms that are shown to the holder of a cookie."""
    return hmac.new(wiring.derived("console forms").encode(), holder.encode(), hashlib.sha256).hexdigest()


def check(wiring: Wiring, holder: str) -> None:
    """Ends a request with 403 that does not come from a form that we showed to this holder of a cookie."""
    given = request.form.get(FIELD, "")
    if not holder or not hmac.compare_digest(given.encode(), token_for(wiring, holder).encode()):
        abort(403)
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc not in (request.host, urlsplit(wiring.settings.base_url).netloc):
        abort(403)
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)


def visitor() -> str:
    """The mark of a browser in which nobody is in yet; a fresh one where it has none."""
    return request.cookies.get(VISITOR, "") or secrets.token_urlsafe(24)


def give(response: Response, wiring: Wiring, name: str, value: str) -> None:
    """Gives the browser a cookie that no script can read and that ends with the browser."""
    secure = request.is_secure or wiring.settings.base_url.startswith("https:")
    response.set_cookie(name, value, path="/console", httponly=True, samesite="Lax", secure=secure)


def take(response: Response, name: str) -> None:
    """Takes a cookie back."""
    response.delete_cookie(name, path="/console", httponly=True, samesite="Lax")


def place_here(wanted: str | None) -> str:
    """The place to go on to, if it is one of the back office's own; else its first page."""
    if not wanted or not wanted.startswith(HOME) or len(wanted) > 500 or "\\" in wanted or not wanted.isprintable():
        return HOME
    parts = urlsplit(wanted)
    return HOME if parts.scheme or parts.netloc or "//" in parts.path or ".." in parts.path else wanted


def with_query(path: str, fields: Iterable[tuple[str, str]]) -> str:
    """An address with these fields in its query."""
    query = urlencode(list(fields))
    return f"{path}?{query}" if query else path


def address() -> str:
    """From where a request comes; a caller within our own network who says for whom he asks is a proxy of ours."""
    caller = request.remote_addr or ""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return told if told and not ipaddress.ip_address(caller).is_global and ipaddress.ip_address(told) else caller
    except ValueError:
        return caller
