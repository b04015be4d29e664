"""Calls our webhooks as Twilio does: forms, signed with the token, through Flask's test client."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from tests.bot.twilio_service import ACCOUNT, SENDER, TOKEN
from tests.bot.whatsapp import PUBLIC_URL
from tests.builders import SHARMA

MESSAGE, STATUS = "/webhooks/twilio", "/webhooks/twilio/status"
FORM = "application/x-www-form-urlencoded"


def fields(text: str = "namaste", sid: str = "SM" + "a" * 32, who: str = SHARMA, **more: str) -> dict[str, str]:
    """The fields of a plain message."""
    return {
        "SmsMessageSid": sid,
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "NumMedia": "0",
        "MessageType": "text",
        "ProfileName": "Mohan",
        "WaId": who.removeprefix("+"),
        "Body": text,
        "From": f"whatsapp:{who}",
        "To": SENDER,
        "ApiVersion": "2010-04-01",
        **more,
    }


def signature(form: Mapping[str, str], url: str = PUBLIC_URL + MESSAGE, token: str = TOKEN) -> str:
    """What Twilio puts into X-Twilio-Signature for a form."""
    signed: str = RequestValidator(token).compute_signature(url, form)
    return signed


def call(
    client: FlaskClient,
    form: Mapping[str, str] | Iterable[tuple[str, str]] | bytes,
    signed: str | None,
    path: str = MESSAGE,
    headers: Mapping[str, str] | None = None,
    content_type: str = FORM,
) -> TestResponse:
    """Posts a form, with a signature or without."""
    pairs = form.items() if isinstance(form, Mapping) else form
    body = form if isinstance(form, bytes) else urlencode(list(pairs)).encode()  # type: ignore[arg-type]
    told = dict(headers or {}) | ({"X-Twilio-Signature": signed} if signed is not None else {})
    return client.post(path, data=body, headers=told, content_type=content_type)


def rightly_signed(client: FlaskClient, form: Mapping[str, str], path: str = MESSAGE) -> TestResponse:
    """Posts a form as Twilio would."""
    return call(client, form, signature(form, PUBLIC_URL + path), path)
