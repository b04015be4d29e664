"""Twilio's two webhooks: a message, and the fate of one of ours. Unsigned calls leave nothing but a counter."""

from typing import NoReturn

import structlog
from flask import Blueprint, Response, abort, request

from bot.channels.twilio_forms import BadForm, Signatures, parse, parse_status, read_form
from bot.web.metrics import RECEIVED, REFUSED, REPORTS, SECONDS
from bot.wiring import Wiring

log = structlog.get_logger()

MOST_BODY = 1024 * 1024
FORM = "application/x-www-form-urlencoded"
THANKS = "<?xml version='1.0' encoding='UTF-8'?><Response/>"


def twilio(wiring: Wiring) -> Blueprint:
    """The routes of Twilio."""
    routes = Blueprint("twilio", __name__)
    account = wiring.settings.twilio_account_sid
    senders = {wiring.settings.twilio_whatsapp_from.removeprefix("whatsapp:")}

    @routes.post("/webhooks/twilio")
    def message() -> Response:
        fields = signed_form(wiring.twilio_signatures)
        if fields.get("AccountSid", account) != account:
            refuse("account", 403)
        return take_in(wiring, "whatsapp", fields, senders)

    @routes.post("/webhooks/twilio/status")
    def status() -> Response:
        fields = signed_form(wiring.twilio_signatures)
        if fields.get("AccountSid", account) != account:
            refuse("account", 403)
        report = parse_status(fields, request.args.get("m", ""))
        if report is not None:
            known = wiring.outbox.report(report)
            REPORTS.labels(report.progress.value if known else "unknown").inc()
        return Response(status=200)

    return routes


def signed_form(signatures: Signatures | None) -> dict[str, str]:
    """The fields of a rightly signed form; refused before anything else is done with it."""
    if request.content_length is not None and request.content_length > MOST_BODY:
        refuse("size", 413)
    if signatures is None:
        refuse("not_set_up", 403)
    if request.mimetype != FORM:
        refuse("type", 415)
    body = request.get_data(cache=False)
    if len(body) > MOST_BODY:
        refuse("size", 413)
    try:
        fields = read_form(body)
    except BadForm:
        refuse("form", 400)
    signature = request.headers.get("X-Twilio-Signature", "")
    assert signatures is not None
    query = request.query_string.decode("ascii", "replace")
    if not signatures.fits(request.path, query, fields, signature):
        refuse("signature", 403)
    return fields


def refuse(why: str, status: int) -> NoReturn:
    """Counts a refused call and ends it."""
    REFUSED.labels(request.path, why).inc()
    abort(status)


def take_in(wiring: Wiring, channel: str, fields: dict[str, str], own: set[str]) -> Response:
    """Hands a message to the inbox; thanks only for what is written down."""
    inbound = parse(channel, fields, wiring.clock())
    if inbound is None:
        RECEIVED.labels(channel, "no_message").inc()
        return Response(THANKS, mimetype="text/xml", status=400)
    if inbound.external_id in own:
        RECEIVED.labels(channel, "own").inc()
        return Response(THANKS, mimetype="text/xml")
    try:
        with SECONDS.time():
            outcome, _row = wiring.inbox.receive(inbound)
    except Exception:
        log.exception("not_written", channel=channel)
        RECEIVED.labels(channel, "not_written").inc()
        return Response(status=503)
    RECEIVED.labels(channel, outcome.value).inc()
    return Response(THANKS, mimetype="text/xml")
