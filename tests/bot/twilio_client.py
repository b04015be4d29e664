"""Twilio's own Python client with our service behind it instead of the network."""

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from twilio.http import HttpClient
from twilio.http.response import Response

from tests.bot.twilio_service import ACCOUNT, TOKEN, NoAnswer, TwilioService


class ServiceHttpClient(HttpClient):
    """Hands each request of the client to the service, as HTTP would."""

    def __init__(self, service: TwilioService) -> None:
        super().__init__(logging.getLogger(__name__), is_async=False)
        self.service = service

    def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Answers like the network: with a response, or with the error that `requests` raises."""
        assert auth == (ACCOUNT, TOKEN), "our client comes without the right credentials"
        try:
            status, body = self._answer(method, urlsplit(url).path, params, data)
        except NoAnswer as lost:
            if lost.timed_out:
                raise requests.exceptions.ReadTimeout("timed out") from lost
            raise requests.exceptions.ConnectionError("connection reset by peer") from lost
        return Response(status, json.dumps(body))

    def _answer(self, method: str, path: str, params: Mapping[str, Any] | None, data: Any) -> tuple[int, Any]:
        if path == "/v1/Content":
            return self.service.create_content(data)
        if path.endswith("/Messages.json") and method == "POST":
            return self.service.create_message(as_form(data))
        if path.endswith("/Messages.json"):
            return self.service.list_messages({key: str(value) for key, value in (params or {}).items()})
        sid = path.removesuffix(".json").removesuffix("/Media").rpartition("/")[2]
        return self.service.media_of(sid) if path.endswith("/Media.json") else self.service.one_message(sid)


def as_form(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields as `requests` would encode them: a list becomes a repeated field, a dict its keys."""
    pairs = []
    for name, value in data.items():
        if isinstance(value, list | tuple | dict):
            pairs += [(name, str(entry)) for entry in value]
        elif value is not None:
            pairs.append((name, str(value)))
    return pairs
