"""A Twilio of our own in memory: Messages (create, list, one, media) and Content, judged by Twilio's definition.

It answers plain values; `twilio_client.py` puts it behind Twilio's own Python client, and the fault tests behind HTTP.
"""

import itertools
import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from typing import Any

from tests.bot.twilio_spec import (
    CONTENT,
    MESSAGES,
    answer_complaints,
    content_complaints,
    message_complaints,
    shown_complaints,
)

ACCOUNT = "AC" + "0f" * 16
TOKEN = "a-token-for-tests"
SENDER = "whatsapp:+14155238886"


class Fault(StrEnum):
    """What may go wrong with a request; `_sent` ones reach the person all the same."""

    BUSY = "429"
    BROKEN = "500"
    BROKEN_SENT = "500_sent"
    CUT = "cut"
    CUT_SENT = "cut_sent"
    SILENT = "silent"


@dataclass(frozen=True)
class Refusal:
    """Twilio says no, with one of its error codes."""

    code: int
    status: int = 400


class NoAnswer(Exception):  # noqa: N818 - what the caller sees: nothing
    """The connection was cut, or the answer never came."""

    def __init__(self, *, timed_out: bool) -> None:
        super().__init__("timed out" if timed_out else "cut")
        self.timed_out = timed_out


@dataclass
class Message:
    """A message that Twilio took, as a person sees it on the phone."""

    sid: str
    to: str
    sender: str
    body: str
    created: datetime
    direction: str = "outbound-api"
    choices: list[dict[str, str]] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    callback: str = ""


Answer = tuple[int, Any]


