"""Who calls our webhooks: only what Twilio signed for this very address has an effect. S1 to S17 of the threats."""

import json
from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from bot.app import create_app
from bot.channels.twilio_forms import Signatures
from bot.settings import Settings, SettingsError
from bot.web.metrics import REFUSED
from bot.wiring import Wiring
from tests.bot.post.writing import letters, messages, post
from tests.bot.twilio_service import ACCOUNT, SENDER, TOKEN, TwilioService
from tests.bot.web.calling import FORM, MESSAGE, STATUS, call, fields, rightly_signed, signature
from tests.bot.whatsapp import PUBLIC_URL
from tests.builders import SHARMA, Network

ADDRESS = PUBLIC_URL + MESSAGE
GOOD = fields()
STRANGE_PLUS = "whatsapp:+919999999999"

# name, signature
WRONG_SIGNATURES: dict[str, str | None] = {
    "none": None,
    "empty": "",
    "blank": " ",
    "garbage": "%%%",
    "four kilobytes": "A" * 4000,
    "right length": "A" * 27 + "=",
    "another token": signature(GOOD, token="another-token"),
    "the empty token": RequestValidator("").compute_signature(ADDRESS, GOOD),
    "the account as token": signature(GOOD, token=ACCOUNT),
    "http where we are https": signature(GOOD, ADDRESS.replace("https", "http")),
    "another host": signature(GOOD, "https://evil.example" + MESSAGE),
    "another path": signature(GOOD, ADDRESS + "/x"),
    "the status path": signature(GOOD, PUBLIC_URL + STATUS),
    "a query more": signature(GOOD, ADDRESS + "?debug=1"),
    "for another form": signature(fields("2 neemal soap")),
}
CHANGED_FORMS: dict[str, list[tuple[str, str]]] = {
    "body changed": [*{**GOOD, "Body": "2 neemal soap"}.items()],
    "sender changed": [*{**GOOD, "From": STRANGE_PLUS}.items()],
    "a field more": [*GOOD.items(), ("Extra", "1")],
    "a field less": [(name, value) for name, value in GOOD.items() if name != "ProfileName"],
    "a blank trimmed": [*{**GOOD, "Body": "namaste "}.items()],
}


def left_no_trace(house: Wiring) -> bool:
    return messages(house) == [] and letters(house) == []


@pytest.mark.parametrize("signed", WRONG_SIGNATURES.values(), ids=WRONG_SIGNATURES.keys())
def test_a_wrong_signature_is_refused_and_leaves_nothing_but_a_counter(
    client: FlaskClient, house: Wiring, signed: str | None
) -> None:
    counted = REFUSED.labels(MESSAGE, "signature")._value.get()
    assert call(client, GOOD, signed).status_code == 403
    assert left_no_trace(house)
    assert REFUSED.labels(MESSAGE, "signature")._value.get() == counted + 1


@pytest.mark.parametrize("form", CHANGED_FORMS.values(), ids=CHANGED_FORMS.keys())
def test_what_was_changed_after_signing_is_refused(
    client: FlaskClient, house: Wiring, form: list[tuple[str, str]]
) -> None:
    assert call(client, form, signature(GOOD)).status_code == 403
    assert left_no_trace(house)


@pytest.mark.parametrize("name", ["From", "Body", "MessageSid"])
@pytest.mark.parametrize("again", ["the same", "another"])
def test_a_field_that_comes_twice_is_refused_whatever_its_signature(
    client: FlaskClient, house: Wiring, name: str, again: str
) -> None:
    """Twilio's validator drops repeated values, so a signature would fit."""
    form = MultiDict([*GOOD.items(), (name, GOOD[name] if again == "the same" else STRANGE_PLUS)])
    signed = RequestValidator(TOKEN).compute_signature(ADDRESS, form)
    assert call(client, form.items(multi=True), signed).status_code == 400
    assert left_no_trace(house)


def test_a_right_signature_is_taken(client: FlaskClient, house: Wiring) -> None:
    answer = rightly_signed(client, GOOD)
    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    assert b"<Message" not in answer.data
    assert len(messages(house)) == 1


