"""Counters for Prometheus, and the page that shows them to who may look."""

import hmac

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest

from bot.wiring import Wiring

registry = CollectorRegistry()
RECEIVED = Counter("sauda_inbound_total", "Messages that came in", ["channel", "outcome"], registry=registry)
REFUSED = Counter("sauda_webhook_refused_total", "Webhook calls that were refused", ["path", "why"], registry=registry)
REPORTS = Counter("sauda_reports_total", "Status reports of messages sent", ["state"], registry=registry)
SECONDS = Histogram(
    "sauda_turn_seconds",
    "From a message to its committed answer",
    registry=registry,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15),
)


def metrics(wiring: Wiring) -> Blueprint:
    """The page, on loopback or with the token."""
    page = Blueprint("metrics", __name__)

    @page.get("/metrics")
    def show() -> Response:
        token = wiring.settings.metrics_token.get_secret_value()
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        here = request.remote_addr in ("127.0.0.1", "::1") and "X-Forwarded-For" not in request.headers
        if not here and not (token and hmac.compare_digest(given, token)):
            abort(403)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return page
