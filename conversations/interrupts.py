"""Words that work everywhere, in every language, in the middle of anything: they are heard once, before any dialog."""

from conversations import reading
from conversations.chat import Chat
from conversations.message import Kind, Message

DIALOGS: dict[str, tuple[str, str]] = {
    "menu": ("menu", "start"),
    "help": ("menu", "help"),
    "human": ("human", "start"),
    "language": ("language", "asked"),
    "console": ("backoffice", "start"),
    "stop": ("consent", "stop"),
    "start": ("consent", "resume"),
}

HEARD = {*DIALOGS, "back", "cancel"}


def heard(chat: Chat) -> str | None:
    """The interrupt that the whole message is: menu, back, cancel, help, human, language, console, stop or start."""
    if chat.message.kind is not Kind.TEXT:
        return None
    found = reading.interrupt(chat.text)
    return found.value if found is not None and found.value in HEARD else None


def calls_back(message: Message) -> bool:
    """Whether a message wants the bot back while a person looks after the chat."""
    found = reading.interrupt(message.text) if message.kind is Kind.TEXT else None
    return found is not None and found.value in ("menu", "stop", "start", "back")
