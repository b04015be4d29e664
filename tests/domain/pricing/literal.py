"""Section 4 of the contract once more, read sentence by sentence and written down slowly.

It shares nothing with the engine: JSON in, JSON out, fractions of rupees throughout, and every set of schemes is tried.
It is the second opinion that the engine is compared with. Its comments quote the sentences.
"""

from fractions import Fraction
from itertools import chain, combinations
from math import floor
from typing import Any

Json = dict[str, Any]


def paisa(value: Fraction) -> Fraction:
    """All money is rounded half up to 0.01."""
    return Fraction(floor(value * 100 + Fraction(1, 2)), 100)


def share(total: Fraction, weights: list[Fraction]) -> list[Fraction]:
    """Split, spare paise to the largest remainders, ties to the earlier line."""
    if sum(weights) == 0:
        return [Fraction(0) for _ in weights]
    exact = [total * weight / sum(weights) for weight in weights]
    down = [Fraction(floor(part * 100), 100) for part in exact]
    spare = int((total - sum(down)) * 100)
    ranked = sorted(range(len(weights)), key=lambda i: (down[i] - exact[i], i))
    return [part + (Fraction(1, 100) if i in ranked[:spare] else 0) for i, part in enumerate(down)]


class Row:
    """A price row, or a cart line with its row."""

    def __init__(self, row: Json, pieces: int = 0, place: int = -1) -> None:
        self.sku = row["sku"]
        self.price = Fraction(row["price"])
        self.rate = Fraction(row.get("tax_rate", "0"))
        self.included = row.get("tax_included", False)
        self.parts = row.get("tax_parts", 1)
        self.per_case = row.get("pieces_per_case", 1)
        self.brand, self.category = row.get("brand"), row.get("category")
        self.pieces, self.place = pieces, place

    def inside(self, pieces: int) -> Fraction:
        """T = gross x tax_rate / (100 + tax_rate) in tax_parts equal parts, each rounded."""
        gross = paisa(self.price * pieces)
        return self.parts * paisa(gross * self.rate / (100 + self.rate) / self.parts)

    def at_list(self, pieces: int) -> Fraction:
        """Gross = round(price x pieces). Without tax_included it is the list amount. With it, list = gross - T."""
        return paisa(self.price * pieces) - (self.inside(pieces) if self.included else 0)

    @property
    def list(self) -> Fraction:
        return self.at_list(self.pieces)

    def without_tax(self, price: Fraction) -> Fraction:
        return price * 100 / (100 + self.rate) if self.included else price

    def units(self, scheme: Json) -> Fraction:
        """case = pieces / pieces_per_case, not rounded."""
        return Fraction(self.pieces, self.per_case) if scheme.get("unit") == "case" else Fraction(self.pieces)


def fits(where: Json | None, row: Row) -> bool:
    """Every key that is present must fit; within a key any value is enough."""
    wanted = where or {}
    seen = {"skus": row.sku, "brands": row.brand, "categories": row.category}
    return all(seen[key] in values for key, values in wanted.items())


def meant(scheme: Json, party: Json) -> bool:
    wanted = scheme.get("for", {})
    seen = {"regions": "region", "classes": "class", "tiers": "tier", "parties": "id"}
    first = party.get("first_order", False) or not scheme.get("first_order", False)
    return first and all(party.get(seen[key]) in values for key, values in wanted.items())


def slab_for(scheme: Json, x: Fraction) -> Json | None:
    """The slab is the one with from <= x and x < to."""
    for slab in scheme["slabs"]:
        if Fraction(slab.get("from") or 0) <= x and (slab.get("to") is None or x < Fraction(slab["to"])):
            return slab
    return None


class Deal:
    """One give of a scheme: the slab, x, the lines that were bought and those that it falls on."""

    def __init__(self, slab: Json, x: Fraction, bought: list[Row], falls_on: list[Row]) -> None:
        self.slab, self.x, self.bought, self.falls_on = slab, x, bought, falls_on


