"""Messages that we start. Written as kind and facts with the change that causes them, drawn when they are sent."""

from conversations.notices.drawing import draw
from conversations.notices.hearing_of import Audience, Notice, from_events

__all__ = ["Audience", "Notice", "draw", "from_events"]
