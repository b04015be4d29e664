"""The entrance: the log-in, and the link from the chat."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bot.web.console import entering, guard, links, sessions
from bot.web.console.tables import Way
from bot.web.console.visit import NotIn, visit_of
from bot.wiring import Wiring
from conversations import text
from conversations.text import LANGUAGES, _
from domain.network.tables import Person

MOST = 200


def entrance(routes: Blueprint, wiring: Wiring) -> None:
    """Adds the routes to the back office."""
    _log_in(routes, wiring)
    _link(routes, wiring)


def _log_in(routes: Blueprint, wiring: Wiring) -> None:
    @routes.get("/login")
    def log_in() -> ResponseReturnValue:
        following = guard.place_here(request.args.get("next"))
        try:
            with wiring.database.read() as books:
                visit_of(wiring, books)
        except NotIn:
            return _form(wiring, 200, "", following)
        return redirect(following, code=303)

    @routes.post("/login")
    def come_in() -> ResponseReturnValue:
        guard.check(wiring, request.cookies.get(guard.VISITOR, ""))
        following = guard.place_here(request.args.get("next") or request.form.get("next"))
        name, password = request.form.get("name", "")[:MOST], request.form.get("password", "")
        with _in_their_language():
            try:
                token = entering.by_password(wiring, name, password, guard.address())
            except entering.TooOften:
                return _form(wiring, 429, _too_often(), following)
            except entering.Wrong:
                return _form(wiring, 401, _("That name and password do not belong together."), following)
            except entering.NoOffice:
                return _form(wiring, 403, _no_office(), following)
        return _inside(wiring, token, following)


def _link(routes: Blueprint, wiring: Wiring) -> None:
    @routes.get("/link/<token>")
    def link(token: str) -> ResponseReturnValue:
        with wiring.database.read() as books:
            person_id = links.owner(books, token, wiring.clock())
            person = books.get(Person, person_id) if person_id is not None else None
        with _in_their_language():
            if person is None:
                return _form(wiring, 410, _used_up(), guard.HOME)
            return _with_visitor(wiring, "link.html", 200, token=token, name=person.name)

    @routes.post("/link/<token>")
    def use_link(token: str) -> ResponseReturnValue:
        guard.check(wiring, request.cookies.get(guard.VISITOR, ""))
        with _in_their_language():
            try:
                with wiring.database.write() as books:
                    person_id = links.use(books, token, wiring.clock())
                    if person_id is None:
                        return _form(wiring, 410, _used_up(), guard.HOME)
                    begun = entering.let_in(wiring, books, person_id, Way.LINK, wiring.clock())
            except entering.NoOffice:
                return _form(wiring, 403, _no_office(), guard.HOME)
        return _inside(wiring, begun, guard.HOME)


def _inside(wiring: Wiring, token: str, following: str) -> ResponseReturnValue:
    """Goes in with a fresh session; whatever the browser held before is ended and taken back."""
    earlier = request.cookies.get(guard.SESSION, "")
    if earlier:
        with wiring.database.write() as books:
            sessions.end(books, earlier, "came in anew", wiring.clock())
    answer = make_response(redirect(following, code=303))
    guard.give(answer, wiring, guard.SESSION, token)
    guard.take(answer, guard.VISITOR)
    return answer


def _form(wiring: Wiring, code: int, told: str, following: str) -> ResponseReturnValue:
    with _in_their_language():
        return _with_visitor(wiring, "login.html", code, told=told, following=following)


def _with_visitor(wiring: Wiring, template: str, code: int, **facts: object) -> ResponseReturnValue:
    visitor = guard.visitor()
    page = render_template(
        f"console/{template}", house=wiring.settings.house_name, csrf=guard.token_for(wiring, visitor), **facts
    )
    answer = make_response(page, code)
    guard.give(answer, wiring, guard.VISITOR, visitor)
    return answer


@contextmanager
def _in_their_language() -> Iterator[None]:
    """Speaks what the browser prefers, of the languages that there are."""
    known = {language.replace("_", "-").lower(): language for language in LANGUAGES}
    with text.speaking(known.get(request.accept_languages.best_match(list(known)) or "", text.SOURCE_LANGUAGE)):
        yield


def _too_often() -> str:
    return _("Too many tries. Please wait a quarter of an hour, or write console in the chat and come in by the link.")


def _no_office() -> str:
    return _("There is nothing for you to do in the back office. Please write in the chat.")


def _used_up() -> str:
    return _("This link is used or too old. Please write console in the chat for a new one.")
