"""The page of phones and what it calls: send, upload, look, report what was seen."""

import secrets
from typing import TypeVar
from urllib.parse import urlencode

import orjson
from flask import Blueprint, Response, abort, current_app, render_template, request
from pydantic import ValidationError

from bot.channels.simulator import NAME
from bot.post.files import MOST_BYTES, MediaRefused
from bot.web.simulator import feed, guard, people, phones, seen
from bot.web.simulator.files import PhoneFiles
from bot.web.simulator.forms import HOUSE_NUMBER, FromOutside, PhoneMessage, form_of, sign
from bot.web.webhooks.media import from_outside
from bot.web.webhooks.twilio import FORM, signed_form, take_in
from bot.wiring import Wiring

WEBHOOK = "/webhooks/simulator"
MOST_PHONES = 8
REFUSALS = {"empty": 400, "size": 413, "pixels": 413, "kind": 415, "broken": 415}

Body = TypeVar("Body", bound=FromOutside)


def simulator(wiring: Wiring) -> Blueprint:
    """The routes of the simulator."""
    routes = Blueprint(
        "simulator",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/simulator/static",
    )
    files = PhoneFiles(wiring.settings.media_dir / "simulator", wiring.settings.base_url)
    _page(routes, wiring)
    _post(routes, wiring, files)
    _files(routes, wiring, files)
    return routes


def _page(routes: Blueprint, wiring: Wiring) -> None:
    @routes.get("/")
    def page() -> str:
        with wiring.database.read() as session:
            holders = people.holders(session)
            first = people.first_pair(session)
            places = people.named_places(session)
        return render_template(
            "phones.html",
            house=wiring.settings.house_name,
            groups={group: [holder for holder in holders if holder.group is group] for group in people.Group},
            first=",".join(first),
            places=places,
            token=guard.token(),
            has_console="console" in current_app.blueprints,
            most_bytes=MOST_BYTES,
            most_phones=MOST_PHONES,
        )

    @routes.get("/simulator/live")
    def live() -> Response:
        numbers = [number for number in request.args.get("phones", "").split(",") if number.isdecimal()][:MOST_PHONES]
        with_books = request.args.get("books") == "1"
        with wiring.database.read() as session:
            contacts = phones.contacts_of(session, numbers)
            version = f"{phones.version(session, contacts.values())}-{feed.version(session) if with_books else 0}"
            if version in request.if_none_match:
                return Response(status=304)
            shown = {number: phones.screen(session, contact) for number, contact in contacts.items()}
            lines = feed.lines(session) if with_books else []
        answer = Response(orjson.dumps({"phones": shown, "books": lines}), mimetype="application/json")
        answer.set_etag(version)
        return answer


def _post(routes: Blueprint, wiring: Wiring, files: PhoneFiles) -> None:
    @routes.post("/simulator/send")
    def send() -> Response:
        guard.check(wiring.settings.base_url)
        message = _read(PhoneMessage)
        attached = [files.attachment(name) for name in message.files]
        if not all(attached):
            abort(400)
        form = form_of(message, secrets.token_hex(16), [file for file in attached if file])
        # Within this process: a send holds one of the server's threads, never two.
        answer = current_app.test_client().post(
            WEBHOOK,
            data=urlencode(form),
            content_type=FORM,
            headers={"X-Twilio-Signature": sign(wiring.simulator_token, wiring.settings.base_url + WEBHOOK, form)},
        )
        if answer.status_code != 200:
            abort(answer.status_code)
        return _json({"sid": form["MessageSid"]})

    @routes.post(WEBHOOK)
    def webhook() -> Response:
        return take_in(wiring, NAME, signed_form(wiring.simulator_signatures), {HOUSE_NUMBER})

    @routes.post("/simulator/seen")
    def saw() -> Response:
        guard.check(wiring.settings.base_url)
        seen.report(wiring, _read(seen.Seen))
        return Response(status=204)


def _files(routes: Blueprint, wiring: Wiring, files: PhoneFiles) -> None:
    @routes.post("/simulator/files")
    def upload() -> Response:
        guard.check(wiring.settings.base_url)
        request.max_content_length = MOST_BYTES
        try:
            return _json({"name": files.add(request.get_data(cache=False))})
        except MediaRefused as refused:
            abort(REFUSALS[str(refused)])

    @routes.get("/simulator/files/<name>")
    def fetched(name: str) -> Response:
        found = files.read(name)
        if found is None:
            abort(404)
        return from_outside(*found)


def _read(shape: type[Body]) -> Body:
    try:
        return shape.model_validate_json(request.get_data(cache=False))
    except ValidationError:
        abort(400)


def _json(content: object) -> Response:
    return Response(orjson.dumps(content), mimetype="application/json")
