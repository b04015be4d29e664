"""The way from the chat into the back office: a link for whoever has something to do there."""

from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.prompts import Call, Choice, Done
from conversations.text import _


class BackOffice(Dialog):
    """Gives a link that works once, for ten minutes, for the person who asked."""

    name, version, passive = "backoffice", 1, True

    def start(self, chat: Chat) -> Outcome:
        """The link, or why there is none. No screen: it is not drawn again without being asked for."""
        if chat.desk.is_stranger:
            return Call("joining")
        if not chat.desk.offices:
            return self.not_for_you(chat)
        told = _("Your way into the back office, for ten minutes and for you alone:")
        return Done(told, attach={"way_in": chat.desk.person_id})

    @screen
    def not_for_you(self, chat: Chat) -> Outcome:
        """Buyers find everything in the chat."""
        return Done(
            _("The back office is for those who sell. All that is yours is here in the chat."),
            Choice(_("Menu"), self.menu),
        )

    def menu(self, chat: Chat) -> Outcome:
        """Goes to the menu."""
        return Call("menu")