def test_twilios_own_example_of_a_signature() -> None:
    """The vector of Twilio's documentation and unit tests."""
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    signatures = Signatures(("12345",), "https://mycompany.com")
    assert signatures.fits("/myapp.php", "foo=1&bar=2", form, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
    assert not signatures.fits("/myapp.php", "foo=1", form, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")


@pytest.mark.parametrize(
    "text",
    ["", " hi ", "दो पेटी मैगी", "२ कार्टन", "a+b&c=d%20e", "😀" * 20, "line one\r\nline two", "\x00nul", "%", "100%25"],
)
def test_any_text_is_signed_as_it_is_decoded(client: FlaskClient, house: Wiring, text: str) -> None:
    assert rightly_signed(client, fields(text)).status_code == 200
    assert messages(house)[0].content["text"] == text.replace("\x00", "").strip()


# --- the address


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "127.0.0.1:8000"},
        {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"},
        {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9", "Forwarded": "host=evil.example"},
    ],
    ids=["plain", "inner host", "strange host", "proxy"],
)
def test_the_configured_address_counts_and_no_header(
    client: FlaskClient, house: Wiring, headers: Mapping[str, str]
) -> None:
    assert call(client, GOOD, signature(GOOD), headers=headers).status_code == 200


def test_a_signature_for_the_strangers_host_is_refused_where_he_names_himself(
    client: FlaskClient, house: Wiring
) -> None:
    signed = signature(GOOD, "https://evil.example" + MESSAGE)
    headers = {"X-Forwarded-Host": "evil.example", "Host": "evil.example", "X-Forwarded-Proto": "https"}
    assert call(client, GOOD, signed, headers=headers).status_code == 403
    assert left_no_trace(house)


@pytest.mark.parametrize("query", ["m=42", "m=42&x=%E0%A4%A8", "a=1%2C2"])
def test_a_query_is_signed_as_it_was_sent(client: FlaskClient, house: Wiring, query: str) -> None:
    form = {"MessageSid": "SM1", "MessageStatus": "sent", "AccountSid": ACCOUNT}
    path = f"{STATUS}?{query}"
    assert call(client, form, signature(form, PUBLIC_URL + path), path).status_code == 200
    assert call(client, form, signature(form, PUBLIC_URL + STATUS), path).status_code == 403


def test_the_fragment_of_an_address_is_not_signed(house: Wiring) -> None:
    """Twilio is told our address with how to retry behind a #; it signs without."""
    signatures = Signatures((TOKEN,), PUBLIC_URL)
    assert signatures.fits(MESSAGE, "", GOOD, signature(GOOD, ADDRESS))


# --- tokens


@pytest.mark.parametrize(("token", "status"), [("new", 200), ("old", 200), ("older", 403)])
def test_two_tokens_are_taken_while_one_is_rotated(house: Wiring, token: str, status: int) -> None:
    house.__dict__["twilio_signatures"] = Signatures(("new", "old"), PUBLIC_URL)
    client = create_app(house).test_client()
    assert call(client, GOOD, signature(GOOD, token=token)).status_code == status


@pytest.mark.parametrize("tokens", [(), ("",), ("good", "")])
def test_an_empty_token_cannot_be_used(tokens: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="empty"):
        Signatures(tokens, PUBLIC_URL)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": "x", "TWILIO_ACCOUNT_SID": ACCOUNT}, "TWILIO_AUTH_TOKEN, PUBLIC_URL, TWILIO_WHATSAPP_FROM"),
        ({"SECRET_KEY": "x", "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": " , "}, "TWILIO_AUTH_TOKEN"),
    ],
    ids=["nothing", "only an account", "an empty token"],
)
def test_a_server_does_not_start_without_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str], named: str
) -> None:
    for name in ("SECRET_KEY", "SIMULATOR", "PUBLIC_URL", "TWILIO_AUTH_TOKEN", "TWILIO_ACCOUNT_SID"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=named):
        Settings().require_for_serving()


# --- whose message