class TwilioService:
    """The service. `faults` meet new messages one after the other; a request with a mistake is refused and noted."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.faults: deque[Fault | Refusal] = deque()
        self.content_faults: deque[Fault | Refusal] = deque()
        self.messages: list[Message] = []
        self.contents: dict[str, dict[str, Any]] = {}
        self.complaints: list[str] = []
        self.lists = True
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def to(self, phone: str) -> list[str]:
        """The texts that reached a phone, in order."""
        return [message.body for message in self.messages if message.to == f"whatsapp:{phone}"]

    # --- requests

    def create_message(self, form: Iterable[tuple[str, str]]) -> Answer:
        """POST Messages.json; NoAnswer where the fault of the day says so."""
        pairs = list(form)
        with self._lock:
            fault = self.faults.popleft() if self.faults else None
            complaints = message_complaints(pairs)
            if complaints:
                self.complaints += complaints
                return _error(400, 21600)
            if isinstance(fault, Refusal):
                return _error(fault.status, fault.code)
            if fault in (None, Fault.BROKEN_SENT, Fault.CUT_SENT):
                refused, message = self._take(dict(pairs), [url for name, url in pairs if name == "MediaUrl"])
                if refused is not None:
                    return refused
        if fault is Fault.BUSY:
            return _error(429, 20429)
        if fault in (Fault.BROKEN, Fault.BROKEN_SENT):
            return _error(500, 20500)
        if fault is not None:
            raise NoAnswer(timed_out=fault is Fault.SILENT)
        return self._checked(MESSAGES, "post", 201, self._resource(message))

    def _take(self, form: dict[str, str], media: list[str]) -> tuple[Answer | None, Message]:
        body, choices = form.get("Body", ""), []
        if "ContentSid" in form:
            content = self.contents.get(form["ContentSid"])
            if content is None:
                return _error(400, 21655), self._message(form, "", [], [])
            kind, shown = _filled(content, json.loads(form.get("ContentVariables", "{}")))
            complaints = shown_complaints(kind, shown)
            if complaints:
                self.complaints += complaints
                return _error(400, 63013), self._message(form, "", [], [])
            body, choices = shown["body"], shown.get("actions") or shown["items"]
        message = self._message(form, body, choices, media)
        self.messages.append(message)
        return None, message

    def _message(self, form: dict[str, str], body: str, choices: list[dict[str, str]], media: list[str]) -> Message:
        sid = f"{'MM' if media else 'SM'}{next(self._numbers):032x}"
        sender = form.get("From", SENDER)
        callback = form.get("StatusCallback", "")
        return Message(sid, form["To"], sender, body, self.clock(), "outbound-api", choices, media, callback)

    def create_content(self, body: Any) -> Answer:
        """POST /v1/Content."""
        fault = self.content_faults.popleft() if self.content_faults else None
        if isinstance(fault, Refusal):
            return _error(fault.status, fault.code)
        if fault is not None:
            raise NoAnswer(timed_out=fault is Fault.SILENT)
        complaints = content_complaints(body)
        if complaints:
            self.complaints += complaints
            return _error(400, 20001)
        sid = f"HX{next(self._numbers):032x}"
        self.contents[sid] = body
        return self._checked(CONTENT, "post", 201, {**body, "sid": sid, "account_sid": ACCOUNT})

    def list_messages(self, query: dict[str, str]) -> Answer:
        """GET Messages.json: newest first; by receiver, and by the moment of sending."""
        if not self.lists:
            return _error(404, 20404)
        found = [message for message in reversed(self.messages) if query.get("To") in (None, message.to)]
        after, before = query.get("DateSent>"), query.get("DateSent<")
        found = [m for m in found if not after or m.created >= datetime.fromisoformat(after)]
        found = [m for m in found if not before or m.created <= datetime.fromisoformat(before)]
        listed = [self._resource(message) for message in found[: int(query.get("PageSize", 50))]]
        return self._checked(MESSAGES, "get", 200, {"messages": listed, "page": 0, "page_size": 50})

    def one_message(self, sid: str) -> Answer:
        """GET Messages/{Sid}.json."""
        found = next((message for message in self.messages if message.sid == sid), None)
        if found is None:
            return _error(404, 20404)
        return self._checked(MESSAGES.replace(".json", "/{Sid}.json"), "get", 200, self._resource(found))

    def media_of(self, sid: str) -> Answer:
        """GET Messages/{MessageSid}/Media.json."""
        found = next(message for message in self.messages if message.sid == sid)
        path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}/Media"
        listed = [
            {"sid": f"ME{number:032x}", "content_type": kind, "uri": f"{path}/ME{number:032x}.json"}
            for number, kind in enumerate(found.media, start=1)
        ]
        return 200, {"media_list": listed, "page": 0, "page_size": 50}

    # --- answers

    def _resource(self, message: Message) -> dict[str, Any]:
        sent = format_datetime(message.created, usegmt=True)
        return {
            "sid": message.sid,
            "account_sid": ACCOUNT,
            "api_version": "2010-04-01",
            "to": message.to,
            "from": message.sender,
            "body": message.body,
            "status": "received" if message.direction == "inbound" else "queued",
            "direction": message.direction,
            "date_created": sent,
            "date_updated": sent,
            "date_sent": sent if message.direction == "inbound" else None,
            "error_code": None,
            "error_message": None,
            "num_media": str(len(message.media)),
            "num_segments": "1",
            "price": None,
            "price_unit": None,
            "messaging_service_sid": None,
            "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{message.sid}.json",
            "subresource_uris": {},
        }

    @staticmethod
    def _checked(path: str, method: str, status: int, body: dict[str, Any]) -> Answer:
        assert not (complaints := answer_complaints(path, method, status, body)), complaints
        return status, body


def _error(status: int, code: int) -> Answer:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return status, {"code": code, "message": f"error {code}", "status": status, "more_info": more}


def _filled(content: dict[str, Any], values: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """The one type of a template with its variables filled in."""
    ((kind, template),) = content["types"].items()
    told = {**content.get("variables", {}), **values}
    filled: dict[str, Any] = _fill(template, told)
    return kind, filled


def _fill(part: Any, values: dict[str, str]) -> Any:
    if isinstance(part, str):
        return re.sub(r"\{\{(\w+)\}\}", lambda name: values[name.group(1)], part)
    if isinstance(part, list):
        return [_fill(entry, values) for entry in part]
    return {key: _fill(value, values) for key, value in part.items()} if isinstance(part, dict) else part
