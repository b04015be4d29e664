"""Nothing on the screen took the words: which dialog do they want?"""

from conversations.chat import Chat
from conversations.message import Kind
from conversations.reading import Intent, nth, order_number
from conversations.step import Step

WISHES: dict[Intent, Step] = {
    Intent.ORDER: Step("ordering", "more"),
    Intent.REMOVE: Step("ordering", "more"),
    Intent.REPEAT: Step("ordering", "repeat"),
    Intent.STOCK: Step("goods", "stock"),
    Intent.PRICE: Step("goods", "price"),
    Intent.SCHEMES: Step("goods", "schemes"),
    Intent.STATUS: Step("orders", "start"),
    Intent.CANCEL: Step("orders", "cancel_last"),
    Intent.DUES: Step("dues", "start"),
    Intent.PAY: Step("dues", "pay_or_promise"),
    Intent.CLAIM: Step("human", "start"),
    Intent.HELP: Step("menu", "lost_in_it"),
    Intent.HUMAN: Step("human", "start"),
    Intent.GREETING: Step("menu", "start"),
}

FILES = {
    Kind.PHOTO: Step("lists", "photographed"),
    Kind.VOICE: Step("lists", "spoken"),
    Kind.FOUND: Step("lists", "found"),
}


def wish(chat: Chat) -> Step | None:
    """What a message wants that is not an answer to anything shown; None where nobody can tell."""
    if chat.desk.is_stranger:
        return Step("joining", "start")
    if chat.message.kind in FILES:
        return FILES[chat.message.kind]
    if chat.message.kind is not Kind.TEXT or not chat.text.strip():
        return None
    if nth(chat.text) is not None:
        return None  # a bare number answers something that is no longer there
    if order_number(chat.text, chat.desk.orders.series()) is not None:
        return WISHES[Intent.CANCEL if chat.reading.intent is Intent.CANCEL else Intent.STATUS]
    return WISHES.get(chat.reading.intent)
