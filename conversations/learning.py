"""The language of the answers, learned from what a person writes until they choose one."""

from conversations import reading
from conversations.text import LANGUAGES
from domain.desk.desk import Desk

LONG_ENOUGH = 2


def learn_language(desk: Desk, words: str) -> None:
    """Answers in the language and script of a message of some length, unless one was chosen before.

    A person whose language is known only changes the script of it (Hindi in Latin letters), never the language,
    on one message.
    """
    if desk.contact.language or len(words.split()) < LONG_ENOUGH:
        return
    written = reading.language_of(words)
    if written not in LANGUAGES:
        return
    known = desk.person.language if desk.person else ""
    if not known or (known != written and known.partition("-")[0] == written.partition("-")[0]):
        desk.contact.language = written
