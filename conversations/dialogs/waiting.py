"""What waits for the seller's people: shops that want to join, chats to look after, lists to type."""

from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.prompts import Call, Choice, Choose, Done
from conversations.text import _

MOST_LISTED = 8


class Waiting(Dialog):
    """One list of everything that somebody of this house should do next."""

    name, version, passive = "waiting", 1, True

    @screen
    def start(self, chat: Chat) -> Outcome:
        """Lists it, the oldest first."""
        waits = chat.desk.care.waiting()
        listed = [
            *(Choice(task.shop, self.type, (task.id,), _("a list to type")) for task in waits.lists),
            *(Choice(ask.name, self.outlet, (ask.id,), _("wants to join")) for ask in waits.outlets),
            *(Choice(talk.name, self.talk, (talk.id,), _("wants to talk")) for talk in waits.talks),
        ][:MOST_LISTED]
        if not listed:
            return Done(_("Nothing waits for you."), Choice(_("Menu"), self.menu))
        return Choose(_("Waiting for you:"), *listed, Choice(_("Menu"), self.menu))

    def type(self, chat: Chat, task_id: int) -> Outcome:
        """Types a list."""
        return Call("lists", (task_id,), action="type")

    # --- shops that want to join

    @screen
    def outlet(self, chat: Chat, request_id: int) -> Outcome:
        """One shop that asks."""
        ask = chat.desk.joining.request(request_id)
        beat = chat.desk.joining.served_by(ask)
        return Choose(
            _(
                "%(shop)s asks to buy from you. Beat %(beat)s. Papers: %(papers)s",
                shop=ask.name,
                beat=beat[1] if beat and beat[1] else _("none"),
                papers=ask.papers or _("none yet"),
            ),
            Choice(_("Take on"), self.take_on, (request_id,)),
            Choice(_("Turn down"), self.turn_down, (request_id,)),
            Choice(_("Later"), self.start),
        )

    def take_on(self, chat: Chat, request_id: int) -> Outcome:
        """Makes it a shop of this house."""
        shop = chat.desk.joining.take_on(request_id)
        chat.note(_("%(shop)s can order now and has been told.", shop=shop.name))
        return self.start(chat)

    def turn_down(self, chat: Chat, request_id: int) -> Outcome:
        """Says no."""
        ask = chat.desk.joining.turn_down(request_id)
        chat.note(_("%(shop)s has been told no.", shop=ask.name))
        return self.start(chat)

    # --- chats to look after

    @screen
    def talk(self, chat: Chat, handover_id: int) -> Outcome:
        """One chat that a person should look after."""
        talk = chat.desk.care.talk(handover_id)
        return Choose(
            _(
                '%(name)s (%(phone)s) wrote: "%(words)s". Answer there yourself, then hand the chat back.',
                name=talk.name,
                phone=talk.phone,
                words=talk.reason,
            ),
            Choice(_("Hand back"), self.hand_back, (handover_id,)),
            Choice(_("Later"), self.start),
        )

    def hand_back(self, chat: Chat, handover_id: int) -> Outcome:
        """The bot answers there again."""
        chat.desk.care.hand_back(handover_id)
        chat.note(_("I answer there again."))
        return self.start(chat)

    def menu(self, chat: Chat) -> Outcome:
        """Goes to the menu."""
        return Call("menu")
