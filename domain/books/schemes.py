"""What is always true of schemes: their running sums are the sums of their uses, no use is outside its scheme."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.books.invariant import Facts, Invariant, rows
from domain.network.tables import Party
from domain.orders.tables import Order
from domain.pricing.tables import SchemeRow, SchemeUse


def used_outside_dates(session: Session, now: datetime) -> Iterable[Facts]:
    """Uses of a scheme on a day, in the seller's zone, on which it is not valid; both ends are."""
    schemes = {scheme: (code, _valid(terms)) for scheme, code, terms in session.execute(select(*_TERMS))}
    zones = {party: ZoneInfo(name) for party, name in session.execute(select(col(Party.id), col(Party.timezone)))}
    used = (
        select(col(SchemeUse.scheme_id), col(Order.number), col(Order.placed_at), col(Order.seller_id))
        .join(Order, col(Order.id) == col(SchemeUse.order_id))
        .where(col(SchemeUse.step) == "hold")
        .order_by(col(SchemeUse.id))
    )
    for scheme, number, placed_at, seller in session.execute(used):
        code, (first, last) = schemes[scheme]
        day = placed_at.astimezone(zones[seller]).date()
        if not first <= day <= last:
            yield {"code": code, "number": number, "day": day.isoformat()}


_TERMS = (col(SchemeRow.id), col(SchemeRow.code), col(SchemeRow.terms))


def _valid(terms: Mapping[str, Any]) -> tuple[date, date]:
    since, until = terms.get("valid_from"), terms.get("valid_to")
    return date.fromisoformat(since) if since else date.min, date.fromisoformat(until) if until else date.max


SCHEMES = (
    Invariant(
        "I11",
        "scheme_sums",
        "what a limited scheme holds and has spent is the sum of its uses",
        "scheme {code}: held {held:rupees}, spent {spent:rupees}; uses make {uses_hold:rupees}, {uses_spent:rupees}",
        rows("""
            SELECT scheme.code, scheme.held, scheme.spent, COALESCE(summed.hold, 0) AS uses_hold,
                   COALESCE(summed.spend, 0) AS uses_spent
            FROM scheme LEFT JOIN (
                SELECT scheme_id,
                       SUM(CASE step WHEN 'hold' THEN amount WHEN 'claw' THEN 0 ELSE -amount END) AS hold,
                       SUM(CASE step WHEN 'spend' THEN amount WHEN 'claw' THEN -amount ELSE 0 END) AS spend
                FROM scheme_use GROUP BY scheme_id) AS summed ON summed.scheme_id = scheme.id AND scheme.limited
            WHERE scheme.held <> COALESCE(summed.hold, 0) OR scheme.spent <> COALESCE(summed.spend, 0)
        """),
    ),
    Invariant(
        "I11",
        "within_budget",
        "a scheme never holds and spends more than its budget",
        "scheme {code}: budget {budget:rupees}, held {held:rupees}, spent {spent:rupees}",
        rows("SELECT code, budget, held, spent FROM scheme WHERE held < 0 OR spent < 0 OR held + spent > budget"),
    ),
    Invariant(
        "I11",
        "scheme_account",
        "what a buyer has had of a limited scheme is the sum of the buyer's uses of it",
        "scheme {code}: buyer {buyer_id} had {taken:rupees}, uses make {used:rupees}",
        rows("""
            SELECT scheme.code, had.buyer_id, SUM(had.taken) AS taken, SUM(had.used) AS used
            FROM (SELECT scheme_id, buyer_id, taken, 0 AS used FROM scheme_account
                  UNION ALL
                  SELECT scheme_id, buyer_id, 0, CASE step WHEN 'hold' THEN amount WHEN 'spend' THEN 0 ELSE -amount END
                  FROM scheme_use) AS had
            JOIN scheme ON scheme.id = had.scheme_id
            WHERE scheme.limited
            GROUP BY scheme.id, scheme.code, had.buyer_id
            HAVING SUM(had.taken) <> SUM(had.used)
        """),
    ),
    Invariant(
        "I11",
        "within_cap",
        "no buyer has more of a scheme than its cap a party",
        "scheme {code}: buyer {buyer_id} had {taken:rupees} of {cap:rupees}",
        rows("""
            SELECT scheme.code, account.buyer_id, account.taken, account.cap
            FROM scheme_account AS account JOIN scheme ON scheme.id = account.scheme_id
            WHERE account.taken < 0 OR account.taken > account.cap
        """),
    ),
    Invariant(
        "I11",
        "use_is_what_was_given",
        "what an order's uses of a scheme hold is what the scheme took off its lines, and more only with free goods",
        "order {number}, scheme {code}: uses {used:rupees}, taken off {taken_off:rupees}, free lines {gifts}",
        rows("""
            SELECT o.number, given.code, SUM(given.used) AS used, SUM(given.off) AS taken_off, SUM(given.gift) AS gifts
            FROM (SELECT uses.order_id, scheme.code, uses.amount AS used, 0 AS off, 0 AS gift
                  FROM scheme_use AS uses JOIN scheme ON scheme.id = uses.scheme_id WHERE uses.step = 'hold'
                  UNION ALL
                  SELECT line.order_id, part.key, 0,
                         CASE part.value WHEN 'free' THEN 0 ELSE CAST(REPLACE(part.value, '.', '') AS BIGINT) END,
                         CASE part.value WHEN 'free' THEN 1 ELSE 0 END
                  FROM order_line AS line, pairs(line.schemes) AS part) AS given
            JOIN orders AS o ON o.id = given.order_id
            GROUP BY o.id, o.number, given.code
            HAVING SUM(given.used) < SUM(given.off) OR (SUM(given.used) > SUM(given.off) AND SUM(given.gift) = 0)
        """),
    ),
    Invariant(
        "I11",
        "cancelled_gave_back",
        "an order that was cancelled has nothing of any scheme, and another gave back only what was not packed of it",
        "order {number} is {state}: scheme {code} held {held:rupees}, spent {spent:rupees}, given back {freed:rupees}",
        rows("""
            SELECT number, state, code, held, spent, freed
            FROM (SELECT o.id, o.number, o.state, scheme.code,
                         SUM(CASE uses.step WHEN 'hold' THEN uses.amount ELSE 0 END) AS held,
                         SUM(CASE uses.step WHEN 'spend' THEN uses.amount ELSE 0 END) AS spent,
                         SUM(CASE uses.step WHEN 'claw' THEN uses.amount ELSE 0 END) AS clawed,
                         SUM(CASE uses.step WHEN 'free' THEN uses.amount ELSE 0 END) AS freed
                  FROM scheme_use AS uses
                  JOIN scheme ON scheme.id = uses.scheme_id
                  JOIN orders AS o ON o.id = uses.order_id
                  GROUP BY o.id, o.number, o.state, scheme.code) AS had
            WHERE clawed > spent
               OR (state = 'cancelled' AND (held <> spent + freed OR spent <> clawed))
               OR (state <> 'cancelled' AND freed > 0 AND (
                      held <> spent + freed
                      OR NOT EXISTS (SELECT 1 FROM packed_line AS packed
                                     JOIN order_line AS line ON line.id = packed.order_line_id
                                     WHERE line.order_id = had.id AND packed.pieces < line.pieces)))
        """),
    ),
    Invariant(
        "I11",
        "used_while_valid",
        "a scheme is used only from its first day to its last",
        "scheme {code} was used by order {number} on {day}",
        used_outside_dates,
    ),
)
