"""The Flask application: webhooks, media, health, the back office, and in a demo the phone."""

from flask import Flask, Response, jsonify, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from bot.schema import is_current
from bot.web.console.faults import fault_page
from bot.web.console.routes import console
from bot.web.headers import protect
from bot.web.metrics import metrics
from bot.web.webhooks.media import media
from bot.web.webhooks.twilio import twilio
from bot.wiring import Wiring

MOST_BODY = 4 * 1024 * 1024


def create_app(wiring: Wiring) -> Flask:
    """The application of one process."""
    app = Flask("sauda", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BODY,
        MAX_FORM_MEMORY_SIZE=MOST_BODY,
        SECRET_KEY=wiring.derived("session"),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=wiring.settings.base_url.startswith("https:"),
    )
    app.extensions["wiring"] = wiring
    protect(app)
    app.register_blueprint(twilio(wiring))
    app.register_blueprint(media(wiring))
    app.register_blueprint(metrics(wiring))
    app.register_blueprint(console(wiring))
    if wiring.settings.simulator:
        from bot.web.simulator import simulator

        app.register_blueprint(simulator(wiring))
    _health(app, wiring)
    return app


def _health(app: Flask, wiring: Wiring) -> None:
    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(up=True)

    @app.get("/readyz")
    def readyz() -> tuple[Response, int]:
        try:
            ready = is_current(wiring.database)
        except SQLAlchemyError:
            ready = False
        return jsonify(ready=ready), 200 if ready else 503

    @app.errorhandler(HTTPException)
    def told(error: HTTPException) -> Response | tuple[Response, int]:
        if request.path.startswith("/console/"):
            return fault_page(error)
        return jsonify(error=error.name), error.code or 500
