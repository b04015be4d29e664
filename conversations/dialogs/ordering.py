"""An order by free text: read, asked where a careful order-taker would ask, read back, and booked by a yes."""

from typing import Any

from conversations import reading
from conversations.cards import cart as cards
from conversations.cards.goods import brand_of, items, named_price, short_name, units
from conversations.cards.why import why_not_now, why_priced
from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome, screen
from conversations.dialogs.wishes import changes_of, named_products, problem_told
from conversations.hearing import how_many, order_lines, picked, why
from conversations.prompts import Ask, Call, Choice, Choose, Done, Prompt, Return, To
from conversations.text import _
from domain.catalogue.packs import Unit
from domain.desk.desk import Desk
from domain.network.rights import Right
from domain.orders.priced import PricedCart
from domain.orders.tables import CartLine, LineState


class Ordering(Dialog):
    """Carts: filling one from words, settling what is open, sending it."""

    name, version = "ordering", 1

    # --- words become lines

    def more(self, chat: Chat) -> Outcome:
        """Takes goods that were asked for, changed or taken out, in whatever the person wrote."""
        if chat.desk.buyer is None or self._names_another_shop(chat):
            return Call("shops", (chat.text,), then=self.served)
        if chat.desk.people.must_choose_seller(named_products(chat)):
            return Call("sellers", (chat.text,), then=self.served)
        changes = changes_of(chat)
        cart = chat.desk.cart
        cart.add(changes.wishes)
        for line_id, count, unit in changes.quantities:
            cart.set_quantity(line_id, count, unit)
        cart.remove(changes.removed)
        for note in changes.notes:
            chat.note(note)
        if changes.only_change is not None:
            return self.changed(chat, changes.only_change)
        return self.start(chat)

    @staticmethod
    def _names_another_shop(chat: Chat) -> bool:
        return chat.desk.may(Right.SELL_FOR) and chat.desk.people.shop_in(chat.text) is not None

    def served(self, chat: Chat, words: str | None) -> Outcome:
        """Goes on with what a rep or clerk wrote, once it is clear for which shop."""
        if not words or chat.desk.buyer is None:
            return Return()
        chat.read_instead(words)
        return self.more(chat)

    def repeat(self, chat: Chat, order_id: int | None = None) -> Outcome:
        """Fills the cart with an earlier order again."""
        chat.desk.cart.add(chat.desk.orders.again(order_id))
        chat.note(_("Your last order again:") if order_id is None else _("That order again:"))
        return self.start(chat)

    # --- the cart on the screen

    @screen
    def start(self, chat: Chat) -> Outcome:
        """What is open first, then the read-back."""
        priced = chat.desk.cart.view()
        if priced is None or priced.is_empty:
            return Done(_("The cart is empty. Write what you need, like: 2 case maggi, 5 soap."), topic="cart")
        if priced.questions:
            return self._question(chat, priced, priced.questions[0])
        names = chat.desk.offers_of(priced.trade.seller_id).names
        nudge = None if priced.short else chat.desk.cart.nudge(priced)
        text = cards.cart(priced, names, nudge, self._heading(chat, priced))
        others = [
            _("Also open with %(seller)s: %(items)s.", seller=trade.seller.name, items=items(count))
            for trade, count in chat.desk.cart.others()
        ]
        return self.offered(chat.desk, priced, "\n".join([text, *others]))

    @screen
    def changed(self, chat: Chat, line_id: int) -> Outcome:
        """One changed line and the new total, instead of the whole cart."""
        priced = chat.desk.cart.view()
        if priced is None or priced.questions:
            return self.start(chat)
        line = next((line for line in priced.goods if line.line and line.line.id == line_id), None)
        if line is None or line.short:
            return self.start(chat)
        return self.offered(chat.desk, priced, cards.changed(priced, line))

    @screen
    def why(self, chat: Chat) -> Outcome:
        """Why it costs that, or why something comes later, from the same figures as the read-back."""
        priced = chat.desk.cart.view()
        if priced is None or not priced.goods:
            return self.start(chat)
        names = chat.desk.offers_of(priced.trade.seller_id).names
        text = why_not_now(priced) if priced.short else why_priced(priced, names)
        return self.offered(chat.desk, priced, text)

    def _heading(self, chat: Chat, priced: PricedCart) -> str:
        if chat.desk.serves_other:
            return _("For %(shop)s:", shop=priced.trade.buyer.name)
        if len(chat.desk.trades) > 1:
            return _("Your cart with %(seller)s:", seller=priced.trade.seller.name)
        return _("Your cart:")

    def offered(self, desk: Desk, priced: PricedCart, text: str) -> Prompt:
        """The text with every way on from this cart."""
        return Choose(text, *self._ways_on(desk, priced), hears={why: To(self.why)}, topic="cart")

    def _ways_on(self, desk: Desk, priced: PricedCart) -> list[Choice]:
        change = Choice(_("Change"), self.change)
        if not priced.goods:
            return [Choice(_("Talk to a person"), self.to_person), Choice(_("Empty the cart"), self.empty)]
        if priced.short:
            count = sum(line.short for line in priced.short)
            without = Choice(_("Send without the %(count)s", count=count), self.without, (priced.seal,))
            if not priced.trade.terms.keeps_back_orders:
                return [without, change]
            later = Choice(_("Send, %(count)s later", count=count), self.send, (priced.seal,), means="yes")
            return [later, without, change]
        send = Choice(_("Send order"), self.send, (priced.seal,), means="yes")
        if desk.serves_other:
            return [send, Choice(_("Ask the shop first"), self.ask_shop, (priced.seal,)), change]
        nudge = desk.cart.nudge(priced)
        if desk.cart.others():
            return [send, change, Choice(_("Other cart"), self.other_cart)]
        if nudge is None:
            return [send, change, Choice(_("Empty the cart"), self.empty)]
        step = _("Add %(missing)s", missing=units(nudge.quantity, nudge.unit))
        return [Choice(step, self.step_up, (nudge.sku, nudge.pieces, priced.seal)), send, change]

    # --- which one, how many

    def _question(self, chat: Chat, priced: PricedCart, line: CartLine) -> Prompt:
        if line.state is LineState.HOW_MANY:
            return self._how_many(chat, line)
        currency = priced.trade.seller.currency
        items = chat.desk.cart.items(line)
        brand = brand_of(items)
        other = _("Other %(brand)s", brand=brand) if brand else _("Something else")
        asked = _("Which %(brand)s?", brand=brand) if brand else _('Which one for "%(words)s"?', words=line.said)
        text = [cards.still_open(priced)] if len(priced.questions) > 1 or priced.unread else []
        text += [asked, cards.listed(items, brand, currency, other)]
        text += ["  " + cards.unread(priced.unread)] if priced.unread else []
        offered = [
            Choice(
                short_name(item, brand),
                self.take,
                (line.id, item.id),
                named_price(item, currency),
                product=item.id,
            )
            for item in items
        ]
        return Choose(
            "\n".join(text),
            *offered,
            Choice(other, self.others, (line.id,)),
            Choice(_("Leave it out"), self.leave_out, (line.id,)),
            hears={picked: To(self.take, (line.id,))},
            listed=True,
            topic="cart",
        )

    def _how_many(self, chat: Chat, line: CartLine) -> Prompt:
        item = chat.desk.shelf.items.get(line.product_id or 0)
        goods = item.title if item else line.said
        asked = {
            Unit.CASE: _("How many cases of %(goods)s?", goods=goods),
            Unit.INNER: _("How many inners of %(goods)s?", goods=goods),
            Unit.PIECE: _("How many pieces of %(goods)s?", goods=goods),
        }[Unit(line.unit)]
        leave = Choice(_("Leave it out"), self.leave_out, (line.id,), means="no")
        return Ask(asked, how_many, To(self.counted, (line.id,)), leave)

    def take(self, chat: Chat, line_id: int, product_id: int) -> Outcome:
        """Takes one of the products that were offered for an open line."""
        chat.desk.cart.settle(line_id, product_id)
        return self.start(chat)

    def others(self, chat: Chat, line_id: int) -> Outcome:
        """Offers products that were not on the short list."""
        line = chat.desk.cart.line(line_id)
        seen = [*chat.slots.get("seen", []), *line.choices]
        found = reading.more_choices(line.said, chat.desk.shelf.index, seen)
        if not found:
            return self.say_more(chat, line_id)
        chat.slots["seen"] = seen
        chat.desk.cart.widen(line_id, [key for key in found if isinstance(key, int)])
        return self.start(chat)

    @screen
    def say_more(self, chat: Chat, line_id: int) -> Outcome:
        """Asks for the name in full."""
        line = chat.desk.cart.line(line_id)
        return Ask(
            _('I know no more for "%(words)s". Please write the name as on the pack.', words=line.said),
            order_lines,
            To(self.named, (line_id,)),
            Choice(_("Leave it out"), self.leave_out, (line_id,), means="no"),
        )

    def named(self, chat: Chat, line_id: int) -> Outcome:
        """Reads the fuller name in place of the line that could not be settled."""
        chat.desk.cart.remove([line_id])
        return self.more(chat)

    def leave_out(self, chat: Chat, line_id: int) -> Outcome:
        """Drops a line."""
        chat.desk.cart.remove([line_id])
        return self.start(chat)

    def counted(self, chat: Chat, line_id: int) -> Outcome:
        """Takes a quantity for a line, or says what is wrong with it."""
        line = chat.desk.cart.line(line_id)
        read = reading.quantity(chat.text)
        told = problem_told(read, line.unit) if read is not None else _("I could not read that number.")
        if told is not None or read is None or read.quantity is None:
            chat.note(told or "")
            return self.start(chat)
        unit = line.unit if read.unit is reading.Unit.NONE else read.unit.value
        chat.desk.cart.set_quantity(line_id, int(read.quantity), unit)
        return self.start(chat)

    # --- on from the cart

    def change(self, chat: Chat) -> Outcome:
        """Goes to changing single lines."""
        return Call("changing", then=self.back_from)

    def back_from(self, chat: Chat, value: Any) -> Outcome:
        """Shows the cart after another dialog."""
        return self.changed(chat, value) if isinstance(value, int) else self.start(chat)

    def other_cart(self, chat: Chat) -> Outcome:
        """Shows the cart that is open with another seller."""
        for trade, _count in chat.desk.cart.others():
            chat.desk.people.buy_from(trade.seller_id)
            break
        return self.start(chat)

    def step_up(self, chat: Chat, sku: str, pieces: int, seal: str) -> Outcome:
        """Adds what is missing to the next slab."""
        chat.desk.cart.add_pieces(sku, pieces, seal)
        return self.start(chat)

    def without(self, chat: Chat, seal: str) -> Outcome:
        """Cuts the cart to what is there, and reads it back again."""
        chat.desk.cart.drop_short(seal)
        return self.start(chat)

    def send(self, chat: Chat, seal: str) -> Outcome:
        """Books what was read back."""
        order = chat.desk.cart.place(seal)
        return Call("placed", (order.id, True))

    def ask_shop(self, chat: Chat, seal: str) -> Outcome:
        """Sends the cart to the shop, which confirms it itself."""
        chat.desk.cart.offer_to_shop(seal)
        return self.asked(chat)

    @screen
    def asked(self, chat: Chat) -> Outcome:
        """Says that the shop has the cart now."""
        shop = chat.desk.buyer.name if chat.desk.buyer else ""
        return Done(
            _("%(shop)s has the cart on the phone now and can send it.", shop=shop),
            Choice(_("Another shop"), self.other_shop),
            Choice(_("Menu"), self.menu),
        )

    def other_shop(self, chat: Chat) -> Outcome:
        """Serves another shop."""
        return Call("shops")

    def to_person(self, chat: Chat) -> Outcome:
        """Asks for a person."""
        return Call("human")

    def empty(self, chat: Chat) -> Outcome:
        """Empties the cart."""
        return self.emptied(chat, chat.desk.cart.empty())

    @screen
    def emptied(self, chat: Chat, cart_id: int | None) -> Outcome:
        """Says so, with a way back."""
        back = [Choice(_("Open it again"), self.bring_back, (cart_id,))] if cart_id else []
        return Done(_("The cart is empty; nothing was ordered."), *back, Choice(_("Menu"), self.menu), topic="cart")

    def bring_back(self, chat: Chat, cart_id: int) -> Outcome:
        """Opens the emptied cart again."""
        chat.desk.cart.bring_back(cart_id)
        return self.start(chat)

    def menu(self, chat: Chat) -> Outcome:
        """Goes to the menu."""
        return Call("menu")

    def cancelled(self, chat: Chat) -> Outcome:
        return self.empty(chat) if chat.desk.cart.is_open else Return()

    def lost(self, chat: Chat) -> Prompt | None:
        priced = chat.desk.cart.view() if chat.desk.trades else None
        if priced is None or not priced.goods or priced.questions:
            return None
        text = _("Your cart is still open: %(cart)s.", cart=cards.short_cart(priced))
        return self.drawn_again_as(self.offered(chat.desk, priced, text), "start")
