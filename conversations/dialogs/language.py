"""Choosing the language of the answers."""

from conversations import reading
from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.prompts import Choice, Choose, Return
from conversations.text import LANGUAGES, _, speak


class Language(Dialog):
    """Which language?"""

    name, version = "language", 1

    def asked(self, chat: Chat) -> Outcome:
        """Switches at once where the language is named, else asks."""
        named = reading.language_named(chat.text)
        return self.speak(chat, named) if named in LANGUAGES else self.start(chat)

    @screen
    def start(self, chat: Chat) -> Outcome:
        """Offers every language in its own words."""
        return Choose(
            _("Which language?"), *(Choice(name, self.speak, (language,)) for language, name in LANGUAGES.items())
        )

    def speak(self, chat: Chat, language: str) -> Outcome:
        """Answers in this language from now on."""
        chat.desk.people.speak(language)
        speak(language)
        chat.note(_("I will answer in English."))
        return Return(language)
