"""Is the house up, is it ready, how does it do: the three pages that machines ask for."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import text

from bot.app import create_app
from bot.wiring import Wiring
from tests.bot.web.calling import call, fields, rightly_signed
from tests.builders import SHARMA


def test_the_process_is_up(client: FlaskClient) -> None:
    assert (client.get("/healthz").status_code, client.get("/healthz").get_json()) == (200, {"up": True})


def test_it_is_ready_when_the_books_have_the_newest_shape(client: FlaskClient, house: Wiring) -> None:
    assert client.get("/readyz").status_code == 200
    with house.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    assert (client.get("/readyz").status_code, client.get("/healthz").status_code) == (503, 200)


def test_it_is_not_ready_without_books(client: FlaskClient, house: Wiring) -> None:
    with house.database.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize(
    ("caller", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.9", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 403),
        ("203.0.113.9", {"Authorization": "Bearer let-me-see"}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9", "Authorization": "Bearer let-me-see"}, 200),
        ("203.0.113.9", {"Authorization": "Bearer wrong"}, 403),
        ("203.0.113.9", {"Authorization": "Bearer "}, 403),
    ],
    ids=["here", "here, IPv6", "elsewhere", "by a proxy", "token", "token by a proxy", "wrong token", "empty token"],
)
def test_figures_are_shown_here_or_with_the_token(
    house: Wiring, caller: str, headers: dict[str, str], status: int
) -> None:
    house.settings.__dict__["metrics_token"] = SecretStr("let-me-see")
    client = create_app(house).test_client()
    answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": caller})
    assert answer.status_code == status


def test_without_a_token_nobody_elsewhere_sees_figures(client: FlaskClient) -> None:
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": ""}):
        answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": "203.0.113.9"})
        assert answer.status_code == 403


def figure(client: FlaskClient, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", client.get("/metrics").get_data(as_text=True), re.MULTILINE)
    return float(found.group(1)) if found else 0.0


INBOUND, REFUSED = "sauda_inbound_total", "sauda_webhook_refused_total"
COUNTED = {
    "answered": (lambda client: rightly_signed(client, fields()), INBOUND + '{channel="whatsapp",outcome="answered"}'),
    "no message": (lambda client: rightly_signed(client, {}), INBOUND + '{channel="whatsapp",outcome="no_message"}'),
    "forged": (lambda client: call(client, fields(), "x"), REFUSED + '{path="/webhooks/twilio",why="signature"}'),
    "no form": (lambda client: call(client, b"{}", "x"), REFUSED + '{path="/webhooks/twilio",why="form"}'),
    "time": (lambda client: rightly_signed(client, fields()), "sauda_turn_seconds_count"),
}


@pytest.mark.parametrize(("act", "name"), COUNTED.values(), ids=COUNTED.keys())
def test_what_happens_is_counted(client: FlaskClient, act: Callable[[FlaskClient], object], name: str) -> None:
    before = figure(client, name)
    act(client)
    assert figure(client, name) == before + 1


def test_figures_name_nobody(client: FlaskClient) -> None:
    rightly_signed(client, fields("2 neemal soap"))
    shown = client.get("/metrics").get_data(as_text=True)
    assert SHARMA.removeprefix("+") not in shown
    assert "neemal" not in shown


@pytest.mark.parametrize("path", ["/debug", "/.env", "/static/../app.py", "/console/../settings", "/?__debugger__=yes"])
def test_there_is_nothing_else(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