def refuse_or_deals(
    scheme: Json, case: Json, lines: list[Row], net: dict[int, Fraction]
) -> tuple[str, Fraction | None, list[Deal]]:
    """The first of date, party, product and slab that fails, or the gives."""
    if "valid_from" in scheme and case["date"] < scheme["valid_from"]:
        return "not_started", None, []
    if "valid_to" in scheme and case["date"] > scheme["valid_to"]:
        return "ended", None, []
    if not meant(scheme, case.get("party", {})):
        return "party", None, []
    scope = scheme.get("scope", "line")
    bought = [line for line in lines if fits(scheme.get("buy"), line)]
    other = [line for line in lines if fits(scheme["on"], line)] if "on" in scheme else None
    few = scope == "mix" and len({line.sku for line in bought}) < scheme.get("min_distinct", 1)
    if not bought or few or other == []:
        return "product", None, []

    def x_of(line: Row) -> Fraction:
        if scheme.get("basis") == "amount":
            return net[line.place] if scope == "order" else line.list
        return line.units(scheme)

    if scope == "line" and other is None:
        weighed = [(x_of(line), [line], [line]) for line in bought]
    elif scope == "line":  # counts once an order, weighed on the line with the largest x
        assert other is not None
        largest = max(x_of(line) for line in bought)
        first = next(line for line in bought if x_of(line) == largest)
        weighed = [(largest, [first], other)]
    else:
        weighed = [(sum((x_of(line) for line in bought), Fraction(0)), bought, bought if other is None else other)]
    deals = [Deal(slab, x, b, f) for x, b, f in weighed if (slab := slab_for(scheme, x)) is not None]
    if deals:
        return "", None, deals
    starts = [Fraction(slab.get("from") or 0) for slab in scheme["slabs"]]
    short = [start - x for x, _, _ in weighed for start in starts if start > x]
    return ("below_slab", min(short), []) if short else ("above_slab", None, [])


def times(scheme: Json, deal: Deal) -> Fraction:
    """recurring: floor(x / from) times. prorata: x / from times. from absent: given once."""
    start = Fraction(deal.slab.get("from") or 0)
    kind = scheme.get("calculation", "step")
    if kind == "step" or not start:
        return Fraction(1)
    return Fraction(floor(deal.x / start)) if kind == "recurring" else deal.x / start


def granted(scheme: Json, line: Row) -> Fraction:
    return min(line.units(scheme), Fraction(scheme["max_units"])) if "max_units" in scheme else line.units(scheme)


def take_off(scheme: Json, give: Json, line: Row, left: Fraction) -> Fraction:
    """What a percent, a price or an amount per unit takes off one line."""
    scope, combine = scheme.get("scope", "line"), scheme.get("combine", "on_base")
    base = line.list if combine == "on_base" and scope != "order" else left
    units = granted(scheme, line)
    base = base * units / line.units(scheme)
    if "percent" in give:
        off = paisa(base * Fraction(give["percent"]) / 100)
    elif "price" in give:
        off = paisa(max(Fraction(0), base - line.without_tax(Fraction(give["price"])) * units))
    else:
        off = paisa(Fraction(give["amount"]) * units)
    return min(off, left)  # what a line cannot take is lost


class Gain:
    """What a scheme gives: rupees off by line, and free goods with their worth."""

    def __init__(self) -> None:
        self.off: dict[int, Fraction] = {}
        self.free: list[tuple[str, int, Fraction]] = []

    @property
    def amount(self) -> Fraction:
        return sum(self.off.values(), Fraction(0)) + sum((worth for _, _, worth in self.free), Fraction(0))


def gain_within(
    limit: Fraction | None, scheme: Json, deals: list[Deal], rows: dict[str, Row], left: dict[int, Fraction]
) -> Gain:
    """A give is cut to what is left: in a line scheme the later lines lose first."""
    gain = Gain()
    for deal in deals:
        room = None if limit is None else limit - gain.amount
        give = deal.slab["give"]
        if "free_sku" in give:
            add_free(gain, scheme, deal, rows, room)
            continue
        if "amount" in give and give["per"] == "order":
            there = [left[line.place] for line in deal.falls_on]
            total = min(paisa(Fraction(give["amount"]) * times(scheme, deal)), sum(there))
            parts = share(total if room is None else min(total, room), there)
        else:
            parts = [take_off(scheme, give, line, left[line.place]) for line in deal.falls_on]
            if room is not None and sum(parts) > room:
                parts = cut(scheme, parts, room)
        for line, part in zip(deal.falls_on, parts, strict=True):
            gain.off[line.place] = gain.off.get(line.place, Fraction(0)) + part
    return gain


