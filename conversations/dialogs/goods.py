"""Asking about goods: is it there, what does it cost, which schemes are there for me."""

from decimal import Decimal

from conversations import reading
from conversations.cards import schemes as scheme_cards
from conversations.cards.goods import units
from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.hearing import order_lines
from conversations.prompts import Ask, Call, Choice, Done, To
from conversations.text import _, money, on, price
from domain.catalogue.packs import Unit
from domain.desk.goods import Have, LotPrice

MOST_TOLD = 5
_PAISA = Decimal("0.01")


class Goods(Dialog):
    """Stock, prices and schemes; nothing is changed here."""

    name, version, passive = "goods", 1, True

    def stock(self, chat: Chat) -> Outcome:
        """Whether the goods that were named are there."""
        found = self._named(chat)
        return self.have(chat, *found) if found else self.which(chat, "stock")

    def price(self, chat: Chat) -> Outcome:
        """What the goods that were named cost."""
        found = self._named(chat)
        return self.cost(chat, *found) if found else self.which(chat, "price")

    @staticmethod
    def _named(chat: Chat) -> list[int]:
        if not chat.desk.trades:
            return []
        named = reading.goods_named(chat.text, chat.desk.shelf.index, chat.reading_context)
        return [key for key in named if isinstance(key, int)][:MOST_TOLD]

    @screen
    def which(self, chat: Chat, about: str) -> Outcome:
        """Asks which goods are meant."""
        asked = _("Stock of which goods?") if about == "stock" else _("The rate of which goods?")
        return Ask(asked, order_lines, To(self.stock if about == "stock" else self.price), Choice(_("Menu"), self.menu))

    @screen
    def have(self, chat: Chat, *product_ids: int) -> Outcome:
        """What there is of each."""
        told = [self._have(chat, have) for have in chat.desk.goods.stock(product_ids)]
        return Done("\n".join(told), *self._on(chat))

    @staticmethod
    def _have(chat: Chat, have: Have) -> str:
        goods = have.item.title
        if have.free is None:
            return _("%(goods)s: stock not checked.", goods=goods)
        if have.free > 0:
            return _("%(goods)s: %(free)s there.", goods=goods, free=units(have.free, Unit.PIECE))
        if have.on_the_way is not None:
            return _(
                "%(goods)s: none now, %(coming)s come %(when)s.",
                goods=goods,
                coming=units(have.on_the_way.quantity, Unit.PIECE),
                when=on(have.on_the_way.due),
            )
        return _("%(goods)s: none now.", goods=goods)

    @screen
    def cost(self, chat: Chat, *product_ids: int) -> Outcome:
        """What each costs this shop, with and without tax, lot by lot."""
        told = []
        for product_id in product_ids:
            item = chat.desk.shelf.items[product_id]
            lots = chat.desk.goods.prices(product_id)
            rates = "; ".join(self._lot(chat, lot) for lot in lots) or _("no price yet")
            told.append(f"{item.title}: {rates}")
        return Done("\n".join(told), *self._on(chat))

    @staticmethod
    def _lot(chat: Chat, lot: LotPrice) -> str:
        currency = chat.desk.trade.seller.currency
        facts = {
            "net": money(lot.net.quantize(_PAISA), currency),
            "gross": money(lot.with_tax.quantize(_PAISA), currency),
            "mrp": price(lot.mrp, currency) if lot.mrp is not None else "",
        }
        if lot.mrp is None:
            return _("%(gross)s with tax (%(net)s before)", **facts)
        return _("%(gross)s with tax (%(net)s before), MRP %(mrp)s", **facts)

    @screen
    def schemes(self, chat: Chat) -> Outcome:
        """The schemes that are open to this shop today."""
        told = [scheme_cards.line(chat.desk, scheme) for scheme in chat.desk.goods.schemes()]
        text = "\n".join([_("Schemes for you:"), *told]) if told else _("There is no scheme for you today.")
        return Done(text, *self._on(chat))

    def _on(self, chat: Chat) -> list[Choice]:
        ways = [Choice(_("Back to cart"), self.cart)] if chat.desk.cart.is_open else []
        return [*ways, Choice(_("Menu"), self.menu)]

    def cart(self, chat: Chat) -> Outcome:
        """Back to the cart."""
        return Call("ordering")

    def menu(self, chat: Chat) -> Outcome:
        """Goes to the menu."""
        return Call("menu")