def test_another_account_is_refused_even_rightly_signed(client: FlaskClient, house: Wiring) -> None:
    assert rightly_signed(client, {**GOOD, "AccountSid": "AC" + "f" * 32}).status_code == 403
    assert left_no_trace(house)


def test_a_message_of_our_own_number_is_ignored(client: FlaskClient, house: Wiring) -> None:
    form = {**GOOD, "From": SENDER, "To": "whatsapp:" + SHARMA}
    assert rightly_signed(client, form).status_code == 200
    assert left_no_trace(house)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {name: value for name, value in GOOD.items() if name != "From"},
        {name: value for name, value in GOOD.items() if name not in ("MessageSid", "SmsMessageSid")},
        {**GOOD, "From": ""},
    ],
    ids=["nothing", "no sender", "no id", "empty sender"],
)
def test_a_form_that_is_no_message_is_told_so(client: FlaskClient, house: Wiring, form: Mapping[str, str]) -> None:
    assert rightly_signed(client, form).status_code == 400
    assert left_no_trace(house)


# --- shape of the request


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", [MESSAGE, STATUS])
def test_only_a_post_is_a_call(client: FlaskClient, house: Wiring, method: str, path: str) -> None:
    signed = {"X-Twilio-Signature": signature(GOOD, PUBLIC_URL + path)}
    answer = client.open(path, method=method, data=urlencode(GOOD), content_type=FORM, headers=signed)
    assert answer.status_code == 405
    assert left_no_trace(house)


def test_a_method_override_overrides_nothing(client: FlaskClient, house: Wiring) -> None:
    headers = {"X-HTTP-Method-Override": "PUT"}
    assert call(client, GOOD, "x", headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (json.dumps(GOOD).encode(), "application/json"),
        (urlencode(GOOD).encode(), "text/plain"),
        (urlencode(GOOD).encode(), ""),
        (
            b'--x\r\nContent-Disposition: form-data; name="Body"\r\n\r\nhi\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
    ],
    ids=["json", "text", "none", "multipart"],
)
def test_only_a_form_is_read(client: FlaskClient, house: Wiring, body: bytes, content_type: str) -> None:
    assert call(client, body, signature(GOOD), content_type=content_type).status_code == 415
    assert left_no_trace(house)


def test_an_empty_form_does_not_stand_for_a_signed_body(client: FlaskClient, house: Wiring) -> None:
    """With bodySHA256 in the query Twilio signs the address only; a form must not come in under that."""
    path = MESSAGE + "?bodySHA256=" + "0" * 64
    signed = signature({}, PUBLIC_URL + path)
    assert call(client, GOOD, signed, path).status_code == 403
    assert call(client, b"", signed, path).status_code == 400
    assert left_no_trace(house)


@pytest.mark.parametrize(
    "body",
    [b"Body=%ff%fe&From=%00", b"Body=%E0%A4%A", b"Body=\xff", b"no form at all", b"&&&", b"=", b"Body"],
    ids=["not utf-8", "cut utf-8", "raw bytes", "words", "ampersands", "equals", "a name"],
)
def test_a_broken_form_is_refused(client: FlaskClient, house: Wiring, body: bytes) -> None:
    assert call(client, body, signature(GOOD)).status_code in (400, 403)
    assert left_no_trace(house)


@pytest.mark.parametrize(
    ("size", "status"),
    [(1024 * 1024, 200), (1024 * 1024 + 1, 413), (10_000_000, 413)],
    ids=["1 MiB", "a byte more", "10 MB"],
)
def test_a_body_over_a_mebibyte_is_too_large(client: FlaskClient, house: Wiring, size: int, status: int) -> None:
    room = size - len(urlencode(fields("")))
    assert rightly_signed(client, fields("x" * room)).status_code == status
    assert left_no_trace(house) == (status != 200)


def test_two_thousand_fields_are_too_many(client: FlaskClient, house: Wiring) -> None:
    form = GOOD | {f"x{number}": "1" for number in range(2000)}
    assert rightly_signed(client, form).status_code == 400
    assert left_no_trace(house)


