"""Why: the price of a cart scheme by scheme, and why something comes later. Every sentence is a figure of the books."""

from collections.abc import Mapping

from conversations.cards.goods import units
from conversations.text import _, day, money, number
from domain.catalogue.packs import Unit
from domain.orders.priced import PricedCart, PricedLine
from domain.pricing.scheme import Basis
from domain.pricing.values import Explanation, Reason


def why_priced(priced: PricedCart, names: Mapping[str, str]) -> str:
    """Each line at list, then every scheme that touches the cart, with the one reason why it did or did not apply."""
    currency = priced.trade.seller.currency
    told = [
        _(
            "%(goods)s, list %(price)s × %(pieces)s = %(amount)s",
            goods=line.item.title,
            price=money(line.quote.price, currency),
            pieces=number(line.pieces),
            amount=money(line.quote.list, currency),
        )
        for line in priced.goods
        if not line.is_gift
    ]
    told += [scheme(priced, told_of, names) for told_of in priced.quote.explain if _is_open(priced, told_of)]
    return "\n".join(told)


def _is_open(priced: PricedCart, told: Explanation) -> bool:
    """Whether a scheme is for this shop at all; one for first orders was once."""
    return told.reason is not Reason.PARTY or priced.schemes[told.scheme].first_order


def scheme(priced: PricedCart, told: Explanation, names: Mapping[str, str]) -> str:
    """One scheme in one line."""
    currency = priced.trade.seller.currency
    name = names.get(told.scheme, told.scheme)
    if told.applied:
        return "✓ " + _('"%(name)s": %(amount)s', name=name, amount=money(-told.amount, currency))
    return "✗ " + _('"%(name)s": %(reason)s', name=name, reason=_reason(priced, told, names))


def _reason(priced: PricedCart, told: Explanation, names: Mapping[str, str]) -> str:
    if told.reason is Reason.BELOW_SLAB:
        return _("%(missing)s short", missing=_missing(priced, told))
    if told.reason is Reason.NOT_COMBINED:
        kept = ", ".join(f'"{names.get(code, code)}"' for code in told.kept_out_by)
        if kept:
            return _("cannot be combined with %(schemes)s (the better one for you was taken)", schemes=kept)
        return _("cannot be combined with the better one that you have")
    if told.reason is Reason.PARTY and priced.schemes[told.scheme].first_order:
        return _("only on a first order")
    return REASONS[told.reason]()


def _missing(priced: PricedCart, told: Explanation) -> str:
    assert told.short_by is not None
    of = priced.schemes[told.scheme]
    if of.basis is Basis.AMOUNT:
        return money(told.short_by, priced.trade.seller.currency)
    return units(told.short_by, of.unit)


REASONS = {
    Reason.NOT_STARTED: lambda: _("it has not started yet"),
    Reason.ENDED: lambda: _("it has ended"),
    Reason.PARTY: lambda: _("it is for other shops"),
    Reason.PRODUCT: lambda: _("it is for other goods"),
    Reason.ABOVE_SLAB: lambda: _("you order more than it is for"),
    Reason.CAP: lambda: _("you have had all of it"),
    Reason.BUDGET: lambda: _("its budget is used up"),
}


def why_not_now(priced: PricedCart) -> str:
    """What is there of each short line and what is on the way."""
    return "\n".join(_short(priced, line) for line in priced.short)


def _short(priced: PricedCart, line: PricedLine) -> str:
    facts = {
        "goods": line.item.title,
        "there": number(line.free_now or 0),
        "seller": priced.trade.seller.name,
    }
    if line.on_the_way is None:
        return _("%(goods)s: %(there)s free at %(seller)s now, none announced.", **facts)
    return _(
        "%(goods)s: %(there)s free at %(seller)s now, %(coming)s on the way (%(reference)s, due %(day)s).",
        coming=units(line.on_the_way.quantity, Unit.PIECE),
        reference=line.on_the_way.reference,
        day=day(line.on_the_way.due),
        **facts,
    )
