"""Everything that is set from outside: defaults, names, and what stops the start."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_defaults() -> None:
    settings = load()
    assert settings.database_url == "sqlite:///var/sauda.db"
    assert (settings.port, settings.breath_seconds) == (8000, 3.0)
    assert (settings.default_country, settings.default_language) == ("IN", "en")
    assert (settings.timezone, settings.currency) == ("Asia/Kolkata", "INR")
    assert settings.media_dir == Path("var/media")
    assert not settings.simulator
    assert settings.base_url == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "eighty"), ("BREATH_SECONDS", "-1"), ("SEND_RATE", "0"), ("SIMULATOR", "perhaps")],
)
def test_what_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load()


@pytest.mark.parametrize(
    ("value", "tokens"),
    [("", ()), ("one", ("one",)), ("new, old", ("new", "old")), (" , ", ()), ("one,", ("one",))],
)
def test_two_tokens_while_rotating(monkeypatch: pytest.MonkeyPatch, value: str, tokens: tuple[str, ...]) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", value)
    assert load().auth_tokens == tokens


@pytest.mark.parametrize(
    ("value", "hosts"),
    [
        ("mms.twiliocdn.com", {"mms.twiliocdn.com"}),
        ("http://127.0.0.1:4010/, CDN.example.com", {"127.0.0.1:4010", "cdn.example.com"}),
        (" , ", set()),
    ],
)
def test_media_hosts_may_carry_a_port(monkeypatch: pytest.MonkeyPatch, value: str, hosts: set[str]) -> None:
    monkeypatch.setenv("TWILIO_MEDIA_HOSTS", value)
    assert load().media_hosts == hosts


def test_an_address_ends_without_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://sauda.example.com/")
    assert load().base_url == "https://sauda.example.com"


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "a-secret-token")
    monkeypatch.setenv("SECRET_KEY", "a-secret-key")
    shown = repr(load()) + str(load()) + load().model_dump_json()
    assert "a-secret" not in shown


def test_a_setting_does_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Exception, match="frozen"):
        load().port = 9000


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, "SECRET_KEY"),
        ({"SIMULATOR": "1"}, None),
        ({"SECRET_KEY": "x"}, None),
        ({"SECRET_KEY": "x", "META_PHONE_NUMBER_ID": "1"}, "META_APP_SECRET"),
        (
            {"SECRET_KEY": "x", "TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t"},
            "PUBLIC_URL, TWILIO_WHATSAPP_FROM",
        ),
    ],
)
def test_what_a_server_cannot_do_without(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], missing: str | None
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    if missing is None:
        load().require_for_serving()
        return
    with pytest.raises(SettingsError, match=f"please set {missing} "):
        load().require_for_serving()
