"""The back office's frame: how a page is opened with the books, how a form acts once, how either is refused."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from flask import Blueprint, abort, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.post.notify import notify
from bot.web.console import access, guard, once, sessions
from bot.web.console.doors import DOORS, opens
from bot.web.console.forms import Form, read
from bot.web.console.once import Outcome
from bot.web.console.visit import DONE, Visit, visit_of
from bot.wiring import Wiring
from conversations import text
from conversations.explain import explain
from domain.refusal import Code, Refusal

View = Callable[..., ResponseReturnValue]
Act = Callable[..., Outcome]
Prepare = Callable[..., Any]
Viewed = TypeVar("Viewed", bound=View)
Acted = TypeVar("Acted", bound=Act)
POLL = "X-Console-Poll"


class Console:
    """Takes pages and actions under the name of their function, which has to stand in the table of doors."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.routes = Blueprint(
            "console", __name__, url_prefix="/console", template_folder="templates", static_folder="static"
        )

    def page(self, rule: str) -> Callable[[Viewed], Viewed]:
        """Serves a function of a visit as a page that changes nothing."""

        def serve(view: Viewed) -> Viewed:
            name = view.__name__
            self._known(name)

            def opened(**arguments: Any) -> ResponseReturnValue:
                with self.wiring.database.read() as books:
                    visit = self._enter(books, name)
                    with _speaking(visit):
                        answer = view(visit, **arguments)
                self._note(visit)
                return answer

            self.routes.add_url_rule(rule, name, opened, methods=["GET"])
            return view

        return serve

    def action(
        self, rule: str, shape: type[Form] = Form, *, prepared: Prepare | None = None
    ) -> Callable[[Acted], Acted]:
        """Serves a function of a visit and its form as something that is done, once, in one transaction.

        `prepared` does what takes long before the transaction; the action is given what it returns.
        """

        def serve(act: Acted) -> Acted:
            name = act.__name__
            self._known(name)

            def acted(**arguments: Any) -> ResponseReturnValue:
                return self._act(name, act, shape, prepared, arguments)

            self.routes.add_url_rule(rule, name, acted, methods=["POST"])
            return act

        return serve

    # --- getting in

    @staticmethod
    def _known(name: str) -> None:
        if name not in DOORS:
            raise LookupError(f"{name} stands in no door: see doors.py")

    def _enter(self, books: Session, name: str) -> Visit:
        visit = visit_of(self.wiring, books)
        g.console_language = visit.language
        if not opens(name, visit.desk.post.rights):
            abort(403)
        return visit

    def _note(self, visit: Visit) -> None:
        """Writes down that the person was here, and whose data was shown; looking at what polls is not being here."""
        now = self.wiring.clock()
        here = POLL not in request.headers and now - visit.row.seen_at > sessions.SEEN_EVERY
        if here or visit.seen:
            with self.wiring.database.write() as books:
                if here:
                    sessions.seen(books, visit.row, now)
                access.note(books, visit.row.person_id, visit.row.party_id, visit.seen, now)

    # --- acting

    def _act(
        self, name: str, act: Act, shape: type[Form], prepare: Prepare | None, arguments: dict[str, Any]
    ) -> ResponseReturnValue:
        guard.check(self.wiring, request.cookies.get(guard.SESSION, ""))
        key, back = request.form.get("once", ""), guard.place_here(request.form.get("back"))
        try:
            form = read(shape)
            if prepare is not None:
                with self.wiring.database.read() as books:
                    arguments["prepared"] = prepare(self._enter(books, name), form)
            with self.wiring.database.write() as books:
                visit = self._enter(books, name)
                with _speaking(visit):
                    outcome = self._once(visit, act, form, arguments)
        except Refusal as refusal:
            if refusal.code is Code.NOT_FOUND or not once.KEY.fullmatch(key):
                raise
            outcome = self._refused(key, Outcome(back, "", refused=True), refusal)
        self.wiring.ring()
        return redirect(_with_news(outcome.place, key), code=303)

    def _once(self, visit: Visit, act: Act, form: Form, arguments: dict[str, Any]) -> Outcome:
        now, person_id = visit.desk.now, visit.row.person_id
        if not once.claim(visit.books, person_id, form.once, now):
            earlier = once.outcome_of(visit.books, person_id, form.once)
            assert earlier is not None
            return earlier
        outcome = act(visit, form, **arguments)
        notify(visit.books, self.wiring.inbox.house.notice_channel, now)
        once.keep(visit.books, person_id, form.once, outcome)
        sessions.seen(visit.books, visit.row, now)
        return outcome

    def _refused(self, key: str, outcome: Outcome, refusal: Refusal) -> Outcome:
        """Keeps the refusal, so that whoever sends the form again hears the same; nothing else was changed."""
        with self.wiring.database.write() as books:
            visit = visit_of(self.wiring, books)
            with _speaking(visit):
                told = Outcome(outcome.place, explain(refusal), refused=True)
            if once.claim(books, visit.row.person_id, key, visit.desk.now):
                once.keep(books, visit.row.person_id, key, told)
                return told
            return once.outcome_of(books, visit.row.person_id, key) or told


def _speaking(visit: Visit) -> AbstractContextManager[None]:
    return text.speaking(visit.language, visit.desk.today)


def _with_news(place: str, key: str) -> str:
    path, _mark, query = place.partition("?")
    return f"{path}?{query}&{DONE}={key}" if query else f"{path}?{DONE}={key}"
