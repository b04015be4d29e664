"""A stranger becomes a shop: language, name, place; the seller says yes. Until then no price is shown, nothing sold."""

from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.hearing import photo_or_number, place, words
from conversations.prompts import Ask, Call, Choice, Choose, Done, To
from conversations.text import LANGUAGES, _, day, speak

MOST_NAME = 80


class Joining(Dialog):
    """The way in."""

    name, version = "joining", 1

    def start(self, chat: Chat) -> Outcome:
        """Whoever asked already hears how it stands; others choose a language first."""
        if chat.desk.joining.pending() is not None:
            return self.waiting(chat)
        return self.who(chat) if chat.desk.people.language else self.which_language(chat)

    @screen
    def which_language(self, chat: Chat) -> Outcome:
        """Greets, and offers every language in its own words."""
        return Choose(
            _("Namaste. This is the order line of %(house)s. Which language?", house=chat.house),
            *(Choice(name, self.speak, (language,)) for language, name in LANGUAGES.items()),
        )

    def speak(self, chat: Chat, language: str) -> Outcome:
        """Answers in this language from now on."""
        chat.desk.people.speak(language)
        speak(language)
        return self.who(chat)

    @screen
    def who(self, chat: Chat) -> Outcome:
        """Who are you?"""
        return Choose(
            _("Who are you?"),
            Choice(_("A new shop"), self.ask_name),
            Choice(_("My shop is known"), self.known),
            Choice(_("Something else"), self.other),
        )

    @screen
    def ask_name(self, chat: Chat) -> Outcome:
        """The shop's name?"""
        return Ask(_("What is the shop's name?"), words, To(self.named))

    def named(self, chat: Chat, name: str) -> Outcome:
        """Takes the name."""
        chat.slots["name"] = " ".join(name.split())[:MOST_NAME]
        return self.ask_place(chat)

    @screen
    def ask_place(self, chat: Chat) -> Outcome:
        """Where is it?"""
        return Ask(_("Please send the shop's place (📎 → Location)."), place, To(self.placed))

    def placed(self, chat: Chat, latitude: float, longitude: float) -> Outcome:
        """Takes the place, and suggests who would serve it."""
        chat.desk.joining.ask(chat.slots.get("name") or chat.message.profile_name or "?", latitude, longitude)
        return self.papers(chat)

    @screen
    def papers(self, chat: Chat) -> Outcome:
        """Who would serve it, and a paper that may also come later."""
        request = chat.desk.joining.pending()
        if request is None:
            return self.who(chat)
        served = chat.desk.joining.served_by(request)
        told = (
            _("%(shop)s, in the area of %(seller)s.", shop=request.name, seller=served[0]) if served else request.name
        )
        if served and served[1]:
            told = _(
                "%(shop)s, %(beat)s, in the area of %(seller)s.", shop=request.name, beat=served[1], seller=served[0]
            )
        return Ask(
            told + " " + _("Tax number or a photo of the shop (it may come later)."),
            photo_or_number,
            To(self.paper),
            Choice(_("Later"), self.waiting, means="no"),
        )

    def paper(self, chat: Chat, paper: str | int | None) -> Outcome:
        """Keeps a tax number or a photo."""
        if paper is not None:
            chat.desk.joining.add_paper(str(paper))
        return self.waiting(chat)

    @screen
    def waiting(self, chat: Chat) -> Outcome:
        """What happens next; whoever has been taken on meanwhile has the menu."""
        if not chat.desk.is_stranger:
            return Call("menu")
        request = chat.desk.joining.pending()
        served = chat.desk.joining.served_by(request) if request is not None else None
        if served is None:
            return Done(_("Thank you. Somebody will look for a distributor near you and write to you here."))
        return Done(
            _(
                "Thank you. %(seller)s will decide %(day)s and write to you here.",
                seller=served[0],
                day=day(chat.today),
            ),
            Choice(_("Language"), self.which_language),
        )

    @screen
    def known(self, chat: Chat) -> Outcome:
        """A known shop with an unknown phone."""
        return Done(
            _(
                "Then this phone is not on its list yet. Please ask the owner or your distributor to add the number"
                " you write from."
            ),
            Choice(_("A new shop"), self.ask_name),
            Choice(_("Talk to a person"), self.human),
        )

    def other(self, chat: Chat) -> Outcome:
        """Anything else goes to a person."""
        return self.human(chat)

    def human(self, chat: Chat) -> Outcome:
        """Asks for a person."""
        return Call("human")
