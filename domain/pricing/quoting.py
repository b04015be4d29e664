"""`quote`: a cart, priced. Pure: the same values in, the same quote out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.pricing.basket import fill
from domain.pricing.bill import bill
from domain.pricing.book import SchemeBook
from domain.pricing.scheme import Scheme
from domain.pricing.settling import settle
from domain.pricing.values import Buyer, CartLine, Price, Quote, UsedByScheme

NOTHING_USED: UsedByScheme = {}


def quote(
    cart: Sequence[CartLine],
    prices: Mapping[str, Price],
    schemes: SchemeBook | Iterable[Scheme],
    buyer: Buyer,
    day: date,
    used: UsedByScheme = NOTHING_USED,
) -> Quote:
    """Prices `cart` for `buyer` on `day`.

    `prices` must hold every product of the cart and of the goods that schemes give. Whoever prices many carts against
    the same schemes passes a SchemeBook, made once. `used` is what earlier orders took of each scheme.

    Raises PricingError: `no_price`, `not_whole` (a part of a piece), `duplicate` (a scheme code twice).
    """
    book = schemes if isinstance(schemes, SchemeBook) else SchemeBook.of(schemes)
    basket = fill(cart, prices)
    return bill(basket, settle(book.touching(basket), basket, buyer, day, used))
