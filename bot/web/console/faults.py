"""What a visitor sees when something is refused or breaks: a sentence or a number, never our insides."""

import secrets
from contextlib import AbstractContextManager

import structlog
from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from bot.web.console.visit import NotIn
from conversations import text
from conversations.explain import explain
from conversations.text import _
from domain.refusal import Code, Refusal

log = structlog.get_logger()

CODES = {Code.NOT_FOUND: 404, Code.NOT_ALLOWED: 403}


def faults(routes: Blueprint) -> None:
    """Adds the answers to the back office."""

    @routes.errorhandler(NotIn)
    def not_in(_fault: NotIn) -> ResponseReturnValue:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else url_for("console.today")
        door = url_for("console.log_in", next=wanted)
        if "HX-Request" in request.headers:
            return Response(status=401, headers={"HX-Redirect": door})
        return redirect(door, code=303)

    @routes.errorhandler(Refusal)
    def refused(refusal: Refusal) -> ResponseReturnValue:
        with _spoken():
            return _page(CODES.get(refusal.code, 409), explain(refusal))

    @routes.errorhandler(HTTPException)
    def wrong(error: HTTPException) -> ResponseReturnValue:
        return fault_page(error)

    @routes.errorhandler(Exception)
    def broken(fault: Exception) -> ResponseReturnValue:
        number = secrets.token_hex(4)
        log.exception("page_failed", number=number, endpoint=request.endpoint, exc_info=fault)
        with _spoken():
            return _page(500, _("Something went wrong on our side. Its number is %(number)s.", number=number))


def fault_page(error: HTTPException) -> Response:
    """The page of an error of HTTP."""
    if error.response is not None:  # a redirect that is raised
        return make_response(error.response)
    with _spoken():
        sentences = {
            403: _("This is not open to you."),
            404: _("There is no such page, or it is not yours to see."),
            405: _("This can only be done from its page."),
            413: _("That is too large."),
        }
        answer = _page(error.code or 500, sentences.get(error.code or 500, _("That could not be done.")))
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _page(code: int, told: str) -> Response:
    return make_response(render_template("console/fault.html", told=told), code)


def _spoken() -> AbstractContextManager[None]:
    return text.speaking(g.get("console_language", text.SOURCE_LANGUAGE))
