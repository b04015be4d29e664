"""Judges our requests to Twilio by Twilio's own definition, and by what WhatsApp allows beyond it."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

FOLDER = Path(__file__).parent / "spec"
MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
CONTENT = "/v1/Content"
FORM = "application/x-www-form-urlencoded"

ADDRESS = re.compile(r"whatsapp:(\+[1-9]\d{6,14}|[A-Z]{2}\.[A-Za-z0-9]{1,128})")
MOST_BODY, MOST_BODY_WITH_CHOICES, MOST_VALUE = 1600, 1024, 1600
MOST_BUTTONS, MOST_BUTTON_TITLE = 3, 20
MOST_ROWS, MOST_ROW_TITLE, MOST_ROW_DESCRIPTION, MOST_ROW_ID = 10, 24, 72, 200


class Spec:
    """Twilio's definition of one file, as JSON Schema."""

    def __init__(self, file: str) -> None:
        self.definition = _as_json_schema(json.loads((FOLDER / file).read_text()))

    def request(self, path: str, kind: str) -> dict[str, Any]:
        """The schema of what is posted to a path; a field that Twilio does not know is a mistake of ours."""
        schema: dict[str, Any] = self.definition["paths"][path]["post"]["requestBody"]["content"][kind]["schema"]
        return {**self._whole(schema), "additionalProperties": False}

    def answer(self, path: str, method: str, status: int) -> dict[str, Any]:
        """The schema of an answer."""
        answers = self.definition["paths"][path][method]["responses"]
        schema: dict[str, Any] = answers[str(status)]["content"]["application/json"]["schema"]
        return self._whole(schema)

    def _whole(self, schema: dict[str, Any]) -> dict[str, Any]:
        name = schema.get("$ref", "").rpartition("/")[2]
        found = self.definition["components"]["schemas"][name] if name else schema
        return {**found, "components": self.definition["components"]}

    def complaints(self, schema: dict[str, Any], instance: Any) -> list[str]:
        """Everything that is wrong with an instance."""
        checker = Draft202012Validator(schema, format_checker=FormatChecker(("uri",)))
        return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in checker.iter_errors(instance)]


def _as_json_schema(part: Any) -> Any:
    """OpenAPI 3.0 says `nullable` where JSON Schema has a second type."""
    if isinstance(part, list):
        return [_as_json_schema(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    changed = {key: _as_json_schema(value) for key, value in part.items() if key != "nullable"}
    if part.get("nullable") is True and isinstance(part.get("type"), str):
        changed["type"] = [part["type"], "null"]
        if "enum" in changed:
            changed["enum"] = [*changed["enum"], None]
    return changed


MESSAGE_SPEC = Spec("twilio_messages.json")
CONTENT_SPEC = Spec("twilio_content.json")


def message_complaints(form: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong with the form of a new message."""
    schema = MESSAGE_SPEC.request(MESSAGES, FORM)
    fields, complaints = _typed(form, schema["properties"])
    complaints += MESSAGE_SPEC.complaints(schema, fields)
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    return complaints + _overlay(texts, fields.get("MediaUrl", []))


def _typed(form: Iterable[tuple[str, str]], properties: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The fields of a form as the types that the definition gives them; one that comes twice is a complaint."""
    fields: dict[str, Any] = {}
    complaints = []
    for name, value in form:
        kind = properties.get(name, {}).get("type")
        if kind == "array":
            fields.setdefault(name, []).append(value)
        elif name in fields:
            complaints.append(f"{name}: comes twice")
        else:
            fields[name] = value if kind not in ("integer", "boolean", "number") else json.loads(value)
    return fields, complaints


def _overlay(fields: Mapping[str, str], media: list[str]) -> list[str]:
    """Twilio's rules in words, which its file does not hold."""
    rules = {
        "To: no address of WhatsApp": bool(ADDRESS.fullmatch(fields.get("To", ""))),
        "From: no address of WhatsApp": "From" not in fields or bool(ADDRESS.fullmatch(fields["From"])),
        "From or MessagingServiceSid is needed": "From" in fields or "MessagingServiceSid" in fields,
        "either Body (and MediaUrl) or ContentSid": ("ContentSid" in fields) != ("Body" in fields or bool(media)),
        "Body: 1 to 1600 characters": "Body" not in fields or 0 < len(fields["Body"]) <= MOST_BODY,
        "MediaUrl: one at most": len(media) <= 1,
        "StatusCallback: no underscore in the host": "_" not in urlsplit(fields.get("StatusCallback", "")).netloc,
        "ContentVariables: texts that are not empty": _are_texts(fields.get("ContentVariables")),
    }
    return [complaint for complaint, kept in rules.items() if not kept]


def _are_texts(stored: str | None) -> bool:
    if stored is None:
        return True
    try:
        values = json.loads(stored)
    except ValueError:
        return False
    return isinstance(values, dict) and all(
        key.isalnum() and len(key) <= 16 and isinstance(value, str) and 0 < len(value) <= MOST_VALUE
        for key, value in values.items()
    )


def content_complaints(body: Any) -> list[str]:
    """What is wrong with a new content template."""
    complaints = CONTENT_SPEC.complaints(CONTENT_SPEC.request(CONTENT, "application/json"), body)
    return complaints or ([] if body["types"] else ["types: none"])


def shown_complaints(kind: str, shown: Mapping[str, Any]) -> list[str]:
    """What WhatsApp refuses of a template once its variables are filled in."""
    body = [f"body: {len(shown['body'])} characters"] if len(shown["body"]) > MOST_BODY_WITH_CHOICES else []
    if kind == "twilio/quick-reply":
        return body + _buttons(shown["actions"])
    return body + _rows(shown["items"])


def _buttons(actions: list[Mapping[str, str]]) -> list[str]:
    titles = [action["title"] for action in actions]
    complaints = [f"button {title!r}: too long" for title in titles if len(title) > MOST_BUTTON_TITLE]
    if len(actions) > MOST_BUTTONS:
        complaints.append(f"{len(actions)} buttons without approval")
    return complaints + (["two buttons alike"] if len(set(titles)) < len(titles) else [])


def _rows(items: list[Mapping[str, str]]) -> list[str]:
    complaints = [f"row {item['item']!r}: too long" for item in items if len(item["item"]) > MOST_ROW_TITLE]
    complaints += [f"row {item['item']!r}: long id" for item in items if len(item["id"]) > MOST_ROW_ID]
    complaints += [
        f"row {item['item']!r}: long description"
        for item in items
        if len(item.get("description", "")) > MOST_ROW_DESCRIPTION
    ]
    if len(items) > MOST_ROWS:
        complaints.append(f"{len(items)} rows")
    return complaints + (["two rows alike"] if len({item["item"] for item in items}) < len(items) else [])


def answer_complaints(path: str, method: str, status: int, body: Any) -> list[str]:
    """What is wrong with an answer of our own stand-in for Twilio, so that it stands in for the real one."""
    spec = CONTENT_SPEC if path == CONTENT else MESSAGE_SPEC
    return spec.complaints(spec.answer(path, method, status), body)
