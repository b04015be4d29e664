"""Buttons and lists for WhatsApp: Twilio sends them from content templates, one made for each number of choices."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel import col, select
from twilio.base.exceptions import TwilioException

from bot.channels.base import Outbound
from bot.database import Database
from bot.post.render import Shape
from bot.post.tables import ContentTemplate

log = structlog.get_logger()

REST_AFTER_FAILURE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Content:
    """A template at Twilio, and what fills it for one message."""

    sid: str
    variables: dict[str, str]


class Contents:
    """Finds or makes the template for a message. Where Twilio makes none, the message goes as numbered text."""

    def __init__(self, client: Any, database: Database, clock: Callable[[], datetime]) -> None:
        self.client = client
        self.database = database
        self.clock = clock
        self._known: dict[str, str] = {}
        self._rests_until: datetime | None = None

    def for_message(self, message: Outbound, shape: Shape) -> Content | None:
        """The template for this message with its variables; None where there is none."""
        if self._rests_until is not None and self.clock() < self._rests_until:
            return None
        name = f"sauda_{shape.value}_{len(message.offers)}"
        sid = self._known.get(name) or self._stored(name) or self._make(name, shape, len(message.offers))
        if sid is None:
            return None
        self._known[name] = sid
        return Content(sid, _variables(message, shape))

    def _stored(self, name: str) -> str | None:
        with self.database.read() as session:
            wanted = select(ContentTemplate.provider_id).where(col(ContentTemplate.name) == name)
            return session.scalars(wanted).first()

    def _make(self, name: str, shape: Shape, count: int) -> str | None:
        try:
            made = self.client.content.v1.contents.create(
                content_create_request=_Request(_definition(name, shape, count))
            )
        except (TwilioException, OSError) as fault:
            log.warning("no_template", name=name, reason=type(fault).__name__)
            self.rest()
            return None
        with self.database.write() as session:
            session.merge(ContentTemplate(name=name, provider_id=made.sid, made_at=self.clock()))
        return str(made.sid)

    def rest(self) -> None:
        """Sends numbered text for a while, since Twilio did not take a template."""
        self._rests_until = self.clock() + REST_AFTER_FAILURE


class _Request:
    """A content as Twilio's client sends it; its own builder silently drops what it does not know."""

    def __init__(self, definition: dict[str, Any]) -> None:
        self.definition = definition

    def to_dict(self) -> dict[str, Any]:
        return self.definition


def _definition(name: str, shape: Shape, count: int) -> dict[str, Any]:
    sample = {"body": "Your cart"} | {
        key: value
        for position in range(1, count + 1)
        for key, value in ((f"id{position}", f"1.{position}"), (f"t{position}", f"Choice {position}"))
    }
    if shape is Shape.BUTTONS:
        actions = [
            {"type": "QUICK_REPLY", "title": f"{{{{t{position}}}}}", "id": f"{{{{id{position}}}}}"}
            for position in range(1, count + 1)
        ]
        types: dict[str, Any] = {"twilio/quick-reply": {"body": "{{body}}", "actions": actions}}
    else:
        sample |= {f"d{position}": "-" for position in range(1, count + 1)}
        items = [
            {
                "item": f"{{{{t{position}}}}}",
                "id": f"{{{{id{position}}}}}",
                "description": f"{{{{d{position}}}}}",
            }
            for position in range(1, count + 1)
        ]
        types = {"twilio/list-picker": {"body": "{{body}}", "button": "☰", "items": items}}
    return {"friendly_name": name, "language": "en", "variables": sample, "types": types}


def _variables(message: Outbound, shape: Shape) -> dict[str, str]:
    """The values of a template: never empty, since Twilio refuses an empty one."""
    told = {"body": message.text}
    for position, offer in enumerate(message.offers, start=1):
        told |= {f"id{position}": offer.id, f"t{position}": offer.label}
        if shape is Shape.LIST:
            told[f"d{position}"] = offer.description or "·"
    return told
