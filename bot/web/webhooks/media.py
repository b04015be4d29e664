"""Files under their secret names, for a provider to fetch and for a phone to show."""

from flask import Blueprint, Response, abort
from sqlmodel import col, select

from bot.post.media import path_of
from bot.post.tables import Media, MediaState
from bot.wiring import Wiring


def media(wiring: Wiring) -> Blueprint:
    """One route, for GET and HEAD."""
    routes = Blueprint("media", __name__)

    @routes.get("/media/<token>")
    def show(token: str) -> Response:
        with wiring.database.read() as session:
            kept = session.scalars(
                select(Media).where(col(Media.token) == token, col(Media.state) == MediaState.KEPT)
            ).first()
        if kept is None:
            abort(404)
        content = path_of(wiring.settings.media_dir, kept.sha256).read_bytes()
        answer = Response(content, content_type=kept.kind)
        answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer.headers["Cache-Control"] = "private, max-age=86400"
        return answer

    return routes