def cut(scheme: Json, parts: list[Fraction], room: Fraction) -> list[Fraction]:
    """In a line scheme the later lines lose first, any other give is shared in proportion to its uncut parts."""
    if scheme.get("scope", "line") != "line":
        return share(room, parts)
    return [max(Fraction(0), min(part, room - sum(parts[:place]))) for place, part in enumerate(parts)]


def add_free(gain: Gain, scheme: Json, deal: Deal, rows: dict[str, Row], room: Fraction | None) -> None:
    """Free goods are turned into pieces first, then floored."""
    give = deal.slab["give"]
    sku = give["free_sku"]
    if sku == "same":
        cheapest = min(line.without_tax(line.price) for line in deal.bought)
        sku = next(line.sku for line in deal.bought if line.without_tax(line.price) == cheapest)
    units = Fraction(give["free_quantity"]) * times(scheme, deal)
    if "max_units" in scheme:
        units = min(units, Fraction(scheme["max_units"]))
    pieces = floor(units * (rows[sku].per_case if scheme.get("unit") == "case" else 1))
    if room is not None:
        while rows[sku].at_list(pieces) > room:
            pieces -= 1
    if pieces:
        gain.free.append((sku, pieces, rows[sku].at_list(pieces)))


def caps_of(scheme: Json, used: Json) -> tuple[Fraction | None, Fraction | None]:
    mine = used.get(scheme["code"], {})
    caps = []
    if "cap_order" in scheme:
        caps.append(Fraction(scheme["cap_order"]))
    if "cap_party" in scheme:
        caps.append(max(Fraction(0), Fraction(scheme["cap_party"]) - Fraction(mine.get("party", "0"))))
    budget = None
    if "budget" in scheme:
        budget = max(Fraction(0), Fraction(scheme["budget"]) - Fraction(mine.get("budget", "0")))
    return min(caps) if caps else None, budget


def gain_of(
    scheme: Json, deals: list[Deal], rows: dict[str, Row], left: dict[int, Fraction], used: Json
) -> tuple[str, Gain]:
    uncut = gain_within(None, scheme, deals, rows, left)
    caps, budget = caps_of(scheme, used)
    limits = [limit for limit in (caps, budget) if limit is not None]
    if not limits or uncut.amount <= min(limits):
        return "applied", uncut
    cut = gain_within(min(limits), scheme, deals, rows, left)
    if cut.amount > 0 or cut.free:
        return "applied", cut
    if caps is not None:
        capped = gain_within(caps, scheme, deals, rows, left)
        if capped.amount == 0 and not capped.free:
            return "cap", Gain()
    return "budget", Gain()


def run(
    schemes: list[Json], deals: dict[str, list[Deal]], rows: dict[str, Row], left: dict[int, Fraction], used: Json
) -> tuple[dict[str, tuple[str, Gain]], dict[int, Fraction]]:
    """Lower priority first, equal ones by code."""
    left, told = dict(left), {}
    for scheme in sorted(schemes, key=rank):
        reason, gain = gain_of(scheme, deals[scheme["code"]], rows, left, used)
        for place, off in gain.off.items():
            left[place] -= off
        told[scheme["code"]] = (reason, gain)
    return told, left


def rank(scheme: Json) -> tuple[int, str]:
    return scheme.get("priority", 0), scheme["code"]


def worth(told: dict[str, tuple[str, Gain]]) -> Fraction:
    return sum((gain.amount for _, gain in told.values()), Fraction(0))


def lines_of(deals: list[Deal]) -> set[int]:
    """The lines for which it reached a slab and those it gives on."""
    return {line.place for deal in deals for line in (*deal.bought, *deal.falls_on)}


def can_stand(schemes: tuple[Json, ...], deals: dict[str, list[Deal]]) -> bool:
    """An exclusive scheme shares with no other line or mix scheme ... the lines."""
    for one, other in combinations(schemes, 2):
        alone = "exclusive" in (one.get("combine"), other.get("combine"))
        if alone and lines_of(deals[one["code"]]) & lines_of(deals[other["code"]]):
            return False
    return True


