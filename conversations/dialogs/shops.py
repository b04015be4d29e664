"""For which shop does a rep or clerk write?"""

from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.hearing import words
from conversations.prompts import Ask, Choice, Choose, Return, To
from conversations.text import _
from domain.network.rights import Right

MOST_LISTED = 8


class Shops(Dialog):
    """Chooses the shop that is served; words that came before it was clear are given back to go on with."""

    name, version = "shops", 1

    def start(self, chat: Chat, said: str = "") -> Outcome:
        """Takes the shop that is named in the words, else asks."""
        if not chat.desk.may(Right.SELL_FOR):
            return Return()
        chat.slots["said"] = said
        named = chat.desk.people.shop_in(said) if said else None
        if named is not None:
            shop, rest = named
            chat.slots["said"] = rest
            return self.serve(chat, shop.id)
        return self.which(chat)

    @screen
    def which(self, chat: Chat, like: str = "") -> Outcome:
        """Lists shops, the likest first."""
        shops = chat.desk.people.shops(like)
        if not shops and like:
            chat.note(_('I know no shop "%(name)s" of yours.', name=like))
            shops = chat.desk.people.shops()
        listed = [Choice(shop.name, self.serve, (shop.id,), shop.address) for shop in shops[:MOST_LISTED]]
        return Ask(_("For which shop? Choose, or write its name."), words, To(self.which), *listed)

    def serve(self, chat: Chat, shop_id: int | None) -> Outcome:
        """Orders go for this shop from now on."""
        said = chat.slots.pop("said", "")
        chat.desk.people.serve(shop_id)
        if said:
            return Return(said)
        return self.serving(chat)

    @screen
    def serving(self, chat: Chat) -> Outcome:
        """Says for whom the next goods are."""
        shop = chat.desk.buyer
        if shop is None:
            return self.which(chat)
        return Choose(
            _("You are with %(shop)s now. Write what they need.", shop=shop.name),
            Choice(_("Another shop"), self.which),
            Choice(_("Done here"), self.leave),
        )

    def leave(self, chat: Chat) -> Outcome:
        """No longer orders for a shop."""
        chat.desk.people.serve(None)
        return Return()
