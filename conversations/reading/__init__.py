"""Reading what people write: text to intents, order lines, quantities, days and amounts. Pure functions.

All knowledge of a language is in its words file (`words/`); a new language is a new file.
"""

from conversations.reading.answers import Interrupt, interrupt, language_named, nth, yes_no
from conversations.reading.asking import agrees, asks_why, goods_named, more_choices, order_number
from conversations.reading.days import day
from conversations.reading.languages import language_of
from conversations.reading.model import (
    LARGEST,
    Act,
    Amount,
    Context,
    Intent,
    Judged,
    Line,
    Problem,
    Reading,
    Unit,
)
from conversations.reading.payments import PaymentMade, Promise, amount, payment_made, promise
from conversations.reading.picking import check, pick
from conversations.reading.quantities import quantity
from conversations.reading.reader import read

__all__ = [
    "LARGEST",
    "Act",
    "Amount",
    "Context",
    "Intent",
    "Interrupt",
    "Judged",
    "Line",
    "PaymentMade",
    "Problem",
    "Promise",
    "Reading",
    "Unit",
    "agrees",
    "amount",
    "asks_why",
    "check",
    "day",
    "goods_named",
    "interrupt",
    "language_named",
    "language_of",
    "more_choices",
    "nth",
    "order_number",
    "payment_made",
    "pick",
    "promise",
    "quantity",
    "read",
    "yes_no",
]
