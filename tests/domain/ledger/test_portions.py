"""Parts of a line, whatever its numbers: the whole is what was quoted, and the parts of it add up."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.portions import Agreed, next_share, portion, share
from domain.pricing.quoting import quote
from domain.pricing.scheme import Goods, Percent, Scheme, Slab
from domain.pricing.values import Buyer, CartLine, Price

DAY = date(2026, 6, 15)
PRODUCTS = st.builds(
    Price,
    sku=st.just("X"),
    price=st.integers(0, 10_000_000).map(lambda parts: Decimal(parts) / 10_000),
    tax_rate=st.sampled_from(["0", "3", "5", "12", "13", "18", "28"]).map(Decimal),
    tax_included=st.booleans(),
    tax_parts=st.sampled_from([1, 2]),
)
PIECES = st.integers(1, 2000)


@st.composite
def agreed_lines(draw):
    """A line as it was quoted, with a scheme or two."""
    product, pieces = draw(PRODUCTS), draw(PIECES)
    percents = draw(st.lists(st.integers(1, 100), max_size=2))
    schemes = [
        Scheme(f"S{n}", (Slab(None, None, Percent(Decimal(percent))),), buy=Goods(skus=frozenset({"X"})))
        for n, percent in enumerate(percents)
    ]
    [line] = quote([CartLine("X", Decimal(pieces))], {"X": product}, schemes, Buyer(), DAY).lines
    return line, Agreed(product, pieces, {code: str(off) for code, off in line.discounts})


@given(agreed_lines())
def test_the_whole_is_what_was_quoted(quoted):
    line, agreed = quoted
    whole = portion(agreed, agreed.pieces)
    assert (whole.list_amount, whole.discount, whole.net) == (line.list, line.discount, line.net)
    assert whole.tax_part * agreed.product.tax_parts == line.tax


@given(agreed_lines(), st.data())
def test_a_part_is_never_less_than_nothing_and_never_more_than_the_whole(quoted, data):
    _line, agreed = quoted
    part = portion(agreed, data.draw(st.integers(1, agreed.pieces)))
    whole = portion(agreed, agreed.pieces)
    assert 0 <= part.net <= part.list_amount
    assert part.tax_part >= 0
    assert part.list_amount <= whole.list_amount + Decimal("0.01"), "each is rounded by itself"


@given(st.integers(0, 10**9), st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_shares_in_any_division_add_up_and_are_never_negative(paise, parts):
    whole, of, before = Decimal(paise) / 100, sum(parts), 0
    shares = []
    for pieces in parts:
        shares.append(next_share(whole, before, pieces, of))
        before += pieces
    assert sum(shares) == whole
    assert min(shares) >= 0
    assert abs(shares[0] - whole * parts[0] / of) <= Decimal("0.005")
    assert share(whole, of, of) == whole
