"""Random cases: few products, small bounds and round figures, so that schemes meet, tie, run short and shut each
other out far more often than in the trade."""

from hypothesis import strategies as st

SKUS = ("A", "B", "C", "D")
PERCENTS = ("0", "2.5", "10", "33.33", "50", "100")
AMOUNTS = ("0", "0.05", "1", "7.77", "25", "400")
BOUNDS = ("0.5", "1", "2", "3", "5", "10", "24", "100")
LIMITS = ("0", "0.01", "3", "12.34", "50", "1000")


def one_in(times, strategy):
    """Drawn from `strategy` once in so many times, else absent."""
    return st.sampled_from((*[False] * (times - 1), True)).flatmap(lambda there: strategy if there else st.none())


def some(values, chance=2):
    """One of `values`, or absent `chance` times out of (chance + their number)."""
    return st.sampled_from((*[None] * chance, *values))


def present(**fields):
    """An object with the keys that were drawn to be there."""
    return st.fixed_dictionaries(fields).map(
        lambda drawn: {key.rstrip("_"): value for key, value in drawn.items() if value is not None}
    )


def names(values):
    return one_in(3, st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True))


@st.composite
def prices(draw):
    rows = []
    for sku in SKUS:
        row = draw(
            present(
                price=st.sampled_from(("0", "0.01", "0.3333", "1", "9.99", "10", "33", "120.5")),
                tax_rate=some(("0", "5", "18", "28", "12.5"), 1),
                tax_included=st.sampled_from((None, False, True)),
                tax_parts=some((1, 2, 3), 1),
                pieces_per_case=some((1, 3, 7, 12, 24), 1),
                brand=some(("X", "Y"), 1),
                category=some(("soap", "tea"), 1),
            )
        )
        rows.append({"sku": sku, **row})
    return rows


goods = present(skus=names(SKUS), brands=names(("X", "Y")), categories=names(("soap", "tea")))
audience = present(
    regions=names(("north", "south")),
    classes=names(("A", "B")),
    tiers=names(("retailer",)),
    parties=names(("P1", "P2")),
)
party = present(
    id=some(("P1", "P2"), 1),
    region=some(("north", "south"), 1),
    class_=some(("A", "B"), 1),
    tier=some(("retailer", "distributor"), 1),
    first_order=st.sampled_from((None, True, False)),
)
give = st.one_of(
    st.builds(lambda percent: {"percent": percent}, st.sampled_from(PERCENTS)),
    st.builds(
        lambda amount, per: {"amount": amount, "per": per}, st.sampled_from(AMOUNTS), st.sampled_from(("order", "unit"))
    ),
    st.builds(lambda price: {"price": price}, st.sampled_from(("0", "0.5", "9", "30", "100"))),
    st.builds(
        lambda sku, quantity: {"free_sku": sku, "free_quantity": quantity},
        st.sampled_from(("same", *SKUS)),
        st.sampled_from(("0", "0.4", "1", "2", "5")),
    ),
)


@st.composite
def slabs(draw):
    bounds = sorted(draw(st.lists(st.sampled_from(BOUNDS), min_size=1, max_size=4, unique=True)), key=float)
    found = []
    for place, start in enumerate(bounds):
        after = bounds[place + 1] if place + 1 < len(bounds) else None
        if found and draw(st.integers(0, 4)) == 0:
            continue  # a gap
        slab = {"from": start, "to": after, "give": draw(give)}
        if not found and draw(st.integers(0, 3)) == 0:
            del slab["from"]
        if after is None and draw(st.integers(0, 2)) == 0:
            slab["to"] = str(float(start) + 4)
        found.append(slab)
    return draw(st.permutations(found))


@st.composite
def schemes(draw, code):
    scheme = draw(
        present(
            valid_from=some(("2026-01-01", "2026-06-15", "2026-06-16"), 40),
            valid_to=some(("2026-06-14", "2026-06-15", "2026-12-31"), 40),
            for_=one_in(12, audience),
            first_order=some((True, False), 20),
            buy=one_in(3, goods),
            on=one_in(4, goods),
            max_units=some(("0", "1", "2.5", "6"), 3),
            min_distinct=some((1, 2, 3), 2),
            basis=some(("quantity", "amount"), 1),
            unit=some(("piece", "case"), 1),
            scope=st.sampled_from(("line", "line", "mix", "order", None)),
            slabs=slabs(),
            calculation=st.sampled_from(("step", "recurring", "prorata", None)),
            combine=st.sampled_from(("exclusive", "exclusive", "on_base", "on_net", None)),
            priority=some((-1, 0, 1, 2), 1),
            budget=some(LIMITS, 8),
            cap_order=some(LIMITS, 8),
            cap_party=some(LIMITS, 8),
        )
    )
    return {"code": code, **scheme}


@st.composite
def carts(draw):
    return draw(
        st.lists(
            present(
                sku=st.sampled_from(SKUS),
                quantity=st.sampled_from(("1", "2", "3", "5", "7", "10", "12", "24", "100")),
                unit=some(("piece", "case"), 1),
            ),
            min_size=1,
            max_size=5,
        )
    )


used = st.dictionaries(
    st.sampled_from(("S0", "S1", "S2")), present(budget=some(("0", "2", "40"), 1), party=some(("0", "2", "40"), 1))
)


@st.composite
def cases(draw, most_schemes=5):
    codes = draw(st.permutations([f"S{number}" for number in range(draw(st.integers(0, most_schemes)))]))
    return {
        "date": "2026-06-15",
        "party": draw(party),
        "prices": draw(prices()),
        "schemes": [draw(schemes(code)) for code in codes],
        "cart": draw(carts()),
        "used": draw(used),
    }
