"""The phones in the browser: a demo of every side of the chat on one page, by the same signed forms as WhatsApp's."""

from bot.web.simulator.routes import simulator

__all__ = ["simulator"]