def best_set(
    schemes: list[Json], deals: dict[str, list[Deal]], rows: dict[str, Row], left: dict[int, Fraction], used: Json
):
    """Of the sets that can stand together, none of which could take in one more, the one that gives most."""
    every = chain.from_iterable(combinations(schemes, size) for size in range(len(schemes) + 1))
    standing = [tried for tried in every if can_stand(tried, deals)]
    full = [
        tried
        for tried in standing
        if not any(can_stand((*tried, more), deals) for more in schemes if more not in tried)
    ]
    return min(full, key=lambda tried: (-worth(run(list(tried), deals, rows, left, used)[0]), sorted(map(rank, tried))))


def quote(case: Json) -> Json:
    """The quote of a case, as the contract says it."""
    rows = {row["sku"]: Row(row) for row in case["prices"]}
    lines = []
    for place, wanted in enumerate(case["cart"]):
        row = next(row for row in case["prices"] if row["sku"] == wanted["sku"])
        pieces = Fraction(wanted["quantity"]) * (row.get("pieces_per_case", 1) if wanted.get("unit") == "case" else 1)
        assert pieces.denominator == 1
        lines.append(Row(row, int(pieces), place))
    used, schemes = case.get("used", {}), case.get("schemes", [])
    at_list = {line.place: line.list for line in lines}
    told: dict[str, tuple[str, Gain]] = {}
    short: dict[str, Fraction | None] = {}
    deals: dict[str, list[Deal]] = {}

    def weigh(scheme: Json, net: dict[int, Fraction]) -> bool:
        reason, missing, deals[scheme["code"]] = refuse_or_deals(scheme, case, lines, net)
        if reason:
            told[scheme["code"]], short[scheme["code"]] = (reason, Gain()), missing
        return not reason

    # Stage one: line and mix schemes.
    first = [scheme for scheme in schemes if scheme.get("scope", "line") != "order" and weigh(scheme, at_list)]
    chosen = best_set(first, deals, rows, at_list, used)
    stage_one, left = run(list(chosen), deals, rows, at_list, used)
    # Stage two: order schemes on what is left.
    orders = [scheme for scheme in schemes if scheme.get("scope") == "order"]
    shared = [scheme for scheme in orders if scheme.get("combine") != "exclusive" and weigh(scheme, left)]
    stage_two, _ = run(shared, deals, rows, left, used)
    together = {**stage_one, **stage_two}
    # An exclusive order scheme applies only if, tested with nothing else applied (x too), it gives strictly more.
    alone = [scheme for scheme in orders if scheme.get("combine") == "exclusive" and weigh(scheme, at_list)]
    tested = [run([scheme], deals, rows, at_list, used)[0] for scheme in sorted(alone, key=rank)]
    winner = max(tested, key=worth, default={})
    result = winner if worth(winner) > worth(together) else together
    for scheme in (*first, *shared, *alone):
        told[scheme["code"]] = result.get(scheme["code"], ("not_combined", Gain()))
    return written(case, lines, result, told, short)


def written(case: Json, lines: list[Row], result, told, short) -> Json:
    """Tax of a line = net x tax_rate in tax_parts equal parts; of a tax_included line with no discount, T."""
    out = []
    for line in lines:
        off = sum((gain.off.get(line.place, Fraction(0)) for _, gain in result.values()), Fraction(0))
        net = line.list - off
        tax = line.parts * paisa(net * line.rate / 100 / line.parts)
        if line.included and off == 0:
            tax = line.inside(line.pieces)
        out.append({"sku": line.sku, "pieces": line.pieces, "list": line.list, "discount": off, "net": net, "tax": tax})
    free = [(sku, pieces) for _, gain in result.values() for sku, pieces, _ in gain.free]
    by_scheme = {code: sum(gain.off.values(), Fraction(0)) for code, (_, gain) in result.items()}
    subtotal, discount = sum(line["list"] for line in out), sum(line["discount"] for line in out)
    tax = sum(line["tax"] for line in out)
    return {
        "lines": out,
        "free": free,
        "discounts": {code: off for code, off in by_scheme.items() if off},
        "subtotal": subtotal,
        "discount": discount,
        "tax": tax,
        "total": subtotal - discount + tax,
        "explain": [
            (scheme["code"], *told_of(told[scheme["code"]]), short.get(scheme["code"]))
            for scheme in case.get("schemes", [])
        ],
    }


def told_of(told: tuple[str, Gain]) -> tuple[str, Fraction]:
    reason, gain = told
    return reason, gain.amount