# --- status callbacks


@pytest.fixture
def sent(house: Wiring, client: FlaskClient, shops: Network, twilio: TwilioService) -> str:
    """The id of an answer that was sent."""
    rightly_signed(client, GOOD)
    post(house)
    return twilio.messages[0].sid


def status(client: FlaskClient, sid: str, word: str, sign: Callable[..., str] = signature, reference: str = "") -> int:
    form = {"MessageSid": sid, "MessageStatus": word, "AccountSid": ACCOUNT}
    path = STATUS + (f"?m={reference}" if reference else "")
    return call(client, form, sign(form, PUBLIC_URL + path), path).status_code


def test_a_status_moves_its_letter_on(client: FlaskClient, house: Wiring, sent: str) -> None:
    assert status(client, sent, "read", reference="1") == 200
    assert letters(house)[0].state == "read"


@pytest.mark.parametrize("word", ["read", "failed", "undelivered"])
def test_a_forged_status_moves_nothing(client: FlaskClient, house: Wiring, sent: str, word: str) -> None:
    form = {"MessageSid": sent, "MessageStatus": word, "AccountSid": ACCOUNT}
    assert call(client, form, None, STATUS).status_code == 403
    assert call(client, form, signature(form, ADDRESS), STATUS).status_code == 403
    assert call(client, form, signature(form, PUBLIC_URL + STATUS), STATUS + "?m=1").status_code == 403
    assert letters(house)[0].state == "sent"


@pytest.mark.parametrize(
    ("sid", "word", "reference"),
    [
        ("SM" + "e" * 32, "read", ""),
        ("", "read", ""),
        ("the one", "teleported", ""),
        ("the one", "", ""),
        ("the one", "queued", ""),
        ("SM" + "d" * 32, "read", "1"),
        ("the one", "read", "99"),
        ("the one", "read", "4294967296"),
    ],
)
def test_a_status_that_says_nothing_of_ours_is_thanked_for_and_moves_nothing(
    client: FlaskClient, house: Wiring, sent: str, sid: str, word: str, reference: str
) -> None:
    assert status(client, sent if sid == "the one" else sid, word, reference=reference) == 200
    assert letters(house)[0].state == "sent"


@pytest.mark.parametrize("reference", ["-1", "one", "1;DROP TABLE", "9" * 40, "१"])
def test_a_reference_that_is_no_number_counts_as_none(
    client: FlaskClient, house: Wiring, sent: str, reference: str
) -> None:
    assert status(client, sent, "read", reference=quote(reference)) == 200
    assert letters(house)[0].state == "read"


def test_a_status_of_another_account_is_refused(client: FlaskClient, house: Wiring, sent: str) -> None:
    form = {"MessageSid": sent, "MessageStatus": "read", "AccountSid": "AC" + "f" * 32}
    assert rightly_signed(client, form, STATUS).status_code == 403
    assert letters(house)[0].state == "sent"


# --- what the caller is told


def test_a_message_that_cannot_be_written_down_is_answered_503_and_taken_later(
    client: FlaskClient, house: Wiring
) -> None:
    from tests.bot.post.test_failing import without_inbox

    with without_inbox(house):
        answer = rightly_signed(client, GOOD)
    assert answer.status_code == 503
    assert b"Traceback" not in answer.data
    assert rightly_signed(client, GOOD).status_code == 200
    assert len(messages(house)) == 1


@pytest.mark.parametrize("repeat", [5])
def test_an_accepted_call_again_is_thanked_for_and_has_no_effect(
    client: FlaskClient, house: Wiring, repeat: int
) -> None:
    assert {rightly_signed(client, GOOD).status_code for _ in range(repeat)} == {200}
    assert (len(messages(house)), len(letters(house))) == (1, 1)


def test_no_answer_tells_of_our_insides(client: FlaskClient, house: Wiring) -> None:
    for answer in (call(client, GOOD, "x"), call(client, b"%ff", "x"), client.get(MESSAGE), client.get("/nowhere")):
        assert answer.mimetype == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert set(answer.get_json()) == {"error"}
