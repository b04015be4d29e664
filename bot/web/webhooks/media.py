"""Files under their secret names, for a provider to fetch and for a phone to show."""

from flask import Blueprint, Response, abort
from sqlmodel import col, select

from bot.post.files import path_of
from bot.post.showing import without_metadata
from bot.post.tables import Media, MediaState
from bot.wiring import Wiring


def media(wiring: Wiring) -> Blueprint:
    """One route, for GET and HEAD."""
    routes = Blueprint("media", __name__)

    @routes.get("/media/<token>")
    def show(token: str) -> Response:
        wanted = select(col(Media.sha256), col(Media.kind)).where(
            col(Media.token) == token, col(Media.state) == MediaState.KEPT
        )
        with wiring.database.read() as session:
            kept = session.execute(wanted).first()
        if kept is None:
            abort(404)
        digest, kind = kept
        content = path_of(wiring.settings.media_dir, digest).read_bytes()
        answer = from_outside(without_metadata(content, kind), kind)
        answer.headers["Cache-Control"] = "private, max-age=86400"
        return answer

    return routes


def from_outside(content: bytes, kind: str) -> Response:
    """A file that somebody sent, as an answer in which nothing can run as a page of ours."""
    answer = Response(content, content_type=kind)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
