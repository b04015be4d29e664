"""From whom? Asked once where goods can be bought from several sellers; the answer is kept."""

from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.prompts import Choice, Choose, Return
from conversations.text import _


class Sellers(Dialog):
    """Chooses the seller; words that came before it was clear are given back to go on with."""

    name, version = "sellers", 1

    def start(self, chat: Chat, said: str = "") -> Outcome:
        """Keeps the words, and asks."""
        chat.slots["said"] = said
        return self.which(chat)

    @screen
    def which(self, chat: Chat) -> Outcome:
        """Lists the sellers of this shop."""
        return Choose(
            _("From whom do you want to buy?"),
            *(Choice(trade.seller.name, self.buy, (trade.seller_id,)) for trade in chat.desk.trades),
        )

    def buy(self, chat: Chat, seller_id: int) -> Outcome:
        """Buys from this seller from now on."""
        said = chat.slots.pop("said", "")
        chat.desk.people.buy_from(seller_id)
        return Return(said)
