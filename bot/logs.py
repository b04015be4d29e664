"""Logs as JSON lines, phone numbers masked, line breaks escaped; never a message's text, never a token."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

PHONE = re.compile(r"(?:whatsapp:)?(?:\+\d{3,}|(?<![\w.])\d{6,})(\d{4})(?!\w)")


def masked(text: str) -> str:
    """The text with all but the last four digits of any phone number gone, be it with or without a plus."""
    return PHONE.sub(r"…\1", text)


def _mask(_logger: object, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: _masked_value(value) for name, value in entry.items()}


def _masked_value(value: Any) -> Any:
    if isinstance(value, bool | float | None):
        return value
    told = value if isinstance(value, str) else str(value)
    hidden = masked(told)
    return value if isinstance(value, int) and hidden == told else hidden


def _mask_exception(_logger: object, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keeps where an error happened and drops the values in its message, which may be a person's words."""
    trace = entry.get("exception")
    if isinstance(trace, str):
        kept = [line for line in trace.splitlines() if line.startswith(("  File ", "Traceback"))]
        last = trace.rstrip().splitlines()[-1].partition(":")[0] if trace.strip() else ""
        entry["exception"] = "\n".join([*kept, last])
    return entry


def set_up(level: str) -> None:
    """Sends every log line to stderr, ours and the libraries'."""
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ending: list[Any] = [
        structlog.processors.format_exc_info,
        _mask_exception,
        _mask,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    structlog.configure(
        processors=[*processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=processors,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    logging.raiseExceptions = False  # a log that cannot be written would be told on stderr, values and all
    for quiet in ("alembic", "twilio", "urllib3", "waitress.queue", "apscheduler", "werkzeug"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
