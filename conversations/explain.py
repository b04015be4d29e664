"""A domain refusal as a sentence with a way on, in the reader's language."""

from collections.abc import Callable

from conversations.text import _, money, number
from domain.refusal import Code, Refusal


def explain(refusal: Refusal) -> str:
    """Why something was not done, and what to do instead."""
    return SENTENCES[refusal.code](refusal)


def _not_found(refusal: Refusal) -> str:
    if refusal.facts.get("number"):
        return _("I find no order %(number)s of yours.", number=refusal.facts["number"])
    return _("I find nothing like that of yours.")


def _too_many(refusal: Refusal) -> str:
    facts = refusal.facts
    if "most_lines" in facts:
        return _("An order holds at most %(most)s items. Please send this one first.", most=number(facts["most_lines"]))
    return _(
        "%(quantity)s is more than I can order; %(most)s is the most at once.",
        quantity=number(facts["quantity"]),
        most=number(facts["most"]),
    )


def _below_minimum(refusal: Refusal) -> str:
    return _(
        "The smallest order is %(minimum)s; %(missing)s more and it can go.",
        minimum=money(refusal.facts["minimum"]),
        missing=money(refusal.facts["missing"]),
    )


def _over_own_limit(refusal: Refusal) -> str:
    return _(
        "You may order up to %(limit)s alone; this is %(total)s. The owner can send it.",
        limit=money(refusal.facts["limit"]),
        total=money(refusal.facts["total"]),
    )


def _over_credit(refusal: Refusal) -> str:
    to_pay = refusal.facts["to_pay"]
    if to_pay is None:
        return _("%(seller)s gives no more credit now. Please talk to them.", seller=refusal.facts["seller"])
    return _("It cannot go yet: pay %(amount)s first, and it goes today.", amount=money(to_pay))


def _move_not_allowed(refusal: Refusal) -> str:
    facts = refusal.facts
    if facts.get("then") == "cancelled":
        return _("%(number)s can no longer be cancelled here.", number=facts.get("number", ""))
    return _("That has been decided already.")


SENTENCES: dict[Code, Callable[[Refusal], str]] = {
    Code.NOT_FOUND: _not_found,
    Code.NOT_ALLOWED: lambda refusal: _("I cannot do that for you here."),
    Code.NO_SELLER: lambda refusal: _("No seller is linked to you yet. Please ask your distributor to add you."),
    Code.CART_EMPTY: lambda refusal: _("The cart is empty. Write what you need, like: 2 case maggi, 5 soap."),
    Code.CART_CHANGED: lambda refusal: _(
        "Something has changed meanwhile, so nothing was ordered. This is how it stands now."
    ),
    Code.CART_UNSETTLED: lambda refusal: _("One thing is still open before it can go."),
    Code.NOT_SOLD: lambda refusal: _("That is not sold here any more."),
    Code.NO_PRICE: lambda refusal: _("There is no price for that yet."),
    Code.NO_PACK: lambda refusal: _("That is not sold in this pack. How many pieces?"),
    Code.TOO_MANY: _too_many,
    Code.NOT_WHOLE: lambda refusal: _("Only whole pieces can be ordered."),
    Code.BELOW_MINIMUM: _below_minimum,
    Code.OVER_OWN_LIMIT: _over_own_limit,
    Code.SHORT: lambda refusal: _("Not all of it is there now. Please take less."),
    Code.SCHEME_GONE: lambda refusal: _("A scheme has ended meanwhile. This is how it stands now."),
    Code.MOVE_NOT_ALLOWED: _move_not_allowed,
    Code.ALREADY_PLACED: lambda refusal: _("That order is already placed."),
    Code.BLOCKED: lambda refusal: _(
        "%(seller)s has paused orders. Please talk to them.", seller=refusal.facts["seller"]
    ),
    Code.OVER_CREDIT: _over_credit,
    Code.REFERENCE_USED: lambda refusal: _("That payment reference was used before. Please check its number."),
    Code.BAD_VALUE: lambda refusal: _("That does not fit here."),
}
