"""The language of the answers, learned from what a person writes until they choose one."""

from conversations import reading
from conversations.text import LANGUAGES
from domain.desk.desk import Desk

LONG_ENOUGH = 2


def learn_language(desk: Desk, words: str) -> None:
    """Answers in the language and script of a message of some length, unless one was chosen.

    Where the language is known only its script follows (Hindi in Latin letters and back), never another language.
    """
    if desk.contact.language_chosen or len(words.split()) < LONG_ENOUGH:
        return
    written = reading.language_of(words)
    known = desk.people.language
    if written in LANGUAGES and written != known and (not known or _spoken(known) == _spoken(written)):
        desk.people.follow(written)


def _spoken(language: str) -> str:
    return language.partition("-")[0]
