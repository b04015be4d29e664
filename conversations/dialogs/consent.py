"""STOP and START: what we may send by ourselves."""

from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.prompts import Choice, Done
from conversations.text import _


class Consent(Dialog):
    """Offers and reminders, off and on."""

    name, version, passive = "consent", 1, True

    def stop(self, chat: Chat) -> Outcome:
        """Turns offers and reminders off at once."""
        chat.desk.people.consent(offers=False, reminders=False)
        return self.stopped(chat)

    def resume(self, chat: Chat) -> Outcome:
        """Turns them on again."""
        chat.desk.people.consent(offers=True, reminders=True)
        return self.resumed(chat)

    @screen
    def start(self, chat: Chat) -> Outcome:
        """How it stands now."""
        return self.resumed(chat) if chat.desk.contact.reminders_ok else self.stopped(chat)

    @screen
    def stopped(self, chat: Chat) -> Outcome:
        """Says what still comes."""
        return Done(
            _(
                "Offers and reminders are off. Bills and order news still come when you order."
                " START turns them on again."
            ),
            Choice(_("Turn on again"), self.resume),
        )

    @screen
    def resumed(self, chat: Chat) -> Outcome:
        """Says that they come again."""
        return Done(_("Offers and reminders are on. STOP turns them off."), Choice(_("Turn off"), self.stop))
