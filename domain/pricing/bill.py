"""The quote: lines with what was taken off them, tax on what is left, free goods, and the sums."""

from domain.pricing.basket import Basket, Line
from domain.pricing.explanation import explain
from domain.pricing.rounding import rupees
from domain.pricing.settling import Settled
from domain.pricing.tax import gross_amount, part_on, part_within
from domain.pricing.values import Quote, QuoteLine

Discounts = list[tuple[str, int]]  # (scheme, paise) off one line

NO_MONEY = rupees(0)


def bill(basket: Basket, settled: Settled) -> Quote:
    """Writes down what was settled."""
    off: list[Discounts] = [[] for _ in basket]
    for given in settled.given:
        for index, paise in given.off:
            off[index].append((given.terms.scheme.code, paise))
    parts = [_tax_part(line, _sum(off[line.index])) for line in basket]
    lines = tuple(_line(line, off[line.index], parts[line.index]) for line in basket)
    subtotal = sum(line.list for line in basket)
    discount = sum(given.money_off for given in settled.given)
    tax = sum(parts[line.index] * line.product.tax_parts for line in basket)
    return Quote(
        lines=lines + _free_lines(basket, settled),
        discounts=tuple((g.terms.scheme.code, rupees(g.money_off)) for g in settled.given if g.off),
        subtotal=rupees(subtotal),
        discount=rupees(discount),
        tax=rupees(tax),
        total=rupees(subtotal - discount + tax),
        explain=explain(settled),
    )


def _sum(discounts: Discounts) -> int:
    return sum(paise for _, paise in discounts)


def _line(line: Line, discounts: Discounts, tax_part: int) -> QuoteLine:
    off = _sum(discounts)
    return QuoteLine(
        sku=line.product.sku,
        pieces=line.pieces,
        price=line.product.price,
        list=rupees(line.list),
        discount=rupees(off),
        net=rupees(line.list - off),
        tax=rupees(tax_part * line.product.tax_parts),
        tax_parts=(rupees(tax_part),) * line.product.tax_parts,
        discounts=tuple((code, rupees(paise)) for code, paise in discounts),
    )


def _tax_part(line: Line, off: int) -> int:
    # Undiscounted, a shelf price stays what it is: its tax is what was inside, not a rate on the rounded rest.
    if line.product.tax_included and not off:
        return part_within(gross_amount(line.product, line.pieces), line.product)
    return part_on(line.list - off, line.product)


def _free_lines(basket: Basket, settled: Settled) -> tuple[QuoteLine, ...]:
    return tuple(
        QuoteLine(
            sku=goods.sku,
            pieces=goods.pieces,
            price=basket.prices[goods.sku].price,
            list=NO_MONEY,
            discount=NO_MONEY,
            net=NO_MONEY,
            tax=NO_MONEY,
            tax_parts=(NO_MONEY,) * basket.prices[goods.sku].tax_parts,
            given_by=given.terms.scheme.code,
        )
        for given in settled.given
        for goods in given.free
    )
