"""Money in words: an amount, a promise to pay, a payment that was made."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conversations.reading.days import day_in
from conversations.reading.intents import concepts
from conversations.reading.part import Does
from conversations.reading.parts import parts
from conversations.reading.tokens import Kind, Token, plain, tokens
from domain.catalogue.search import Index

_NO_GOODS = Index.build(())
_REFERENCE = re.compile(r"(?<![\w.])(\d{12}|(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{8,22})(?![\w.])")
_LARGEST = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class Promise:
    """What a shop says it will pay, and by when; each is None where it was not said."""

    amount: Decimal | None
    day: date | None


@dataclass(frozen=True, slots=True)
class PaymentMade:
    """A payment that the writer says was made. `reference` is the bank's or wallet's own number."""

    amount: Decimal | None
    reference: str | None


def amount(text: str) -> Decimal | None:
    """The sum of money that a text names, in rupees or taka; None where there is none, or several."""
    return _amount(tokens(plain(text)))


def promise(text: str, today: date) -> Promise | None:
    """`shukrwar ko dunga 10000`; None where nothing is promised."""
    cut = tokens(plain(text))
    meant = concepts(cut)
    named = day_in(cut, today)
    if "promise" not in meant and not (named and {"pay", "money"} & meant and "paid" not in meant):
        return None
    rest = [token for at, token in enumerate(cut) if not named or at not in named.places]
    return Promise(_amount(rest), named.day if named else None)


def payment_made(text: str) -> PaymentMade | None:
    """`paid kar diya 428812345678`, `500 bhej diye`; None where no payment is reported."""
    written = plain(text)
    reference = _REFERENCE.search(written)
    without = _REFERENCE.sub(" ", written)
    cut = tokens(without)
    meant = concepts(cut)
    sum_paid = _amount(cut)
    about_money = meant & {"money", "pay_means"} or sum_paid is not None or reference is not None
    if "paid" not in meant or not about_money or meant & {"bad", "short", "take_back"}:
        return None
    return PaymentMade(sum_paid, reference[1] if reference else None)


def _amount(cut: Sequence[Token]) -> Decimal | None:
    cut = [token for token in cut if token.kind != Kind.ASIDE]
    found = parts(cut, _NO_GOODS)
    priced = {part.value for part in found if part.does == Does.PRICE}
    counted = {part.value for part in found if part.does in (Does.NUMBER, Does.QUANTITY) and part.sure}
    named = priced or counted
    return named.pop() if len(named) == 1 and all(each is not None and 0 < each <= _LARGEST for each in named) else None
