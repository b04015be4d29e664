"""A cart as text: what would be booked, what is open, what could not be read."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from conversations.cards.goods import amount, named_price, units
from conversations.text import _, day, money, ngettext, number, on
from domain.catalogue.packs import Unit
from domain.catalogue.shelf import Item
from domain.orders.priced import PricedCart, PricedLine
from domain.orders.tables import CartLine
from domain.pricing.nudge import Nudge

MOST_LINES = 20


def cart(priced: PricedCart, names: Mapping[str, str], nudge: Nudge | None, heading: str) -> str:
    """The whole cart: goods, what is short, schemes, what was not read, and the totals."""
    return "\n".join(
        [
            heading,
            *_goods(priced),
            *_schemes(priced, names),
            *([_nudge(priced, nudge, names)] if nudge else []),
            *_leftovers(priced),
            *_stock_unchecked(priced),
            *([totals(priced)] if priced.goods else []),
        ]
    )


def totals(priced: PricedCart) -> str:
    """Tax, total and day of delivery in one line."""
    currency = priced.trade.seller.currency
    facts = [
        _tax(priced),
        _("Total %(total)s", total=money(priced.total, currency)),
        _("delivery %(day)s", day=day(priced.deliver_on)),
    ]
    return "  " + " · ".join(fact for fact in facts if fact)


def changed(priced: PricedCart, line: PricedLine) -> str:
    """One changed line and the new total."""
    currency = priced.trade.seller.currency
    assert line.line is not None
    assert line.line.quantity is not None
    return _(
        "%(goods)s is now %(amount)s. New total %(total)s (%(tax)s).",
        goods=line.item.title,
        amount=amount(line.item, line.line.quantity, line.line.unit),
        total=money(priced.total, currency),
        tax=_tax(priced) or _("no tax"),
    )


def short_cart(priced: PricedCart) -> str:
    """The cart in one line."""
    goods = ", ".join(
        f"{units(line.line.quantity, line.line.unit)} {line.item.title}"
        for line in priced.goods
        if line.line is not None and line.line.quantity is not None
    )
    return f"{goods}, {money(priced.total, priced.trade.seller.currency)}"


def still_open(priced: PricedCart) -> str:
    """How many things are open and how many were not found."""
    parts = []
    if priced.questions:
        parts.append(ngettext("One to settle", "%(count)s to settle", len(priced.questions)))
    if priced.unread:
        parts.append(ngettext("one I could not find", "%(count)s I could not find", len(priced.unread)))
    return _("%(facts)s.", facts=", ".join(parts)) if parts else ""


def listed(items: Sequence[Item], brand: str, currency: str, more: str) -> str:
    """A numbered list of products, each with the price printed on it."""
    told = [*(named_price(item, currency, brand) for item in items), more]
    return "\n".join(f"  {position}. {line}" for position, line in enumerate(told, start=1))


def unread(lines: Sequence[CartLine]) -> str:
    """What nobody could read, in their own words."""
    return _("Not found: %(words)s", words=", ".join(f'"{line.said}"' for line in lines))


def _goods(priced: PricedCart) -> list[str]:
    told = []
    bought = [line for line in priced.goods if not line.is_gift]
    for position, line in enumerate(bought[:MOST_LINES], start=1):
        told.append(f"  {position}. {_bought(priced, line)}")
    if len(bought) > MOST_LINES:
        rest = bought[MOST_LINES:]
        worth = sum((priced.as_shown(line) for line in rest), Decimal(0))
        told.append(
            "  "
            + _(
                "… and %(count)s more items, %(amount)s",
                count=number(len(rest)),
                amount=money(worth, priced.trade.seller.currency),
            )
        )
    told += [f"  + {_gift(line)}" for line in priced.goods if line.is_gift]
    return told


def _bought(priced: PricedCart, line: PricedLine) -> str:
    assert line.line is not None
    assert line.line.quantity is not None
    told = _(
        "%(goods)s: %(amount)s %(money)s",
        goods=line.item.title,
        amount=amount(line.item, line.line.quantity, line.line.unit),
        money=money(priced.as_shown(line), priced.trade.seller.currency),
    )
    return _with_shortage(told, line)


def _gift(line: PricedLine) -> str:
    told = _("%(amount)s %(goods)s free", amount=units(line.pieces, Unit.PIECE), goods=line.item.title)
    return _with_shortage(told, line)


def _with_shortage(told: str, line: PricedLine) -> str:
    short = shortage(line)
    return _("%(line)s. %(shortage)s", line=told, shortage=short) if short else told


def shortage(line: PricedLine) -> str:
    """What is there and when the rest follows."""
    if not line.short or line.free_now is None:
        return ""
    facts = {"there": number(line.pieces - line.short), "short": number(line.short)}
    if line.on_the_way is not None:
        facts["when"] = on(line.on_the_way.due)
        if line.short == line.pieces:
            return _("None in stock; %(short)s follow %(when)s.", **facts)
        return _("Only %(there)s in stock; %(short)s follow %(when)s.", **facts)
    if line.short == line.pieces:
        return _("None in stock; %(short)s follow when they come.", **facts)
    return _("Only %(there)s in stock; %(short)s follow when they come.", **facts)


def _schemes(priced: PricedCart, names: Mapping[str, str]) -> list[str]:
    currency = priced.trade.seller.currency
    return [
        "  " + _("Scheme: %(name)s, %(amount)s", name=names.get(code, code), amount=money(-saved, currency))
        for code, saved in priced.savings
        if saved
    ]


def _nudge(priced: PricedCart, nudge: Nudge, names: Mapping[str, str]) -> str:
    """What a little more would bring, and what it would cost or take away."""
    currency = priced.trade.seller.currency
    name = names.get(nudge.scheme, nudge.scheme)
    if nudge.instead_of:
        name = _(
            "%(scheme)s, instead of %(others)s",
            scheme=name,
            others=", ".join(names.get(code, code) for code in nudge.instead_of),
        )
    gains = []
    if nudge.free_more:
        gains.append(_("%(amount)s more goods free", amount=money(nudge.free_more, currency)))
    if nudge.discount_more > 0:
        gains.append(_("%(amount)s more discount", amount=money(nudge.discount_more, currency)))
    elif nudge.discount_more < 0:
        gains.append(_("%(amount)s less discount", amount=money(-nudge.discount_more, currency)))
    return "  " + _(
        "%(missing)s more for %(cost)s brings (%(scheme)s): %(gains)s.",
        missing=units(nudge.quantity, nudge.unit),
        cost=money(nudge.cost, currency),
        scheme=name,
        gains=", ".join(gains),
    )


def _leftovers(priced: PricedCart) -> list[str]:
    told = []
    if priced.unread:
        told.append("  " + unread(priced.unread))
    if priced.unpriced:
        words = ", ".join(f'"{line.said}"' for line in priced.unpriced)
        told.append("  " + _("No price yet, kept as a request: %(words)s", words=words))
    return told


def _stock_unchecked(priced: PricedCart) -> list[str]:
    bought = [line for line in priced.goods if not line.is_gift]
    unchecked = [position for position, line in enumerate(bought, start=1) if line.free_now is None]
    if not unchecked:
        return []
    if len(unchecked) == len(bought):
        return ["  " + _("Stock not checked.")]
    return ["  " + _("Stock not checked: %(lines)s.", lines=", ".join(map(str, unchecked)))]


def _tax(priced: PricedCart) -> str:
    if not priced.quote.tax:
        return ""
    name = {"gst": _("GST"), "vat": _("VAT")}.get(priced.trade.seller.tax_regime, _("Tax"))
    amount = money(priced.quote.tax, priced.trade.seller.currency)
    if priced.trade.terms.prices_with_tax:
        return _("incl. %(tax)s %(amount)s", tax=name, amount=amount)
    return f"{name} {amount}"
